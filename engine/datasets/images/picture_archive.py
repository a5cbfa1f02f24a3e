"""Pictures, alone or in an archive: read from memory, one at a time, each decoded once.

First the headers of all are read, which give their sizes, then the pictures themselves, each made as small as it will
be kept before the next is opened.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median_low

import numpy as np

from engine import limits
from engine.datasets.images import label_files, labels, picture_classes
from engine.datasets.images.builder import Found
from engine.datasets.images.hints import Hints
from engine.datasets.images.label_files import LabelFile
from engine.datasets.images.scales import as_bytes
from engine.errors import Cancelled, InputError
from engine.files import pictures, signatures
from engine.files.archives import Entry
from engine.files.pictures import Unusable
from engine.report import Report

USUAL_SIDE = 64
"""Pictures of different sizes are made no larger than this, unless the user says a size."""
MAX_BROKEN = 0.1
ALONE = "the picture"
"""What a picture is called that has no archive around it."""
_TABLES = (".csv", ".tsv", ".txt")
_MOST_TABLES = 20
_OTHERS = (*_TABLES, ".json", ".xml", ".md", ".html", ".npy", ".mat", ".yml", ".yaml", ".py")
"""Endings of files that are not looked into for pictures."""


@dataclass(frozen=True)
class _Picture:
    entry: Entry
    size: tuple[int, int]
    """Height and width as it will be seen."""


@dataclass
class _Decoded:
    """stack: uint8 (n, height, width, 3). levels: of pictures of more than 8 bits, by their place in it."""

    stack: np.ndarray
    kept: list[_Picture] = field(default_factory=list)
    levels: dict[int, np.ndarray] = field(default_factory=dict)
    n_clear: int = 0
    n_moving: int = 0


def candidates(entries: Sequence[Entry]) -> list[Entry]:
    """Entries that are pictures by their ending or, where that is not a known one, by their first bytes."""
    return [entry for entry in entries if not entry.name or _is_picture(entry)]


def _is_picture(entry: Entry) -> bool:
    name = entry.name.lower()
    if name.endswith(pictures.ENDINGS):
        return True
    if name.endswith(_OTHERS):
        return False
    with suppress(InputError):
        return pictures.is_one(next(entry.blocks(), b"")[: signatures.HEAD])
    return False


def read(
    entries: Sequence[Entry], chosen: Sequence[Entry], given: LabelFile | None, hints: Hints, report: Report,
    notes: list[str],
) -> Found:  # fmt: skip
    """The pictures of an archive, or the one that the file is, as one stack; `chosen`: as `candidates` found them.

    given: a file of labels beside the archive. Pictures without classes are kept, with the target -1.
    Raises InputError: more than a tenth are broken, fewer than `hints.fewest` are left, too many pixels in all.
    """
    troubles: Counter[str] = Counter()
    usable = list(_usable(chosen, troubles, report))
    _require_affordable(usable)
    size, told = _common_size([picture.size for picture in usable], hints.side)
    found = _decoded(usable, size, hints, troubles, report)
    _require_enough(len(found.kept), len(chosen), hints.fewest, troubles)
    if chosen[0].name:
        notes.append(f"Read as an archive of {len(found.kept):,} pictures.")
    notes += [f"Pictures left out because {why}: {count:,}." for why, count in troubles.most_common(6)]
    notes += told
    raw = _channels(found, hints, notes)
    names = [picture.entry.name for picture in found.kept]
    taken = {entry.name for entry in chosen}
    tables = _tables([entry for entry in entries if entry.name not in taken])
    found_classes = picture_classes.found(names, tables, given, hints, notes)
    n_others, train = len(entries) - len(chosen) - found_classes.n_tables, found_classes.train
    if n_others:
        notes.append(f"Files that are no pictures, left out: {n_others:,}.")
    known = any(found_classes.labels)
    targets, class_names = labels.classes(found_classes.labels, []) if known else (None, ())
    order = np.argsort(~train, kind="stable") if train is not None else np.arange(len(names))
    return Found(
        raw[order],
        None if targets is None else targets[order],
        class_names,
        None if train is None or train.all() or not train.any() else int(train.sum()),
        tuple(names[row] or ALONE for row in order),
        notes=notes,
        details={
            "format": "ZIP of pictures" if chosen[0].name else "a picture",
            "files": len(entries),
            "sizes found": len({picture.size for picture in found.kept}),
        },
    )


def _tables(entries: Sequence[Entry]) -> Mapping[str, list[list[str]]]:
    """The rows of the tables beside the pictures; what is no table is left."""
    found = {}
    for entry in [entry for entry in entries if entry.name.lower().endswith(_TABLES)][:_MOST_TABLES]:
        with suppress(InputError):
            found[entry.name] = label_files.table(entry, named=True)
    return found


def _require_affordable(usable: Sequence[_Picture]) -> None:
    n_pixels = sum(picture.size[0] * picture.size[1] for picture in usable)
    if n_pixels > limits.ARCHIVE_PIXELS:
        raise InputError(
            f"The pictures have {n_pixels / 1e6:,.0f} million pixels in all; at most "
            f"{limits.ARCHIVE_PIXELS / 1e6:,.0f} million are decoded. Please make them smaller, or take a part.",
            "E-IMG-113",
        )


def _require_enough(n_kept: int, n_candidates: int, fewest: int, troubles: Counter[str]) -> None:
    if n_kept < fewest or n_kept < (1 - MAX_BROKEN) * n_candidates:
        why = "; ".join(f"{count:,} because {reason}" for reason, count in troubles.most_common(3))
        raise InputError(
            f"Only {n_kept:,} of {n_candidates:,} pictures can be used (left out: {why or 'none'}); at least {fewest} "
            f"and {1 - MAX_BROKEN:.0%} are needed. Please check the archive.",
            "E-IMG-84",
        )


def _usable(chosen: Sequence[Entry], troubles: Counter[str], report: Report) -> Iterator[_Picture]:
    """The pictures whose header promises something that can be read."""
    for done, entry in enumerate(chosen):
        _check_in(report, done, 2 * len(chosen))
        try:
            with pictures.opened(entry) as image:
                yield _Picture(entry, pictures.upright_size(image))
        except Unusable as error:
            troubles[str(error)] += 1


def _decoded(
    usable: Sequence[_Picture], size: tuple[int, int], hints: Hints, troubles: Counter[str], report: Report
) -> _Decoded:
    """All pictures in one size."""
    found = _Decoded(np.empty((len(usable), *size, 3), dtype=np.uint8))
    for done, picture in enumerate(usable):
        _check_in(report, len(usable) + done, 2 * len(usable))
        at = len(found.kept)
        try:
            with pictures.opened(picture.entry) as image:
                if pictures.is_deep(image):
                    found.levels[at] = pictures.deep(image, size)
                else:
                    found.n_clear += pictures.is_clear(image)
                    found.stack[at] = pictures.fitted(image, size, hints.background)
                found.n_moving += pictures.has_more(image)
            found.kept.append(picture)
        except Unusable as error:
            troubles[str(error)] += 1
            found.levels.pop(at, None)
    return found


def _channels(found: _Decoded, hints: Hints, notes: list[str]) -> np.ndarray:
    """uint8 (n, height, width, 1 or 3), with one white for all pictures of more than 8 bits."""
    stack = found.stack[: len(found.kept)]
    if found.levels:
        notes.append(f"Pictures of more than 8 bits: {len(found.levels):,}.")
        rows = list(found.levels)
        raw, white = as_bytes(np.stack(list(found.levels.values())), hints.scale, notes)
        stack[rows] = np.rint(raw * np.float32(255 / white)).astype(np.uint8)[..., None]
    if found.n_clear:
        notes.append(f"Pictures with transparent parts, laid on {hints.background}: {found.n_clear:,}.")
    if found.n_moving:
        notes.append(f"Pictures with several frames or pages, of which the first was taken: {found.n_moving:,}.")
    if len(stack) > 1 and 0 < stack.max(initial=0) <= 1:
        notes.append("The pictures hold 0 and 1 alone: they were made black and white.")
        stack *= np.uint8(255)
    return pictures.channels(stack, hints.colors)


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


def ending_counts(entries: Sequence[Entry]) -> str:
    """The endings of an archive's files with their numbers, for an error."""
    endings = Counter(Path(entry.name).suffix.lower() or "no ending" for entry in entries)
    return ", ".join(f"{ending} ({count:,})" for ending, count in endings.most_common(5))
