"""Relations: of what sort each edge is, where a file says it."""

from collections import Counter
from collections.abc import Sequence

from engine.datasets.graphs.found import FIRST
from engine.errors import InputError
from engine.files.display import displayable

_MOST = 10_000
"""Different relations that are counted."""
_SAID = 5


class Relations:
    """Edges of several sorts: counted, and all kept or those of one.

    at: the place of their column, below 0 for none. wanted: the one to keep, "" for all. first: those of the first
    edges.
    """

    def __init__(self, at: int, wanted: str):
        self.at, self._wanted = at, wanted.strip()
        self.first: list[str] = []
        self._counts: Counter[str] = Counter()

    def keeps(self, row: Sequence[str]) -> bool:
        """Whether the edge in a row is wanted; counts it."""
        relation = row[self.at].strip()
        if relation in self._counts or len(self._counts) < _MOST:
            self._counts[relation] += 1
        return not self._wanted or relation == self._wanted

    def added(self, row: Sequence[str]) -> None:
        """Note that the edge in a row was read."""
        if len(self.first) < FIRST:
            self.first.append(displayable(row[self.at], 80))

    def require(self, n_edges: int) -> None:
        """Raise InputError E-GRF-89 if a relation is wanted that no edge has."""
        if self._wanted and (self.at < 0 or not n_edges):
            listed = self._listed() or "the file has no column of relations"
            raise InputError(f"No edge is of the relation {self._wanted!r:.80}; there are: {listed}.", "E-GRF-89")

    def notes(self) -> list[str]:
        """What is to be said of them."""
        if len(self._counts) < 2:
            return []
        kept = f"“{self._wanted}” alone is kept" if self._wanted else "all are kept; “Relation” keeps one of them alone"
        return [f"Edges are of {len(self._counts):,} relations ({self._listed()}); {kept}."]

    def _listed(self) -> str:
        found = self._counts.most_common(_SAID)
        more = ", …" if len(self._counts) > _SAID else ""
        return ", ".join(f"{displayable(name, 40)} {n:,}" for name, n in found) + more
