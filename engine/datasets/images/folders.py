"""What the folders of an archive of pictures mean: parts, classes, or neither."""

import re
from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from engine.datasets.images import parts
from engine.datasets.images.labels import natural

Path = tuple[str, ...]
_CONTAINERS = frozenset(
    ("images", "image", "imgs", "img", "pictures", "pics", "photos", "jpg", "jpeg", "jpegs", "png", "jpegimages",
     "data")
)  # fmt: skip
"""Folders that only hold the pictures of what the folder around them names."""
_WAYS = {
    "last": "the last folder of each picture",
    "first": "the first folder that differs",
    "path": "the whole path of folders",
}


def paths(names: Sequence[str]) -> list[Path]:
    """The folders that each file lies in, outermost first."""
    return [tuple(part for part in re.split(r"[/\\]", name)[:-1] if part not in ("", ".", "..")) for name in names]


def training(folders: Sequence[Path]) -> tuple[np.ndarray | None, list[Path], list[str]]:
    """Which pictures are for training, bool (n,), or None; the folders without those that say it; and these.

    A level of folders says it if both parts are named there, and hardly anything else.
    """
    levels = [level for level in range(max(map(len, folders), default=0)) if _is_part_level(folders, level)]
    if not levels:
        return None, list(folders), []
    said = [[path[level] for level in levels if level < len(path)] for path in folders]
    train = parts.split([" ".join(names) for names in said])
    rest = [tuple(name for level, name in enumerate(path) if level not in levels) for path in folders]
    return train, rest, sorted({name for names in said for name in names})


def _is_part_level(folders: Sequence[Path], level: int) -> bool:
    there = {path[level] for path in folders if level < len(path)}
    known = [parts.part_of(name) for name in there]
    return {True, False} <= set(known) and known.count(None) < len(known) / 2


def classes(folders: Sequence[Path], train: np.ndarray | None, how: str, notes: list[str]) -> list[str]:
    """The class of each picture by its folders, those of parts taken out; "" where there is none, all "" for none.

    how: "path", "first" or "last", or "auto": the last folder, or the whole path where the last one repeats below
    others; the first one where those would be nearly as many as pictures. What was taken is told in the notes.
    """
    bare = _bare(folders, train)
    ways = _likely(bare) if how == "auto" else [how]
    for way in ways:
        found = [_class(path, way) for path in bare]
        names = sorted(set(found) - {""}, key=natural)
        n_known = sum(map(bool, found))
        if 1 < len(names) <= max(2, n_known // 2):
            because = ", because the last folder repeats below others" if way == "path" and how == "auto" else ""
            some = ", ".join(names[:3]) + (", …" if len(names) > 3 else "")
            notes.append(f"Classes: {_WAYS[way]}{because} ({some}): {len(names):,}.")
            return found
    return [""] * len(folders)


def _class(path: Path, way: str) -> str:
    if not path:
        return ""
    return "/".join(path) if way == "path" else path[0] if way == "first" else path[-1]


def _likely(bare: Sequence[Path]) -> list[str]:
    """The ways to read classes out of paths, the likeliest first."""
    parents = defaultdict(set)
    for path in bare:
        if path:
            parents[path[-1]].add(path[:-1])
    repeats = any(len(found) > 1 for found in parents.values())
    return ["path", "first"] if repeats else ["last", "first"]


def _bare(folders: Sequence[Path], train: np.ndarray | None) -> list[Path]:
    """Paths without what they share, and in each part without folders that only hold pictures."""
    found = list(folders)
    while found and all(found) and len({path[0] for path in found}) == 1:
        found = [path[1:] for path in found]
    groups = [np.arange(len(found))] if train is None else [np.flatnonzero(train), np.flatnonzero(~train)]
    for rows in groups:
        for place in (-1, 0):
            while len(rows) and all(found[row] and found[row][place].casefold() in _CONTAINERS for row in rows):
                for row in rows:
                    found[row] = found[row][:-1] if place else found[row][1:]
    return found
