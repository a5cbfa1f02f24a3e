"""What a map shows, checked: points with labels, colors, a highlight, frames."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from engine.errors import InputError
from pages.parts.map.packets import digest

MAX_CLASSES = 254
"""Classes that a legend can list; one code more means 'none'."""
NO_CLASS = 255


@dataclass(frozen=True, eq=False)
class Categories:
    """Color by class.

    codes: (n,) integers in [0, len(names)), or -1 for items without a class.
    names: the classes, at most 254. Their colors: `palette`, each #rrggbb, by default safe for color-blind readers
    (past the tenth class gray, as no larger set is; the legend still isolates each).
    title: what the classes are, e.g. "genre"; shown in the legend and the hover card.
    """

    codes: np.ndarray
    names: Sequence[str]
    title: str = ""
    palette: Sequence[str] = ()

    def __post_init__(self) -> None:
        if len(self.names) > MAX_CLASSES:
            raise ValueError(f"{len(self.names)} classes; the map can tell {MAX_CLASSES} apart")
        if self.palette and len(self.palette) != len(self.names):
            raise ValueError(f"{len(self.palette)} colors for {len(self.names)} classes")
        if len(self.codes) and not -1 <= int(np.min(self.codes)) <= int(np.max(self.codes)) < len(self.names):
            raise ValueError(f"codes lie outside [-1, {len(self.names)})")


@dataclass(frozen=True, eq=False)
class Ramp:
    """Color by number: values (n,), NaN where unknown; `log` for counts and other positive values of many sizes."""

    values: np.ndarray
    title: str = ""
    log: bool = False

    def __post_init__(self) -> None:
        known = self.values[np.isfinite(self.values)]
        if self.log and len(known) and known.min() <= 0:
            raise ValueError("a logarithmic ramp needs positive values")


@dataclass(frozen=True)
class Highlight:
    """The chosen item and its neighbors, nearest first, as rows."""

    selected: int | None = None
    neighbors: Sequence[int] = ()


@dataclass(frozen=True, eq=False)
class Frames:
    """Positions over time: steps (f,) increasing, coordinates (f, n, dims).

    While a training is `live`, give the frames that are new since the last rerun (or all so far: those already there
    are recognized by their step); the browser keeps them and plays the new ones as they come. When it is over, give
    all of them, not live, so that a reload can play them too.
    """

    steps: Sequence[int]
    coordinates: np.ndarray
    unit: str = "step"
    live: bool = False

    def __post_init__(self) -> None:
        if self.coordinates.ndim != 3 or len(self.coordinates) != len(self.steps) or not len(self.steps):
            raise ValueError(f"frames of shape {self.coordinates.shape} for {len(self.steps)} steps")
        if any(later <= earlier for earlier, later in zip(self.steps, self.steps[1:], strict=False)):
            raise ValueError("the steps of frames must increase")


NO_HIGHLIGHT = Highlight()


@dataclass(frozen=True, eq=False)
class Picture:
    """The checked arguments of one map."""

    key: str
    revision: str
    coordinates: np.ndarray
    labels: Sequence[str]
    colors: Categories | Ramp | None
    sizes: np.ndarray | None
    highlight: Highlight
    landmarks: Sequence[int]
    frames: Frames | None
    squares: np.ndarray | None = None
    items: str = field(init=False)
    """Digest of the labels: pictures of the same items may glide into each other."""

    def __post_init__(self) -> None:
        _check_coordinates(self.coordinates, self.labels)
        n_items = len(self.labels)
        for name, array in self._columns().items():
            if len(array) != n_items:
                raise ValueError(f"{name} has {len(array)} rows, the map {n_items}")
        rows = [*self.highlight.neighbors, *self.landmarks]
        rows += [] if self.highlight.selected is None else [self.highlight.selected]
        if rows and not 0 <= min(rows) <= max(rows) < n_items:
            raise ValueError(f"highlight or landmarks name rows outside [0, {n_items})")
        if self.frames is not None and self.frames.coordinates.shape[1:] != self.coordinates.shape:
            raise ValueError(f"frames {self.frames.coordinates.shape} do not match {self.coordinates.shape}")
        object.__setattr__(self, "items", digest(tuple(self.labels)))

    def _columns(self) -> Mapping[str, np.ndarray]:
        columns = {"sizes": self.sizes, "squares": self.squares}
        if isinstance(self.colors, Categories):
            columns["codes"] = self.colors.codes
        elif isinstance(self.colors, Ramp):
            columns["values"] = self.colors.values
        return {name: array for name, array in columns.items() if array is not None}


def color_by(title: str, column: np.ndarray) -> Categories | Ramp:
    """Colors for a metadata column: a ramp for numbers of more than ten values, otherwise classes.

    Up to ten classes keep their natural order; more are sorted by size, largest first, and classes past the limit of
    the legend count as none. Whole positive numbers of wide range (counts) get a logarithmic ramp.
    """
    values, counts = np.unique(column, return_counts=True)
    if np.issubdtype(column.dtype, np.number) and len(values) > 10:
        known = values[np.isfinite(values)]
        log = len(known) > 0 and known[0] > 0 and known[-1] > 100 * known[0]
        return Ramp(column, title, log=bool(log))
    order = np.arange(len(values)) if len(values) <= 10 else np.argsort(-counts, kind="stable")[:MAX_CLASSES]
    place = np.full(len(values), -1)
    place[order] = np.arange(len(order))
    codes = place[np.searchsorted(values, column)]
    return Categories(codes, [str(name) for name in values[order]], title)


def _check_coordinates(coordinates: np.ndarray, labels: Sequence[str]) -> None:
    if coordinates.ndim != 2 or coordinates.shape[1] not in (2, 3) or len(coordinates) != len(labels):
        raise ValueError(f"coordinates {coordinates.shape} do not suit {len(labels)} labels on a 2-D or 3-D map")
    if not len(labels):
        raise InputError("There is nothing to draw: the map has no items. Choose more items.", "E-MAP-01")
    bad = np.flatnonzero(~np.isfinite(coordinates).all(axis=1))
    if len(bad):
        raise InputError(
            f"{len(bad)} of {len(labels)} points cannot be drawn because their coordinates are not finite numbers, "
            f"the first is {labels[bad[0]][:40]!r}. Choose another projection or train with a smaller learning rate.",
            "E-MAP-02",
        )
