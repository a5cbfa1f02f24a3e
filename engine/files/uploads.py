"""Uploaded files, kept under the sha256 of their content; the name they came with is for display alone.

Where several people share the server, the visitor's own name is part of what is hashed: the same file of two visitors
is two files, whose names nobody can work out who has the content alone.
"""

import hashlib
import json
import os
import re
import shutil
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import psutil

from engine import limits, settings
from engine.errors import InputError
from engine.files import disk, signatures
from engine.files.display import displayable

NAME_LENGTH = 80
ID = re.compile("[0-9a-f]{64}")
"""What a kept file is called."""
_NAMES_KEPT = 20


@dataclass(frozen=True)
class Upload:
    """A kept file: sha256 (64 hex digits) of its content (see the module), its cleaned name, its size in bytes."""

    sha256: str
    name: str
    size: int


def keep(data: bytes, file_name: str, owner: str = "") -> Upload:
    """Store the bytes unless they are there already; safe against a crash and a second writer at any moment.

    owner: whose it is where several people share the server.
    Raises InputError if the file is empty, larger than `settings.upload_bytes`, a pickle, or not what its name says,
    while less than limits.FREE_MEMORY_BYTES of memory are free, and if the disk is full or cannot be written to.
    """
    if not data:
        raise InputError("The file is empty; please choose another one.", "E-GEN-02")
    most = settings.upload_bytes()
    if len(data) > most:
        raise InputError(
            f"The file has {len(data) / limits.MB:.1f} MB; at most {most // limits.MB} MB are taken. "
            "Please compress it (.gz, .zip) or take a part of it.",
            "E-GEN-03",
        )
    if psutil.virtual_memory().available < limits.FREE_MEMORY_BYTES:
        raise InputError("The server is busy and short of memory; please try again in a minute.", "E-GEN-13")
    signatures.require_honest_name(data[: signatures.HEAD], file_name)
    digest = _hash(owner)
    digest.update(data)
    upload = Upload(digest.hexdigest(), clean_name(file_name), len(data))
    with disk.explained(len(data)):
        _store(upload, lambda stream: stream.write(data), owner)
    return upload


def keep_local(file: Path) -> Upload:
    """The same of a file on this machine, block by block, however much memory is free: it may be larger than an upload.

    Raises InputError if it is gone, empty, larger than limits.LOCAL_BYTES, a pickle, or not what its name says, and if
    the disk is full or cannot be written to.
    """
    try:
        size = file.stat().st_size
        with file.open("rb") as stream:
            head = stream.read(signatures.HEAD)
        if not head:
            raise InputError("The file is empty; please choose another one.", "E-GEN-02")
        if size > limits.LOCAL_BYTES:
            raise InputError(
                f"The file has {size / limits.MB:,.0f} MB; at most {limits.LOCAL_BYTES // limits.MB:,} MB are taken.",
                "E-GEN-32",
            )
        signatures.require_honest_name(head, file.name)
        upload = Upload(_digest(file), clean_name(file.name), size)
        with disk.explained(size):
            _store(upload, lambda target: _copy(file, target))
    except OSError as error:
        raise InputError(
            f"The file {clean_name(file.name)} cannot be read; please choose it again.", "E-GEN-33"
        ) from error
    return upload


def _store(upload: Upload, write: Callable[[BinaryIO], object], owner: str = "") -> None:
    """Write the content unless it is there already, and remember its name."""
    target = _folder() / upload.sha256
    if not (target.exists() and _digest(target, owner) == upload.sha256):
        _write(target, write)
    _remember(upload, owner)


def _copy(file: Path, target: BinaryIO) -> None:
    with file.open("rb") as stream:
        shutil.copyfileobj(stream, target, 1 << 20)


def path(sha256: str) -> Path:
    """Where the file with this content lies; raises InputError if it was never uploaded here, or deleted."""
    found = _folder() / sha256
    if not ID.fullmatch(sha256) or not found.is_file():
        raise InputError(
            f"The uploaded file {sha256[:12]!r} is not here (any more); please upload it again.", "E-GEN-14"
        )
    return found


def names(sha256: str) -> list[str]:
    """The cleaned names under which this content was uploaded, the latest first; empty if unknown."""
    try:
        found = json.loads((_folder() / f"{path(sha256).name}.json").read_text("utf-8"))["names"]
    except (OSError, ValueError, KeyError, TypeError):  # InputError is a ValueError: not here means no names
        return []
    return [clean_name(name) for name in found if isinstance(name, str)] if isinstance(found, list) else []


def ids_in(document: Any) -> list[str]:
    """The kept files that a recipe's document names, whatever part they play in it, in the order of its fields.

    Not what its field "digest" holds: that names versions of installed libraries (`engine.datasets.installed`).
    """
    if isinstance(document, Mapping):
        parts = (value for field, value in document.items() if field != "digest")
        return list(dict.fromkeys(found for part in parts for found in ids_in(part)))
    return ID.findall(document) if isinstance(document, str) else []


def delete(sha256: str) -> None:
    """Delete a file and the names it came with; nothing happens if it is not here."""
    with disk.explained():
        for file in (_folder() / sha256, _folder() / f"{sha256}.json"):
            if ID.fullmatch(sha256):
                file.unlink(missing_ok=True)


def used_bytes(owner: str) -> int:
    """Bytes of all files that belong to a visitor."""
    return bytes_by_owner().get(owner, 0)


def bytes_by_owner() -> dict[str, int]:
    """Visitor -> bytes of all files that are this visitor's; "" for those that are nobody's."""
    found: dict[str, int] = {}
    for owner, size in map(_owner_and_size, _folder().glob("*.json")):
        found[owner] = found.get(owner, 0) + size
    return found


def of(owner: str) -> list[str]:
    """The files that belong to a visitor, by their ids."""
    return [file.stem for file in _folder().glob("*.json") if _owner_and_size(file)[0] == owner]


def older_than(seconds: float) -> list[str]:
    """The files that were last given more than so long ago, by their ids."""
    latest = time.time() - seconds
    given = {file.name: file.stat().st_mtime for file in _folder().glob("*")}
    return [name for name in given if ID.fullmatch(name) and max(given[name], given.get(f"{name}.json", 0)) < latest]


def _owner_and_size(file: Path) -> tuple[str, int]:
    try:
        document = json.loads(file.read_bytes())
        return str(document.get("owner", "")), int(document["size"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return "", 0


def clean_name(name: str) -> str:
    """The last part of a path, displayable and at most NAME_LENGTH characters with its ending kept.

    >>> clean_name("..\\\\..\\\\notes.txt")
    'notes.txt'
    """
    last = displayable(re.split(r"[/\\]", name)[-1], len(name)).lstrip(". ")
    stem, dot, ending = last.rpartition(".")
    if len(last) > NAME_LENGTH and dot and len(ending) <= 10:
        return stem[: NAME_LENGTH - len(ending) - 1] + dot + ending
    return last[:NAME_LENGTH] or "upload"


def _folder() -> Path:
    return settings.home() / "uploads"


def _digest(file: Path, owner: str = "") -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, lambda: _hash(owner)).hexdigest()


def _hash(owner: str) -> "hashlib._Hash":
    """The beginning of a hash that content is added to."""
    return hashlib.sha256(f"{owner}\0".encode() if owner and settings.shared_mode() else b"")


def _remember(upload: Upload, owner: str) -> None:
    known = [name for name in names(upload.sha256) if name != upload.name]
    document = {"names": [upload.name, *known][:_NAMES_KEPT], "size": upload.size, "owner": owner}
    content = json.dumps(document, ensure_ascii=False).encode()
    _write(_folder() / f"{upload.sha256}.json", lambda stream: stream.write(content))


def _write(target: Path, write: Callable[[BinaryIO], object]) -> None:
    """Write beside, then rename: a reader sees the whole file or none."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{uuid.uuid4().hex}.part")
    try:
        with part.open("wb") as stream:
            write(stream)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    if os.name == "posix":  # the rename itself survives a power cut only if the folder is on disk
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
