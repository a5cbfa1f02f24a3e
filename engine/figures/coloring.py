"""Which color a value of an attribute has: decided once, from all its values, for every picture of a run.

A map of the first thousand items, a film of a few hundred, the vectors of another table of the same run and an exported
page then show the same value in the same color.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

MAX_CLASSES = 254
"""Classes that a legend can list; one code more means 'none'."""
NO_CLASS = frozenset(("", "everywhere", "nan"))
"""Values that say that an item has no class, as words without a typical label do: drawn gray, and not listed."""
FEWEST_OF_RAMP = 3
"""Different numbers: with fewer there is nothing between the ends."""
_COLOR = re.compile("#[0-9a-fA-F]{6}")
FAR = 3
"""So many times the width of the middle 98 % a few values must spread to be left out of a ramp."""
FEW = 10
"""Up to so many classes keep their own order."""


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
    """Color by number: values (n,), NaN where unknown; `log` for counts and other positive values of many sizes.

    ends: the numbers at the ends of the ramp; by default the least and the greatest value. diverging: of two hues that
    meet at zero, in the middle between the ends.
    """

    values: np.ndarray
    title: str = ""
    log: bool = False
    ends: tuple[float, float] | None = None
    diverging: bool = False

    def __post_init__(self) -> None:
        known = self.values[np.isfinite(self.values)]
        if self.log and len(known) and known.min() <= 0:
            raise ValueError("a logarithmic ramp needs positive values")


@dataclass(frozen=True, eq=False)
class Coloring:
    """How an attribute is colored. classes: in the order of the palette; empty for numbers, which lie between `ends`
    on a ramp, evenly or (`log`) by their logarithm.
    """

    title: str
    classes: tuple[str, ...] = ()
    ends: tuple[float, float] | None = None
    log: bool = False
    palette: tuple[str, ...] = ()
    """Colors of the classes where the values are colors themselves."""

    def of(self, column: np.ndarray) -> Categories | Ramp:
        """The colors of some values of the attribute; a class that was not among all of them counts as none."""
        if not self.classes:
            diverging = self.ends is not None and self.ends[0] < 0 < self.ends[1]
            return Ramp(_known_or_nan(self.title, column), self.title, self.log, self.ends, diverging)
        place = {name: code for code, name in enumerate(self.classes)}
        values, inverse = np.unique(column, return_inverse=True)
        codes = np.array([place.get(str(value), -1) for value in values], dtype=int)
        return Categories(codes[inverse.reshape(-1)], list(self.classes), self.title, self.palette)


def coloring(title: str, columns: Sequence[np.ndarray], *, as_classes: bool = False) -> Coloring:
    """Decide from all values of an attribute: a ramp for numbers (of at least three values, and unless they are to be
    classes), otherwise classes. Values of the form #rrggbb are their own colors.

    Up to ten classes keep their natural order; more are sorted by size, largest first, and classes past the limit of
    the legend count as none, as do values that say so (NO_CLASS). Positive numbers of wide range (counts) get a
    logarithmic ramp.
    """
    numeric = all(np.issubdtype(column.dtype, np.number) for column in columns)
    values, counts = np.unique(
        np.concatenate([column if numeric else column.astype(str) for column in columns]), return_counts=True
    )
    if numeric and len(values) >= FEWEST_OF_RAMP and not as_classes:
        values = np.asarray(_known_or_nan(title, values), dtype=np.float64)
        values, counts = values[np.isfinite(values)], counts[np.isfinite(values)]
        if not len(values):
            return Coloring(title)
        ends = _ends(values, counts)
        if ends[0] < 0 < ends[1]:
            ends = -max(-ends[0], ends[1]), max(-ends[0], ends[1])
        return Coloring(title, ends=ends, log=_many_sizes(*ends))
    known = ~np.isin(values.astype(str), list(NO_CLASS))
    values, counts = values[known], counts[known]
    order = np.arange(len(values)) if len(values) <= FEW else np.argsort(-counts, kind="stable")[:MAX_CLASSES]
    names = tuple(str(name) for name in values[order])
    own = all(map(_COLOR.fullmatch, names))
    return Coloring(title, names, palette=tuple(map(str.upper, names)) if own else ())


def _known_or_nan(title: str, column: np.ndarray) -> np.ndarray:
    """The numbers, NaN where unknown: a year of 0 stands for none."""
    if title != "year" or not (column == 0).any():
        return column
    return np.where(column == 0, np.nan, column.astype(np.float64))


def _ends(values: np.ndarray, counts: np.ndarray) -> tuple[float, float]:
    """Of a ramp: the least and the greatest of the different values, which rise; where a few lie far out, those between
    which 98 % are, so that the others can be told apart. The few have the color of the end.
    """
    share = np.cumsum(counts) / counts.sum()
    low, high = (float(values[int(place)]) for place in np.searchsorted(share, (0.01, 0.99)))
    least, greatest = float(values[0]), float(values[-1])
    far = greatest - least > FAR * (high - low) > 0
    return (low, high) if far and not _many_sizes(least, greatest) else (least, greatest)


def color_by(title: str, column: np.ndarray) -> Categories | Ramp:
    """Colors for a column that is all there is of its attribute; see `coloring`."""
    return coloring(title, [column]).of(column)


def _many_sizes(least: float, greatest: float) -> bool:
    """Whether positive numbers are better told apart by their logarithm."""
    return least > 0 and greatest > 100 * least
