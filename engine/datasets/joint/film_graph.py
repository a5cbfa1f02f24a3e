"""Films joined by the viewers who liked both: a graph made from ratings."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from engine.datasets.base import Source
from engine.datasets.graphs.builder import Edges
from engine.datasets.graphs.graph import Graph
from engine.datasets.joint.contract import JointSource
from engine.datasets.ratings.ratings import Ratings
from engine.datasets.ratings.toy_viewers import ToyViewers
from engine.errors import InputError
from engine.fields import choice, integer, nested
from engine.report import Report, stop_if_cancelled

if TYPE_CHECKING:
    from scipy.sparse import csr_array

BLOCK = 1_000
"""Films whose common viewers are counted at once, so that memory stays bounded."""
WEIGHTS = {
    "cosine": "Share of viewers in common (cosine)",
    "count": "Number of viewers in common",
    "pmi": "Viewers in common times PMI",
}


def rating_sources() -> Mapping[str, type[Source]]:
    """The sources of ratings by name; asked for late, because this module is part of the list."""
    from engine.datasets import SOURCES

    return {name: source for name, source in SOURCES.items() if source.kind == Ratings.kind}


@dataclass(frozen=True)
class FilmGraph(JointSource):
    """Nodes are films, and an edge joins two that at least `min_common` viewers liked both.

    Weight: the cosine of the two films' columns of likings (Sarwar et al., 2001), n_ab / sqrt(n_a n_b), or the number
    of common viewers n_ab, or n_ab ln(n_ab N / (n_a n_b)), N being the sum of all n, where it is above 0 (as in Keras'
    example of node2vec). Of all edges those stay that are among the `strongest` of one of their ends; of equally strong
    ones the film with more viewers comes first. Only what is not held out counts, as for every method.

    A picker offers it as a choice that fixes `ratings` to a source and asks for the other fields.
    """

    name = "film_graph"
    kind: ClassVar[str] = Graph.kind
    ratings: Source = nested(ToyViewers(), rating_sources, label="Ratings", help="Whose films, and who liked them.")
    min_common: int = integer(
        3, 1, 1_000, label="Viewers in common", help="So many viewers must have liked two films to join them."
    )
    weight: str = choice(
        "cosine", WEIGHTS, label="Weight",
        help="The number of common viewers is largest among the best known films; the cosine sets it against how many "
        "viewers each film has, the PMI against how many common viewers chance would give.",
    )  # fmt: skip
    strongest: int = integer(
        10, 1, 200, label="Edges per film", help="Each film keeps so many of its strongest edges; others may add to it."
    )

    def title(self) -> str:
        """What the user calls it."""
        return f"Films with common viewers: {self.ratings.title()}"

    def join(self, parts: Mapping[str, Ratings], report: Report) -> Graph:
        """Count common viewers block by block; raises InputError if no two films have enough."""
        ratings = parts["ratings"]
        sources, targets, weights = self._edges(ratings, report)
        if not len(sources):
            raise InputError(
                f"No two films were liked by {self.min_common:,} common viewers; choose fewer, or count lower ratings "
                "as liked.",
                "E-JNT-01",
            )
        attributes = _attributes(ratings)
        label = "genre" if "genre" in attributes else ""
        edges = Edges(ratings.item_names, sources, targets, weights, attributes=attributes, label_column=label)
        said = f"Two films are joined if at least {self.min_common:,} viewers liked both, by the ratings not held out."
        return Graph.from_found(edges, [said, *ratings.notes], {"origin": "ratings", "viewers": ratings.n_users})

    def _edges(self, ratings: Ratings, report: Report) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Rows of two films (m,), the first below the second, each pair once, and their weights (m,)."""
        liked = ratings.liked.matrix().tocsc()  # (n_users, n_items) of ones
        viewers = np.diff(liked.indptr)
        found = [np.zeros((0, 3))]
        for start in range(0, ratings.n_items, BLOCK):
            stop_if_cancelled(report)
            common = (liked[:, start : start + BLOCK].T @ liked).tocsr()
            found.append(self._strongest(common, start, viewers))
            report.progress(min(start + BLOCK, ratings.n_items), ratings.n_items, "films")
        table = np.concatenate(found)
        ends = np.sort(table[:, :2].astype(np.int64), axis=1)
        ends, once = np.unique(ends, axis=0, return_index=True)
        return ends[:, 0], ends[:, 1], table[once, 2]

    def _strongest(self, common: "csr_array", start: int, viewers: np.ndarray) -> np.ndarray:
        """Film, other film and weight (m, 3) of the edges that the films of a block keep.

        common: (n_block, n_items) numbers of common viewers, the first row that of film `start`.
        """
        rows = start + np.repeat(np.arange(common.shape[0]), np.diff(common.indptr))
        others, counts = common.indices, common.data
        weights = self._weights(counts, viewers[rows].astype(float) * viewers[others], viewers.sum())
        enough = (counts >= self.min_common) & (rows != others) & (weights > 0)
        table = np.column_stack([rows, others, weights])[enough]
        table = table[np.lexsort((table[:, 1], -table[:, 2], table[:, 0]))]  # a film's edges from the strongest on
        first = np.searchsorted(table[:, 0], table[:, 0])
        return table[np.arange(len(table)) - first < self.strongest]

    def _weights(self, counts: np.ndarray, products: np.ndarray, total: int) -> np.ndarray:
        """Of pairs of films with so many common viewers; products: of the numbers of viewers of the two."""
        if self.weight == "pmi":
            return counts * np.log(counts * float(total) / products)
        return counts / np.sqrt(products) if self.weight == "cosine" else counts


def _attributes(ratings: Ratings) -> dict[str, list[str]]:
    """What the item table says of each film, as strings."""
    found = {}
    if ratings.genres:
        found["genre"] = [str(genre) for genre in ratings.main_genres()]
    if ratings.years.any():
        found["year"] = [str(year) if year else "" for year in ratings.years]
    return found
