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

import psutil

from engine import settings
from engine.runs import files, progress
from engine.runs.queue import Job

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


def spawn(command: Sequence[str]) -> subprocess.Popen[bytes]:
    """Start a child that gets ready and waits for its job."""
    (settings.home() / "jobs").mkdir(parents=True, exist_ok=True)
    with (settings.home() / "jobs" / "worker.log").open("wb") as log:
        return subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            cwd=ROOT,
            env=_environment(),
            start_new_session=True,
        )


def _environment() -> dict[str, str]:
    """Only what a child needs, with absolute paths because it starts in another folder."""
    passed = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    own = {name: value for name, value in os.environ.items() if name.startswith("EMBEDDING_")}
    own.pop(settings.ADMIN_TOKEN, None)  # no job has a use for it
    threads = dict.fromkeys(THREADS, str(os.cpu_count() or 1))
    folders = {
        "EMBEDDING_HOME": str(settings.home().absolute()),
        "EMBEDDING_DATA": os.pathsep.join(str(folder.absolute()) for folder in settings.data_folders()),
        "PYTHONPATH": str(ROOT),
    }
    return passed | own | threads | WAITING | folders


def hand_over(popen: subprocess.Popen[bytes], job: Job) -> None:
    """Give a waiting child its job; raises OSError if it has died meanwhile."""
    assert popen.stdin is not None
    line = json.dumps({"run_id": job.run_id, "recipe": json.loads(job.recipe), "owner": job.owner})
    with popen.stdin as stdin:
        stdin.write(line.encode() + b"\n")


def retire(popen: subprocess.Popen[bytes]) -> None:
    """End a child that waits for a job."""
    assert popen.stdin is not None
    with contextlib.suppress(OSError):
        popen.stdin.close()
    popen.kill()  # it may be in the middle of its imports
    popen.wait()


@dataclass
class Child:
    """A process that works on a job: our own, or one that outlived an earlier supervisor (`popen` is None).

    stopping: why it is being stopped, (sentence, code), or None; both are empty if the user or the server wants it.
    began: when it began its job, on the monotonic clock.
    """

    job: Job
    process: psutil.Process
    popen: subprocess.Popen[bytes] | None = None
    stopping: tuple[str, str] | None = None
    began: float = field(default_factory=time.monotonic)
    _asked_at: float = 0.0
    _sign_at: float = field(default_factory=time.monotonic)
    _signs: tuple[float, int] = (0.0, 0)
    _reading_at: float = field(default_factory=time.monotonic)
    _stage: tuple[str, int] = ("", 0)
    _told_at: int = 0

    @classmethod
    def found(cls, job: Job) -> "Child | None":
        """The process that an earlier supervisor started, if it still runs; its start time tells it from another."""
        if job.pid is None or job.pid_created is None:
            return None
        try:
            child = cls(job, psutil.Process(job.pid))
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
            told = progress.read_progress(self.job.run_id)
            stage = str(told.get("stage", "")), int(told.get("stages", 0))
            if stage != self._stage or "downloading" in told.get("metrics", {}):
                self._reading_at = time.monotonic()
            self._stage, self._told_at = stage, written
        return time.monotonic() - self._reading_at if self._stage[0] == "data" else 0.0

    def _reported(self) -> int:
        """When it last told its progress, in nanoseconds of the file system's time; 0 before the first time."""
        with contextlib.suppress(OSError):
            return (files.job_folder(self.job.run_id) / "progress.json").stat().st_mtime_ns
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
