"""Laplacian eigenmaps: the slowest waves that a graph can carry (Belkin and Niyogi, 2003)."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from engine import costs, limits
from engine.algorithms.adjacency import strengths
from engine.algorithms.decompositions import oriented
from engine.algorithms.waves import DENSE_UP_TO, between_parts, part_vectors, slowest_waves
from engine.datasets.graphs.graph import Graph
from engine.embedding import Embedding
from engine.fields import integer
from engine.fit import Fit
from engine.insight.explanation import Explanation
from engine.insight.nodes.waves import explained_waves
from engine.learners.base import Estimate
from engine.learners.nodes.contract import NodeLearner, node_metadata, undirected
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled


@dataclass(frozen=True)
class LaplacianEigenmaps(NodeLearner):
    """Solutions of L y = lambda D y for the smallest lambda, scaled to mean square 1 (weighted by degree).

    The constant solution, with lambda = 0, says nothing and is left out. A graph of c parts has lambda = 0 c times:
    up to half of the components then tell the largest parts apart, and the rest are waves within the parts.
    Fit: embedding "node"; arrays eigenvalues (rising, the zeros included).
    """

    name = "laplacian"
    version = 2
    title = "Laplacian eigenmaps"
    papers = (
        Paper(
            "Belkin and Niyogi",
            2003,
            "Laplacian eigenmaps for dimensionality reduction and data representation",
            "doi:10.1162/089976603321780317",
        ),
    )
    explained: ClassVar[Mapping[str, str]] = {"node": "node"}

    n_components: int = integer(16, 2, 200, label="Dimensions", help="Numbers per node vector.", step=2)

    def fit(self, dataset: Graph, report: Report = Silent()) -> Fit:
        """Solve the eigenproblem; see `Learner.fit`."""
        begun = time.monotonic()
        stop_if_cancelled(report)
        graph, notes = undirected(dataset)
        n_apart = self._n_apart(graph)
        apart = part_vectors(graph.csr, graph.parts)
        wanted = min(self.n_components - n_apart, graph.n_nodes - graph.n_parts)

        def multiplied(times: int) -> None:
            stop_if_cancelled(report)
            report.progress(99 * (1 - np.exp(-times / (20 * wanted))), 100, "percent")

        values, waves = slowest_waves(graph.csr, apart, wanted, multiplied)
        root = np.sqrt(np.maximum(strengths(graph.csr), 1e-300))
        vectors = np.column_stack([between_parts(apart, root)[:, :n_apart], waves]) / root[:, None]
        vectors *= np.sqrt((root**2).sum())
        report.progress(100, 100, "percent")
        eigenvalues = np.concatenate([np.zeros(graph.n_parts), values])
        seconds = round(time.monotonic() - begun, 2)
        summary = {"edges": graph.n_edges, "zero_eigenvalues": graph.n_parts, "seconds": seconds}
        embedding = Embedding(oriented(vectors), graph.nodes, node_metadata(dataset))
        notes += _notes(graph, n_apart, vectors.shape[1], self.n_components)
        return Fit({"node": embedding}, {"eigenvalues": eigenvalues}, summary=summary, notes=notes)

    def _n_apart(self, graph: Graph) -> int:
        """How many components tell parts of the graph apart."""
        return min(graph.n_parts - 1, self.n_components // 2)

    def explain(self, fit: Fit, dataset: Graph, chosen: Mapping[str, int]) -> tuple[Explanation, ...]:
        """The equation of the waves at a node: it lies near the mean of its neighbors."""
        graph = dataset.undirected()
        values = fit.arrays["eigenvalues"][graph.n_parts - self._n_apart(graph) :]
        return (explained_waves(graph, chosen["node"], fit.main.vectors, values),)

    def estimate(self, dataset: Graph) -> Estimate:
        """From the products of the Lanczos iterations; graphs with long paths take longer."""
        n, (start, libraries) = float(dataset.n_nodes), costs.GRAPHS
        if n <= DENSE_UP_TO:
            return Estimate(start + costs.DENSE_EIGEN * n**3, libraries + 32 * n * n / limits.MB)
        products = 60.0 * self.n_components
        seconds = products * (costs.LANCZOS_ENTRY * len(dataset.targets) + costs.LANCZOS_ROW * n * self.n_components)
        return Estimate(start + seconds, libraries + (60 * n * self.n_components) / limits.MB)


def _notes(graph: Graph, n_apart: int, found: int, wanted: int) -> tuple[str, ...]:
    notes = []
    if graph.n_parts > 1:
        notes.append(
            f"The graph has {graph.n_parts:,} parts; positions between parts mean nothing. The first {n_apart} "
            f"component{'s tell' if n_apart > 1 else ' tells'} the largest parts apart."
        )
    if found < wanted:
        notes.append(f"The graph has only {found} such waves, so there are not {wanted} components.")
    return tuple(notes)
