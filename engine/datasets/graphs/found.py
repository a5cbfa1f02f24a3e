"""Names and edges as they are read, whatever the layout of the file."""

import re
from array import array
from typing import Any

import numpy as np

from engine import limits
from engine.files.display import displayable

FIRST = 5
"""Edges that are told as they were understood."""
MOST_ATTRIBUTES = 12
_SHOWN = 40
_WHOLE = re.compile(r"[+-]?\d{1,18}(?:\.0*)?(?:[eE]\+?\d{1,2})?")


def plain_whole(name: str) -> str:
    """A whole number that is written as a fraction or with an exponent as it is usually written; others as they are.

    >>> plain_whole("37.0"), plain_whole("1e+05"), plain_whole("007"), plain_whole("2.5")
    ('37', '100000', '007', '2.5')
    """
    if name.isdigit() or not _WHOLE.fullmatch(name):
        return name
    digits, _, exponent = name.casefold().partition("e")
    return digits.partition(".")[0] + "0" * int(exponent or 0)


class Found:
    """A growing list of edges between names.

    two_kinds: whether equal names as source and as target are two nodes. whole: whether the names are whole numbers,
    so that 37 and 37.0 are one.
    """

    def __init__(self, two_kinds: bool = False, whole: bool = False) -> None:
        self.names: list[str] = []
        self.attributes: dict[str, dict[int, str]] = {}
        """Column -> row -> what the file says of the node."""
        self.label_column = ""
        self.details: dict[str, Any] = {}
        self.kinds: tuple[str, str] | None = None
        """What sources and targets are called, where the file itself tells two kinds apart."""
        self.titles = ("column 1", "column 2")
        self.by_columns = False
        """Whether sources and targets stand in columns of their own, which may hold different things."""
        self.file_directed: bool | None = None
        """What the file says of itself."""
        self.respelled = ""
        """The first name that was written as a fraction."""
        self.counted = True
        """Whether an edge that is listed several times weighs more."""
        self.relations: list[str] = []
        """Of the first edges."""
        self._sides = array("b")
        self._rows: tuple[dict[str, int], dict[str, int]] = ({}, {})
        if not two_kinds:
            self._rows = (self._rows[0], self._rows[0])
        self._whole = whole
        self._ends = array("q")
        self._weights = array("d")

    def add(self, source: str, target: str, weight: float = 1.0) -> None:
        """One edge."""
        sources, targets = self._rows
        row, other = sources.get(source), targets.get(target)
        if row is None:
            row = self._row(source, 0)
        if other is None:
            other = targets.get(target)  # the source may be of that name
            if other is None:
                other = self._row(target, 1)
        self._ends.append(row)
        self._ends.append(other)
        self._weights.append(weight)

    def node(self, name: str, side: int = 0) -> int:
        """The row of a node, which is new or known."""
        row = self._rows[side].get(name)
        return self._row(name, side) if row is None else row

    def describe(self, row: int, column: str, value: str) -> None:
        """Note what the file says of a node."""
        told = displayable(value, limits.LABEL_LENGTH)
        if told:
            self.attributes.setdefault(column, {})[row] = told

    def _row(self, raw: str, side: int) -> int:
        known = self._rows[side]
        name = displayable(raw, limits.LINE_BYTES)
        if len(name) > 2 and name[0] == name[-1] == '"':  # quotes behind a blank, which csv takes for letters
            name = name[1:-1]
        if self._whole and (plain := plain_whole(name)) != name:
            self.respelled = self.respelled or name
            name = plain
        row = known.setdefault(name, len(self.names))
        known[raw] = row
        if row == len(self.names):
            self.names.append(name)
            self._sides.append(side)
        return row

    def split_kinds(self, n_first: int, titles: tuple[str, str]) -> None:
        """Say that the first nodes are of one kind and all others of another."""
        self._sides = array("b", [int(row >= n_first) for row in range(len(self.names))])
        self.kinds = titles

    def drop_first(self) -> None:
        """Take back the first edge."""
        del self._ends[:2], self._weights[:1]

    @property
    def apart(self) -> bool:
        """Whether no node is source and target, and there are at least two of each."""
        sources, targets, _ = self.arrays()
        leads, is_led_to = np.zeros(len(self.names), bool), np.zeros(len(self.names), bool)
        leads[sources], is_led_to[targets] = True, True
        return min(leads.sum(), is_led_to.sum()) > 1 and not (leads & is_led_to).any()

    @property
    def sides(self) -> np.ndarray:
        """int8 (n_names,): 0 for what was first named as a source, 1 for what was named as a target."""
        return np.array(self._sides, np.int8)

    def arrays(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Rows of the sources and targets, int64 (n_edges,), and weights, float64 (n_edges,)."""
        ends = np.array(self._ends, np.int64).reshape(-1, 2)
        return ends[:, 0], ends[:, 1], np.array(self._weights, np.float64)

    def first_names(self) -> tuple[str, str]:
        """Both names of the first edge."""
        return self.names[self._ends[0]], self.names[self._ends[1]]

    def columns(self) -> dict[str, list[str]]:
        """Column -> a string for each name, "" where nothing is said."""
        rows = range(len(self.names))
        return {name: [told.get(row, "") for row in rows] for name, told in self.attributes.items()}

    def as_read(self, directed: bool, weighted: bool) -> list[str]:
        """The first edges in words, such as "Ada → Ben, weight 3"."""
        arrow = "→" if directed else "–"
        told = []
        for edge in range(min(FIRST, len(self))):
            source, target = (self.names[row][:_SHOWN] for row in self._ends[2 * edge : 2 * edge + 2])
            weight = f", weight {self._weights[edge]:g}" if weighted else ""
            relation = f" ({self.relations[edge][:_SHOWN]})" if edge < len(self.relations) else ""
            told.append(f"{source} {arrow} {target}{relation}{weight}")
        return told

    def __len__(self) -> int:
        return len(self._weights)
