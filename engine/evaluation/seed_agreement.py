"""Do trainings that differ by their seed alone agree on neighbors and clusters? Beside the same on shuffled data."""

from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar, Literal, Self

import numpy as np

from engine import costs, limits
from engine.algorithms.clusters.consensus import always_together, cluster_overlap, consensus
from engine.algorithms.map_quality.agreement import agreement
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
    """What a SeedAgreement found of the first n items.

    by_item: float64 (n,), share of its nearest that an item keeps from one seed to another; chance: of vectors at
    random, k / (n - 1). clusters: int (n,), the consensus of all seeds. by_cluster: float64 (n,), how much of its
    cluster an item keeps. together: of the pairs that are ever in one cluster, the share that always are;
    together_chance: that of clusters which know nothing of each other.
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
        shown = [embedding.first(self.most) for embedding in dataset.embeddings]
        require_same(shown)
        n_clusters = min(self.n_clusters, shown[0].n_items - 1)
        near, parts = [], []
        for place, embedding in enumerate(shown):
            stop_if_cancelled(report)
            near.append(neighbors(embedding, self.n_neighbors, self.metric, -1 - place))
            parts.append(clustered(embedding, n_clusters, self.metric, self.seed))
            report.progress(place + 1, len(shown) + 1, "runs")
        partitions = np.array(parts)
        together, by_chance = always_together(partitions)
        arrays = {
            "by_item": agreement(near), "clusters": consensus(partitions, n_clusters),
            "by_cluster": cluster_overlap(partitions),
        }  # fmt: skip
        report.progress(len(shown) + 1, len(shown) + 1, "runs")
        summary = {"chance": chance(near[0]), "together": together, "together_chance": by_chance, "runs": len(shown)}
        return Fit({}, arrays, summary=summary | {"agreement": float(arrays["by_item"].mean())})

    def estimate(self, dataset: EmbeddingGroup) -> Estimate:
        """From the distances of all, and the pairs of items in the consensus."""
        n = min(self.most, dataset.embeddings[0].n_items)
        size, runs = n * dataset.embeddings[0].n_components, 1 + len(self.others)
        start, libraries = costs.LABELS
        seconds = start + runs * (costs.CLUSTERED_NUMBER * size + costs.NEAR_PAIR * n * n) + 2e-7 * n * n
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
        shown = [fit.main.first(self.most) for fit in fits]
        require_same(shown)
        near = [neighbors(each, self.n_neighbors, self.metric, -1 - place) for place, each in enumerate(shown)]
        by_item = agreement(near)
        return Fit({}, {"by_item": by_item}, summary={"agreement": float(by_item.mean()), "chance": chance(near[0])})

    def estimate(self, dataset: TrainedRun) -> Estimate:
        """Two trainings."""
        once = dataset.learner.estimate(dataset.dataset)
        return Estimate(2 * once.seconds + 1, 1.5 * once.megabytes)


def require_same(shown: list[Embedding]) -> None:
    """Raise InputError unless there are several embeddings of the same three items or more."""
    same = all(one.labels == other.labels for one, other in pairwise(shown))
    if len(shown) < 2 or not same or shown[0].n_items < 3:
        raise InputError(
            f"{len(shown)} runs of {'the same' if same else 'different'} {shown[0].n_items} items: two runs or more of "
            "the same three items or more are needed. Train the method with more seeds.",
            "E-EVL-62",
        )


def neighbors(embedding: Embedding, k: int, metric: Literal["cosine", "euclidean"], none: int) -> np.ndarray:
    """The nearest k of each item, or as many as there are: int (n, k). none: stands for those of a vector of 0, which
    has no neighbors; another number for each run, so that no two share it.
    """
    k = min(k, embedding.n_items - 1)
    found = nearest_batch(embedding, np.arange(embedding.n_items), k, metric).rows
    return np.where(found >= 0, found, none)


def chance(near: np.ndarray) -> float:
    """Agreement of vectors at random: k / (n - 1)."""
    n, k = near.shape
    return k / (n - 1)


def clustered(embedding: Embedding, n_clusters: int, metric: str, seed: int) -> np.ndarray:
    """Clusters of k-means, int (n,); under cosine of the vectors at length 1."""
    from sklearn.cluster import KMeans

    points = embedding.unit if metric == "cosine" else embedding.vectors
    labels = KMeans(n_clusters, n_init=RESTARTS, random_state=seed).fit(points.astype(np.float64)).labels_
    return np.asarray(labels, dtype=np.int64)
