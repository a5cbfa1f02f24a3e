"""A real cluster on this computer: a scheduler and two workers, which end by themselves if nobody ends them."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from tests import ROOT

LIFE_SECONDS = 240
"""After so many everything has ended by itself."""
PRELOAD = "tests.engine.runs.executors.machine_of_tests"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class Loopback:
    """scheduler, workers: processes; a worker's child is Dask's own, which it starts again whenever that ends."""

    def __init__(
        self, folder: Path, n_workers: int = 2, protocol: str = "tcp", preload: str = PRELOAD, **more: str
    ) -> None:
        """preload: what workers import more; protocol: "tcp" or "tls"; more: their environment."""
        self.folder = folder
        self.address = f"{protocol}://127.0.0.1:{free_port()}"
        self._environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", **more}
        self._environment["EMBEDDING_HOME"] = str(folder / "home of a worker")
        self._more = ("--preload", preload) if preload else ()
        self.scheduler = self.start_scheduler()
        self.workers = [self._start_worker(number) for number in range(n_workers)]

    def start_scheduler(self) -> subprocess.Popen[bytes]:
        self.scheduler = self._start("scheduler", "dask", "scheduler", "--host", self.address, "--no-dashboard")
        return self.scheduler

    def _start_worker(self, number: int) -> subprocess.Popen[bytes]:
        return self._start(
            *(f"worker-{number}", "engine.runs.executors.worker", self.address, "--jobs", "1", *self._more),
            *("--local-directory", str(self.folder / f"machine-{number}"), "--lifetime", str(LIFE_SECONDS)),
            *("--death-timeout", str(LIFE_SECONDS)),
        )

    def _start(self, log: str, module: str, *arguments: str) -> subprocess.Popen[bytes]:
        """A program that an alarm ends if nobody does, and Dask's own worker its lifetime."""
        program = (
            f"import runpy, signal, sys; signal.alarm({LIFE_SECONDS}); sys.argv = sys.argv[:1] + sys.argv[2:]; "
            f"runpy.run_module({module!r}, run_name='__main__', alter_sys=True)"
        )
        with (self.folder / f"{log}.log").open("ab") as stream:
            return subprocess.Popen(
                [sys.executable, "-c", program, module, *arguments],
                cwd=ROOT, env=self._environment, stdout=stream, stderr=stream,
            )  # fmt: skip

    def worker_process(self, number: int) -> psutil.Process:
        """Dask's own worker, to be killed."""
        return psutil.Process(self.workers[number].pid).children()[0]

    def kill_scheduler(self) -> None:
        self.scheduler.send_signal(signal.SIGKILL)
        self.scheduler.wait()

    def scratch(self, number: int) -> Path:
        """What a worker's machine keeps."""
        return self.folder / f"machine-{number}" / "dask-scratch-space" / "embedding-workbench"

    def logs(self) -> str:
        return "\n".join(f"== {path.name}\n{path.read_text()}" for path in sorted(self.folder.glob("*.log")))

    def end(self) -> None:
        for process in (self.scheduler, *self.workers):
            if process.poll() is None:
                children = psutil.Process(process.pid).children(recursive=True)
                process.kill()
                process.wait()
                for child in children:
                    if child.is_running():
                        child.kill()


def wait_until(holds: Callable[[], object], seconds: float = 60, told: Callable[[], str] = str) -> None:
    """Wait until something holds."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, told()
        time.sleep(0.05)
