"""Dense regions: HDBSCAN* over the exact neighbor graph, at every smallest size of a cluster."""

from dataclasses import dataclass

import numpy as np

from engine import costs
from engine.algorithms.clusters.hierarchy import Dendrogram, dendrogram, filled, leaf_clusters
from engine.algorithms.clusters.spanning_tree import core_distances, spanning_tree
from engine.algorithms.neighbor_graph.graph import NeighborGraph, neighbor_graph
from engine.embedding import Embedding
from engine.evaluation.clusters.contract import FOUND, MOST_CLUSTERS, STEPS, ClusterSearch, Found
from engine.fields import integer
from engine.learners.base import Estimate
from engine.papers import Paper
from engine.report import Report, stop_if_cancelled
from engine.threads import compiled_threads

NEIGHBORS = 15
"""Listed for the tree, and whose mean a smoothed vector is; of few items fewer, see `reach`."""
NONE = (
    "Nowhere are there two dense regions of that many items each: all items are one cluster, or none. Choose a smaller "
    "smallest cluster, or smooth more."
)


@dataclass(frozen=True)
class DensityClusters(ClusterSearch):
    """Regions where items lie denser than around them.

    A layer's clusters are the regions of at least so many items that do not split again; each layer asks for half as
    many as the one before.
    """

    name = "density_clusters"
    version = 2
    title = "Clusters by density"
    papers = (
        Paper(
            "Campello, Moulavi and Sander",
            2013,
            "Density-based clustering based on hierarchical density estimates",
            "doi:10.1007/978-3-642-37456-2_14",
        ),
        Paper("Cheng", 1995, "Mean shift, mode seeking, and clustering", "doi:10.1109/34.400568"),
    )

    min_size: int = integer(
        0, 0, 10_000, label="Smallest cluster", zero="by their number",
        help="Items of a cluster of the finest layer, at least. Left empty, a quarter of the root of the number of "
        "items.",
    )  # fmt: skip
    smoothing: int = integer(
        2, 0, 5, label="Smoothing",
        help="How often each vector first moves to the mean of itself and its 15 nearest, or of so many as the root of "
        "the number of items. In many dimensions raw distances are too much alike for density: with 0, which is "
        "HDBSCAN as published, most items stay unclustered.",
    )  # fmt: skip
    min_samples: int = integer(
        5, 1, 15, label="Dense is", unit="items", advanced=True,
        help="An item is the denser the nearer the so-many-th item is, itself counted. Of few items at most the root "
        "of their number.",
    )  # fmt: skip

    def search(self, points: np.ndarray, report: Report) -> Found:
        """See `ClusterSearch.search`."""
        rounds, nearest = self.smoothing + 1, reach(len(points))
        with compiled_threads():
            for done in range(rounds):
                graph = _listed(points, done, rounds, report)
                if done < self.smoothing:
                    points = smoothed(points, graph.rows[:, :nearest])
                    if self.metric == "cosine":
                        lengths = np.linalg.norm(points, axis=1, keepdims=True)
                        points = points / np.where(lengths > 0, lengths, 1)
            core = core_distances(graph, min(self.min_samples, nearest))
            tree = spanning_tree(points, graph, core, lambda parts, n: stop_if_cancelled(report))
        merged = dendrogram(tree)
        labels = _layers(merged, self._smallest(len(points)))
        few = [own for own in labels if own.max() < MOST_CLUSTERS]
        notes: tuple[str, ...] = () if labels else (NONE,)
        if len(few) < len(labels):
            notes += (f"Layers of more than {MOST_CLUSTERS:,} clusters are left out.",)
        stacked = np.stack(few) if few else np.empty((0, len(points)), dtype=np.int32)
        grown = np.stack([filled(tree, own) for own in few]) if few else stacked
        report.progress(FOUND, STEPS, "percent")
        return Found(stacked, grown, notes)

    def _smallest(self, n: int) -> int:
        return self.min_size or max(3, round(n**0.5 / 4))

    def estimate(self, dataset: Embedding) -> Estimate:
        """From the pairs among which neighbors are sought."""
        start, libraries = costs.MAPS
        n = dataset.n_items
        seconds = start + costs.NEIGHBOR_PAIR * n**2 * (self.smoothing + 1) + costs.CLUSTERED_ITEM * n
        return Estimate(seconds, libraries + 1e-6 * n * (24 * dataset.n_components + 1_000))


def reach(n: int) -> int:
    """How many of n items are near: NEIGHBORS, of few items the root of their number; 15 of 20 would be nearly all."""
    return min(NEIGHBORS, max(2, round(n**0.5)))


def smoothed(points: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Each point's mean with its neighbors, float32 (n, d). rows: which these are, (n, k)."""
    total = points.astype(np.float64)
    for near in rows.T:
        total += points[near]
    return (total / (rows.shape[1] + 1)).astype(np.float32)


def _listed(points: np.ndarray, done: int, rounds: int, report: Report) -> NeighborGraph:
    """The neighbor graph, with its share of the progress."""

    def on_tile(ready: int, total: int) -> None:
        stop_if_cancelled(report)
        report.progress(FOUND * 0.9 * (done + ready / total) / rounds, STEPS, "percent")

    return neighbor_graph(points, NEIGHBORS, on_tile)


def _layers(merged: Dendrogram, smallest: int) -> list[np.ndarray]:
    """Labels from few clusters to many, without layers that repeat another."""
    found: list[np.ndarray] = []
    size = smallest
    while True:
        labels = leaf_clusters(merged, size)
        if labels.max() < 1:
            return found[::-1]
        if not found or labels.max() != found[-1].max() or not np.array_equal(labels >= 0, found[-1] >= 0):
            found.append(labels)
        size *= 2
