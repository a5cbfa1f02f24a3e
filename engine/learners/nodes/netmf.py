"""The matrix that DeepWalk factorizes without knowing it, factorized directly (Qiu et al., 2018)."""

import time
from dataclasses import dataclass
from typing import Literal

import numpy as np

from engine import limits
from engine.algorithms.adjacency import normalized, strengths, undirected
from engine.algorithms.decompositions import leading_eigen, randomized_svd, symmetric_svd
from engine.datasets.graphs.graph import Graph
from engine.embedding import Embedding
from engine.errors import InputError
from engine.fields import choice, integer
from engine.fit import Fit
from engine.learners.base import Estimate, Learner
from engine.learners.nodes.contract import node_metadata
from engine.learners.nodes.node2vec import part_note
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled

EXACT_NODES = 2_000
"""Up to here the sum over the window is exact by default, and the factorization is LAPACK's."""
START_SECONDS = 0.8
LIBRARY_MEGABYTES = 200.0


@dataclass(frozen=True)
class NetMF(Learner):
    """log max(1, vol(G) / (b T) (P + P^2 + ... + P^T) D^-1), cut to its largest singular values.

    P = D^-1 A are the steps of a walk, T is the window, b the number of negatives. Fit: embedding "node" (U S^1/2);
    arrays singular_values, and eigenvalues of the normalized adjacency where the sum is approximated.
    """

    name = "netmf"
    title = "NetMF"
    papers = (
        Paper(
            "Qiu et al.",
            2018,
            "Network embedding as matrix factorization: unifying DeepWalk, LINE, PTE, and node2vec",
            "doi:10.1145/3159652.3159706",
        ),
    )
    takes = "graph"
    embeds = "node"

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

    def fit(self, dataset: Graph, report: Report = Silent()) -> Fit:  # noqa: B008 - Silent has no state
        """Build the matrix and factorize it; see `Learner.fit`."""
        begun = time.monotonic()
        stop_if_cancelled(report)
        graph, notes = undirected(dataset)
        arrays = {}
        if self.is_exact(graph):
            matrix = netmf_matrix(graph, self.window, self.negative)
        else:
            matrix, arrays["eigenvalues"] = eigen_matrix(graph, self.window, self.negative, self.rank)
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

    def is_exact(self, graph: Graph) -> bool:
        """Whether the powers are summed up one by one."""
        return self.method == "exact" or (self.method == "auto" and graph.n_nodes <= EXACT_NODES)

    def estimate(self, dataset: Graph) -> Estimate:
        """From the products of dense matrices."""
        n, width = float(dataset.n_nodes), self.n_components + 16.0
        seconds = START_SECONDS + 1e-10 * n * n * width + 2e-8 * n * n
        if self.is_exact(dataset):
            return Estimate(seconds + 5e-11 * n**3 * self.window, LIBRARY_MEGABYTES + 32 * n * n / limits.MB)
        seconds += self.rank * (2e-8 * len(dataset.targets) + 4e-9 * n * self.rank) + 5e-11 * n * n * self.rank
        return Estimate(seconds, LIBRARY_MEGABYTES + (10 * n * n + 24 * n * self.rank) / limits.MB)


def netmf_matrix(graph: Graph, window: int, negative: int = 1) -> np.ndarray:
    """vol / (b T) (P + ... + P^T) D^-1 of an undirected graph, before the logarithm; float64 (n, n), symmetric."""
    degree = strengths(graph)
    step = np.zeros((graph.n_nodes, graph.n_nodes))
    step[graph.sources, graph.targets] = graph.weights / degree[graph.sources]
    power, total = step.copy(), step.copy()
    for _ in range(window - 1):
        power = power @ step
        total += power
    return degree.sum() / (negative * window) * total / degree


def eigen_matrix(graph: Graph, window: int, negative: int, rank: int) -> tuple[np.ndarray, np.ndarray]:
    """The same from the `rank` largest eigenvalues of D^-1/2 A D^-1/2: float32 (n, n), and these eigenvalues.

    A power P^r has the eigenvalues' powers; their mean over the window is above 0 where it matters, and cut at 0.
    """
    from threadpoolctl import threadpool_limits

    product, n = normalized(graph, np.float32).__matmul__, graph.n_nodes
    with threadpool_limits(1):  # its many small steps make threads wait for each other, for minutes if others work too
        values, vectors = leading_eigen(product, n, min(rank, n - 2), tolerance=1e-3, dtype=np.float32)
    powers = np.mean([values**power for power in range(1, window + 1)], axis=0)
    half = vectors * np.sqrt(np.maximum(powers, 0)) / np.sqrt(strengths(graph))[:, None]
    scale = strengths(graph).sum() / negative
    half = (half * np.sqrt(scale)).astype(np.float32)
    return half @ half.T, values.astype(float)


def factorized(matrix: np.ndarray, n_components: int) -> tuple[np.ndarray, np.ndarray]:
    """Left singular vectors (n, k) and singular values, falling, of a symmetric matrix."""
    if len(matrix) <= EXACT_NODES:
        return symmetric_svd(matrix, n_components)[:2]
    return randomized_svd(matrix.__matmul__, matrix.__matmul__, matrix.shape, n_components, n_iter=2)[:2]
