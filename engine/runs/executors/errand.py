"""The errands of one job to its worker: its data there, its progress and its runs back."""

import contextlib
import logging
import os
import shutil
import uuid
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from engine.files import disk
from engine.runs import files, progress, store
from engine.runs.child import Bounds
from engine.runs.executors import machine, task
from engine.runs.executors.cluster import Connection
from engine.runs.executors.inputs import Inputs, inputs_of, sha256_of
from engine.runs.queue import Job
from engine.runs.recipe import Recipe

_log = logging.getLogger(__name__)


class Errand:
    """One try of a job on one worker. Its methods raise what Dask does when the worker or the scheduler is lost."""

    def __init__(self, connection: Connection, address: str, job: Job) -> None:
        self.connection = connection
        self.address = address
        self.job = job
        self.token = uuid.uuid4().hex
        self._folder = files.job_folder(job.run_id)
        self._contents: dict[str, str] = {}
        self._inputs = Inputs()
        self._future: Any = None
        self._last_step = -1
        self._failures = 0

    def _call(self, ask: Callable[..., Any], **values: Any) -> Any:
        return self.connection.call(self.address, ask, **values)

    def send_inputs(self, recipe: Recipe, unwanted: Callable[[], bool]) -> None:
        """Send what the job reads and the worker does not have yet, until it is unwanted.

        Raises InputError if something is not here (any more).
        """
        self._inputs = inputs_of(recipe)
        paths = {sha256_of(path): path for path in self._inputs.contents.values()}
        self._contents = {place: sha256_of(path) for place, path in self._inputs.contents.items()}
        with self.connection.sending(self.address):  # two jobs that need the same send it once
            for sha256 in self._call(machine.lacks, contents=list(paths)) if paths else []:
                self._send(sha256, paths[sha256], unwanted)

    def _send(self, sha256: str, path: Path, unwanted: Callable[[], bool]) -> None:
        size = path.stat().st_size
        with path.open("rb") as stream:
            for offset in range(0, max(1, size), machine.PART_BYTES):
                if unwanted():
                    return
                data, last = stream.read(machine.PART_BYTES), offset + machine.PART_BYTES >= size
                wrong = self._call(machine.take, token=self.token, sha256=sha256, offset=offset, data=data, last=last)
        if wrong:
            raise OSError(f"{path.name} did not reach the worker as it is: {wrong}")

    def begin(self, bounds: Bounds, when_done: Callable[[], None]) -> None:
        """Have the worker start; call `when_done` when it has ended."""
        (self._folder / "frames").mkdir(parents=True, exist_ok=True)
        job = {"run_id": self.job.run_id, "recipe": self.job.recipe, "owner": self.job.owner, "lane": self.job.lane}
        self._future = self.connection.client.submit(
            *(task.work, self.token, job, self._contents, self._inputs.documents, asdict(bounds)),
            key=f"run-{self.job.run_id}-{self.token}",
            workers=[self.address],
            pure=False,
            retries=0,
        )
        self._future.add_done_callback(lambda _: when_done())

    @property
    def done(self) -> bool:
        """Whether the worker has ended it, or is lost."""
        if not self._future.done() and self.address not in self.connection.places:
            raise ConnectionResetError(f"the worker at {self.address} is gone")
        return bool(self._future.done())

    def exchange(self, stop: bool) -> None:
        """Pass on what the user wants, and write down what the job tells; one failure in between is no loss."""
        try:
            told = self._call(
                machine.exchange,
                token=self.token,
                stop=stop,
                keep=progress.stop_is_wanted(self._folder),
                asked=dict(progress.read_asked(self._folder)),
                after=self._last_step,
            )
        except Exception:
            self._failures += 1
            if self._failures > 1:
                raise
            return
        self._failures = 0
        if told and self._folder.exists():
            self._write_down(told["progress"], told["steps"], told["frames"])

    def _write_down(self, told: bytes, steps: list[int], frames: list[tuple[int, bytes]]) -> None:
        """The job's folder becomes what it is on the worker."""
        with disk.explained():
            if told:
                files.replace_file(self._folder / "progress.json", told)
            for step, frame in frames:
                files.replace_file(self._folder / "frames" / f"{step:012d}.npy", frame)
                self._last_step = max(self._last_step, step)
            for path in progress.frame_paths(self._folder):
                if int(path.stem) not in steps:
                    path.unlink(missing_ok=True)

    def result(self) -> dict[str, Any]:
        """What `machine.work` returned."""
        found: dict[str, Any] = self._future.result(timeout=60)
        return found

    def fetch(self, run_id: str) -> None:
        """Bring a run that the job saved into the store, checked by its sums.

        Raises InputError if the disk is full, or what arrives is not what was saved.
        """
        if store.exists(run_id):
            return
        temporary = files.temporary_folder(run_id)
        try:
            with disk.explained():
                temporary.mkdir()
                for name, head in self._call(machine.heads, token=self.token, run_id=run_id).items():
                    if name in (*files.SUMMED, files.SUMS):
                        self._fetch_file(run_id, name, head, temporary / name)
            store.receive(temporary, run_id)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)

    def _fetch_file(self, run_id: str, name: str, head: bytes, target: Path) -> None:
        with target.open("xb") as stream:
            data = head
            while stream.write(data) == machine.PART_BYTES:
                data = self._call(machine.part, token=self.token, run_id=run_id, name=name, offset=stream.tell())
            stream.flush()
            os.fsync(stream.fileno())

    def forget(self) -> None:
        """Let the worker clear up; one that is lost does so by itself."""
        with contextlib.suppress(Exception):
            if self._future is not None:
                if not self._future.done():
                    self._future.cancel()
                self._future.release()
        if self._future is not None and self.address in self.connection.places:
            with contextlib.suppress(Exception):
                self._call(machine.forget, token=self.token)
