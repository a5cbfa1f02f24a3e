"""Has the jobs of the queue begun by an executor, watches them, and notes how they end.

One supervisor serves a home folder: it holds a file lock, and others wait to take over. It lives in a thread of the
server (`start`), or alone: `python -m engine.runs.supervisor`. It only waits and looks, so it costs the pages nothing.
"""

import atexit
import logging
import shutil
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from engine import limits, settings
from engine.files import disk
from engine.lock import FileLock
from engine.runs import catalogue, files, queue, store
from engine.runs.child import GRACE_SECONDS, USUAL, Bounds, describe_exit, written
from engine.runs.executors.contract import AtWork, Ending, Executor
from engine.runs.executors.local import WORKER, Local
from engine.runs.lanes import LANES, PLACES, Lane, Reason
from engine.runs.queue import Job, State
from engine.runs.standing import Standing
from engine.runs.sweeping import Sweeper

PERIOD_SECONDS = 0.2
IDLE_PERIOD_SECONDS = 0.5
TAKE_OVER_SECONDS = 1.0

_log = logging.getLogger(__name__)


class Supervisor:
    """One thread that serves the queue; see the module."""

    def __init__(
        self,
        command: Sequence[str] = WORKER,
        max_running: int = PLACES["heavy"],
        job_seconds: float = limits.JOB_SECONDS,
        parse_seconds: float = limits.PARSE_SECONDS,
        silence_seconds: float = USUAL.silence_seconds,
        executor: Executor | None = None,
    ) -> None:
        """executor: who does the jobs; left out, child processes of this computer, by what stands before it."""
        bounds = Bounds(job_seconds, parse_seconds, silence_seconds)
        self.executor: Executor = executor or Local(command, max_running, bounds)
        self._at_work: dict[str, AtWork] = {}
        self._guests: set[str] = set()
        self._sent_on: dict[str, Reason] = {}
        self._begun_last: Lane = "light"
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
                queue.changed.wait(PERIOD_SECONDS if self._at_work else IDLE_PERIOD_SECONDS)
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
        """After a crash: what still runs is adopted; the first look settles the jobs of the others."""
        store.sweep()
        disk.hold_room()
        found = map(self.executor.found, queue.running())
        self._at_work = {each.job.run_id: each for each in found if each is not None}
        catalogue.reconcile()
        queue.forget_old()

    def _look(self) -> None:
        """Attend to the jobs that run, start what can start, get ready for the next."""
        self._standing.look()
        self._attend()
        self._sweeper.look()
        for lane in sorted(LANES, key=lambda lane: lane == self._begun_last):  # in turn, where memory lets only one run
            while self.executor.has_room(lane, self._n_at_work()) and (job := queue.claim(lane)) is not None:
                self._begin(job)
                self._begun_last = lane
        self.executor.get_ready()

    def _attend(self) -> None:
        """Watch the jobs that go on, settle those that do not."""
        jobs = {job.run_id: job for job in queue.running()}
        for run_id, at_work in list(self._at_work.items()):
            at_work.job = jobs.pop(run_id, at_work.job)
            if not at_work.alive():
                self._conclude(at_work)
            elif at_work.stopping is not None or at_work.job.cancel:
                at_work.stop()
            else:
                at_work.watch()
                self._move_if_outgrown(at_work)
        for job in jobs.values():  # marked as running, but nobody works on them
            self._settle(job, Ending(written(job), describe_exit(None)))

    def _n_at_work(self) -> Counter[Lane]:
        return Counter(each.job.lane for each in self._at_work.values())

    def _move_if_outgrown(self, at_work: AtWork) -> None:
        """Let a job that takes more than the light lane gives go on in the heavy one, in a free place or as the one
        guest that has none; where it cannot be a guest, because there is one or for its memory, it waits there to be
        begun anew.
        """
        job, guest = at_work.job, at_work.job.run_id in self._guests
        if job.lane == "heavy" and not guest:
            return
        others = self._n_at_work()["heavy"] - (job.lane == "heavy")
        if others < self.executor.places:
            self._guests.discard(job.run_id)
        reason = at_work.outgrown()
        if not reason or (guest and reason != "memory"):
            return
        if others >= self.executor.places and (self._guests or reason == "memory"):
            self._sent_on[job.run_id] = reason
            at_work.stop()
        elif job.lane == "light":
            queue.move(job.run_id, reason)
            at_work.job = replace(job, lane="heavy", moved=reason)
            if others >= self.executor.places:
                self._guests.add(job.run_id)
            queue.changed.set()  # a place is free

    def _conclude(self, at_work: AtWork) -> None:
        ending = at_work.ending()
        store.sweep()
        self._settle(at_work.job, ending, *(at_work.stopping or ()))
        del self._at_work[at_work.job.run_id]
        self._guests.discard(at_work.job.run_id)
        queue.changed.set()  # a place is free

    def _settle(self, job: Job, ending: Ending, sentence: str = "", code: str = "") -> None:
        """Note how a job ended that does not go on; what lies on the disk has the last word.

        sentence, code: why it was stopped, if that was its fault.
        """
        outcome = ending.outcome
        if store.exists(job.run_id):
            store.meta(job.run_id)  # enters it in the catalogue if the process died just before
            self._finish(job, "done")
        elif code:
            self._finish(job, "failed", sentence, code)
        elif job.cancel:
            self._finish(job, "cancelled")
        elif job.run_id in self._sent_on or (outcome and outcome["state"] == "too long"):
            queue.send_on(job.run_id, self._sent_on.pop(job.run_id, "estimate"))
        elif outcome and outcome.get("kept"):
            self._finish(job, "stopped", kept=outcome["kept"])
        elif outcome and outcome["state"] == "failed":
            self._finish(job, "failed", outcome["error"], outcome["code"])
        elif self._stopping.is_set():
            queue.requeue(job.run_id, counted=False)
        elif ending.again:
            queue.requeue(job.run_id, ending.counted)
        else:
            self._finish(job, "failed", ending.sentence, "E-JOB-04")

    def _finish(self, job: Job, state: State, error: str = "", code: str = "", kept: str = "") -> None:
        now = time.monotonic()
        queue.finish(job.run_id, state, max(0.0, now - (job.started or now)), error, code, kept)
        if state != "failed":  # the log of a failure is kept
            shutil.rmtree(files.job_folder(job.run_id), ignore_errors=True)

    def _begin(self, job: Job) -> None:
        if store.exists(job.run_id):  # made meanwhile, as the data of another job
            self._finish(job, "done")
            return
        shutil.rmtree(files.job_folder(job.run_id), ignore_errors=True)
        self._at_work[job.run_id] = self.executor.begin(job)

    def _wind_up(self) -> None:
        """Stop all jobs and put them back."""
        while self._at_work:
            for at_work in self._at_work.values():
                at_work.stop()
            self._attend()
            time.sleep(0.05)
        self.executor.close()


def cluster() -> Executor | None:
    """Who does the jobs instead of this computer, if the environment names a cluster."""
    if not settings.cluster():
        return None
    from engine.runs.executors.dask import Dask

    return Dask(settings.cluster(), Local(places=1))


_current: Supervisor | None = None
_start_lock = threading.Lock()


def start() -> Supervisor:
    """The supervisor of this process, started at the first call and stopped when the process ends."""
    global _current
    with _start_lock:
        if _current is None or not _current.alive:
            _current = Supervisor(executor=cluster())
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
    supervisor = Supervisor(executor=cluster())
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    supervisor.start()
    try:
        while supervisor.alive:
            time.sleep(0.5)
    except (KeyboardInterrupt, SystemExit):
        supervisor.stop()


if __name__ == "__main__":
    main()
