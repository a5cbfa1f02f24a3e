"""Pictures, alone or in a ZIP archive: read from memory, one at a time, their folders taken as classes.

An archive is read twice: first the headers of its pictures, which give their sizes, then the pictures themselves,
each made as small as it will be kept before the next is opened.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median_low

import numpy as np

from engine import limits
from engine.datasets.images.builder import FEWEST, Found
from engine.errors import Cancelled, InputError
from engine.files import archives, pictures
from engine.files.pictures import Colors, Unusable
from engine.report import Report, Silent

USUAL_SIDE = 64
"""Pictures of different sizes are made no larger than this, unless the user says a size."""
MAX_BROKEN = 0.1
ALONE = "the picture"
"""What a picture is called that has no archive around it."""
_PARTS = {"train": True, "training": True, "test": False, "testing": False}


@dataclass(frozen=True)
class _Picture:
    entry: archives.Entry
    size: tuple[int, int]
    """Height and width as it will be seen."""


def read(path: Path, side: int, colors: Colors, report: Report = Silent(), *, fewest: int = FEWEST) -> Found:
    """The pictures of an archive, or the one that the file is, as one stack.

    side: pixels of the longer side, 0 for the pictures' own size; if these differ, one is chosen and said.
    Raises InputError if there are no pictures, more than a tenth are broken, or fewer than `fewest` are left.
    """
    notes: list[str] = []
    with archives.opened(path, notes) as entries:
        alone = [entry for entry in entries if not entry.name]
        candidates = alone or [entry for entry in entries if entry.name.lower().endswith(pictures.ENDINGS)]
        _require_pictures(entries, candidates)
        if len(candidates) < len(entries):
            notes.append(f"Files that are no pictures, left out: {len(entries) - len(candidates):,}.")
        troubles: Counter[str] = Counter()
        usable = list(_usable(candidates, troubles, report))
        size, note = _common_size([picture.size for picture in usable], side)
        stack, kept = _decoded(usable, size, troubles, report)
    _require_enough(len(kept), len(candidates), fewest, troubles)
    notes += [f"Pictures left out because {why}: {count:,}." for why, count in troubles.most_common(6)]
    raw = pictures.channels(stack, colors)
    targets, class_names, train = _folders([picture.entry.name for picture in kept])
    order = np.argsort(~train, kind="stable") if train is not None else np.arange(len(kept))
    found_sizes = len({picture.size for picture in kept})
    return Found(
        raw[order],
        None if targets is None else targets[order],
        class_names,
        None if train is None else int(train.sum()),
        tuple(kept[row].entry.name or ALONE for row in order),
        notes=[*notes, *note],
        details={
            "format": "a picture" if alone else "ZIP of pictures",
            "files": len(entries),
            "sizes found": found_sizes,
        },
    )


def _require_pictures(entries: list[archives.Entry], candidates: list[archives.Entry]) -> None:
    if not candidates:
        endings = Counter(Path(entry.name).suffix.lower() or "no ending" for entry in entries)
        listed = ", ".join(f"{ending} ({count:,})" for ending, count in endings.most_common(5))
        raise InputError(
            f"The archive holds no pictures ({', '.join(pictures.ENDINGS)}); it holds: {listed}. Please pack pictures.",
            "E-IMG-89",
        )


def _require_enough(n_kept: int, n_candidates: int, fewest: int, troubles: Counter[str]) -> None:
    if n_kept < fewest or n_kept < (1 - MAX_BROKEN) * n_candidates:
        why = "; ".join(f"{count:,} because {reason}" for reason, count in troubles.most_common(3))
        raise InputError(
            f"Only {n_kept:,} of {n_candidates:,} pictures can be used (left out: {why or 'none'}); at least {fewest} "
            f"and {1 - MAX_BROKEN:.0%} are needed. Please check the archive.",
            "E-IMG-84",
        )


def _usable(candidates: list[archives.Entry], troubles: Counter[str], report: Report) -> Iterator[_Picture]:
    """First reading: the pictures whose header promises something that can be read."""
    for done, entry in enumerate(candidates):
        _check_in(report, done, 2 * len(candidates))
        try:
            with pictures.opened(entry) as image:
                yield _Picture(entry, pictures.upright_size(image))
        except Unusable as error:
            troubles[str(error)] += 1


def _decoded(
    usable: list[_Picture], size: tuple[int, int], troubles: Counter[str], report: Report
) -> tuple[np.ndarray, list[_Picture]]:
    """Second reading: uint8 (n, height, width, 3) and the pictures that are in it."""
    stack = np.empty((len(usable), *size, 3), dtype=np.uint8)
    kept: list[_Picture] = []
    for done, picture in enumerate(usable):
        _check_in(report, len(usable) + done, 2 * len(usable))
        try:
            with pictures.opened(picture.entry) as image:
                stack[len(kept)] = pictures.fitted(image, size)
            kept.append(picture)
        except Unusable as error:
            troubles[str(error)] += 1
    return stack[: len(kept)], kept


def _check_in(report: Report, done: int, total: int) -> None:
    if done % 50 == 0:
        if report.cancelled():
            raise Cancelled
        report.progress(done, total, "pictures")


def _common_size(sizes: list[tuple[int, int]], side: int) -> tuple[tuple[int, int], list[str]]:
    """Height and width for all, and what to tell about it."""
    if not sizes:
        return (1, 1), []
    different = len(set(sizes)) > 1
    height, width = median_low([size[0] for size in sizes]), median_low([size[1] for size in sizes])
    longest = side or (min(USUAL_SIDE, max(height, width)) if different else max(height, width))
    roomy = (limits.UNPACKED_BYTES / (3 * len(sizes) * height * width)) ** 0.5
    scale = min(longest / max(height, width), roomy)
    size = (max(1, round(height * scale)), max(1, round(width * scale)))
    if set(sizes) == {size}:
        return size, []
    why = "asked for" if side else f"they have {len(set(sizes)):,} different sizes" if different else "they are many"
    return size, [f"All pictures were made {size[0]} x {size[1]} pixels ({why}); where needed the edges are cut off."]


def _folders(names: list[str]) -> tuple[np.ndarray | None, tuple[str, ...], np.ndarray | None]:
    """Targets and class names by the folder each picture lies in, and which are for training, if folders say so."""
    paths = [[part for part in re.split(r"[/\\]", name)[:-1] if part not in ("", ".", "..")] for name in names]
    parts = [next((_PARTS[part.lower()] for part in path if part.lower() in _PARTS), None) for path in paths]
    train = np.array(parts, dtype=bool) if None not in parts and len(set(parts)) == 2 else None
    folders = [path[-1] if path and path[-1].lower() not in _PARTS else "" for path in paths]
    class_names = tuple(sorted(set(folders)))
    if len(class_names) < 2 or "" in class_names:
        return None, (), train
    return np.array([class_names.index(folder) for folder in folders]), class_names, train
