"""What a worker of the cluster does: see `engine.runs.executors.worker` for how one is started.

A job runs in the same child process as on the server, in a home of its own below the worker's scratch folder, and dies
with the worker. What it needs comes by content, once, and stays for later jobs; what it tells and saves is fetched by
the server through the handlers below.
"""

import contextlib
import hashlib
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from engine.runs import files, progress
from engine.runs.child import Bounds, Child, hand_over, retire
from engine.runs.executors import scratch
from engine.runs.executors.local import SPARE_DELAY_SECONDS, WORKER
from engine.runs.executors.spares import Spares
from engine.runs.executors.version import version
from engine.runs.lanes import Lane
from engine.runs.queue import Job
from engine.runs.worker import explain

COMMAND: Sequence[str] = WORKER
PERIOD_SECONDS = 0.1
LEASE_SECONDS = 30.0
"""A job of which the server has not asked for so long is not wanted any more."""
PART_BYTES = 8_000_000
LOG_BYTES = 100_000


@dataclass
class Try:
    """A job at work here. stop: whether the server wants it no more; asked_at: when it asked last."""

    home: Path
    job: Job
    given: frozenset[str]
    stop: bool = False
    asked_at: float = field(default_factory=time.monotonic)

    @property
    def folder(self) -> Path:
        """Where the child tells how far it is."""
        return self.home / "jobs" / self.job.run_id


_spares: Spares
_tries: dict[str, Try] = {}


def dask_setup(worker: Any) -> None:
    """Called by Dask when a worker starts: offer what the server may ask for, and clear what others left."""
    global _spares
    scratch.open_at(Path(worker.local_directory).parent / "embedding-workbench")
    worker.handlers.update(HANDLERS)
    _tidy()
    _spares = Spares(COMMAND)
    _spares.keep_one()


def dask_teardown(worker: Any) -> None:
    """Called by Dask when a worker ends in order: so do its jobs."""
    for one in _tries.values():
        one.stop = True
    _spares.end()


def work(
    token: str,
    job: Mapping[str, Any],
    contents: Mapping[str, str],
    documents: Mapping[str, str],
    bounds: Mapping[str, float],
) -> dict[str, Any]:
    """Do a job; the one task that Dask is given. It returns when the child process has ended.

    job: run_id, recipe, owner, lane. contents: place in the home -> sha256; documents: place -> text.
    bounds: the fields of `Bounds`.
    Returns outcome, sentence (see `Ending`), stopping (sentence and code), runs (ids of what was saved), log.
    """
    spare = _spares.taken()
    lane: Lane = "light" if job["lane"] == "light" else "heavy"
    run_id, recipe, owner = files.checked(job["run_id"]), job["recipe"], job["owner"]
    asked = Job(run_id, recipe, owner, "running", lane, "", 1, False, time.monotonic(), None, None)
    given = frozenset(place.split("/")[1] for place in contents if place.startswith("runs/"))
    one = _tries[scratch.checked(scratch.TOKEN, token)] = Try(spare.home, asked, given)
    try:
        scratch.lay_out(one.home, contents, documents)
        child = _begin(one, spare.popen, Bounds(**bounds))
    except Exception as error:
        retire(spare.popen)
        sentence, code = explain(error)
        return _told(one, {"state": "failed", "error": sentence, "code": code})
    began = time.monotonic()
    while child.alive():
        if time.monotonic() - began > SPARE_DELAY_SECONDS:
            _spares.keep_one()
        if one.stop or child.stopping or time.monotonic() - one.asked_at > LEASE_SECONDS:
            child.stop()
        else:
            child.watch()
        time.sleep(PERIOD_SECONDS)
    ending = child.ending()
    scratch.keep_downloads(one.home)
    return _told(one, ending.outcome, ending.sentence, child.stopping)


def _begin(one: Try, popen: subprocess.Popen[bytes], bounds: Bounds) -> Child:
    child = Child(one.job, psutil.Process(popen.pid), popen, bounds=bounds, home=one.home)
    with contextlib.suppress(OSError):  # it has died: its exit code says how
        hand_over(popen, one.job, tied=True)
    return child


def _told(
    one: Try, outcome: dict[str, Any] | None, sentence: str = "", stopping: tuple[str, str] | None = None
) -> dict[str, Any]:
    folder = one.home / "runs"
    made = sorted(path.name for path in folder.glob("*") if path.name not in one.given) if folder.is_dir() else []
    log = one.folder / "log.txt"
    text = log.read_bytes()[-LOG_BYTES:].decode(errors="replace") if log.exists() else ""
    return {"outcome": outcome, "sentence": sentence, "stopping": stopping, "runs": made, "log": text}


# --- what the server asks for ------------------------------------------------------------------------------------


def hello() -> dict[str, Any]:
    """What this worker is: only one with the server's own version is given jobs."""
    return {"version": version()}


def lacks(contents: Sequence[str]) -> list[str]:
    """Those of the contents that are not here, by sha256; the others are kept for the job that comes."""
    missing = []
    for sha256 in contents:
        try:
            os.utime(scratch.content(sha256))
        except FileNotFoundError:
            missing.append(sha256)
    return missing


def take(token: str, sha256: str, offset: int, data: bytes, last: bool) -> str:
    """A part of a content, beginning at `offset`; the last one is taken if the whole has this sha256. Returns what is
    wrong, or "".
    """
    part = scratch.content(sha256).with_name(f".{sha256}.{scratch.checked(scratch.TOKEN, token)}")
    with part.open("r+b" if offset else "wb") as stream:
        stream.seek(offset)
        stream.write(data)
    if not last:
        return ""
    with part.open("rb") as stream:
        found = hashlib.file_digest(stream, "sha256").hexdigest()
    if found != sha256:
        part.unlink()
        return f"{found} arrived instead"
    part.replace(scratch.content(sha256))
    return ""


def exchange(token: str, stop: bool, keep: bool, asked: Mapping[str, Any], after: int) -> dict[str, Any]:
    """Hear what the server wants of a job (to end it; to end it with what there is; to go on otherwise), and tell how
    far it is: its progress, the steps of its live frames, and those frames (.npy) that come after a step.
    """
    one = _tries.get(token)
    if one is None:
        return {}  # it is about to begin
    one.asked_at = time.monotonic()
    one.stop = one.stop or stop
    if not one.folder.is_dir():
        return {}
    if keep:
        (one.folder / progress.STOP).touch()
    if asked and progress.read_asked(one.folder) != asked:
        files.replace_file(one.folder / progress.ASKED, files.to_json(asked))
    told = one.folder / "progress.json"
    paths = {int(path.stem): path for path in progress.frame_paths(one.folder)}
    frames = []
    for step, path in paths.items():
        with contextlib.suppress(FileNotFoundError):  # thinned out meanwhile
            if step > after:
                frames.append((step, path.read_bytes()))
    return {"progress": told.read_bytes() if told.exists() else b"", "steps": list(paths), "frames": frames}


def heads(token: str, run_id: str) -> dict[str, bytes]:
    """The first `part` of each file of a run that a job saved."""
    return {name: part(token, run_id, name, 0) for name in scratch.RUN_FILES}


def part(token: str, run_id: str, name: str, offset: int) -> bytes:
    """PART_BYTES of a file of a run that a job saved, beginning at `offset`; fewer at its end."""
    one = _tries[token]
    one.asked_at = time.monotonic()
    with (one.home / scratch.checked(scratch.PLACE, f"runs/{run_id}/{name}")).open("rb") as stream:
        stream.seek(offset)
        return stream.read(PART_BYTES)


def forget(token: str) -> None:
    """The server has all it wants of a job."""
    one = _tries.pop(token, None)
    if one is not None:
        shutil.rmtree(one.home, ignore_errors=True)
    _tidy()


HANDLERS: dict[str, Callable[..., Any]] = {
    f"embedding_{ask.__name__}": ask for ask in (hello, lacks, take, exchange, heads, part, forget)
}


def _tidy() -> None:
    """Remove what nobody will ask for, such as a job of a server that is gone."""
    for token, one in list(_tries.items()):
        if time.monotonic() - one.asked_at > 20 * LEASE_SECONDS:
            _tries.pop(token, None)
            shutil.rmtree(one.home, ignore_errors=True)
    scratch.tidy()
