"""Words that are used otherwise in another text: by their neighbors, and by their vectors after a turn of the space."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from engine import costs, limits
from engine.algorithms.changed_use import aligned_cosines, share_by_chance, shared_neighbors
from engine.embedding import Embedding
from engine.errors import InputError
from engine.evaluation.embedding_pair import EmbeddingPair, PairTest
from engine.fields import integer, text
from engine.fit import Fit
from engine.learners.base import Estimate
from engine.neighbors import Neighbors, nearest_batch
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled

FEWEST = 20
"""Common words, below which neighbors say nothing."""
MOST_OF_ALL = 10
"""At most one in so many common words is a neighbor: of half of all words, most would be shared by chance."""
KEPT = 20
"""Neighbors of each word that are kept to be shown."""


@dataclass(frozen=True, eq=False)
class UseChange:
    """Common words of two embeddings, by falling count.

    labels: n words. counts: int64 (2, n), how often each occurs in either text. shared: int64 (n,), how many of its
    `k` nearest are the same. cosine: float32 (n,), of its vector with itself after the best turn. near: int64
    (2, n, m) the nearest in either text, rows of `labels`.
    """

    labels: tuple[str, ...]
    counts: np.ndarray
    shared: np.ndarray
    cosine: np.ndarray
    near: np.ndarray
    k: int

    @classmethod
    def from_fit(cls, fit: Fit) -> Self:
        """What a UseChangeTest found."""
        counts, shared, cosine, near = (fit.arrays[name] for name in ("counts", "shared", "cosine", "near"))
        return cls(tuple(fit.main.labels), counts, shared, cosine, near, int(fit.summary["k"]))

    @property
    def by_neighbors(self) -> np.ndarray:
        """Rows, from the word whose neighbors differ most; of equally many shared, the one that turns less well."""
        return np.lexsort((self.cosine, self.shared))

    @property
    def by_cosine(self) -> np.ndarray:
        """Rows, from the word that is farthest from itself."""
        return np.argsort(self.cosine, kind="stable")

    def share_by_chance(self, null: "UseChange") -> tuple[np.ndarray, np.ndarray]:
        """Of the words of like count in two texts that differ by chance alone, the share that differ as much: by
        neighbors and by cosine, (n,) each.
        """
        counts, null_counts = self.counts.min(axis=0), null.counts.min(axis=0)
        return (
            share_by_chance(self.shared / self.k, counts, null.shared / null.k, null_counts),
            share_by_chance(self.cosine, counts, null.cosine, null_counts),
        )


@dataclass(frozen=True)
class UseChangeTest(PairTest):
    """Compares the neighbors that common words have in two texts, among these words.

    Fit: embedding "turned": the common words' vectors of the first text, turned onto those of the second;
    `UseChange.from_fit` reads the rest.
    """

    name = "use_change"
    title = "Change of use"
    papers = (
        Paper(
            "Gonen et al.",
            2020,
            "Simple, interpretable and stable method for detecting words with usage change across corpora",
            "doi:10.18653/v1/2020.acl-main.51",
        ),
        Paper(
            "Hamilton, Leskovec and Jurafsky",
            2016,
            "Diachronic word embeddings reveal statistical laws of semantic change",
            "doi:10.18653/v1/P16-1141",
        ),
    )

    n_neighbors: int = integer(
        100, 5, 1_000, label="Neighbors", step=5,
        help="How many nearest words are compared; at most a tenth of the common words.",
    )  # fmt: skip
    min_count: int = integer(
        50, 1, 100_000, label="Occurrences", help="Words that occur less often in either text are left out: their "
        "neighbors are half chance.", step=10,
    )  # fmt: skip
    run: str = text("", 32, label="Run", help="What is compared with.", hidden=True, pattern="([0-9a-f]{32})?")
    embedding: str = text("", 40, label="Embedding", help="Which embedding of that run; empty for the main one.",
                          hidden=True)  # fmt: skip

    @property
    def second(self) -> tuple[str, str]:
        """See `PairTest`."""
        return self.run, self.embedding

    def fit(self, dataset: EmbeddingPair, report: Report = Silent()) -> Fit:
        """Compare; raises InputError if there are too few common words."""
        stop_if_cancelled(report)
        first, second, counts = self._common(dataset)
        k = max(1, min(self.n_neighbors, first.n_items // MOST_OF_ALL))
        near = [self._nearest(space, k, place, report).rows for place, space in enumerate((first, second))]
        cosine, turned = aligned_cosines(first.unit, second.unit)
        shown = np.stack([rows[:, :KEPT] for rows in near])
        arrays = {
            "counts": counts,
            "shared": shared_neighbors(*near),
            "cosine": cosine.astype(np.float32),
            "near": shown,
        }
        summary = {"words": first.n_items, "k": k, "shared": float(arrays["shared"].mean()) / k}
        return Fit({"turned": Embedding(turned.astype(np.float32), first.labels)}, arrays, summary=summary)

    def _common(self, dataset: EmbeddingPair) -> tuple[Embedding, Embedding, np.ndarray]:
        """The words of both that occur often enough, by falling count in the rarer text, and their counts (2, n)."""
        spaces = dataset.first, dataset.second
        if not all("count" in space.metadata for space in spaces):
            raise InputError("These vectors do not say how often their words occur; compare runs of Words.", "E-EVL-51")
        common = [label for label in dataset.first.labels if label in dataset.second.index]
        rows = [np.array([space.index[label] for label in common], dtype=np.int64) for space in spaces]
        counts = np.stack([space.metadata["count"][row] for space, row in zip(spaces, rows, strict=True)]).astype(int)
        kept = (counts.min(axis=0) >= self.min_count) & (dataset.first.norms[rows[0]] > 0)
        kept &= dataset.second.norms[rows[1]] > 0
        if kept.sum() < FEWEST:
            raise InputError(
                f"{kept.sum():,} of {len(common):,} common words occur {self.min_count:,} times in both texts; "
                f"{FEWEST} are needed. Ask for fewer occurrences, or take longer texts.",
                "E-EVL-52",
            )
        order = np.flatnonzero(kept)[np.argsort(-counts.min(axis=0)[kept], kind="stable")]
        return dataset.first.among(rows[0][order]), dataset.second.among(rows[1][order]), counts[:, order]

    def _nearest(self, space: Embedding, k: int, place: int, report: Report) -> Neighbors:
        def on_tile(done: int, total: int) -> None:
            stop_if_cancelled(report)
            report.progress(place * total + done, 2 * total, "words")

        return nearest_batch(space, np.arange(space.n_items), k, on_tile=on_tile)

    def estimate(self, dataset: EmbeddingPair) -> Estimate:
        """From the products of all common words, and the turn."""
        n = min(dataset.first.n_items, dataset.second.n_items)
        d = max(dataset.first.n_components, dataset.second.n_components)
        start, libraries = costs.COMPARED
        seconds = start + costs.COMPARED_PRODUCT * 2.0 * n * n * d
        return Estimate(seconds, libraries + n * (32.0 * self.n_neighbors + 40.0 * d) / limits.MB)
