"""Do trainings that differ by their seed alone agree on neighbors and clusters? Beside the same on shuffled data."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar, Literal, Self

import numpy as np

from engine import costs, limits
from engine.algorithms.clusters.consensus import always_together, cluster_overlap, consensus
from engine.algorithms.map_quality.agreement import agreement
from engine.algorithms.map_quality.measures import chance_kept
from engine.embedding import Embedding
from engine.errors import InputError
from engine.evaluation.embedding_group import EmbeddingGroup, GroupTest
from engine.evaluation.shuffled_data import shuffled
from engine.evaluation.trained_run import TrainedRun
from engine.fields import choice, integer, text
from engine.fit import Fit
from engine.learners.base import Estimate, Learner
from engine.neighbors import nearest_batch
from engine.papers import Paper
from engine.report import Repetition, Report, Silent, stop_if_cancelled

MOST = 7
"""Runs beside the first."""
NEAR_BY = {"cosine": "cosine", "euclidean": "Euclidean"}
RESTARTS = 4


@dataclass(frozen=True, eq=False)
class Stability:
    """What a SeedAgreement found of the first n items, of which those are compared that have a vector in every run.

    by_item: float64 (n,), share of its nearest that an item keeps from one seed to another, NaN if it is not compared;
    chance: of m compared items at random, k / (m - 1). clusters: int (n,), the consensus of all seeds, -1 for none.
    by_cluster: float64 (n,), how much of its cluster an item keeps, or NaN. together: of the pairs that are ever in one
    cluster, the share that always are; together_chance: that of clusters which know nothing of each other.
    """

    by_item: np.ndarray
    chance: float
    clusters: np.ndarray
    by_cluster: np.ndarray
    together: float
    together_chance: float

    @classmethod
    def from_fit(cls, fit: Fit) -> Self:
        """What the test stored."""
        numbers = (float(fit.summary[name]) for name in ("chance", "together", "together_chance"))
        chance, together, by_chance = numbers
        found = fit.arrays
        return cls(found["by_item"], chance, found["clusters"], found["by_cluster"], together, by_chance)


@dataclass(frozen=True)
class SeedAgreement(GroupTest):
    """Compares the neighbors and the k-means clusters of several trainings. Fit: no embedding; `Stability.from_fit`."""

    name = "seed_agreement"
    title = "Do the seeds agree?"
    papers = (
        Paper(
            "Wendlandt, Kummerfeld and Mihalcea",
            2018,
            "Factors influencing the surprising instability of word embeddings",
            "doi:10.18653/v1/N18-1190",
        ),
        Paper(
            "Strehl and Ghosh",
            2002,
            "Cluster ensembles: a knowledge reuse framework for combining multiple partitions",
            "doi:10.1162/153244303321897735",
        ),
    )

    runs: str = text(
        "", (MOST + 1) * 33, label="Other runs", help="Runs of the other seeds.", hidden=True,
        pattern=r"([0-9a-f]{32}(,[0-9a-f]{32})*)?",
    )  # fmt: skip
    n_neighbors: int = integer(10, 1, 100, label="Neighbors", help="How many nearest items of each are compared.")
    n_clusters: int = integer(8, 2, 50, label="Clusters", help="Clusters of k-means, of each seed and in common.")
    metric: Literal["cosine", "euclidean"] = choice("cosine", NEAR_BY, label="Near by", help="By what items are near.")
    most: int = integer(2_000, 100, 10_000, label="Items", help="The first so many items are compared.")
    seed: int = integer(0, 0, 2**32 - 1, label="Seed", help="Where k-means begins.", advanced=True)

    @property
    def others(self) -> tuple[str, ...]:
        """The runs of the other seeds."""
        return tuple(filter(None, self.runs.split(",")))

    def fit(self, dataset: EmbeddingGroup, report: Report = Silent()) -> Fit:
        """Compare; raises InputError E-EVL-62 for one run alone, other items, or too few."""
        stop_if_cancelled(report)
        shown, rows = compared(dataset.embeddings, self.most, self.metric)
        n_clusters = min(self.n_clusters, shown[0].n_items - 1)
        near, parts = [], []
        for place, embedding in enumerate(shown):
            stop_if_cancelled(report)
            near.append(neighbors(embedding, self.n_neighbors, self.metric))
            parts.append(clustered(embedding, n_clusters, self.metric, self.seed))
            report.progress(place + 1, len(shown) + 1, "runs")
        partitions = np.array(parts)
        together, by_chance = always_together(partitions)
        by_item = agreement(near)
        n = min(self.most, dataset.embeddings[0].n_items)
        arrays = {
            "by_item": spread_out(by_item, rows, n), "by_cluster": spread_out(cluster_overlap(partitions), rows, n),
            "clusters": np.full(n, -1),
        }  # fmt: skip
        arrays["clusters"][rows] = consensus(partitions, n_clusters)
        report.progress(len(shown) + 1, len(shown) + 1, "runs")
        summary = {
            "chance": chance_kept(*near[0].shape),
            "together": together,
            "together_chance": by_chance,
            "runs": len(shown),
        }
        return Fit({}, arrays, summary=summary | {"agreement": float(by_item.mean())})

    def estimate(self, dataset: EmbeddingGroup) -> Estimate:
        """From the distances of all, and the pairs of items in the consensus."""
        n = min(self.most, dataset.embeddings[0].n_items)
        size, runs = n * dataset.embeddings[0].n_components, 1 + len(self.others)
        start, libraries = costs.LABELS
        seconds = (
            start + runs * (costs.CLUSTERED_NUMBER * size + costs.NEAR_PAIR * n * n) + costs.CONSENSUS_PAIR * n * n
        )
        return Estimate(seconds, libraries + 40.0 * n * n / limits.MB)


@dataclass(frozen=True)
class ShuffledSeeds(Learner):
    """Trains the method of a run twice, with two seeds, on data that were shuffled, and compares the neighbors.

    Fit: no embedding; array by_item float64 (n,), as in Stability; summary agreement and chance.
    """

    name = "shuffled_seeds"
    title = "Seeds on shuffled data"
    papers = SeedAgreement.papers[:1]
    takes: ClassVar[str] = "run"

    n_neighbors: int = integer(10, 1, 100, label="Neighbors", help="How many nearest items of each are compared.")
    metric: Literal["cosine", "euclidean"] = choice("cosine", NEAR_BY, label="Near by", help="By what items are near.")
    most: int = integer(2_000, 100, 10_000, label="Items", help="The first so many items are compared.")
    seed: int = integer(0, 0, 2**32 - 1, label="Seed", help="How the data are shuffled.", advanced=True)

    def fit(self, dataset: TrainedRun, report: Report = Silent()) -> Fit:
        """Shuffle, train and compare; raises InputError for data that cannot be shuffled."""
        stop_if_cancelled(report)
        mixed = shuffled(dataset.dataset, self.seed)
        learners = [dataset.learner.replace(seed=seed) for seed in (0, 1)]
        fits = [learner.fit(mixed, Repetition(report, place, 2)) for place, learner in enumerate(learners)]
        shown, rows = compared([fit.main for fit in fits], self.most, self.metric)
        near = [neighbors(each, self.n_neighbors, self.metric) for each in shown]
        by_item = agreement(near)
        arrays = {"by_item": spread_out(by_item, rows, min(self.most, fits[0].main.n_items))}
        return Fit({}, arrays, summary={"agreement": float(by_item.mean()), "chance": chance_kept(*near[0].shape)})

    def estimate(self, dataset: TrainedRun) -> Estimate:
        """Two trainings."""
        once = dataset.learner.estimate(dataset.dataset)
        return Estimate(2 * once.seconds + 1, 1.5 * once.megabytes)


def compared(
    embeddings: Sequence[Embedding], most: int, metric: Literal["cosine", "euclidean"]
) -> tuple[list[Embedding], np.ndarray]:
    """The first `most` items, those that have a vector in every run, and their rows; a vector of 0 has no direction.

    Raises InputError unless there are several embeddings of the same items, three of them with vectors.
    """
    shown = [embedding.first(most) for embedding in embeddings]
    same = all(one.labels == other.labels for one, other in pairwise(shown))
    known = np.ones(shown[0].n_items, bool)
    for each in shown if same and metric == "cosine" else ():
        known &= each.norms > 0
    rows = np.flatnonzero(known)
    if len(shown) < 2 or not same or len(rows) < 3:
        raise InputError(
            f"{len(shown)} runs of {'the same' if same else 'different'} items, {len(rows)} of them with vectors: two "
            "runs or more of the same items, three of them with vectors, are needed. Train the method with more seeds.",
            "E-EVL-62",
        )
    return [each.among(rows) for each in shown], rows


def spread_out(values: np.ndarray, rows: np.ndarray, n: int) -> np.ndarray:
    """Values of some of n items at their rows, NaN for the others: float64 (n,)."""
    found = np.full(n, np.nan)
    found[rows] = values
    return found


def neighbors(embedding: Embedding, k: int, metric: Literal["cosine", "euclidean"]) -> np.ndarray:
    """The nearest k of each item, or as many as there are: int (n, k)."""
    return nearest_batch(embedding, np.arange(embedding.n_items), min(k, embedding.n_items - 1), metric).rows


def clustered(embedding: Embedding, n_clusters: int, metric: str, seed: int) -> np.ndarray:
    """Clusters of k-means, int (n,); under cosine of the vectors at length 1."""
    from sklearn.cluster import KMeans

    points = embedding.unit if metric == "cosine" else embedding.vectors
    labels = KMeans(n_clusters, n_init=RESTARTS, random_state=seed).fit(points.astype(np.float64)).labels_
    return np.asarray(labels, dtype=np.int64)
