"""Labels of images, however they are written, as classes: rows of numbers or names, a column, one-hot rows."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from engine import limits
from engine.datasets.images.builder import UNLABELED
from engine.errors import InputError
from engine.files.display import displayable

_MISSING = frozenset(("", "?", "nan", "n/a"))
"""How a class that is not known is written."""
_NEEDLESS = re.compile(r"(-?\d+)\.0+")
_DIGITS = re.compile(r"(\d+)")


def spelled(labels: np.ndarray, n_images: int, notes: list[str], called: tuple[str, str] = ("", "")) -> list[str]:
    """The label of each image as text, "" where it is missing.

    labels: (n,), (n, 1), (1, n), or one-hot: (n, k) or (k, n) with a single 1 for each image. called: how to call the
    files of images and labels in an error. Raises InputError if there is not one for each image.
    """
    labels = np.asarray(labels)
    if labels.size == n_images == max(labels.shape, default=1):
        return [_spelling(value) for value in labels.ravel().tolist()]
    if labels.ndim == 2 and labels.shape[0] != n_images == labels.shape[1]:
        labels = labels.T
    if labels.ndim != 2 or len(labels) != n_images:
        images, file = (f" ({displayable(name, 80)})" if name else "" for name in called)
        raise InputError(
            f"There are {n_images:,} images{images} but {len(labels) if labels.ndim else 1:,} labels{file}; please "
            "upload files that belong together.",
            "E-IMG-74",
        )
    classes = one_hot(labels)
    if classes is None:
        raise InputError(
            f"The labels have {labels.shape[1]:,} numbers for each image, and not a single 1 among zeros: one image, "
            "one class is needed. Please keep one column.",
            "E-IMG-104",
        )
    notes.append(f"Labels: one-hot rows of {labels.shape[1]:,}; the place of the 1 is the class.")
    return [_spelling(value) for value in classes.tolist()]


def one_hot(rows: np.ndarray) -> np.ndarray | None:
    """The place of the only 1 in each row of zeros, int (n,); None if rows (n, k) are made otherwise."""
    if rows.dtype.kind not in "biuf" or rows.shape[1] < 2:
        return None
    ones = rows == 1
    if not (ones | (rows == 0)).all() or (ones.sum(axis=1) != 1).any():
        return None
    return ones.argmax(axis=1)


def classes(labels: Sequence[str], notes: list[str], n_images: int = 0) -> tuple[np.ndarray, tuple[str, ...]]:
    """Targets int (n,), -1 where the class is missing, and the names of the classes in natural order.

    A label of -1 means missing where the others are the whole numbers from 0 on. n_images: if others were left out.
    Raises InputError if there are more classes than images per two.
    """
    counts = Counter(labels)
    if _marks_missing(counts):
        notes.append(f"Labels of -1 mean that the class is not known: {counts.pop('-1'):,} images.")
    missing = counts.pop("", 0)
    n_known = sum(counts.values())
    if missing and n_known:
        notes.append(f"Images without a label: {missing:,}.")
    if len(counts) > max(2, max(n_known, n_images) // 2):
        raise InputError(
            f"The labels have {len(counts):,} different values for {n_known:,} images; they are no classes.",
            "E-IMG-99",
        )
    if len(counts) == 1:
        notes.append(f"All labels are the same ({next(iter(counts))}): there are no classes to tell apart.")
    names = tuple(sorted(counts, key=natural))
    place = {name: at for at, name in enumerate(names)}
    return np.array([place.get(label, UNLABELED) for label in labels], dtype=np.int64), names


def natural(name: str) -> tuple[object, ...]:
    """A key by which 2 comes before 10, and numbers before names."""
    try:
        number = float(name)
    except ValueError:
        number = math.nan
    if math.isfinite(number):
        return (0, number, name)
    pieces = _DIGITS.split(name.casefold())
    return (1, *((1, int(piece), "") if piece.isdecimal() else (0, 0, piece) for piece in pieces), (0, 0, name))


def _marks_missing(counts: Counter[str]) -> bool:
    others = [label for label in counts if label not in ("-1", "")]
    return "-1" in counts and "0" in others and len(others) > 1 and all(label.isdecimal() for label in others)


@lru_cache(maxsize=10_000, typed=True)
def _spelling(value: object) -> str:
    """A number without needless decimals, a text on one line; "" if it is missing."""
    if isinstance(value, float):
        return "" if math.isnan(value) else f"{value:.15g}"
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
    shown = displayable(text, limits.LABEL_LENGTH)
    return "" if shown.casefold() in _MISSING else shown


@lru_cache(maxsize=10_000)
def spelling(text: str) -> str:
    """A label read from text, without quotes at its ends and needless decimals.

    >>> spelling('"3.000"'), spelling("v1.0")
    ('3', 'v1.0')
    """
    shown = _spelling(text.strip().strip('"'))
    whole = _NEEDLESS.fullmatch(shown)
    return whole[1] if whole else shown
