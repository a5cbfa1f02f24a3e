"""Where runs lie on disk, and how a file gets there so that a crash leaves the old state or the new one.

runs/<run id>/      a saved run; written once, except for marks.json (name and pin given by the user)
tmp/                runs being written or deleted
jobs/<run id>/      progress, live frames and log of a job
quarantine/         runs that failed their checksums; nothing deletes them automatically
catalogue.db        list of runs and queue of jobs; the runs can be listed again from their folders
"""

import hashlib
import json
import os
import re
import sys
import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from engine import settings
from engine.errors import InputError

DATA = "data.safetensors"
DOCUMENT = "document.json"
RECIPE = "recipe.json"
META = "meta.json"
SUMS = "SHA256SUMS"
MARKS = "marks.json"
SUMMED = (RECIPE, META, DATA, DOCUMENT)
RUN_ID = re.compile("[0-9a-f]{32}")


def runs_folder() -> Path:
    """Folder of all saved runs."""
    return settings.home() / "runs"


def run_folder(run_id: str) -> Path:
    """Folder of a saved run; it exists only if the run is complete."""
    return runs_folder() / checked(run_id)


def job_folder(run_id: str) -> Path:
    """Folder of a job's progress, frames and log."""
    return settings.home() / "jobs" / checked(run_id)


def checked(run_id: str) -> str:
    """The id, if it is one: ids come from links, so from anybody."""
    if not RUN_ID.fullmatch(run_id):
        raise InputError(f"{run_id!r:.80} is not the name of a run: it has 32 digits of 0-9 and a-f.", "E-RUN-01")
    return run_id


def quarantine_folder() -> Path:
    """Folder of runs set aside as damaged."""
    return settings.home() / "quarantine"


def temporary_folder(run_id: str) -> Path:
    """A fresh name under tmp/ that says which process it belongs to; not created yet."""
    parent = settings.home() / "tmp"
    parent.mkdir(parents=True, exist_ok=True)
    return parent / f"{run_id}.{os.getpid()}.{uuid.uuid4().hex[:12]}"


def write_durably(path: Path, content: bytes) -> None:
    """Write a new file and wait until it is on the disk."""
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk; Windows has no such call."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def replace_file(path: Path, content: bytes) -> None:
    """Write a file so that a reader sees the old content or the new, never a part (not fsynced)."""
    temporary = path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}")
    temporary.write_bytes(content)
    temporary.replace(path)


def to_json(document: Any) -> bytes:
    """UTF-8 JSON; numbers of NumPy become numbers of Python."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"), default=lambda number: number.item())
    return text.encode(errors="replace")


def read_json(path: Path) -> Any:
    """The document in a JSON file, or None if there is no such file or it is not JSON."""
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None


def read_marks(folder: Path) -> dict[str, Any]:
    """What the user wrote beside a run (name, note, pin); empty if there is nothing, or nothing that can be read."""
    marks = read_json(folder / MARKS)
    return marks if isinstance(marks, dict) else {}


def write_sums(folder: Path) -> None:
    """Write SHA256SUMS (the layout of sha256sum) over the files of a run."""
    lines = [f"{_sha256(folder / name)}  {name}\n" for name in SUMMED]
    write_durably(folder / SUMS, "".join(lines).encode())


def broken_file(folder: Path, names: Iterable[str] = SUMMED) -> str | None:
    """Name of the first file of a run that is missing or differs from its checksum; None if all is well.

    names: the files to compare; the list of checksums itself is always looked at.
    """
    sums = folder / SUMS
    if not sums.exists():
        return SUMS
    lines = [line.split("  ", 1) for line in sums.read_text(errors="replace").splitlines()]
    expected = {line[-1]: line[0] for line in lines}
    if set(expected) != set(SUMMED):
        return SUMS
    for name in names:
        if not (folder / name).exists() or _sha256(folder / name) != expected[name]:
            return name
    return None


def set_aside(folder: Path) -> bool:
    """Move a damaged run to quarantine; False if another process has done so first."""
    target = quarantine_folder() / f"{folder.name}.{uuid.uuid4().hex[:12]}"
    target.parent.mkdir(exist_ok=True)
    try:
        folder.rename(target)
    except FileNotFoundError:
        return False
    return True


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
