"""Drift: whose nearest neighbors are others in a second set of vectors of the same items."""

from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np

from engine import costs, limits
from engine.algorithms.map_quality.agreement import agreement
from engine.algorithms.map_quality.measures import chance_kept
from engine.alignment import Shared, shared
from engine.embedding import Embedding
from engine.errors import InputError
from engine.evaluation.embedding_pair import EmbeddingPair, PairTest
from engine.fields import choice, integer, text
from engine.fit import Fit
from engine.kept_graph import kept_graph
from engine.learners.base import Estimate
from engine.neighbors import METRICS, nearest_batch
from engine.papers import Paper
from engine.report import Repetition, Report, Silent, stop_if_cancelled
from engine.threads import compiled_threads

FEWEST = 4
"""Items of both sets, with fewer of which nobody can be near or far."""
KEPT = 50
"""Neighbors of each item that are kept, so that fewer of them can be compared at once."""
TOLD = 5
"""Items that are named as examples of those that only one set has."""
MOMENTS = {"": "As trained", "first": "Before training"}


@dataclass(frozen=True, eq=False)
class Drift:
    """Items of both sets, in the order of the first.

    rows: int (2, n), their rows in either set. near: int (2, n, m) the nearest of each in either set, nearest first,
    as places among these n.
    """

    rows: np.ndarray
    near: np.ndarray

    @classmethod
    def from_fit(cls, fit: Fit) -> Self:
        """What a NeighborDrift found."""
        return cls(fit.arrays["rows"], fit.arrays["near"])

    @property
    def n(self) -> int:
        """Items that both sets have."""
        return int(self.rows.shape[1])

    def size(self, k: int) -> int:
        """How many neighbors are compared where k are asked for."""
        return min(k, int(self.near.shape[2]))

    def by_item(self, k: int) -> np.ndarray:
        """1 - the share of an item's k nearest in one set that are among its k nearest in the other: float64 (n,)."""
        k = self.size(k)
        return 1 - agreement([self.near[0, :, :k], self.near[1, :, :k]])

    def chance(self, k: int) -> float:
        """The share of neighbors that two sets agree on which know nothing of each other: k / (n - 1)."""
        return chance_kept(self.n, self.size(k))

    @cached_property
    def place(self) -> dict[int, int]:
        """Row in the first set -> place among the items of both."""
        return {row: place for place, row in enumerate(self.rows[0].tolist())}


@dataclass(frozen=True)
class NeighborDrift(PairTest):
    """Compares who is near whom in two sets of vectors of the same items, matched by label, among these items alone.

    No space is turned: neighbors need not be (Gonen et al., 2020). Fit: no embedding; `Drift.from_fit` reads it back.
    """

    name = "neighbor_drift"
    title = "Drift of neighbors"
    papers = (
        Paper(
            "Gonen et al.",
            2020,
            "Simple, interpretable and stable method for detecting words with usage change across corpora",
            "doi:10.18653/v1/2020.acl-main.51",
        ),
        Paper(
            "Wendlandt, Kummerfeld and Mihalcea",
            2018,
            "Factors influencing the surprising instability of word embeddings",
            "doi:10.18653/v1/N18-1190",
        ),
    )

    first_metric: str = choice("cosine", METRICS, label="Metric", help="By what items of the first set are near.")
    second_metric: str = choice("cosine", METRICS, label="Metric of the second", help="The same of the second set.")
    run: str = text("", 32, label="Run", help="What is compared with.", hidden=True, pattern="([0-9a-f]{32})?")
    embedding: str = text("", 40, label="Embedding", help="Which embedding of that run; empty for the main one.",
                          hidden=True)  # fmt: skip
    moment: str = choice("", MOMENTS, label="When", help="The second set as trained, or before it was.", hidden=True)
    columns: int = integer(
        0, 0, 3, label="Columns", help="Only the first so many columns of both, as maps are drawn; 0 for all.",
        hidden=True,
    )  # fmt: skip

    @property
    def second(self) -> tuple[str, str]:
        """See `PairTest`."""
        return self.run, self.embedding

    @property
    def second_moment(self) -> str:
        """See `PairTest`."""
        return self.moment

    def fit(self, dataset: EmbeddingPair, report: Report = Silent()) -> Fit:
        """Compare; raises InputError if the sets have too few items in common."""
        stop_if_cancelled(report)
        spaces = [self._drawn(space) for space in (dataset.first, dataset.second)]
        found = shared(spaces[0].labels, spaces[1].labels)
        rows, pointless = self._pointed(spaces, found)
        near = [
            self._near(space.among(own), metric, Repetition(report, place, 2))
            for place, (space, own, metric) in enumerate(
                zip(spaces, rows, (self.first_metric, self.second_metric), strict=True)
            )
        ]
        return Fit(
            {}, {"rows": rows.astype(np.int32), "near": np.stack(near)},
            summary={"items": rows.shape[1]} | _left_out(spaces, found, pointless),
        )  # fmt: skip

    def _drawn(self, space: Embedding) -> Embedding:
        if not self.columns or self.columns >= space.n_components:
            return space
        return Embedding(space.vectors[:, : self.columns], space.labels)

    def _pointed(self, spaces: list[Embedding], found: Shared) -> tuple[np.ndarray, int]:
        """Rows of the shared items (2, n) that have a direction wherever one is asked for; how many have none."""
        rows = np.stack([found.first, found.second])
        sound = np.ones(rows.shape[1], dtype=bool)
        for space, own, metric in zip(spaces, rows, (self.first_metric, self.second_metric), strict=True):
            if metric == "cosine":
                sound &= space.norms[own] > 0
        if sound.sum() < FEWEST:
            raise InputError(
                f"{sound.sum()} items are in both, matched by their names; at least {FEWEST} are needed to compare. "
                "Choose two runs over the same items.",
                "E-EVL-57",
            )
        return rows[:, sound], int(np.count_nonzero(~sound))

    def _near(self, space: Embedding, metric: str, report: Report) -> np.ndarray:
        """Rows of the KEPT nearest of each, int32 (n, at most KEPT)."""

        def on_tile(done: int, total: int) -> None:
            stop_if_cancelled(report)
            report.progress(done, total, "items")

        k = min(KEPT, space.n_items - 1)
        if metric == "dot":
            return nearest_batch(space, np.arange(space.n_items), k, "dot", on_tile).rows.astype(np.int32)
        with compiled_threads():
            return kept_graph(space.unit if metric == "cosine" else space.vectors, k, on_tile).rows

    def estimate(self, dataset: EmbeddingPair) -> Estimate:
        """From the products of all items of both."""
        n = min(dataset.first.n_items, dataset.second.n_items)
        d = sum(min(self.columns or 10_000, space.n_components) for space in (dataset.first, dataset.second))
        start, libraries = costs.COMPARED
        return Estimate(
            start + costs.COMPARED_PRODUCT * 1.0 * n * n * d, libraries + n * (16.0 * KEPT + 24.0 * d) / limits.MB
        )


def _left_out(spaces: list[Embedding], found: Shared, pointless: int) -> dict[str, object]:
    """How many items are not compared, and a few of their names."""
    sides = zip(("first", "second"), spaces, (found.only_first, found.only_second), strict=True)
    told: dict[str, object] = {}
    for side, space, rows in sides:
        told[f"only_{side}"] = len(rows)
        told[f"examples_{side}"] = [space.labels[row] for row in rows[:TOLD]]
    return told | {"repeated": list(found.repeated[:TOLD]), "n_repeated": len(found.repeated), "pointless": pointless}
