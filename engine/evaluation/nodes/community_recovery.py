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


@dataclass(frozen=True)
class Likeness:
    """How alike two partitions are: normalized mutual information, and the adjusted Rand index."""

    left: str
    right: str
    nmi: float
    ari: float


@dataclass(frozen=True, eq=False)
class CommunityScores:
    """What a CommunityTest found: clusters int (n_items,) by k-means, and how alike the pairs of COMPARED are."""

    clusters: np.ndarray
    likenesses: tuple[Likeness, ...]

    @classmethod
    def from_fit(cls, fit: Fit) -> Self:
        """The scores that a Fit of CommunityTest holds."""
        summary = fit.summary
        pairs = [(a, b) for a, b in COMPARED if f"nmi {a} / {b}" in summary]
        found = [Likeness(a, b, float(summary[f"nmi {a} / {b}"]), float(summary[f"ari {a} / {b}"])) for a, b in pairs]
        return cls(fit.arrays["cluster"], tuple(found))


@dataclass(frozen=True)
class CommunityTest(Learner):
    """k-means on vectors of length 1, compared with the labels and with Louvain's communities.

    Fit: see `CommunityScores`.
    """

    name = "community_test"
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
    seed: int = integer(0, 0, 2**32 - 1, label="Seed", help="Where k-means begins.", advanced=True)

    def fit(self, dataset: Embedding, report: Report = Silent()) -> Fit:
        """Cluster and compare; a node of several labels counts by its first."""
        from sklearn.cluster import KMeans
        from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

        stop_if_cancelled(report)
        classes, table = label_table(dataset, self.column)
        known = table.any(axis=1)
        truth = table.argmax(axis=1)
        found = KMeans(len(classes), n_init=10, random_state=self.seed).fit_predict(dataset.unit)
        groups = {KMEANS: found, LABELS: truth}
        if "community" in dataset.metadata and self.column != "community":
            groups[LOUVAIN] = np.unique(dataset.metadata["community"], return_inverse=True)[1]
        summary: dict[str, object] = {"classes": len(classes), "known": int(known.sum())}
        for left, right in COMPARED:
            if left in groups and right in groups:
                a, b = groups[left][known], groups[right][known]
                summary[f"nmi {left} / {right}"] = float(normalized_mutual_info_score(a, b))
                summary[f"ari {left} / {right}"] = float(adjusted_rand_score(a, b))
        report.progress(1, 1, "clusterings")
        return Fit({}, {"cluster": found}, summary=summary)

    def estimate(self, dataset: Embedding) -> Estimate:
        """Ten runs of k-means."""
        start, libraries = costs.LABELS
        size = dataset.vectors.size
        return Estimate(start + costs.CLUSTERED_NUMBER * size, libraries + 20e-6 * size)
