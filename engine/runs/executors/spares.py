"""Children of a worker that are kept warm: each in a home of its own that holds nothing yet."""

import os
import shutil
import subprocess
import threading
import uuid
from collections.abc import Sequence
from pathlib import Path

from engine.runs.child import retire, spawn
from engine.runs.executors import scratch


class Spare:
    """A child process that waits for its job, and its home."""

    def __init__(self, command: Sequence[str]) -> None:
        self.home: Path = scratch.homes() / f"{uuid.uuid4().hex}.{os.getpid()}"
        self.popen: subprocess.Popen[bytes] = spawn(command, self.home)


class Spares:
    """One that waits, of jobs that may begin at the same time."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = command
        self._lock = threading.Lock()
        self._kept: Spare | None = None

    def keep_one(self) -> None:
        """Have one."""
        with self._lock:
            if self._kept is None:
                self._kept = Spare(self._command)

    def taken(self) -> Spare:
        """It, or a new one if there is none or it has died."""
        with self._lock:
            found, self._kept = self._kept, None
        if found is not None and found.popen.poll() is not None:
            shutil.rmtree(found.home, ignore_errors=True)
            found = None
        return found or Spare(self._command)

    def end(self) -> None:
        """End the one that waits."""
        with self._lock:
            if self._kept is not None:
                retire(self._kept.popen)
                self._kept = None
