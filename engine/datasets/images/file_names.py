"""Classes in the names of files, as in cat.1.jpg or 7_0012.png."""

import re
from collections.abc import Sequence
from pathlib import PurePosixPath

import numpy as np

from engine.datasets.images.labels import natural
from engine.datasets.images.parts import words

_BEFORE = re.compile(r"(.*?[^\W\d_].*?)[\s._-]*\(?\d+\)?")
"""A name and then a number: cat.1, s1_3, dog (2)."""
_AFTER = re.compile(r"\d+[\s._-]+([^\W\d_].*)")
"""A number and then a name: 0012_cat."""
_BOTH = re.compile(r"(\d+)[\s._-]+(\d+)")
"""Two numbers, of which the one with fewer values is the class."""
_CAMERA = frozenset(
    ("img", "image", "images", "dsc", "dscn", "dscf", "pic", "picture", "photo", "frame", "scan", "screenshot", "file",
     "sample", "train", "test", "val", "p", "pxl", "vid", "mvimg", "wp")
)  # fmt: skip
"""Words that say nothing of what is in a picture."""
_MATCHING = 0.95
_FEWEST_EACH = 4


def classes(names: Sequence[str], train: np.ndarray | None, notes: list[str]) -> list[str]:
    """The class of each picture by the name of its file; all "" if the names make no sensible number of classes.

    Sensible are at least two, with four pictures each in the mean, of the training part if `train`, bool (n,), says
    which these are. What was taken is told in the notes.
    """
    rows = np.arange(len(names)) if train is None else np.flatnonzero(train)
    stems = [PurePosixPath(name.replace("\\", "/")).stem for name in names]
    for pattern in (_BEFORE, _AFTER):
        found = _by(pattern, stems, 1)
        telling = not all(set(words(name)) <= _CAMERA for name in set(found) if name)
        if telling and _is_sensible([found[row] for row in rows]):
            return _told(found, notes)
    both = (_by(_BOTH, stems, 1), _by(_BOTH, stems, 2))
    numbers = [found for found in both if _is_sensible([found[row] for row in rows])]
    return _told(min(numbers, key=lambda found: len(set(found))), notes) if numbers else [""] * len(names)


def _by(pattern: re.Pattern[str], stems: Sequence[str], group: int) -> list[str]:
    matches = [pattern.fullmatch(stem) for stem in stems]
    return [match[group] if match else "" for match in matches]


def _is_sensible(found: Sequence[str]) -> bool:
    known = [name for name in found if name]
    return len(known) >= _MATCHING * len(found) and 1 < len(set(known)) <= len(known) / _FEWEST_EACH


def _told(found: list[str], notes: list[str]) -> list[str]:
    names = sorted(set(found) - {""}, key=natural)
    some = ", ".join(names[:3]) + (", …" if len(names) > 3 else "")
    notes.append(f"Classes: by the names of the files ({some}): {len(names):,}. If they are none, choose None.")
    return found
