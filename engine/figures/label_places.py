"""Where the names of points stand in a chart, so that they cover neither each other nor other points."""

from collections.abc import Iterator, Sequence

import numpy as np

from engine.figures.style import LABEL_LENGTH

LETTER, LINE, GAP = 7.0, 15.0, 7.0
"""Pixels: the width of a letter and the height of a line, about; and between a point and its name."""
PLACES = {
    "top center": (0, 1), "bottom center": (0, -1), "middle right": (1, 0), "middle left": (-1, 0),
    "top right": (1, 1), "top left": (-1, 1), "bottom right": (1, -1), "bottom left": (-1, -1),
}  # fmt: skip
"""Plotly's names -> to which side. The first that is free is taken."""
SIZE = 620.0, 340.0
"""Pixels of a chart on a page of usual width, without its margins."""
HALF = 290.0, 300.0
"""Of one that shares the page with another."""
READABLE = 0.15
"""The share of a name that another may cover, at most."""
ALONG = np.linspace(0.08, 0.92, 29)
"""Places of a line that names keep off, as shares of its length."""


def label_places(
    places: np.ndarray, names: Sequence[str], size: tuple[float, float] = SIZE, *, even: bool = False
) -> list[str]:
    """For `textposition` of points (n, 2), in their order: each name takes the place with the least below it.

    size: of the chart in pixels. even: whether both axes have the same scale. Points that lie close together may still
    share some pixels; what is said first has the first choice. Greedy, after Christensen, Marks and Shieber (1995).
    """
    return [place for place, _ in _greedy(places, names, size, even, np.empty((0, 4)), leave_out=False)]


def readable_places(ends: np.ndarray, names: Sequence[str], size: tuple[float, float] = SIZE) -> list[tuple[str, bool]]:
    """The same for both ends of lines (n, 2, 2), which names keep off, on axes of one scale.

    And for each, in the order of the ends, whether its name can be read there: one that others cover is left out, and
    takes no place from those that follow.
    """
    places = ends.reshape(-1, 2)
    if not len(places):
        return []
    low, high = _pixels(places, size, even=True).reshape(ends.shape).transpose(1, 0, 2)
    lines = (low[:, None] + ALONG[:, None] * (high - low)[:, None]).reshape(-1, 2)
    return list(_greedy(places, names, size, True, np.column_stack([lines - 3, lines + 3]), leave_out=True))


def _greedy(
    places: np.ndarray, names: Sequence[str], size: tuple[float, float], even: bool, lines: np.ndarray, leave_out: bool
) -> Iterator[tuple[str, bool]]:
    """The place of each name, and whether it is shown there; lines: boxes that names keep off as they do off points."""
    if not len(places):
        return
    spots = _pixels(places, size, even)
    fixed = np.vstack([np.column_stack([spots - 4, spots + 4]), lines])
    taken = np.empty((0, 4))
    for spot, name in zip(spots, names, strict=True):
        boxes = np.array(list(_boxes(spot, min(len(name), LABEL_LENGTH))))
        covered = _shared(boxes, taken)
        at = int(np.argmin(covered + _shared(boxes, fixed) + _outside(boxes, size)))
        shown = not leave_out or covered[at] <= READABLE * LETTER * len(name) * LINE
        if shown:
            taken = np.vstack([taken, boxes[at]])
        yield [*PLACES][at], bool(shown)


def _pixels(places: np.ndarray, size: tuple[float, float], even: bool) -> np.ndarray:
    """Where points lie in a chart that just holds them, with some room around."""
    low, high = places.min(axis=0), places.max(axis=0)
    extent = np.where(high > low, high - low, 1.0)
    scale = 0.84 * np.array(size) / extent
    if even:
        scale[:] = scale.min()
    return (places - (low + high) / 2) * scale + np.array(size) / 2


def _boxes(spot: np.ndarray, n_letters: int) -> Iterator[tuple[float, float, float, float]]:
    """Left, bottom, right, top of the name at each of the places."""
    width = LETTER * n_letters
    for across, up in PLACES.values():
        left = spot[0] + (-width / 2 if across == 0 else GAP if across > 0 else -GAP - width)
        bottom = spot[1] + (-LINE / 2 if up == 0 else GAP if up > 0 else -GAP - LINE)
        yield left, bottom, left + width, bottom + LINE


def _shared(boxes: np.ndarray, others: np.ndarray) -> np.ndarray:
    """The area that each box shares with all others together."""
    wide = np.minimum(boxes[:, None, 2], others[:, 2]) - np.maximum(boxes[:, None, 0], others[:, 0])
    high = np.minimum(boxes[:, None, 3], others[:, 3]) - np.maximum(boxes[:, None, 1], others[:, 1])
    area: np.ndarray = (np.clip(wide, 0, None) * np.clip(high, 0, None)).sum(axis=1)
    return area


def _outside(boxes: np.ndarray, size: tuple[float, float]) -> np.ndarray:
    """The area of each box beyond the chart."""
    whole = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    area: np.ndarray = whole - _shared(boxes, np.array([[0.0, 0.0, *size]]))
    return area
