"""The matrix that DeepWalk factorizes without knowing it, factorized directly (Qiu et al., 2018)."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from engine import costs, limits
from engine.algorithms.decompositions import randomized_svd, symmetric_svd
from engine.algorithms.walks.netmf_matrix import eigen_matrix, netmf_matrix
from engine.datasets.graphs.graph import Graph
from engine.embedding import Embedding
from engine.errors import InputError
from engine.fields import choice, integer
from engine.fit import Fit
from engine.insight.explanation import Explanation
from engine.insight.nodes.matrix_cells import netmf_cell
from engine.learners.base import Estimate
from engine.learners.nodes.contract import NodeLearner, node_metadata, part_note, undirected
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled

EXACT_NODES = 2_000
"""Up to here the sum over the window is exact by default, and the factorization is LAPACK's."""


@dataclass(frozen=True)
class NetMF(NodeLearner):
    """log max(1, vol(G) / (b T) (P + P^2 + ... + P^T) D^-1), cut to its largest singular values.

    P = D^-1 A are the steps of a walk, T is the window, b the number of negatives. Fit: embedding "node" (U S^1/2);
    arrays singular_values, and eigenvalues of the normalized adjacency where the sum is approximated.
    """

    name = "netmf"
    version = 2
    title = "NetMF"
    papers = (
        Paper(
            "Qiu et al.",
            2018,
            "Network embedding as matrix factorization: unifying DeepWalk, LINE, PTE, and node2vec",
            "doi:10.1145/3159652.3159706",
        ),
    )

    n_components: int = integer(64, 2, 500, label="Dimensions", help="Numbers per node vector.", step=8)
    window: int = integer(10, 1, 50, label="Window T", help="Steps before and after a node that count as its context.")
    negative: int = integer(1, 1, 30, label="Negatives b", help="log b is taken off, as b negatives do in DeepWalk.")
    method: Literal["auto", "exact", "eigen"] = choice(
        "auto",
        {"auto": "By size", "exact": "Exact sum of powers", "eigen": "From the leading eigenvectors"},
        label="Sum of the powers",
        help=f"Exact up to {EXACT_NODES:,} nodes; from the leading eigenvectors for larger graphs.",
        advanced=True,
    )
    rank: int = integer(
        256, 2, 1_000, label="Eigenvectors h", help="How many eigenvectors stand for the graph if it is large.",
        advanced=True,
    )  # fmt: skip

    def fit(self, dataset: Graph, report: Report = Silent()) -> Fit:
        """Build the matrix and factorize it; see `Learner.fit`."""
        begun = time.monotonic()
        stop_if_cancelled(report)
        graph, notes = undirected(dataset)
        arrays = {}
        if self.is_exact(graph):
            matrix = netmf_matrix(graph.csr, self.window, self.negative)
        else:
            matrix, arrays["eigenvalues"] = eigen_matrix(graph.csr, self.window, self.negative, self.rank)
        stop_if_cancelled(report)
        report.progress(50, 100, "percent")
        np.log(np.maximum(matrix, 1, out=matrix), out=matrix)
        if not matrix.any():
            raise InputError(
                f"With {self.negative} negatives nothing is left of the matrix; choose fewer negatives.", "E-GRF-80"
            )
        left, arrays["singular_values"] = factorized(matrix, self.n_components)
        vectors = left * np.sqrt(arrays["singular_values"])
        report.progress(100, 100, "percent")
        summary = {
            "nodes": graph.n_nodes,
            "edges": graph.n_edges,
            "nonzero_share": float((matrix > 0).mean()),
            "seconds": round(time.monotonic() - begun, 2),
        }
        embedding = Embedding(vectors, graph.nodes, node_metadata(dataset))
        return Fit({"node": embedding}, arrays, summary=summary, notes=notes + part_note(dataset))

    def context_window(self) -> int:
        """See `NodeLearner`."""
        return self.window

    def negatives(self) -> int:
        """See `NodeLearner`."""
        return self.negative

    def explain(self, fit: Fit, dataset: Graph, chosen: Mapping[str, int]) -> tuple[Explanation, ...]:
        """The cell of the matrix that belongs to two nodes, and the inner product that stands for it."""
        return (self.walk_cell(fit, dataset.undirected(), chosen["node"], chosen["other"]),)

    def walk_cell(self, fit: Fit, graph: Graph, node: int, other: int) -> Explanation:
        """See `NodeLearner`; here the inner product of the vectors stands for the cell."""
        product = float(fit.main.vectors[node] @ fit.main.vectors[other])
        return netmf_cell(graph, node, other, self.window, self.negative, product)

    def is_exact(self, graph: Graph) -> bool:
        """Whether the powers are summed up one by one."""
        return self.method == "exact" or (self.method == "auto" and graph.n_nodes <= EXACT_NODES)

    def estimate(self, dataset: Graph) -> Estimate:
        """From the products of dense matrices."""
        n, width = float(dataset.n_nodes), self.n_components + 16.0
        seconds = costs.GRAPHS.seconds + (costs.WIDE_PRODUCT * width + costs.LOGARITHM) * n * n
        if self.is_exact(dataset):
            seconds += costs.DENSE_POWER * n**3 * self.window
            return Estimate(seconds, costs.GRAPHS.megabytes + 32 * n * n / limits.MB)
        entries, rows = costs.LEADING_ENTRY * len(dataset.targets), costs.LEADING_ROW * n * self.rank
        seconds += self.rank * (entries + rows + costs.DENSE_POWER * n * n)
        return Estimate(seconds, costs.GRAPHS.megabytes + (10 * n * n + 24 * n * self.rank) / limits.MB)


def factorized(matrix: np.ndarray, n_components: int) -> tuple[np.ndarray, np.ndarray]:
    """Left singular vectors (n, k) and singular values, falling, of a symmetric matrix."""
    if len(matrix) <= EXACT_NODES:
        return symmetric_svd(matrix, n_components)[:2]
    return randomized_svd(matrix.__matmul__, matrix.__matmul__, matrix.shape, n_components, n_iter=2)[:2]
