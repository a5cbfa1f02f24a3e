"""The effect of p and q: do clusters of node2vec's vectors follow communities, or roles (Grover and Leskovec, 2016)?"""

from dataclasses import dataclass
from typing import Self

import numpy as np

from engine.datasets.graphs.graph import Graph
from engine.errors import InputError
from engine.fields import integer, real
from engine.fit import Fit
from engine.learners.base import Estimate, Learner
from engine.learners.nodes.node2vec import Node2Vec
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled

MEASURES = ("inside", "inside_chance", "degree")


@dataclass(frozen=True, eq=False)
class Clustered:
    """What clusters of the vectors of one setting follow.

    clusters: int (n_nodes,) of the first seed, the largest 0. inside: float (n_seeds,), share of the edges inside
    clusters, high for communities; inside_chance: what clusters of these sizes have at random. degree: share of the
    variance of log degree between clusters, high for roles.
    """

    clusters: np.ndarray
    inside: np.ndarray
    inside_chance: np.ndarray
    degree: np.ndarray


@dataclass(frozen=True)
class BiasComparison:
    """What a BiasEffect found with the left and the right setting."""

    left: Clustered
    right: Clustered

    @classmethod
    def from_fit(cls, fit: Fit) -> Self:
        """The comparison that a Fit of BiasEffect holds."""
        left, right = (
            Clustered(fit.arrays["clusters"][side], *(fit.arrays[name][side] for name in MEASURES)) for side in (0, 1)
        )
        return cls(left, right)


@dataclass(frozen=True)
class BiasEffect(Learner):
    """node2vec with two settings of p and q on the same graph, several seeds each, its vectors clustered by k-means.

    Fit: see `BiasComparison`; arrays clusters (2, n_nodes), inside, inside_chance and degree (2, n_seeds).
    """

    name = "bias_effect"
    title = "Effect of p and q"
    papers = (
        Paper(
            "Grover and Leskovec",
            2016,
            "node2vec: scalable feature learning for networks",
            "doi:10.1145/2939672.2939754",
        ),
    )
    takes = "graph"

    p_left: float = real(1.0, 0.01, 100.0, label="p, left", help="Return parameter of the first setting.", step=0.25)
    q_left: float = real(0.5, 0.01, 100.0, label="q, left", help="In-out parameter of the first setting.", step=0.25)
    p_right: float = real(1.0, 0.01, 100.0, label="p, right", help="Return parameter of the second setting.", step=0.25)
    q_right: float = real(2.0, 0.01, 100.0, label="q, right", help="In-out parameter of the second setting.", step=0.25)
    n_clusters: int = integer(6, 2, 30, label="Clusters", help="Groups that k-means makes of the vectors.")
    n_components: int = integer(16, 2, 128, label="Dimensions", help="Numbers per node vector.", advanced=True)
    walk_length: int = integer(30, 2, 500, label="Walk length", help="Nodes on a walk.", advanced=True)
    window: int = integer(5, 1, 50, label="Window", help="Steps before and after a node.", advanced=True)
    n_seeds: int = integer(5, 1, 20, label="Repetitions", help="Seeds for each setting.", advanced=True)

    def fit(self, dataset: Graph, report: Report = Silent()) -> Fit:
        """Train, cluster and compare; raises InputError if there are more clusters than nodes."""
        stop_if_cancelled(report)
        if self.n_clusters >= dataset.n_nodes:
            raise InputError(
                f"{self.n_clusters} clusters need more than {dataset.n_nodes} nodes; choose fewer.", "E-EVL-27"
            )
        found = {name: np.zeros((2, self.n_seeds)) for name in MEASURES}
        clusters = np.zeros((2, dataset.n_nodes), np.int64)
        for seed in range(self.n_seeds):
            for side, bias in enumerate(((self.p_left, self.q_left), (self.p_right, self.q_right))):
                stop_if_cancelled(report)
                groups = self._clusters(dataset, *bias, seed)
                if seed == 0:
                    clusters[side] = groups
                measured = (*edges_inside(dataset, groups), degree_between(dataset, groups))
                for name, value in zip(MEASURES, measured, strict=True):
                    found[name][side, seed] = value
                report.progress(2 * seed + side + 1, 2 * self.n_seeds, "trainings")
        summary = {
            f"{name} {side}": float(values[place].mean())
            for name, values in found.items()
            for place, side in enumerate(("left", "right"))
        }
        return Fit({}, {"clusters": clusters} | found, summary=summary)

    def estimate(self, dataset: Graph) -> Estimate:
        """As node2vec, so often."""
        one = self._learner(1.0, 1.0, 0).estimate(dataset)
        return Estimate(2 * self.n_seeds * one.seconds, one.megabytes)

    def _learner(self, p: float, q: float, seed: int) -> Node2Vec:
        sizes = {"n_components": self.n_components, "walk_length": self.walk_length, "window": self.window}
        return Node2Vec(**sizes, n_epochs=5, p=p, q=q, seed=seed)  # type: ignore[arg-type]  # all integers

    def _clusters(self, graph: Graph, p: float, q: float, seed: int) -> np.ndarray:
        """Cluster of each node, int64 (n_nodes,), the largest 0."""
        from sklearn.cluster import KMeans

        vectors = self._learner(p, q, seed).fit(graph).main.unit
        found = KMeans(self.n_clusters, n_init=10, random_state=seed).fit_predict(vectors)
        order = np.argsort(-np.bincount(found, minlength=self.n_clusters), kind="stable")
        return np.argsort(order)[found]


def edges_inside(graph: Graph, groups: np.ndarray) -> tuple[float, float]:
    """Share of the edges' weight inside groups, and what it is by chance at the same degrees (their difference is
    modularity; Newman and Girvan, 2004)."""
    sources, targets, weights = graph.undirected().edges()
    total = float(weights.sum())
    ends = np.zeros(int(groups.max()) + 1)
    np.add.at(ends, groups[sources], weights)
    np.add.at(ends, groups[targets], weights)
    inside = float(weights[groups[sources] == groups[targets]].sum()) / total
    return inside, float(((ends / (2 * total)) ** 2).sum())


def degree_between(graph: Graph, groups: np.ndarray) -> float:
    """Share of the variance of log degree that lies between groups: 1 if all nodes of a group have one degree."""
    if np.ptp(graph.degrees) == 0:
        return 0.0
    values = np.log(graph.degrees.astype(float))
    sizes = np.maximum(np.bincount(groups), 1)
    means = np.bincount(groups, weights=values) / sizes
    return float(((means[groups] - values.mean()) ** 2).mean() / values.var())
