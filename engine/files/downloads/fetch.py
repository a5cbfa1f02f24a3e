"""Files of the catalogue: found on disk, or downloaded, and never used before their checksum is verified."""

import gzip
import hashlib
import os
import shutil
import time
import uuid
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from engine import limits, settings
from engine.errors import Cancelled, InputError
from engine.files.downloads.entries import Entry, File
from engine.files.downloads.transfer import Transfer, TransferError, Web
from engine.lock import FileLock
from engine.report import Report, Silent

WEB = Web()
_POLL = 0.2
"""Seconds between two looks at what another process has downloaded."""
_SPARE = 100 * limits.MB
"""Disk space that stays free."""
_REPACKED = 0.01
"""A file packed anew differs in size by less than this share."""
_BLOCK = 1 << 20
_PAGE = (b"<!doctype html", b"<html")
_UNREACHED = {"E-NET-26", "E-NET-38"}
"""What a server that could be reached has to say tells more than these."""


def downloads() -> Path:
    """Where downloads are kept, and where files can be put by hand."""
    return settings.home() / "downloads"


def locate(file: File) -> Path | None:
    """The file below the data folders, the system's or the downloads: by name, size and checksum, or by its content.

    Quick but for the first time.
    """
    for folder in (*settings.data_folders(), settings.SYSTEM_DATASETS, downloads()):
        for root, _, names in os.walk(folder):
            if file.name in names and _is(path := Path(root, file.name), file):
                return path
    return None


def missing(entry: Entry) -> list[File]:
    """The files of an entry that would have to be downloaded: none if what they hold is on disk."""
    if entry.unpacked and all(locate(file) for file in entry.unpacked):
        return []
    return [file for file in entry.files if locate(file) is None]


def fetch(file: File, report: Report = Silent(), web: Web = WEB) -> Path:
    """The file, downloaded if it is not on disk yet.

    Two who ask at the same time share one download. What a broken download has brought is kept and continued.
    Raises InputError E-NET-26 to 43 with all that is needed to get the file by hand, and Cancelled.
    """
    if found := locate(file):
        return found
    folder = downloads() / file.sha256[:12]
    with _alone(folder, file, report):
        return locate(file) or _download(file, folder, report, web)


def _is(path: Path, file: File) -> bool:
    try:
        status = path.stat()
        stamp = path, status.st_size, status.st_mtime_ns
        if status.st_size == file.size and _sha256(*stamp) == file.sha256:
            return True
        near = abs(status.st_size - file.size) <= _REPACKED * file.size
        return bool(file.content_sha256) and near and _content_sha256(*stamp) == file.content_sha256
    except OSError:  # no right to read it, or just removed
        return False


@lru_cache(maxsize=1024)
def _sha256(path: Path, size: int, mtime_ns: int) -> str:
    """Read once as long as size and time of the file stay."""
    return _digest(path)


@lru_cache(maxsize=1024)
def _content_sha256(path: Path, size: int, mtime_ns: int) -> str:
    """Of what a gzip file unpacks to; "" if that cannot be read, or is longer than an upload may be."""
    digest, total = hashlib.sha256(), 0
    try:
        with gzip.open(path) as stream:
            while block := stream.read(_BLOCK):
                total += len(block)
                if total > limits.UNPACKED_BYTES:
                    return ""
                digest.update(block)
    except (OSError, EOFError, zlib.error):  # BadGzipFile is an OSError
        return ""
    return digest.hexdigest()


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@contextmanager
def _alone(folder: Path, file: File, report: Report) -> Iterator[None]:
    """Hold the file's lock; while another process holds it, show how far that one is."""
    lock = FileLock(folder / ".lock")
    while not lock.acquire():
        if report.cancelled():
            raise Cancelled
        _tell(report, sum(_size(part) for part in _parts(folder, file)), file)
        time.sleep(_POLL)
    try:
        yield
    finally:
        lock.release()


def _parts(folder: Path, file: File) -> list[Path]:
    """What interrupted downloads have left, the largest first."""
    parts = folder.glob(f"{file.name}.part-*")
    return sorted(parts, key=_size, reverse=True)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:  # just renamed by the process that wrote it
        return 0


def _download(file: File, folder: Path, report: Report, web: Web) -> Path:
    free = shutil.disk_usage(folder).free
    if free < file.size + _SPARE:
        raise InputError(
            f"{file.name} needs {file.size:,} bytes, but only {free:,} are free in {folder}; make room and try again.",
            "E-NET-37",
        )
    kept = _parts(folder, file)
    part = kept[0] if kept else folder / f"{file.name}.part-{uuid.uuid4().hex}"
    for other in kept[1:]:
        other.unlink()
    problems: list[tuple[str, TransferError]] = []
    attempts = _Attempts(file, part, report, web)
    for url in file.urls:
        try:
            attempts.complete(url)
            return _publish(part, folder / file.name)
        except TransferError as error:
            problems.append((str(urlsplit(url).hostname), error))
    raise _refusal(file, problems)


class _Attempts:
    """The attempts to get one file: they share the part that has come, and the time there is."""

    def __init__(self, file: File, part: Path, report: Report, web: Web):
        self._file, self._part, self._report, self._web = file, part, report, web
        self._deadline = time.monotonic() + web.total
        self._offline = time.monotonic() + web.offline

    def complete(self, url: str) -> None:
        """Leave the verified file in the part, or raise TransferError."""
        try:
            resumed = self._receive(url)
        except TransferError as error:
            if error.retry_after is None or error.retry_after > self._web.retry_after:
                raise
            self._pause(error.retry_after)
            resumed = self._receive(url)
        found = _digest(self._part)
        if found != self._file.sha256:
            self._part.unlink()
            if resumed:  # perhaps the two halves are of different files
                return self.complete(url)
            raise TransferError(f"the file on the server has changed: its sha256 is {found}; not used", "E-NET-29")
        return None

    def _receive(self, url: str) -> bool:
        """Bring the part to the full size; True if it had a beginning already."""
        size = self._file.size
        begun = _size(self._part)
        if begun >= size:  # complete or too long: the checksum will tell
            return True
        transfer = Transfer(url, begun, self._web, self._report)
        try:
            answer = transfer.answer(self._patience())
            self._offline = self._deadline
            if answer.is_page:
                raise TransferError("the server sent a web page instead of the file", "E-NET-30")
            done = self._write(transfer.blocks(self._deadline), answer.offset)
        finally:
            transfer.close()
        if done < size:
            raise TransferError(f"it was cut off after {done:,} of {size:,} bytes", "E-NET-28")
        return answer.offset > 0

    def _patience(self) -> float:
        return max(0.0, min(self._web.answer, self._offline - time.monotonic()))

    def _write(self, blocks: Iterator[bytes], offset: int) -> int:
        """Append the blocks at `offset`; the bytes there are then. Stops at the first byte too much."""
        done = offset
        with self._part.open("r+b" if offset else "wb") as stream:
            stream.seek(offset)
            for block in blocks:
                if done == 0 and block.lstrip()[:14].lower().startswith(_PAGE):
                    raise TransferError("the server sent a web page instead of the file", "E-NET-30")
                if done + len(block) > self._file.size:
                    stream.truncate(0)
                    raise TransferError(f"it sends more than the {self._file.size:,} bytes declared", "E-NET-31")
                done += stream.write(block)
                _tell(self._report, done, self._file)
            stream.flush()
            os.fsync(stream.fileno())
        return done

    def _pause(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if self._report.cancelled():
                raise Cancelled
            _tell(self._report, _size(self._part), self._file)
            time.sleep(min(_POLL, seconds))


def _tell(report: Report, done: int, file: File) -> None:
    """How far the download is; the name tells it from reading, whose time is limited otherwise."""
    report.progress(done, file.size, "bytes", downloading=file.name)


def _publish(part: Path, target: Path) -> Path:
    """Give the verified part its name, for good."""
    part.replace(target)
    if os.name == "posix":  # the rename survives a power cut only if the folder is on disk
        handle = os.open(target.parent, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)
    return target


def _refusal(file: File, problems: list[tuple[str, TransferError]]) -> InputError:
    told = "; ".join(dict.fromkeys(f"{host}: {error}" for host, error in problems))
    codes = [error.code for _, error in problems]
    code = next((code for code in codes if code not in _UNREACHED), codes[0])
    return InputError(
        f"{file.name} could not be downloaded ({told}). Try again later, or get it by hand ({file.urls[0]}, "
        f"{file.size:,} bytes, sha256 {file.sha256}) and put it into {downloads()}, or into a folder named by the "
        "environment variable EMBEDDING_DATA.",
        code,
    )
