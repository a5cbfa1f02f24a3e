"""A child process at work on a job: starting, watching and ending it, on Linux, macOS and Windows."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from engine import limits, settings
from engine.runs import files, lanes
from engine.runs.executors.contract import Ending
from engine.runs.lanes import Reason
from engine.runs.queue import Job
from engine.runs.worker import LIBRARIES_BYTES

ROOT = Path(__file__).parents[2]
GRACE_SECONDS = 2.0
"""How long a child that was asked to stop may take before it is killed."""
PASSED_ON = (
    *("PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TMPDIR", "TZ", "VIRTUAL_ENV", "LD_LIBRARY_PATH", "XDG_DATA_HOME"),
    *("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy"),
    *("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CUDA_VISIBLE_DEVICES", "NUMBA_CACHE_DIR"),
    *("SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "TEMP", "TMP", "APPDATA", "LOCALAPPDATA", "USERPROFILE", "PATHEXT"),
)
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")
WAITING = {
    "OMP_WAIT_POLICY": "PASSIVE",
    "GOMP_SPINCOUNT": "0",
    "KMP_BLOCKTIME": "0",
    "OPENBLAS_THREAD_TIMEOUT": "4",
}
"""Threads that wait for each other sleep (GNU's and Intel's OpenMP, OpenBLAS). By default they spin: where other work
wants the cores too, they hold up the very thread that they wait for.
"""


def spawn(command: Sequence[str], home: Path | None = None) -> subprocess.Popen[bytes]:
    """Start a child that gets ready and waits for its job. home: another one than ours."""
    home = home or settings.home()
    (home / "jobs").mkdir(parents=True, exist_ok=True)
    with (home / "jobs" / "worker.log").open("wb") as log:
        return subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            cwd=ROOT,
            env=_environment(home),
            start_new_session=True,
        )


def _environment(home: Path) -> dict[str, str]:
    """Only what a child needs, with absolute paths because it starts in another folder."""
    passed = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    own = {name: value for name, value in os.environ.items() if name.startswith("EMBEDDING_")}
    own.pop(settings.ADMIN_TOKEN, None)  # no job has a use for it
    threads = dict.fromkeys(THREADS, str(os.cpu_count() or 1))
    folders = {
        "EMBEDDING_HOME": str(home.absolute()),
        "EMBEDDING_DATA": os.pathsep.join(str(folder.absolute()) for folder in settings.data_folders()),
        "PYTHONPATH": str(ROOT),
    }
    return passed | own | threads | WAITING | folders


def hand_over(popen: subprocess.Popen[bytes], job: Job, tied: bool = False) -> None:
    """Give a waiting child its job; raises OSError if it has died meanwhile. tied: it dies with this process."""
    assert popen.stdin is not None
    told = {"run_id": job.run_id, "recipe": json.loads(job.recipe), "owner": job.owner, "lane": job.lane}
    popen.stdin.write(json.dumps(told | {"tied": tied}).encode() + b"\n")
    popen.stdin.flush()
    if not tied:
        popen.stdin.close()


def retire(popen: subprocess.Popen[bytes]) -> None:
    """End a child that waits for a job."""
    assert popen.stdin is not None
    with contextlib.suppress(OSError):
        popen.stdin.close()
    popen.kill()  # it may be in the middle of its imports
    popen.wait()


@dataclass(frozen=True)
class Bounds:
    """How long a job may take: in all, for reading its data, and without a sign of life."""

    seconds: float = limits.JOB_SECONDS
    parse_seconds: float = limits.PARSE_SECONDS
    silence_seconds: float = 120.0


USUAL = Bounds()


@dataclass
class Child:
    """A process that works on a job: our own, or one that outlived an earlier supervisor (`popen` is None).

    stopping, and what is public below: see `engine.runs.executors.contract.AtWork`.
    began: when it began its job, on the monotonic clock. home: its own, if it is another one than ours.
    """

    job: Job
    process: psutil.Process
    popen: subprocess.Popen[bytes] | None = None
    stopping: tuple[str, str] | None = None
    began: float = field(default_factory=time.monotonic)
    bounds: Bounds = USUAL
    home: Path | None = None
    _asked_at: float = 0.0
    _sign_at: float = field(default_factory=time.monotonic)
    _signs: tuple[float, int] = (0.0, 0)
    _reading_at: float = field(default_factory=time.monotonic)
    _stage: tuple[str, int] = ("", 0)
    _told_at: int = 0

    @property
    def folder(self) -> Path:
        """Where it tells how far it is."""
        return (self.home or settings.home()) / "jobs" / files.checked(self.job.run_id)

    @classmethod
    def found(cls, job: Job, bounds: Bounds = USUAL) -> "Child | None":
        """The process that an earlier supervisor started, if it still runs; its start time tells it from another."""
        if job.pid is None or job.pid_created is None:
            return None
        try:
            child = cls(job, psutil.Process(job.pid), bounds=bounds)
            child.began = min(child.began, job.started or child.began)
        except psutil.NoSuchProcess:
            return None
        return child if abs(birth(child.process) - job.pid_created) < 1 and child.alive() else None

    def alive(self) -> bool:
        """Whether it still runs; a zombie does not."""
        try:
            return self.process.is_running() and self.process.status() != psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            return False

    def watch(self) -> None:
        """Stop it if it takes too much."""
        if self.seconds() > self.bounds.seconds:
            minutes = self.bounds.seconds / 60
            self.stop(f"Stopped after {minutes:,.3g} minutes, the limit; choose fewer epochs or less data.", "E-JOB-14")
        elif self.reading_seconds() > self.bounds.parse_seconds:
            limit = f"{self.bounds.parse_seconds / 60:,.3g} minutes"
            self.stop(f"Stopped: reading the data took more than {limit}, the limit; give a smaller part.", "E-JOB-10")
        elif self.silent_seconds() > self.bounds.silence_seconds:
            self.stop(f"Stopped: the process had hung for {self.bounds.silence_seconds:,.3g} seconds.", "E-JOB-08")
        elif self.memory() > limits.JOB_BYTES + LIBRARIES_BYTES:
            limit = f"{limits.JOB_BYTES / 1e9:,.1f} GB"
            self.stop(f"Stopped: it took more memory than {limit}, the limit; choose fewer dimensions.", "E-JOB-13")

    def outgrown(self) -> Reason:
        """Why it takes more than the light lane gives; "" if it does not."""
        return lanes.outgrown(self.seconds(), self.memory())

    def stop(self, sentence: str = "", code: str = "") -> None:
        """Ask it to stop, and kill it when it has had time enough; to be called again until it is gone."""
        if self.stopping is None:
            self.stopping = (sentence, code)
            self._asked_at = time.monotonic()
            with contextlib.suppress(psutil.NoSuchProcess):
                self.process.terminate()
        elif time.monotonic() - self._asked_at > GRACE_SECONDS:
            self.kill()

    def kill(self) -> None:
        """Kill it and all that it started."""
        with contextlib.suppress(psutil.NoSuchProcess, ProcessLookupError):
            if sys.platform == "win32":
                for process in self.process.children(recursive=True):
                    process.kill()
            else:
                os.killpg(self.process.pid, signal.SIGKILL)  # it leads a group of its own
            self.process.kill()

    def exit_code(self) -> int | None:
        """Of a process that is not alive any more; negative is a signal, None unknown. Its group ends with it."""
        if self.popen is None:
            return None
        if self.popen.returncode is None:
            self.kill()  # until it is waited for, its id cannot name another group
        return self.popen.wait()

    def ending(self) -> Ending:
        """How it ended; what it said last is in its folder."""
        code = self.exit_code()
        outcome = files.read_json(self.folder / "outcome.json")
        return Ending(outcome, describe_exit(code), again=self.popen is None)

    def memory(self) -> int:
        """Bytes of real memory."""
        with contextlib.suppress(psutil.Error):
            return self.process.memory_info().rss
        return 0

    def seconds(self) -> float:
        """Since it began."""
        return time.monotonic() - self.began

    def reading_seconds(self) -> float:
        """Since it began to read the dataset it is reading, or last got a part of a download; 0 if it reads none."""
        written = self._reported()
        if written != self._told_at:
            told = files.read_json(self.folder / "progress.json") or {}
            stage = str(told.get("stage", "")), int(told.get("stages", 0))
            if stage != self._stage or "downloading" in told.get("metrics", {}):
                self._reading_at = time.monotonic()
            self._stage, self._told_at = stage, written
        return time.monotonic() - self._reading_at if self._stage[0] == "data" else 0.0

    def _reported(self) -> int:
        """When it last told its progress, in nanoseconds of the file system's time; 0 before the first time."""
        with contextlib.suppress(OSError):
            return (self.folder / "progress.json").stat().st_mtime_ns
        return 0

    def silent_seconds(self) -> float:
        """Seconds since it last reported progress or computed for a tenth of a second.

        Computing counts as life because a single numerical call may take minutes without a report; a process that
        does neither has hung.
        """
        cpu, reported = self._signs[0], self._reported()
        with contextlib.suppress(psutil.Error):
            times = self.process.cpu_times()
            cpu = times.user + times.system
        if cpu - self._signs[0] > 0.1 or reported != self._signs[1]:
            self._signs = (cpu, reported)
            self._sign_at = time.monotonic()
        return time.monotonic() - self._sign_at


def birth(process: psutil.Process) -> float:
    """When a process began, in seconds; with its id this names it for good.

    On Linux since the computer started, which no setting of the clock moves; elsewhere as the system tells it.
    """
    if sys.platform != "linux":
        return process.create_time()
    try:
        told = Path(f"/proc/{process.pid}/stat").read_text()
    except OSError:
        raise psutil.NoSuchProcess(process.pid) from None
    # Its second field, the name, may hold blanks and brackets itself; this is the 22nd.
    return int(told.rpartition(")")[2].split()[19]) / os.sysconf("SC_CLK_TCK")


def written(job: Job) -> dict[str, Any] | None:
    """What a job wrote down last, or None; not what lies there from a try of which nobody knows a process."""
    return files.read_json(files.job_folder(job.run_id) / "outcome.json") if job.pid else None


def describe_exit(code: int | None) -> str:
    """Sentence about a process that ended without saying why."""
    if code == -9:
        return (
            "The training process was killed (signal 9), by hand or because the computer ran out of memory; nothing "
            "else is affected. Choose fewer dimensions or less data, or train again."
        )
    if code is not None and code < 0:
        name = (signal.strsignal(-code) or "unknown").lower()
        return f"The training process crashed (signal {-code}, {name}); nothing else is affected."
    return f"The training process ended before it was done (exit code {code}); nothing else is affected."
