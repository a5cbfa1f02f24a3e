"""What a job tells while it runs: small files that the child writes by renaming and the pages read."""

import contextlib
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from numbers import Real
from pathlib import Path
from typing import Any

import numpy as np

from engine.files import disk
from engine.learners.base import Learner
from engine.runs import files
from engine.runs.canonical import id_of

PERIOD_SECONDS = 0.5
"""Progress and frames are written at most this often."""
FRAMES_AT_ONCE = 10
FRAMES_KEPT = 200
TRACE_LENGTH = 400
STOP = "stop"
"""A file in the job's folder: the user wants what there is."""
ASKED = "asked.json"
"""Another: what the user wants otherwise from now on; see `engine.report.Report.asked`."""


@dataclass(frozen=True)
class Stopped:
    """Where the user ended a work that went on: after `done` of `total` `unit`s."""

    done: float
    total: float
    unit: str

    def name(self, run_id: str) -> str:
        """The id of what there was of a run: never that of the run itself."""
        return id_of({"part_of": run_id, "done": f"{self.done:.10g}", "total": f"{self.total:.10g}", "unit": self.unit})

    @property
    def sentence(self) -> str:
        """For the user."""
        return f"Stopped after {self.done:,.10g} of {self.total:,.10g} {self.unit}: this is not the whole result."


class JobReport:
    """The Report of a job: thins out what the learner says, and writes it to the job's folder.

    stopped: where the work was ended, if the user wanted what there was. steered: whose the result is, if the user
    changed the learner on the way.
    """

    stopped: Stopped | None = None
    steered: Learner | None = None

    def __init__(self, run_id: str, cancelled: Callable[[], bool]) -> None:
        self._folder = files.job_folder(run_id)
        (self._folder / "frames").mkdir(parents=True, exist_ok=True)
        self._cancelled = cancelled
        self.stage = "start"
        self._n_stages = 0
        self._latest: dict[str, Any] = {}
        self._written = 0.0
        self._news = False
        self._stoppable = False
        self._trace: list[dict[str, Any]] = []
        self._frames: list[tuple[int, np.ndarray]] = []
        self._n_frames = 0

    def cancelled(self) -> bool:
        """Whether the user has asked to stop. Who waits for something asks often: what came last is written then."""
        if self._news:
            self._flush_sometimes()
        return self._cancelled()

    def stopping(self, done: float, total: float, unit: str) -> bool:
        """See `engine.report.Report`; that it was asked tells the page that the work can be stopped."""
        self._stoppable = True
        if done < total and stop_is_wanted(self._folder):
            self.stopped = Stopped(done, total, unit)
        return self.stopped is not None

    def asked(self) -> Mapping[str, Any]:
        """See `engine.report.Report`."""
        return read_asked(self._folder)

    def became(self, learner: Any) -> None:
        """See `engine.report.Report`."""
        self.steered = learner

    def begin(self, stage: str) -> None:
        """Enter a stage: "data" (a dataset is read), "fit" or "save"."""
        self.flush()
        self.stage = stage
        self._n_stages += 1
        self._stoppable = False
        self._latest = {}
        self._trace = []
        self.flush()

    def progress(self, done: float, total: float, unit: str, **metrics: Any) -> None:
        """Note how far it is; see `engine.report.Report`."""
        self._latest = {"done": done, "total": total, "unit": unit, "metrics": metrics}
        numbers = {name: value for name, value in metrics.items() if isinstance(value, Real)}
        if numbers:
            self._trace.append({"done": done} | numbers)
            if len(self._trace) > TRACE_LENGTH:
                self._trace = self._trace[::2]
        self._news = True
        self._flush_sometimes()

    def snapshot(self, step: int, values: np.ndarray) -> None:
        """Note a live frame; a copy is taken, because learners move the same array on."""
        self._frames.append((step, np.array(values, dtype=np.float32)))
        if len(self._frames) > FRAMES_AT_ONCE:
            self._frames = self._frames[1::2]
        self._news = True
        self._flush_sometimes()

    def flush(self) -> None:
        """Write what is new, however short ago the last time was."""
        document = {"stage": self.stage, "stages": self._n_stages, **self._latest, "trace": self._trace}
        document |= {"stoppable": self._stoppable, "stopping": stop_is_wanted(self._folder)}
        with disk.explained():
            files.replace_file(self._folder / "progress.json", files.to_json(document))
            for step, frame in self._frames:
                _write_frame(self._folder / "frames", step, frame)
        self._n_frames += len(self._frames)
        self._frames = []
        if self._n_frames > FRAMES_KEPT:
            self._thin_out()
        self._written = time.monotonic()
        self._news = False

    def _flush_sometimes(self) -> None:
        if time.monotonic() - self._written >= PERIOD_SECONDS:
            self.flush()

    def _thin_out(self) -> None:
        """Remove every other frame, never the last."""
        paths = frame_paths(self._folder)
        for path in paths[-2::-2]:
            path.unlink()
        self._n_frames = (len(paths) + 1) // 2


def ask_to_stop(run_id: str) -> None:
    """Let a running job end where it can, with what there is."""
    with contextlib.suppress(FileNotFoundError):  # it has ended meanwhile
        (files.job_folder(run_id) / STOP).touch()


def stop_is_wanted(job_folder: Path) -> bool:
    """Whether that was asked of the job in this folder."""
    return (job_folder / STOP).exists()


def ask(run_id: str, wanted: Mapping[str, Any]) -> None:
    """Let a running job go on otherwise: `wanted` on top of what was asked before."""
    folder = files.job_folder(run_id)
    if folder.exists():
        files.replace_file(folder / ASKED, files.to_json({**read_asked(folder), **wanted}))


def read_asked(job_folder: Path) -> Mapping[str, Any]:
    """What was asked of the job in this folder."""
    return files.read_json(job_folder / ASKED) or {}


def _write_frame(folder: Path, step: int, frame: np.ndarray) -> None:
    hidden = folder / f".{step:012d}.npy"
    np.save(hidden, frame, allow_pickle=False)
    hidden.replace(folder / f"{step:012d}.npy")


def frame_paths(job_folder: Path) -> list[Path]:
    return sorted(path for path in (job_folder / "frames").glob("*.npy") if re.fullmatch(r"\d{12}\.npy", path.name))


def read_progress(run_id: str) -> Mapping[str, Any]:
    """The job's latest progress: stage, stages, done, total, unit, metrics, trace; empty before the first.

    stage: "start", "data", "fit" or "save"; stages: how many have begun. stoppable: whether what there is can be kept;
    stopping: whether that was asked for.
    trace: the numbers among the metrics over time, [{"done": ..., name: ...}].
    """
    return files.read_json(files.job_folder(run_id) / "progress.json") or {}


def read_frames(run_id: str, after_step: int) -> list[tuple[int, np.ndarray]]:
    """The live frames of a job after a step, in order: (step, float32 (n_items, 2 or 3))."""
    frames = []
    for path in frame_paths(files.job_folder(run_id)):
        if int(path.stem) > after_step:
            try:
                frames.append((int(path.stem), np.load(path, allow_pickle=False)))
            except FileNotFoundError:  # thinned out meanwhile
                continue
    return frames
