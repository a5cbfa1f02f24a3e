"""Node vectors for large graphs: a sparse factorization, then a filter over the graph's waves (Zhang et al., 2019)."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from engine import costs, limits
from engine.algorithms.adjacency import CSR, adjacency, n_nodes, step_chances, strengths
from engine.algorithms.decompositions import randomized_svd, svd
from engine.datasets.graphs.graph import Graph
from engine.embedding import Embedding
from engine.fields import flag, integer, real
from engine.fit import Fit
from engine.insight.explanation import Explanation
from engine.insight.nodes.matrix_cells import edge_cell
from engine.insight.nodes.waves import explained_band
from engine.learners.base import Estimate
from engine.learners.nodes.contract import NodeLearner, node_metadata, part_note, undirected
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled

if TYPE_CHECKING:
    from scipy.sparse import csr_array

NOISE_EXPONENT = 0.75


@dataclass(frozen=True)
class ProNE(NodeLearner):
    """Each edge's log p(j | i) - log noise(j), factorized; the result is filtered by a band of the graph's spectrum.

    The filter exp(-theta ((lambda - mu)^2 / 2 - 1)) of the Laplacian is a sum of Chebyshev polynomials, so that it
    takes only products with a sparse matrix. Fit: embedding "node"; arrays singular_values (of the factorization).
    """

    name = "prone"
    version = 2
    title = "ProNE"
    papers = (
        Paper(
            "Zhang et al.",
            2019,
            "ProNE: fast and scalable network representation learning",
            "doi:10.24963/ijcai.2019/594",
        ),
    )

    n_components: int = integer(64, 2, 500, label="Dimensions", help="Numbers per node vector.", step=8)
    propagate: bool = flag(
        True, label="Spectral filter", help="Smooth the vectors over the graph; off for edges alone."
    )
    order: int = integer(10, 2, 50, label="Terms", help="Chebyshev polynomials of the filter: more are nearer to it.")
    mu: float = real(
        0.2, 0.0, 2.0, label="Band mu", help="The eigenvalue around which waves are kept.", step=0.1, advanced=True
    )
    theta: float = real(
        0.5, 0.05, 5.0, label="Sharpness theta", help="How strongly waves outside the band are damped.", step=0.1,
        advanced=True,
    )  # fmt: skip
    seed: int = integer(0, 0, 2**32 - 1, label="Seed", help="Where the random projection begins.", advanced=True)

    def fit(self, dataset: Graph, report: Report = Silent()) -> Fit:
        """Factorize and filter; see `Learner.fit`."""
        begun = time.monotonic()
        stop_if_cancelled(report)
        graph, notes = undirected(dataset)
        matrix = edge_information(graph.csr)
        transposed = matrix.T.tocsr()

        def product(factor: "csr_array") -> Callable[[np.ndarray], np.ndarray]:
            def multiply(block: np.ndarray) -> np.ndarray:
                stop_if_cancelled(report)
                return factor @ block

            return multiply

        k = min(self.n_components, graph.n_nodes - 1)
        left, values, _ = randomized_svd(product(matrix), product(transposed), matrix.shape, k, 5, self.seed)
        report.progress(60, 100, "percent")
        vectors = left * np.sqrt(values)
        if self.propagate:
            vectors = propagated(graph.csr, vectors, self.order, self.mu, self.theta)
        report.progress(100, 100, "percent")
        summary = {"nodes": graph.n_nodes, "edges": graph.n_edges, "seconds": round(time.monotonic() - begun, 2)}
        embedding = Embedding(vectors, graph.nodes, node_metadata(dataset))
        return Fit({"node": embedding}, {"singular_values": values}, {}, None, summary, notes + part_note(dataset))

    def explain(self, fit: Fit, dataset: Graph, chosen: Mapping[str, int]) -> tuple[Explanation, ...]:
        """The cell of the factorized matrix that belongs to two nodes, and what the filter does to waves."""
        cell = edge_cell(dataset.undirected(), chosen["node"], chosen["other"], NOISE_EXPONENT)
        return (cell, explained_band(self.mu, self.theta)) if self.propagate else (cell,)

    def estimate(self, dataset: Graph) -> Estimate:
        """From the sparse products and the orthogonalizations."""
        width = self.n_components + 16.0
        products = 12 + 2 * self.order
        seconds = products * len(dataset.targets) * width * costs.SPARSE_PRODUCT
        seconds += 14 * dataset.n_nodes * width**2 * costs.ORTHOGONALIZE
        numbers = 8.0 * dataset.n_nodes * width + 8.0 * len(dataset.targets)
        return Estimate(costs.GRAPHS.seconds + seconds, costs.GRAPHS.megabytes + 4 * numbers / limits.MB)


def edge_information(csr: CSR) -> "csr_array":
    """log p(j | i) - log noise(j) on the edges, float32: p is a step of a walk, noise(j) ~ (sum_i p(j | i))^0.75."""
    matrix, step, targets = adjacency(csr), step_chances(csr), csr[1]
    noise = np.bincount(targets, weights=step, minlength=n_nodes(csr)) ** NOISE_EXPONENT
    noise /= noise.sum()
    matrix.data = (np.log(step) - np.log(noise[targets])).astype(np.float32)
    return matrix


def propagated(csr: CSR, vectors: np.ndarray, order: int, mu: float, theta: float) -> np.ndarray:
    """The vectors after the filter, made orthogonal again: U S^1/2 of the filtered ones, each row of length 1."""
    smooth = band_filter(csr, vectors.astype(np.float32), order, mu, theta)
    average = adjacency(csr, np.float32)
    kept = average @ (vectors - smooth)
    left, values, _ = svd(kept)
    found = left * np.sqrt(values)
    return found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-12)


def band_filter(csr: CSR, vectors: np.ndarray, order: int, mu: float, theta: float) -> np.ndarray:
    """exp(-theta psi) applied to the columns, psi = (L - mu)^2 / 2 - 1 and L = 1 - (D + 1)^-1 (A + 1).

    On [-1, 1] exp(-theta x) = I_0(theta) + 2 sum_k (-1)^k I_k(theta) T_k(x) with Bessel functions I_k.
    """
    from scipy.special import iv

    matrix = adjacency(csr, np.float32)
    degree = (strengths(csr) + 1)[:, None].astype(np.float32)

    def psi(block: np.ndarray) -> np.ndarray:
        for _ in range(2):
            block = (1 - mu) * block - (matrix @ block + block) / degree
        return block

    def term(block: np.ndarray) -> np.ndarray:
        return psi(block) / 2 - block

    before, now = vectors, term(vectors)
    total = iv(0, theta) * before - 2 * iv(1, theta) * now
    for k in range(2, order):
        before, now = now, 2 * term(now) - before
        total += 2 * (-1) ** k * iv(k, theta) * now
    return total.astype(vectors.dtype)
