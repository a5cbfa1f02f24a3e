"""From what was found in a file to a PairMatrix: halves are mirrored, directions averaged, the sort is found out."""

from collections import Counter
from collections.abc import Sequence
from typing import Literal

import numpy as np

from engine import limits
from engine.datasets.pairs.found import Found, require_items, shown
from engine.datasets.pairs.pair_matrix import PairMatrix, Sort
from engine.errors import InputError
from engine.files.display import displayable
from engine.files.numerals import LARGEST

SortName = Literal["auto", "distances", "similarities"]
HalfName = Literal["", "lower", "upper"]
ROUNDING = 1e-9
"""Differences below this part of the largest number count as none."""
NAMED = 3
"""Cells that are named in a message."""


def pair_matrix(found: Found, sort: SortName = "auto", half: HalfName = "") -> PairMatrix:
    """The table of what was found. sort: found out unless it is said. half: the only one to take, "" for both.

    Raises InputError: too few or too many items (E-DST-02, 03), a number that is not finite (05), missing ones (06),
    and what `_sorted` raises.
    """
    n = len(found.values)
    require_items(n)
    labels = _named(found.labels, n, found.notes)
    values = np.array(found.values, dtype=np.float64)
    _require_finite(values, labels)
    _complete(values, half, found)
    _require_all(values, labels, found.one_way)
    values = _both_ways(values, labels, found.notes)
    told, values = _sorted(values, labels, sort, found.notes)
    return PairMatrix(values, tuple(labels), told, found.metadata, notes=tuple(dict.fromkeys(found.notes)))


def _named(given: Sequence[str] | None, n: int, notes: list[str]) -> list[str]:
    """A name for each item; equal ones are told apart by their number."""
    names = [displayable(name, limits.LABEL_LENGTH) for name in given or [""] * n]
    seen = Counter[str]()
    found, twice = [], ""
    for place, name in enumerate(names, 1):
        name = name or f"item {place}"
        seen[name] += 1
        twice = twice or (name if seen[name] > 1 else "")
        found.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    if twice:
        notes.append(f"Items of one name are told apart by a number behind it: “{shown(twice)}”, for one.")
    return found


def _require_finite(values: np.ndarray, labels: Sequence[str]) -> None:
    beyond = np.abs(values) > LARGEST
    if beyond.any():
        row, column = np.unravel_index(np.argmax(beyond), beyond.shape)
        raise InputError(
            f"The number of {_pair(labels, row, column)} is {values[row, column]:g}; numbers are finite and at most "
            f"{LARGEST:.0e}. Please correct it.",
            "E-DST-05",
        )


def _complete(values: np.ndarray, half: HalfName, found: Found) -> None:
    """Mirror what is given of one half alone."""
    n = len(values)
    lower, upper = np.tri(n, k=-1, dtype=bool), np.tri(n, k=-1, dtype=bool).T
    empty = np.isnan(values)
    if half:
        taken, left = (lower, upper) if half == "lower" else (upper, lower)
        values[left] = values.T[left]
        found.notes.append(f"Of the {'lower' if taken is lower else 'upper'} half alone; the other is its mirror.")
    elif found.one_way:
        values[empty] = values.T[empty]
    elif empty[upper].all() and not empty[lower].any():
        values[upper] = values.T[upper]
        found.notes.append("Only the lower half is given; the upper one is its mirror.")
    elif empty[lower].all() and not empty[upper].any():
        values[lower] = values.T[lower]
        found.notes.append("Only the upper half is given; the lower one is its mirror.")


def _require_all(values: np.ndarray, labels: Sequence[str], one_way: bool) -> None:
    """Every pair is given; the diagonal may be missing as a whole."""
    empty = np.isnan(values)
    if empty.diagonal().all():
        np.fill_diagonal(empty, False)
    if one_way:
        empty = np.triu(empty)
    n_missing = int(empty.sum())
    if n_missing:
        first = [_pair(labels, row, column) for row, column in np.argwhere(empty)[:NAMED]]
        told = f"Read as a list, with {len(values):,} items in it, the file" if one_way else "The table"
        raise InputError(
            f"{told} lacks a number for {n_missing:,} pair{'s' * (n_missing > 1)}: {'; '.join(first)}"
            f"{', and others' if n_missing > len(first) else ''}. Every pair of items needs one: fill them, or leave "
            "out the items that lack them. Half a table is taken only where the other half is empty throughout.",
            "E-DST-06",
        )


def _both_ways(values: np.ndarray, labels: Sequence[str], notes: list[str]) -> np.ndarray:
    """The mean of both directions, where they differ the largest difference is told."""
    apart = np.abs(values - values.T)
    row, column = np.unravel_index(np.argmax(np.nan_to_num(apart)), apart.shape)
    scale = float(np.nanmax(np.abs(values)))
    if apart[row, column] > ROUNDING * scale:
        n_apart = int((np.nan_to_num(apart) > ROUNDING * scale).sum()) // 2
        notes.append(
            f"The table is not symmetric: {n_apart:,} pair{'s differ' if n_apart > 1 else ' differs'} by direction, "
            f"and the mean of both was taken. Most between {_pair(labels, row, column)}: {values[row, column]:.6g} one "
            f"way, {values[column, row]:.6g} the other."
        )
    return (values + values.T) / 2


def _sorted(values: np.ndarray, labels: Sequence[str], said: SortName, notes: list[str]) -> tuple[Sort, np.ndarray]:
    """Distances or similarities, and the table with the diagonal that belongs to it.

    Raises InputError for negative distances (E-DST-08), such of items from themselves (09), where it is not clear
    which it is (10), and for similarities without a diagonal (12).
    """
    without = bool(np.isnan(values[0, 0]))
    filled = np.where(np.isnan(values), 0, values)
    diagonal, scale = filled.diagonal(), float(np.abs(filled).max())
    no_diagonal = bool((np.abs(diagonal) <= ROUNDING * scale).all())
    largest = bool((diagonal >= filled.max(axis=1) - ROUNDING * scale).all())
    if said == "auto" and not no_diagonal and not largest and not (diagonal <= filled.min(axis=1)).all():
        raise _unclear(filled, labels)
    if said == "similarities" or (said == "auto" and not no_diagonal and largest):
        if without:
            raise InputError(
                "The similarities have no diagonal: how similar each item is to itself. Please give it, as 1 for "
                "correlations, or choose “Distances” if these are some.",
                "E-DST-12",
            )
        if said == "auto":
            notes.append("Taken for similarities: in each row the number on the diagonal is the largest.")
        return "similarities", filled
    _require_distances(filled, labels, scale)
    if said == "auto":
        told = "no number is on the diagonal" if without else "the diagonal is 0"
        notes.append(f"Taken for distances: {told}, and none is negative.")
    filled = np.maximum(filled, 0)
    np.fill_diagonal(filled, 0)
    return "distances", filled


def _require_distances(values: np.ndarray, labels: Sequence[str], scale: float) -> None:
    row, column = np.unravel_index(np.argmin(values), values.shape)
    if values[row, column] < -ROUNDING * scale:
        raise InputError(
            f"The number of {_pair(labels, row, column)} is {values[row, column]:.6g}; a distance is not negative. "
            "Please correct it, or choose “Similarities” under “The numbers are”.",
            "E-DST-08",
        )
    item = int(np.argmax(np.abs(values.diagonal())))
    if abs(values[item, item]) > ROUNDING * scale:
        raise InputError(
            f"The distance of {shown(labels[item])} from itself is {values[item, item]:.6g}, not 0. Please correct the "
            "diagonal, or choose “Similarities” under “The numbers are”.",
            "E-DST-09",
        )


def _unclear(values: np.ndarray, labels: Sequence[str]) -> InputError:
    row = int(np.argmax(values.max(axis=1) - values.diagonal()))
    column = int(np.argmax(values[row]))
    return InputError(
        "It is not clear whether these are distances, whose diagonal is 0, or similarities, whose diagonal is mostly "
        f"the largest of each row: that of {shown(labels[row])} with itself is {values[row, row]:.6g}, with "
        f"{shown(labels[column])} {values[row, column]:.6g}. Please choose under “The numbers are”.",
        "E-DST-10",
    )


def _pair(labels: Sequence[str], row: int | np.intp, column: int | np.intp) -> str:
    return f"{shown(labels[int(row)])} and {shown(labels[int(column)])}"
