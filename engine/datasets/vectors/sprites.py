"""Pictures of items, from a ZIP: each is found by its file's name, or by its place where there are as many."""

from pathlib import Path, PurePosixPath

import numpy as np

from engine import limits
from engine.datasets.vectors.found import Found
from engine.errors import InputError
from engine.files import archives, pictures
from engine.files.archives import Entry
from engine.files.display import displayable
from engine.files.pictures import Unusable

SIDE = 48
"""Pixels of the square that each is fitted into."""
EMPTY = 128
"""Gray of what is no part of a picture, and of items without one."""


def read(path: Path, found: Found, notes: list[str]) -> np.ndarray:
    """A small picture of each row, uint8 (n, SIDE, SIDE, 3). Raises InputError E-VEC-25 if none belongs to an item."""
    with archives.opened(path, notes, most=limits.VECTOR_BYTES) as entries:
        chosen = sorted((entry for entry in entries if _is_picture(entry)), key=lambda entry: entry.name)
        rows = _rows(chosen, found)
        if not rows:
            raise InputError(
                f"None of the {len(chosen):,} pictures in the archive is called like an item, and they are not as many "
                f"as the {found.n_rows:,} items; please name each file by its item, as in king.png.",
                "E-VEC-25",
            )
        if found.n_rows > limits.IMAGES:
            raise InputError(
                f"Pictures are shown of at most {limits.IMAGES:,} items, not of {found.n_rows:,}.", "E-VEC-26"
            )
        stack = np.full((found.n_rows, SIDE, SIDE, 3), EMPTY, np.uint8)
        n_broken = 0
        for entry, row in rows.items():
            try:
                _put(entry, stack[row])
            except Unusable:
                n_broken += 1
    notes.append(f"Pictures of {len(set(rows.values())):,} of {found.n_rows:,} items, fitted into {SIDE} x {SIDE}.")
    if n_broken:
        notes.append(f"Pictures left out because they are broken or too large: {n_broken:,}.")
    return stack


def _is_picture(entry: Entry) -> bool:
    return entry.name.lower().endswith(pictures.ENDINGS)


def _rows(entries: list[Entry], found: Found) -> dict[Entry, int]:
    """Picture -> row, by name without its ending, in letters of either case; else by place."""
    labels = found.labels or []
    of_label = {label.casefold(): row for row, label in reversed(list(enumerate(labels)))}
    names = {entry: PurePosixPath(entry.name) for entry in entries}
    met = {
        entry: of_label[key]
        for entry, name in names.items()
        if (key := next((key for key in _spellings(name) if key in of_label), None)) is not None
    }
    if met or len(entries) != found.n_rows:
        return met
    return {entry: row for row, entry in enumerate(entries)}


def _spellings(name: PurePosixPath) -> list[str]:
    shown = (name.stem, name.name, name.stem.replace("_", " "))
    return [displayable(text, limits.LABEL_LENGTH).casefold() for text in shown]


def _put(entry: Entry, place: np.ndarray) -> None:
    """Draw a picture into the middle of its square."""
    with pictures.opened(entry) as image:
        height, width = pictures.upright_size(image)
        scale = SIDE / max(height, width)
        size = max(1, round(height * scale)), max(1, round(width * scale))
        drawn = pictures.fitted(image, size)
    top, left = (SIDE - size[0]) // 2, (SIDE - size[1]) // 2
    place[top : top + size[0], left : left + size[1]] = drawn[..., :3]
