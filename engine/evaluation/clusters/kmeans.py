"""k-means, the plain choice: every item belongs to the nearest of k centers; nearby centers are merged for fewer."""

from dataclasses import dataclass

import numpy as np

from engine import costs
from engine.algorithms.clusters.merged_centers import coarser
from engine.embedding import Embedding
from engine.evaluation.clusters.contract import FOUND, STEPS, ClusterSearch, Found
from engine.fields import integer
from engine.learners.base import Estimate
from engine.papers import Paper
from engine.report import Report, stop_if_cancelled

ROUNDS = 100
MOST_USUAL = 32
"""Clusters, unless another number is asked for."""


@dataclass(frozen=True)
class KMeansClusters(ClusterSearch):
    """Lloyd's algorithm from k-means++, and Ward's merges of its centers for the coarser layers, each of half as many
    clusters.
    """

    name = "kmeans_clusters"
    title = "Clusters by k-means"
    papers = (
        Paper("Lloyd", 1982, "Least squares quantization in PCM", "doi:10.1109/TIT.1982.1056489"),
        Paper(
            "Ward",
            1963,
            "Hierarchical grouping to optimize an objective function",
            "doi:10.1080/01621459.1963.10500845",
        ),
    )

    n_clusters: int = integer(
        0, 0, 500, label="Clusters", zero="by their number",
        help="Of the finest layer; each coarser one has half. Left empty, the root of half the number of items, and "
        "at most 32.",
    )  # fmt: skip
    seed: int = integer(0, 0, 2**32 - 1, label="Seed", help="Where the centers begin.", advanced=True)

    def search(self, points: np.ndarray, report: Report) -> Found:
        """See `ClusterSearch.search`."""
        from sklearn.cluster import KMeans
        from threadpoolctl import threadpool_limits

        different = len(np.unique(points, axis=0))
        wanted = self._wanted(len(points))
        k = min(wanted, different)
        notes = () if k == wanted else (f"Only {different:,} items differ: {k:,} clusters instead of more.",)
        if k < 2:
            none = np.empty((0, len(points)), dtype=np.int32)
            return Found(none, none, ("All items are the same: there is nothing to tell apart.",))
        with threadpool_limits(1):  # sums over several threads would depend on their number
            found = KMeans(k, n_init=1, max_iter=ROUNDS, random_state=self.seed).fit(points)
        stop_if_cancelled(report)
        labels = np.unique(found.labels_, return_inverse=True)[1]
        k = int(labels.max()) + 1
        centers = np.stack([points[labels == own].mean(axis=0, dtype=np.float64) for own in range(k)])
        numbers = [k]
        while numbers[-1] > 2:
            numbers.append(max(2, numbers[-1] // 2))
        merged = coarser(centers, np.bincount(labels), numbers[::-1])
        layers = merged[:, labels].astype(np.int32)
        report.progress(FOUND, STEPS, "percent")
        return Found(layers, layers, notes)

    def _wanted(self, n: int) -> int:
        return max(2, self.n_clusters or min(MOST_USUAL, round((n / 2) ** 0.5)))

    def estimate(self, dataset: Embedding) -> Estimate:
        """From the distances to the centers in all rounds."""
        start, libraries = costs.LABELS
        products = dataset.vectors.size * self._wanted(dataset.n_items)
        seconds = start + costs.CENTER_PRODUCT * products * ROUNDS + costs.CLUSTERED_ITEM * dataset.n_items
        return Estimate(seconds, libraries + 24e-6 * dataset.vectors.size + 1e-6 * dataset.n_items * 200)
