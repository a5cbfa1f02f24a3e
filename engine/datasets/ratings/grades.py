"""What the numbers of a file of ratings are: grades, counts, or a mark that something was not rated."""

from dataclasses import replace

import numpy as np

from engine.datasets.ratings import liking
from engine.datasets.ratings.builder import Columns
from engine.datasets.ratings.gathered import compact
from engine.datasets.ratings.layout import RatingLayout
from engine.errors import InputError

_FEWEST_GRADES, _MOST_GRADES, _HIGHEST = 3, 21, 3.0
"""Grades that there must be beside a mark: -1, 0 and 1 are a scale of their own."""
_GRADE = 10.0
"""Beside 99 all grades lie between -10 and 10."""
_RARE = 0.01
_MANY = 0.2
_FEWEST_PLAYS = 20
"""Counts reach so far at least; a scale to 10 with mostly low grades is one of grades."""


def understood(columns: Columns, layout: RatingLayout, wide: bool, notes: list[str]) -> Columns:
    """The ratings without marks of what was not rated, and counts as the user wants them; told in `notes`.

    wide: whether each item had a column of its own. Raises InputError E-RAT-01 if nothing is left.
    """
    if not len(columns.stars):
        return columns
    return _counts(_without_mark(columns, layout, wide, notes), layout, notes)


def mark_of(stars: np.ndarray, wide: bool) -> float | None:
    """The number among the ratings, float (n,), that means “not rated”; None if there seems to be none.

    -1: below a scale that begins at 0 or above. 99: far above grades of at most 10. 0: a gap below the other grades,
    or at least a fifth of all and four times as many as the next grade; in a wide table most frequent by far, or beside
    nothing but 1.
    """
    values, counts = np.unique(stars, return_counts=True)
    if wide and values.tolist() == [0, 1]:
        return 0.0
    if len(values) <= _FEWEST_GRADES:
        return None
    if values[0] == -1 and values[1] >= 0 and values[-1] >= _HIGHEST:
        return -1.0
    if values[-1] == 99 and values[-2] <= _GRADE and values[0] >= -_GRADE and counts[-1] >= _RARE * counts.sum():
        return 99.0
    return 0.0 if values[0] == 0 and _is_apart(values, counts, wide) else None


def _is_apart(values: np.ndarray, counts: np.ndarray, wide: bool) -> bool:
    """Whether the lowest value is no grade as the others are."""
    if values[-1] < _HIGHEST:
        return False
    share = counts[0] / counts.sum()
    if wide and counts[0] >= 1.5 * counts[1:].max():
        return True
    gap = len(values) <= _MOST_GRADES and values[1] >= 2 * np.diff(values[1:]).min()
    return bool((gap and share >= _RARE) or (share >= _MANY and counts[0] >= 4 * counts[1]))


def _without_mark(columns: Columns, layout: RatingLayout, wide: bool, notes: list[str]) -> Columns:
    if layout.unrated_mark == "none":
        return columns
    found = layout.unrated_mark == "auto"
    mark = mark_of(columns.stars, wide) if found else float(layout.unrated_mark)
    marked = columns.stars == mark
    if mark is None or not marked.any():
        _tell_of_zeros(columns.stars, found, notes)
        return columns
    said = (
        f"{mark:g} stands {marked.sum():,} times ({marked.mean():.0%}) among the ratings and was taken for “not rated”"
    )
    way_out = " If it is a rating, say so under “Not rated is written as”." if found else ""
    if layout.unrated == "seen":
        notes.append(f"{said}: all pairs count as watched, and the ratings are not used.{way_out}")
        return replace(columns, stars=columns.stars[:0])
    if marked.all():
        raise InputError(
            f"All {len(marked):,} ratings are {mark:g}, which you say means “not rated”; please choose another number.",
            "E-RAT-01",
        )
    notes.append(f"{said}: such pairs were left out.{way_out}")
    return compact(columns.rows(~marked))


def _tell_of_zeros(stars: np.ndarray, found: bool, notes: list[str]) -> None:
    """Say that zeros count as ratings, where they might be none."""
    zeros = stars == 0
    if found and zeros.any() and stars.min() == 0 and stars.max() >= _HIGHEST:
        notes.append(
            f"0 stands {zeros.sum():,} times ({zeros.mean():.0%}) among the ratings and counts as the lowest of them. "
            "If it means “not rated”, say so under “Not rated is written as”."
        )


def _counts(columns: Columns, layout: RatingLayout, notes: list[str]) -> Columns:
    stars = columns.stars
    counts = _are_counts(stars)
    if counts:
        notes.append(
            f"The ratings look like counts, as of plays, rather than grades: whole numbers up to {stars.max():,.0f}, "
            f"half of them at most {np.median(stars):,.0f}. {_USED[layout.amounts]}"
        )
    if layout.amounts == "watched":
        return replace(columns, stars=stars[:0])
    if layout.amounts == "log":
        return _logarithm(columns, notes)
    return columns


_USED = {
    "as_is": "They are used as they are, and the largest outweigh all others in means and factors; under “Counts” "
    "choose their logarithm, or who had what alone.",
    "log": "Used is the logarithm of one more than each.",
    "watched": "Used is who had what alone.",
}


def _are_counts(stars: np.ndarray) -> bool:
    whole = bool((stars == np.rint(stars)).all())
    return len(stars) > 0 and whole and float(stars.max()) >= _FEWEST_PLAYS and liking.are_amounts(stars)


def _logarithm(columns: Columns, notes: list[str]) -> Columns:
    """log(1 + count); as many count as liked as do of the counts."""
    stars = columns.stars
    if stars.min() < 0:
        raise InputError(
            f"There are ratings below 0 (the lowest is {stars.min():g}): these are no counts and have no logarithm. "
            "Please use the ratings as they are.",
            "E-RAT-02",
        )
    usual = float(np.log1p(liking.threshold(stars)))
    return replace(columns, stars=np.log1p(stars), liked_from=usual)
