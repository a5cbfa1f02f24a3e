"""From which rating on something counts as liked: found out from the scale, and what follows from it in words."""

import numpy as np

ALOFT = 0.75
"""How far up its scale a rating counts as liked: 4 of 1 to 5 stars, 8 of 1 to 10."""
LOW = 0.25
"""Numbers whose median lies below this share of their range are amounts, as times played, and no grades."""
LARGEST_GRADE = 5.0
"""Numbers up to this one are grades, however they are spread."""


def are_amounts(stars: np.ndarray) -> bool:
    """Whether most of the ratings, float (n,), lie at the very bottom of their range; zeros beside larger numbers are
    taken for missing grades.
    """
    low, high = float(stars.min()), float(stars.max())
    given = stars[stars > 0] if low == 0 else stars
    return low >= 0 and high > LARGEST_GRADE and float(np.median(given)) < low + LOW * (high - low)


def threshold(stars: np.ndarray) -> float:
    """The value from which the ratings, float (n,), n > 0, count as liked.

    Grades: the lowest value found at three quarters of the scale or above, which begins at 1 if no grade is lower.
    Amounts: their median, of those above 0.

    >>> threshold(np.array([1, 2, 3, 4, 5])), threshold(np.array([1, 1, 1, 2, 40, 900]))
    (4.0, 1.5)
    """
    low, high = float(stars.min()), float(stars.max())
    if are_amounts(stars):
        return float(np.median(stars[stars > 0] if low == 0 else stars))
    begin = min(low, 1.0)
    return float(stars[stars >= begin + ALOFT * (high - begin)].min())


def told(stars: np.ndarray, liked_from: float) -> str:
    """What follows from the threshold: which share is liked, and how much of that stands in the lower half."""
    low, high = float(stars.min()), float(stars.max())
    liked = stars[stars >= liked_from]
    if len(liked) == len(stars):
        return f"Every rating counts as liked, even the lowest, {low:g}."
    found = (
        f"{liked_from:g} or more of {low:g} to {high:g} counts as liked: {len(liked) / len(stars):.0%} of all ratings"
    )
    middle = (min(low, 1.0) + high) / 2
    poor = float((liked < middle).mean())
    return f"{found}; {poor:.0%} of them are below {middle:g}, the middle of the scale." if poor else f"{found}."
