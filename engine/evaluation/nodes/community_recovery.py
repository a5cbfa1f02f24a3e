"""Community recovery: are the communities of a graph the clusters of its vectors?"""

from dataclasses import dataclass
from typing import Self

import numpy as np

from engine import costs, limits
from engine.embedding import Embedding
from engine.evaluation.nodes.node_classification import label_table
from engine.fields import integer, text
from engine.fit import Fit
from engine.learners.base import Estimate, Learner
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled

KMEANS, LABELS, LOUVAIN = "k-means", "labels", "Louvain"
COMPARED = ((KMEANS, LABELS), (LOUVAIN, LABELS), (KMEANS, LOUVAIN))


@dataclass(frozen=True, eq=False)
class Likeness:
    """How alike two partitions are: normalized mutual information, and the adjusted Rand index.

    Each float (n,): one number, or one for each time that k-means, if it is among the two, began anew.
    """

    left: str
    right: str
    nmi: np.ndarray
    ari: np.ndarray


@dataclass(frozen=True, eq=False)
class CommunityScores:
    """What a CommunityTest found: clusters int (n_items,) by the first k-means; how alike the pairs of COMPARED are."""

    clusters: np.ndarray
    likenesses: tuple[Likeness, ...]

    @classmethod
    def from_fit(cls, fit: Fit) -> Self:
        """The scores that a Fit of CommunityTest holds; one of version 1 has a summary of one clustering."""
        measured = {**fit.summary, **fit.arrays}
        pairs = [(a, b) for a, b in COMPARED if f"nmi {a} / {b}" in measured]
        found = [
            Likeness(a, b, *(np.atleast_1d(measured[f"{measure} {a} / {b}"]) for measure in ("nmi", "ari")))
            for a, b in pairs
        ]
        return cls(fit.arrays["cluster"], tuple(found))


@dataclass(frozen=True)
class CommunityTest(Learner):
    """k-means on vectors of length 1, several times, compared with the labels and with Louvain's communities.

    Fit: see `CommunityScores`; summary has the means.
    """

    name = "community_test"
    version = 2
    title = "Community recovery"
    papers = (
        Paper("Lloyd", 1982, "Least squares quantization in PCM", "doi:10.1109/TIT.1982.1056489"),
        Paper(
            "Blondel et al.",
            2008,
            "Fast unfolding of communities in large networks",
            "doi:10.1088/1742-5468/2008/10/P10008",
        ),
    )
    takes = "embedding"

    column: str = text("", limits.LABEL_LENGTH, label="Labels", help="The column that names the true groups.")
    n_times: int = integer(5, 1, 50, label="Repetitions", help="How often k-means begins anew, each the best of ten.")
    seed: int = integer(0, 0, 2**32 - 1, label="Seed", help="Where k-means begins.", advanced=True)

    def fit(self, dataset: Embedding, report: Report = Silent()) -> Fit:
        """Cluster and compare; a node of several labels counts by its first."""
        stop_if_cancelled(report)
        classes, table = label_table(dataset, self.column)
        known = table.any(axis=1)
        groups = {KMEANS: self._clusterings(dataset, len(classes), report), LABELS: [table.argmax(axis=1)]}
        if "community" in dataset.metadata and self.column != "community":
            groups[LOUVAIN] = [np.unique(dataset.metadata["community"], return_inverse=True)[1]]
        arrays = {"cluster": groups[KMEANS][0]}
        for left, right in COMPARED:
            if left in groups and right in groups:
                alike = [likeness(a[known], b[known]) for a in groups[left] for b in groups[right]]
                for measure, values in zip(("nmi", "ari"), np.array(alike).T, strict=True):
                    arrays[f"{measure} {left} / {right}"] = values
        means = {name: float(values.mean()) for name, values in arrays.items() if name != "cluster"}
        return Fit({}, arrays, summary={"classes": len(classes), "known": int(known.sum())} | means)

    def _clusterings(self, embedding: Embedding, n_clusters: int, report: Report) -> list[np.ndarray]:
        """Cluster of each item, int (n_items,), as often as is asked."""
        from sklearn.cluster import KMeans

        found = []
        for place in range(self.n_times):
            stop_if_cancelled(report)
            seed = (self.seed + place) % 2**32
            found.append(KMeans(n_clusters, n_init=10, random_state=seed).fit_predict(embedding.unit))
            report.progress(place + 1, self.n_times, "clusterings")
        return found

    def estimate(self, dataset: Embedding) -> Estimate:
        """Ten runs of k-means, as often."""
        start, libraries = costs.LABELS
        size = dataset.vectors.size
        return Estimate(start + costs.CLUSTERED_NUMBER * size * self.n_times, libraries + 20e-6 * size)


def likeness(left: np.ndarray, right: np.ndarray) -> tuple[float, float]:
    """Normalized mutual information and adjusted Rand index of two partitions, int (n,) each."""
    from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

    return float(normalized_mutual_info_score(left, right)), float(adjusted_rand_score(left, right))
