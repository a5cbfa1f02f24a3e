"""The child process of the tests: the real worker with a dataset and a learner that misbehave on demand.

`python -m tests.engine.runs.job_child` takes the place of `python -m engine.runs.worker`.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from engine import settings
from engine.datasets import KINDS
from engine.datasets.base import Source
from engine.datasets.joint.contract import JointSource
from engine.embedding import Embedding
from engine.errors import InputError
from engine.fields import choice, flag, integer, nested, real
from engine.fit import Fit, Snapshots
from engine.learners.base import Estimate, Learner
from engine.report import Report, Silent, stop_if_cancelled
from engine.report import Report as ReadingReport
from engine.runs import worker
from engine.runs.jobs import JobStatus, status
from engine.runs.recipe import DATASETS, TASKS
from engine.runs.supervisor import Supervisor

COMMAND = (sys.executable, "-m", "tests.engine.runs.job_child")


@dataclass(frozen=True, eq=False)
class Numbers:
    """A dataset: float32 (n, 3)."""

    kind = "test_numbers"
    rows: np.ndarray

    def pack(self) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
        return {"rows": self.rows}, {}

    @classmethod
    def unpack(cls, arrays: Mapping[str, np.ndarray], document: Mapping[str, Any]) -> "Numbers":
        return cls(**arrays)


@dataclass(frozen=True)
class Drawn(Source):
    """Random numbers; each reading of them is written down, so that tests can count readings."""

    name = "test_drawn"
    kind = "test_numbers"
    seed: int = integer(0, 0, 10_000, label="Seed", help="Start of the random numbers.")

    def load(self, report: ReadingReport) -> Numbers:
        write_down(f"load {self.seed}")
        return Numbers(np.random.default_rng(self.seed).normal(size=(20, 3)).astype(np.float32))

    def title(self) -> str:
        return f"Numbers {self.seed}"


@dataclass(frozen=True)
class Endless(Drawn):
    """A file that is read for ever; before that it is downloaded for some seconds."""

    name = "test_endless"
    seconds: float = real(0.0, 0.0, 100.0, label="Seconds", help="How long the download takes.")

    def load(self, report: ReadingReport) -> Numbers:
        end = time.monotonic() + self.seconds
        while time.monotonic() < end:
            report.progress(0, 1, "bytes", downloading="endless.txt")
            time.sleep(0.05)
        write_down("downloaded")
        while True:
            report.progress(0, 1, "rows")
            time.sleep(0.01)


@dataclass(frozen=True)
class Summed(JointSource):
    """A dataset made of two others."""

    name = "test_summed"
    kind = "test_numbers"
    left: Source = nested(Drawn(1), lambda: PARTS, label="Left", help="Some numbers.")
    right: Source = nested(Drawn(2), lambda: PARTS, label="Right", help="Other numbers.")

    def join(self, parts: Mapping[str, Numbers], report: ReadingReport) -> Numbers:
        write_down("join")
        return Numbers(parts["left"].rows + parts["right"].rows)

    def title(self) -> str:
        return f"{self.left.title()} and {self.right.title()}"


@dataclass(frozen=True)
class Uploaded(Drawn):
    """The same, as if a user had uploaded it."""

    name = "test_uploaded"
    uploaded = True


PARTS = {cls.name: cls for cls in (Drawn, Endless, Uploaded, Summed)}
BEHAVIORS = ["good", "sleep", "hang", "crash", "exit", "memory", "error", "refuse", "helper", "frames", "epochs"]


@dataclass(frozen=True)
class Moody(Learner):
    """Doubles the vectors of its dataset, and on the way does what `behavior` says for `seconds`."""

    name = "test_moody"
    title = "Moody"
    takes = "test_numbers"
    behavior: str = choice("good", dict.fromkeys(BEHAVIORS, ""), label="Behavior", help="What happens on the way.")
    seconds: float = real(0.0, 0.0, 1e6, label="Seconds", help="How long it happens.")
    megabytes: float = real(1.0, 0.0, 1e9, label="Megabytes", help="What the estimate says.")
    stubborn: bool = flag(False, label="Stubborn", help="Whether it never looks if it was cancelled.")

    def fit(self, dataset: Any, report: Report = Silent()) -> Fit:
        write_down(f"fit {self.behavior} {os.getpid()}")
        report.progress(0, 1, "steps", loss=1.5, text="begun")
        getattr(self, f"_{self.behavior}", self._sleep)(report)
        report.progress(1, 1, "steps", loss=0.5)
        vectors = 2 * (dataset.rows if isinstance(dataset, Numbers) else dataset.vectors)
        items = np.arange(2)
        snapshots = Snapshots(items, np.array([1, 2]), np.stack([vectors[items], vectors[items]]))
        labels = [f"item {row}" for row in range(len(vectors))]
        embeddings = {"main": Embedding(vectors, labels), "other": Embedding(-vectors, labels)}
        return Fit(embeddings, {"sum": vectors.sum(0)}, {"loss": [1.5, 0.5]}, snapshots, {"score": 0.5}, ("A note.",))

    def estimate(self, dataset: Any) -> Estimate:
        return Estimate(self.seconds, self.megabytes)

    def _sleep(self, report: Report) -> None:
        """Work, as far as anybody can see."""
        end = time.monotonic() + self.seconds
        while time.monotonic() < end:
            time.sleep(0.01)
            report.progress(0, 1, "steps")
            if not self.stubborn:
                stop_if_cancelled(report)

    def _epochs(self, report: Report) -> None:
        """A thousand of them, which can be ended by what there is."""
        for epoch in range(1, 1_001):
            time.sleep(self.seconds / 1_000)
            report.progress(epoch, 1_000, "epochs")
            stop_if_cancelled(report)
            if report.stopping(epoch, 1_000, "epochs"):
                break

    def _hang(self, report: Report) -> None:
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
        time.sleep(self.seconds)

    def _crash(self, report: Report) -> None:
        ctypes.string_at(0)

    def _exit(self, report: Report) -> None:
        os._exit(7)

    def _memory(self, report: Report) -> None:
        np.ones(100_000_000_000, dtype=np.uint8)

    def _error(self, report: Report) -> None:
        raise KeyError("a secret path")

    def _refuse(self, report: Report) -> None:
        raise InputError("The data are too blue; give them some red.", "E-TST-01")

    def _helper(self, report: Report) -> None:
        helper = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
        write_down(f"helper {helper.pid}")
        self._sleep(report)

    def _frames(self, report: Report) -> None:
        for step in range(50):
            report.snapshot(step, np.full((4, 2), step))
            time.sleep(0.02)
        self._sleep(report)


@dataclass(frozen=True)
class Questions(Learner):
    """A test of a whole run: counts its data and its items."""

    name = "test_questions"
    title = "Questions"
    takes = "run"

    def fit(self, dataset: Any, report: Report = Silent()) -> Fit:
        return Fit(summary={"rows": len(dataset.dataset.rows), "items": dataset.fit.main.n_items})

    def estimate(self, dataset: Any) -> Estimate:
        return Estimate(0.1, 1.0)


def write_down(line: str) -> None:
    """Add a line to the diary of the home folder, which other processes read."""
    path = diary_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as diary:
        diary.write(line + "\n")


def diary_path() -> Path:
    """In the home folder, or where the environment says: on a worker of a cluster each job has a home of its own."""
    return Path(os.environ.get("EMBEDDING_TEST_DIARY", settings.home() / "diary.txt"))


def diary(word: str = "") -> list[str]:
    """The lines of the diary that begin with a word."""
    path = diary_path()
    return [line for line in path.read_text().splitlines() if line.startswith(word)] if path.exists() else []


def register() -> None:
    """Make the recipes of this module readable."""
    TASKS.update({Moody.name: Moody, Questions.name: Questions})
    DATASETS.update(PARTS)
    KINDS[Numbers.kind] = Numbers


@contextmanager
def supervised(**options: Any) -> Iterator[Supervisor]:
    """A supervisor at work in this process."""
    supervisor = Supervisor(COMMAND, **options)
    supervisor.start()
    try:
        yield supervisor
    finally:
        supervisor.stop()


def wait_for(run_id: str, *states: str, seconds: float = 60) -> JobStatus:
    """How the job stands as soon as it is in one of the states."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = status(run_id)
        if found is not None and found.state in states:
            return found
        time.sleep(0.02)
    raise AssertionError(f"waited {seconds} s for {states}: {status(run_id)}")


register()

if __name__ == "__main__":
    worker.HEAVY = ()
    worker.main()
