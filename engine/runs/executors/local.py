"""Jobs in child processes of this computer, one of which is kept warm: it has imported its libraries and waits."""

import contextlib
import logging
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence

import psutil

from engine import limits
from engine.runs import lanes, queue
from engine.runs.child import USUAL, Bounds, Child, birth, hand_over, retire, spawn
from engine.runs.lanes import Lane
from engine.runs.queue import Job

WORKER = (sys.executable, "-m", "engine.runs.worker")
SPARE_DELAY_SECONDS = 2.0
"""After a start: the new job's own beginning comes first."""
BROKEN_SPARE_SECONDS = 30.0

_log = logging.getLogger(__name__)


class Local:
    """See the module, and `engine.runs.executors.contract.Executor`."""

    def __init__(
        self, command: Sequence[str] = WORKER, places: int = lanes.PLACES["heavy"], bounds: Bounds = USUAL
    ) -> None:
        self.command = command
        self.places = places
        self.bounds = bounds
        self.spare: subprocess.Popen[bytes] | None = None
        self._spare_due = 0.0

    def has_room(self, lane: Lane, at_work: Mapping[Lane, int]) -> bool:
        """A single job always has; one beside others needs memory, a short one no more than it may take."""
        if not any(at_work.values()):
            return True
        needed = limits.LIGHT_BYTES if lane == "light" else limits.FREE_MEMORY_BYTES
        return lanes.has_place(lane, at_work, self.places) and psutil.virtual_memory().available > needed

    def begin(self, job: Job) -> Child:
        """Give the job to the warm child, or to a new one if that has died."""
        popen, self.spare = self.spare or spawn(self.command), None
        if popen.poll() is not None:
            popen = spawn(self.command)
        child = Child(job, psutil.Process(popen.pid), popen, bounds=self.bounds)
        queue.note_process(job.run_id, popen.pid, birth(child.process))  # first, so that a crash loses no child
        self._spare_due = time.monotonic() + SPARE_DELAY_SECONDS
        with contextlib.suppress(OSError):  # it has died: the next look says how
            hand_over(popen, job)
        return child

    def found(self, job: Job) -> Child | None:
        """The process that an earlier supervisor started; it goes on under this one."""
        return Child.found(job, self.bounds)

    def get_ready(self) -> None:
        """Keep a child warm."""
        if self.spare is not None and self.spare.poll() is not None:
            _log.warning("a waiting child ended with code %s; see jobs/worker.log", self.spare.returncode)
            retire(self.spare)
            self.spare = None
            self._spare_due = time.monotonic() + BROKEN_SPARE_SECONDS
        if self.spare is None and time.monotonic() >= self._spare_due:
            self.spare = spawn(self.command)

    def close(self) -> None:
        """End the child that waits."""
        if self.spare is not None:
            retire(self.spare)
            self.spare = None
