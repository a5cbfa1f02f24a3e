"""What a map shows, checked: points with labels, colors, a highlight, frames."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from engine.errors import InputError
from engine.figures.coloring import Categories, Ramp
from pages.parts.map.packets import digest

NO_CLASS = 255


@dataclass(frozen=True)
class Highlight:
    """The chosen item and its neighbors, nearest first, as rows.

    missing: those of the neighbors that are not near on the map, whose lines have a color of their own. strangers:
    rows that are near on the map alone, which are crossed.
    """

    selected: int | None = None
    neighbors: Sequence[int] = ()
    missing: Sequence[int] = ()
    strangers: Sequence[int] = ()


@dataclass(frozen=True, eq=False)
class Frames:
    """Positions over time: steps (f,) increasing, coordinates (f, n, dims).

    While a training is `live`, give the frames that are new since the last rerun (or all so far: those already there
    are recognized by their step); the browser keeps them and plays the new ones as they come. When it is over, give
    all of them, not live, so that a reload can play them too.
    at: place of the frame that is shown at first then, by default the last; it should be where the points are.
    """

    steps: Sequence[int]
    coordinates: np.ndarray
    unit: str = "step"
    live: bool = False
    at: int = -1

    def __post_init__(self) -> None:
        if self.coordinates.ndim != 3 or len(self.coordinates) != len(self.steps) or not len(self.steps):
            raise ValueError(f"frames of shape {self.coordinates.shape} for {len(self.steps)} steps")
        if any(later <= earlier for earlier, later in zip(self.steps, self.steps[1:], strict=False)):
            raise ValueError("the steps of frames must increase")


@dataclass(frozen=True, eq=False)
class Tour:
    """What a grand tour turns through: coordinates (n, d) along d >= 3 uncorrelated axes around their mean, widest
    first; for each axis its title, and its share of the variance of all there is.
    """

    coordinates: np.ndarray
    titles: Sequence[str]
    ratios: Sequence[float]

    def __post_init__(self) -> None:
        d = self.coordinates.shape[1] if self.coordinates.ndim == 2 else 0
        if d < 3 or not d == len(self.titles) == len(self.ratios):
            raise ValueError(f"a tour through {self.coordinates.shape} with {len(self.titles)} titles")


class Region(NamedTuple):
    """The name of a part of the map, which stands at the item in `row`. size: its items; muted: written faintly."""

    layer: int
    row: int
    text: str
    size: int
    muted: bool = False


class Regions(NamedTuple):
    """Names of parts in layers from few to many: that of `layer` is written while all of the map is in view, later ones
    the closer the view is.
    """

    layer: int
    regions: Sequence[Region]


class Focus(NamedTuple):
    """A box that is brought into view once for each id. low, high: its corners, in units of the coordinates."""

    id: str
    low: tuple[float, ...]
    high: tuple[float, ...]


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
    shapes: np.ndarray | None = None
    filtered: np.ndarray | None = None
    tour: Tour | None = None
    items: str = field(init=False)
    """Digest of the labels: pictures of the same items may glide into each other."""

    def __post_init__(self) -> None:
        _check_coordinates(self.coordinates, self.labels)
        n_items = len(self.labels)
        for name, array in self._columns().items():
            if len(array) != n_items:
                raise ValueError(f"{name} has {len(array)} rows, the map {n_items}")
        rows = [*self.highlight.neighbors, *self.highlight.missing, *self.highlight.strangers, *self.landmarks]
        rows += [] if self.highlight.selected is None else [self.highlight.selected]
        if rows and not 0 <= min(rows) <= max(rows) < n_items:
            raise ValueError(f"highlight or landmarks name rows outside [0, {n_items})")
        if self.frames is not None and self.frames.coordinates.shape[1:] != self.coordinates.shape:
            raise ValueError(f"frames {self.frames.coordinates.shape} do not match {self.coordinates.shape}")
        if self.tour is not None and (len(self.tour.coordinates), 2) != self.coordinates.shape:
            turned = len(self.tour.coordinates)
            raise ValueError(f"a tour of {turned} rows needs a flat map of as many, not {self.coordinates.shape}")
        object.__setattr__(self, "items", digest(tuple(self.labels)))

    def _columns(self) -> Mapping[str, np.ndarray]:
        columns = {"sizes": self.sizes, "shapes": self.shapes, "filtered": self.filtered}
        if isinstance(self.colors, Categories):
            columns["codes"] = self.colors.codes
        elif isinstance(self.colors, Ramp):
            columns["values"] = self.colors.values
        return {name: array for name, array in columns.items() if array is not None}


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
