"""Starts the jobs of the queue in child processes, watches them, and notes how they end.

One supervisor serves a home folder: it holds a file lock, and others wait to take over. It lives in a thread of the
server (`start`), or alone: `python -m engine.runs.supervisor`. It only waits and looks, so it costs the pages nothing.
"""

import atexit
import contextlib
import logging
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence

import psutil

from engine import limits, settings
from engine.files import disk
from engine.lock import FileLock
from engine.runs import catalogue, files, queue, store
from engine.runs.child import GRACE_SECONDS, Child, birth, describe_exit, hand_over, retire, spawn
from engine.runs.queue import MAX_RUNNING, Job, State
from engine.runs.standing import Standing
from engine.runs.sweeping import Sweeper
from engine.runs.worker import LIBRARIES_BYTES

WORKER = (sys.executable, "-m", "engine.runs.worker")
SILENCE_SECONDS = 120.0
PERIOD_SECONDS = 0.2
IDLE_PERIOD_SECONDS = 0.5
TAKE_OVER_SECONDS = 1.0
SPARE_DELAY_SECONDS = 2.0
"""After a start: the new job's own beginning comes first."""
BROKEN_SPARE_SECONDS = 30.0

_log = logging.getLogger(__name__)


class Supervisor:
    """One thread that serves the queue; see the module."""

    def __init__(
        self,
        command: Sequence[str] = WORKER,
        max_running: int = MAX_RUNNING,
        job_seconds: float = limits.JOB_SECONDS,
        parse_seconds: float = limits.PARSE_SECONDS,
        silence_seconds: float = SILENCE_SECONDS,
    ) -> None:
        self.command = command
        self.max_running = max_running
        self.job_seconds = job_seconds
        self.parse_seconds = parse_seconds
        self.silence_seconds = silence_seconds
        self._children: dict[str, Child] = {}
        self._spare: subprocess.Popen[bytes] | None = None
        self._spare_due = 0.0
        self._sweeper = Sweeper()
        self._standing = Standing()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self.run, name="supervisor", daemon=True)

    def start(self) -> None:
        """Serve in a thread of its own."""
        self._thread.start()

    def stop(self) -> None:
        """End in order: children are stopped and their jobs go back to the queue. Returns when all is done."""
        self._stopping.set()
        queue.changed.set()
        if self._thread.is_alive():
            self._thread.join(GRACE_SECONDS + 8)

    @property
    def alive(self) -> bool:
        """Whether its thread runs."""
        return self._thread.is_alive()

    def run(self) -> None:
        """Wait for the lock, then serve until `stop`."""
        lock = FileLock(settings.home() / "supervisor.lock")
        while not self._acquire(lock):
            if self._stopping.wait(TAKE_OVER_SECONDS):
                return
        try:
            self._guarded(self._recover)
            while not self._stopping.is_set():
                self._guarded(self._look)
                queue.changed.wait(PERIOD_SECONDS if self._children else IDLE_PERIOD_SECONDS)
                queue.changed.clear()
            self._guarded(self._wind_up)
        finally:
            self._standing.close()
            lock.release()

    def _acquire(self, lock: FileLock) -> bool:
        try:
            return lock.acquire()
        except OSError as error:  # a folder that cannot be written to: the pages say so
            _log.warning("no jobs can run: %s", error)
            return False

    def _guarded(self, step: Callable[[], None]) -> None:
        """Take a step; a full disk or a busy catalogue must not end the supervisor."""
        try:
            step()
        except Exception:
            _log.exception("the supervisor failed at a step and goes on")
            self._stopping.wait(TAKE_OVER_SECONDS)

    def _recover(self) -> None:
        """After a crash: children that still run are adopted; the first look settles the jobs of the others."""
        store.sweep()
        disk.hold_room()
        found = map(Child.found, queue.running())
        self._children = {child.job.run_id: child for child in found if child is not None}
        catalogue.reconcile()
        queue.forget_old()

    def _look(self) -> None:
        """Attend to the jobs that run, start what can start, keep a child warm."""
        self._standing.look()
        self._attend()
        self._sweeper.look()
        while self._has_room() and (job := queue.claim()) is not None:
            self._begin(job)
        self._keep_warm()

    def _attend(self) -> None:
        """Watch the children that live, settle the jobs of those that do not."""
        jobs = {job.run_id: job for job in queue.running()}
        for run_id, child in list(self._children.items()):
            child.job = jobs.pop(run_id, child.job)
            if child.alive():
                self._watch(child)
            else:
                self._conclude(child)
        for job in jobs.values():  # marked as running, but nobody works on them
            self._settle(job, describe_exit(None))

    def _watch(self, child: Child) -> None:
        """Stop a child that is not wanted any more, or takes too much."""
        if child.stopping is not None or child.job.cancel:
            child.stop()
        elif child.seconds() > self.job_seconds:
            minutes = self.job_seconds / 60
            child.stop(
                f"Stopped after {minutes:,.3g} minutes, the limit; choose fewer epochs or less data.", "E-JOB-14"
            )
        elif child.reading_seconds() > self.parse_seconds:
            limit = f"{self.parse_seconds / 60:,.3g} minutes"
            child.stop(f"Stopped: reading the data took more than {limit}, the limit; give a smaller part.", "E-JOB-10")
        elif child.silent_seconds() > self.silence_seconds:
            child.stop(f"Stopped: the process had hung for {self.silence_seconds:,.3g} seconds.", "E-JOB-08")
        elif child.memory() > limits.JOB_BYTES + LIBRARIES_BYTES:
            limit = f"{limits.JOB_BYTES / 1e9:,.1f} GB"
            child.stop(f"Stopped: it took more memory than {limit}, the limit; choose fewer dimensions.", "E-JOB-13")

    def _conclude(self, child: Child) -> None:
        code = child.exit_code()
        store.sweep()
        if child.stopping is not None and child.stopping[0]:
            self._settle(child.job, *child.stopping)
        else:
            self._settle(child.job, describe_exit(code), again=child.popen is None)
        del self._children[child.job.run_id]
        queue.changed.set()  # a place is free

    def _settle(self, job: Job, sentence: str, code: str = "", again: bool = True) -> None:
        """Note how a job ended whose process is gone; what lies on the disk has the last word.

        sentence, code: what to say if the job left no word; with no code and `again`, it is queued again instead.
        """
        outcome = files.read_json(files.job_folder(job.run_id) / "outcome.json") if job.pid else None
        if store.exists(job.run_id):
            store.meta(job.run_id)  # enters it in the catalogue if the process died just before
            self._finish(job, "done")
        elif code:
            self._finish(job, "failed", sentence, code)
        elif job.cancel:
            self._finish(job, "cancelled")
        elif outcome and outcome.get("kept"):
            self._finish(job, "stopped", kept=outcome["kept"])
        elif outcome and outcome["state"] == "failed":
            self._finish(job, "failed", outcome["error"], outcome["code"])
        elif self._stopping.is_set():
            queue.requeue(job.run_id, counted=False)
        elif again:
            queue.requeue(job.run_id)
        else:
            self._finish(job, "failed", sentence, "E-JOB-04")

    def _finish(self, job: Job, state: State, error: str = "", code: str = "", kept: str = "") -> None:
        now = time.monotonic()
        queue.finish(job.run_id, state, max(0.0, now - (job.started or now)), error, code, kept)
        if state != "failed":  # the log of a failure is kept
            shutil.rmtree(files.job_folder(job.run_id), ignore_errors=True)

    def _has_room(self) -> bool:
        if not self._children:
            return True
        if len(self._children) >= self.max_running:
            return False
        return psutil.virtual_memory().available > limits.FREE_MEMORY_BYTES

    def _begin(self, job: Job) -> None:
        """Give the job to the warm child, or to a new one if that has died."""
        if store.exists(job.run_id):  # made meanwhile, as the data of another job
            self._finish(job, "done")
            return
        shutil.rmtree(files.job_folder(job.run_id), ignore_errors=True)
        popen, self._spare = self._spare or spawn(self.command), None
        if popen.poll() is not None:
            popen = spawn(self.command)
        child = Child(job, psutil.Process(popen.pid), popen)
        queue.note_process(job.run_id, popen.pid, birth(child.process))  # first, so that a crash loses no child
        self._children[job.run_id] = child
        self._spare_due = time.monotonic() + SPARE_DELAY_SECONDS
        with contextlib.suppress(OSError):  # it has died: the next look says how
            hand_over(popen, job)

    def _keep_warm(self) -> None:
        if self._spare is not None and self._spare.poll() is not None:
            _log.warning("a waiting child ended with code %s; see jobs/worker.log", self._spare.returncode)
            retire(self._spare)
            self._spare = None
            self._spare_due = time.monotonic() + BROKEN_SPARE_SECONDS
        if self._spare is None and time.monotonic() >= self._spare_due:
            self._spare = spawn(self.command)

    def _wind_up(self) -> None:
        """Stop all children and put their jobs back."""
        if self._spare is not None:
            retire(self._spare)
        while self._children:
            for child in self._children.values():
                child.stop()
            self._attend()
            time.sleep(0.05)


_current: Supervisor | None = None
_start_lock = threading.Lock()


def start() -> Supervisor:
    """The supervisor of this process, started at the first call and stopped when the process ends."""
    global _current
    with _start_lock:
        if _current is None or not _current.alive:
            _current = Supervisor()
            _current.start()
            atexit.register(_current.stop)
        return _current


def stop() -> None:
    """Stop the supervisor of this process, if it has one."""
    global _current
    with _start_lock:
        if _current is not None:
            _current.stop()
            atexit.unregister(_current.stop)
            _current = None


def main() -> None:
    """Serve the queue until SIGTERM or Ctrl-C."""
    supervisor = Supervisor()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    supervisor.start()
    try:
        while supervisor.alive:
            time.sleep(0.5)
    except (KeyboardInterrupt, SystemExit):
        supervisor.stop()


if __name__ == "__main__":
    main()
