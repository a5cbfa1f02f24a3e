"""What a worker of the cluster does: see `engine.runs.executors.worker` for how one is started.

A job runs in the same child process as on the server, in a home of its own below the worker's scratch folder, and dies
with the worker. What it needs comes by content, once, and stays for later jobs; what it tells and saves is fetched by
the server through the handlers below. The server names no path: only contents by their sha256, places of a home by a
pattern, and tries of jobs by a token.

contents/<sha256>   what came from the server         downloads/  what jobs downloaded
jobs/<name>.<pid>/  the home of one try of a job, by the worker with this process id
"""

import contextlib
import hashlib
import os
import re
import shutil
import subprocess
import threading
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from engine import settings
from engine.runs import files, progress
from engine.runs.child import Bounds, Child, hand_over, retire, spawn
from engine.runs.executors.local import SPARE_DELAY_SECONDS, WORKER
from engine.runs.executors.version import version
from engine.runs.queue import Job
from engine.runs.worker import explain

COMMAND: Sequence[str] = WORKER
PERIOD_SECONDS = 0.1
LEASE_SECONDS = 30.0
"""A job of which the server has not asked for so long is not wanted any more."""
PART_BYTES = 8_000_000
CONTENTS_BYTES = 20_000_000_000
CONTENTS_SECONDS = 86_400.0
"""What came from the server stays until nobody has used it for so long, or there is more than that."""
LOG_BYTES = 100_000
_RUN_FILES = (*files.SUMMED, files.SUMS)
PLACE = re.compile(
    rf"uploads/[0-9a-f]{{64}}(\.json)?|selections/[0-9a-f]{{32}}\.json"
    rf"|runs/[0-9a-f]{{32}}/({'|'.join(map(re.escape, (*_RUN_FILES, files.MARKS)))})"
)
"""Where in a home something may lie that the server sends."""
_SHA256 = re.compile("[0-9a-f]{64}")
_TOKEN = re.compile("[0-9a-f]{32}")


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


class Spares:
    """A child that is kept warm, in a home of its own that holds nothing yet."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: Spare | None = None

    def keep_one(self) -> None:
        """Have one."""
        with self._lock:
            if self._kept is None:
                self._kept = Spare()

    def taken(self) -> "Spare":
        """It, or a new one if there is none or it has died."""
        with self._lock:
            found, self._kept = self._kept, None
        if found is not None and found.popen.poll() is not None:
            shutil.rmtree(found.home, ignore_errors=True)
            found = None
        return found or Spare()

    def end(self) -> None:
        """End the one that waits."""
        with self._lock:
            if self._kept is not None:
                retire(self._kept.popen)
                self._kept = None


class Spare:
    """A child process that waits for its job, and its home."""

    def __init__(self) -> None:
        self.home = _scratch / "jobs" / f"{uuid.uuid4().hex}.{os.getpid()}"
        self.popen = spawn(COMMAND, self.home)


_spares = Spares()
_scratch = Path()
_tries: dict[str, Try] = {}


def dask_setup(worker: Any) -> None:
    """Called by Dask when a worker starts: offer what the server may ask for, and clear what others left."""
    global _scratch
    _scratch = Path(worker.local_directory).parent / "embedding-workbench"
    for name in ("contents", "downloads", "jobs"):
        (_scratch / name).mkdir(parents=True, exist_ok=True)
    folders = (*settings.data_folders(), settings.home() / "downloads", _scratch / "downloads")
    os.environ["EMBEDDING_DATA"] = os.pathsep.join(str(folder.absolute()) for folder in folders)
    worker.handlers.update(HANDLERS)
    _tidy()
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

    job: run_id, recipe, owner and lane. contents: place in the home -> sha256; documents: place -> text.
    bounds: the fields of `Bounds`.
    Returns outcome, sentence (see `Ending`), stopping (sentence and code), runs (ids of what was saved), log.
    """
    spare = _spares.taken()
    run_id, recipe, owner = files.checked(job["run_id"]), job["recipe"], job["owner"]
    asked = Job(run_id, recipe, owner, "running", job["lane"], "", 1, False, time.monotonic(), None, None)
    given = frozenset(place.split("/")[1] for place in contents if place.startswith("runs/"))
    one = _tries[_checked(_TOKEN, token)] = Try(spare.home, asked, given)
    try:
        _lay_out(one.home, contents, documents)
        child = _begin(one, spare.popen, Bounds(**bounds))
    except Exception as error:
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
    _keep_downloads(one.home)
    return _told(one, ending.outcome, ending.sentence, child.stopping)


def _lay_out(home: Path, contents: Mapping[str, str], documents: Mapping[str, str]) -> None:
    for place in (*contents, *documents):
        (home / _checked(PLACE, place)).parent.mkdir(parents=True, exist_ok=True)
    for place, sha256 in contents.items():
        source = _content(sha256)
        try:
            os.link(source, home / place)
        except OSError:  # a file system without links
            shutil.copyfile(source, home / place)
    for place, text in documents.items():
        (home / place).write_text(text, encoding="utf-8")


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


def _keep_downloads(home: Path) -> None:
    for folder in (home / "downloads").glob("*"):
        with contextlib.suppress(OSError):  # another job has brought the same
            folder.rename(_scratch / "downloads" / folder.name)


# --- what the server asks for ------------------------------------------------------------------------------------


def hello() -> dict[str, Any]:
    """What this worker is: only one with the server's own version is given jobs."""
    return {"version": version()}


def lacks(contents: Sequence[str]) -> list[str]:
    """Those of the contents that are not here, by sha256; the others are kept for the job that comes."""
    missing = []
    for sha256 in contents:
        try:
            os.utime(_content(sha256))
        except FileNotFoundError:
            missing.append(sha256)
    return missing


def take(token: str, sha256: str, offset: int, data: bytes, last: bool) -> str:
    """A part of a content, beginning at `offset`; the last one is taken if the whole has this sha256. Returns what is
    wrong, or "".
    """
    part = _content(sha256).with_name(f".{sha256}.{_checked(_TOKEN, token)}")
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
    part.replace(_content(sha256))
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
    return {name: part(token, run_id, name, 0) for name in _RUN_FILES}


def part(token: str, run_id: str, name: str, offset: int) -> bytes:
    """PART_BYTES of a file of a run that a job saved, beginning at `offset`; fewer at its end."""
    one = _tries[token]
    one.asked_at = time.monotonic()
    with (one.home / _checked(PLACE, f"runs/{run_id}/{name}")).open("rb") as stream:
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


def _content(sha256: str) -> Path:
    return _scratch / "contents" / _checked(_SHA256, sha256)


def _checked(pattern: re.Pattern[str], text: str) -> str:
    """The text, if it is what becomes a part of a path here."""
    if not pattern.fullmatch(text):
        raise ValueError(f"{text!r:.80} is no name of the app's own")
    return text


def _tidy() -> None:
    """Remove what nobody will ask for: homes of workers that are gone, of jobs of a server that is gone, and contents
    that were not used lately.
    """
    for token, one in list(_tries.items()):
        if time.monotonic() - one.asked_at > 20 * LEASE_SECONDS:
            _tries.pop(token, None)
            shutil.rmtree(one.home, ignore_errors=True)
    for home in (_scratch / "jobs").iterdir():
        pid = home.name.rpartition(".")[2]
        if not pid.isdigit() or not psutil.pid_exists(int(pid)):
            shutil.rmtree(home, ignore_errors=True)
    total, latest = 0, time.time() - CONTENTS_SECONDS
    found = [(file.stat().st_mtime, file.stat().st_size, file) for file in (_scratch / "contents").iterdir()]
    for used, size, file in sorted(found, reverse=True):
        total += size
        if used < latest or total > CONTENTS_BYTES:
            file.unlink(missing_ok=True)
