"""Files on the machine that the app runs on, in the folders that its owner has opened with `EMBEDDING_DATA`."""

import os
from collections.abc import Mapping
from pathlib import Path

from engine import limits, settings
from engine.files.display import displayable

MOST = 5_000
"""Files that are listed."""


def files() -> Mapping[str, Path]:
    """What to call each file -> where it is: not hidden, not empty, not larger than limits.LOCAL_BYTES, which is more
    than an upload may be.

    Links that lead out of a folder are not followed.
    """
    found: dict[str, Path] = {}
    for folder in settings.data_folders():
        for root, inner, names in os.walk(folder):
            inner[:] = sorted(name for name in inner if not name.startswith("."))
            for name in sorted(names):
                path = Path(root, name)
                if len(found) < MOST and not name.startswith(".") and _is_taken(path, folder):
                    found.setdefault(displayable(str(path.relative_to(folder)), 200), path)
    return found


def _is_taken(path: Path, folder: Path) -> bool:
    try:
        inside = path.resolve().is_relative_to(folder.resolve())
        return inside and path.is_file() and 0 < path.stat().st_size <= limits.LOCAL_BYTES
    except OSError:
        return False
