"""The scratch folder of a worker's computer: what came from the server, and the homes of jobs.

contents/<sha256>   what came from the server         downloads/  what jobs downloaded
jobs/<name>.<pid>/  the home of one try of a job, by the worker with this process id

The server names no path: only contents by their sha256, and places of a home by a pattern.
"""

import contextlib
import os
import re
import shutil
import time
from collections.abc import Mapping
from pathlib import Path

import psutil

from engine import settings
from engine.runs import files

CONTENTS_BYTES = 20_000_000_000
CONTENTS_SECONDS = 86_400.0
"""What came from the server stays until nobody has used it for so long, or there is more than that."""
RUN_FILES = (*files.SUMMED, files.SUMS)
PLACE = re.compile(
    rf"uploads/[0-9a-f]{{64}}(\.json)?|selections/[0-9a-f]{{32}}\.json"
    rf"|runs/[0-9a-f]{{32}}/({'|'.join(map(re.escape, (*RUN_FILES, files.MARKS)))})"
)
"""Where in a home something may lie that the server sends or fetches."""
TOKEN = re.compile("[0-9a-f]{32}")
_SHA256 = re.compile("[0-9a-f]{64}")

_folder = Path()


def open_at(folder: Path) -> None:
    """Use this folder; jobs find there what others downloaded, beside the data of this computer."""
    global _folder
    _folder = folder
    for name in ("contents", "downloads", "jobs"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    folders = (*settings.data_folders(), settings.home() / "downloads", folder / "downloads")
    os.environ["EMBEDDING_DATA"] = os.pathsep.join(str(each.absolute()) for each in folders)


def homes() -> Path:
    """Where homes of jobs lie."""
    return _folder / "jobs"


def content(sha256: str) -> Path:
    """Where the content of that sha256 lies, or would."""
    return _folder / "contents" / checked(_SHA256, sha256)


def checked(pattern: re.Pattern[str], text: str) -> str:
    """The text, if it may become a part of a path here; else ValueError is raised."""
    if not pattern.fullmatch(text):
        raise ValueError(f"{text!r:.80} is no name of the app's own")
    return text


def lay_out(home: Path, contents: Mapping[str, str], documents: Mapping[str, str]) -> None:
    """Put into a home what its job reads. contents: place -> sha256; documents: place -> text."""
    for place in (*contents, *documents):
        (home / checked(PLACE, place)).parent.mkdir(parents=True, exist_ok=True)
    for place, sha256 in contents.items():
        source = content(sha256)
        try:
            os.link(source, home / place)
        except OSError:  # a file system without links
            shutil.copyfile(source, home / place)
    for place, text in documents.items():
        (home / place).write_text(text, encoding="utf-8")


def keep_downloads(home: Path) -> None:
    """Let later jobs have what a job downloaded."""
    for folder in (home / "downloads").glob("*"):
        with contextlib.suppress(OSError):  # another job has brought the same
            folder.rename(_folder / "downloads" / folder.name)


def tidy() -> None:
    """Remove homes of workers that are gone, and contents that were not used lately or are too many."""
    for home in homes().iterdir():
        pid = home.name.rpartition(".")[2]
        if not pid.isdigit() or not psutil.pid_exists(int(pid)):
            shutil.rmtree(home, ignore_errors=True)
    total, latest = 0, time.time() - CONTENTS_SECONDS
    found = [(file.stat().st_mtime, file.stat().st_size, file) for file in (_folder / "contents").iterdir()]
    for used, size, file in sorted(found, reverse=True):
        total += size
        if used < latest or total > CONTENTS_BYTES:
            file.unlink(missing_ok=True)
