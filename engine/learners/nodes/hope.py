"""Node vectors whose inner products approximate a proximity of nodes, direction included (Ou et al., 2016)."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from engine import costs, limits
from engine.algorithms.adjacency import CSR, adjacency, n_nodes
from engine.algorithms.decompositions import randomized_svd
from engine.datasets.graphs.graph import Graph
from engine.embedding import Embedding
from engine.fields import choice, integer, real
from engine.fit import Fit
from engine.insight.explanation import Explanation
from engine.insight.nodes.matrix_cells import proximity_cell
from engine.learners.base import Estimate
from engine.learners.nodes.contract import NodeLearner, node_metadata, part_note
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled

if TYPE_CHECKING:
    from scipy.sparse import csr_array

SERIES_END = 1e-6


@dataclass(frozen=True)
class HOPE(NodeLearner):
    """Truncated SVD of a proximity S = U S V^T: source vectors U S^1/2, target vectors V S^1/2.

    S is the adjacency matrix itself, or Katz's index beta A + beta^2 A^2 + ..., which counts ways of all lengths.
    Fit: embeddings "source" and "context" (as a target); arrays singular_values.
    """

    name = "hope"
    version = 2
    title = "HOPE (SVD of a proximity)"
    papers = (
        Paper("Ou et al.", 2016, "Asymmetric transitivity preserving graph embedding", "doi:10.1145/2939672.2939751"),
    )
    context = "each node as the target of edges"
    tells_direction = True

    n_components: int = integer(64, 2, 500, label="Dimensions", help="Numbers per node vector.", step=8)
    proximity: Literal["katz", "adjacency"] = choice(
        "katz", {"katz": "Katz: ways of all lengths", "adjacency": "Adjacency: edges alone"}, label="Proximity",
        help="What the inner product of a source and a target vector approximates.",
    )  # fmt: skip
    decay: float = real(
        0.5,
        0.01,
        0.95,
        label="Decay",
        help="beta, as a share of the largest for which Katz's sum is finite.",
        step=0.05,
    )
    seed: int = integer(0, 0, 2**32 - 1, label="Seed", help="Where the random projection begins.", advanced=True)

    def fit(self, dataset: Graph, report: Report = Silent()) -> Fit:
        """Factorize; see `Learner.fit`."""
        begun = time.monotonic()
        stop_if_cancelled(report)
        forth = adjacency(dataset.csr, np.float32)
        back = forth.T.tocsr()
        beta = self.decay / radius(dataset.csr) if self.proximity == "katz" else 0.0
        n_terms = int(np.ceil(np.log(SERIES_END) / np.log(self.decay))) if beta else 1
        rounds = 0

        def product(factor: "csr_array", block: np.ndarray) -> np.ndarray:
            nonlocal rounds
            stop_if_cancelled(report)
            rounds += 1
            report.progress(min(99, 8 * rounds), 100, "percent")
            return katz(factor, block, beta, n_terms) if beta else factor @ block

        k = min(self.n_components, dataset.n_nodes - 1)
        shape = dataset.n_nodes, dataset.n_nodes
        left, values, right = randomized_svd(
            lambda x: product(forth, x), lambda x: product(back, x), shape, k, 5, self.seed
        )
        report.progress(100, 100, "percent")
        metadata, root = node_metadata(dataset), np.sqrt(values)
        embeddings = {
            "source": Embedding(left * root, dataset.nodes, metadata),
            "context": Embedding(right * root, dataset.nodes, metadata),
        }
        summary = {"nodes": dataset.n_nodes, "edges": dataset.n_edges, "seconds": round(time.monotonic() - begun, 2)}
        return Fit(embeddings, {"singular_values": values}, {}, None, summary | {"beta": beta}, part_note(dataset))

    def explain(self, fit: Fit, dataset: Graph, chosen: Mapping[str, int]) -> tuple[Explanation, ...]:
        """The proximity of two nodes, way by way, and the inner product that approximates it."""
        node, other = chosen["node"], chosen["other"]
        product = float(fit.main.vectors[node] @ fit.context.vectors[other])
        return (proximity_cell(dataset, node, other, float(fit.summary["beta"]), product),)

    def estimate(self, dataset: Graph) -> Estimate:
        """From the sparse products and the orthogonalizations."""
        width = self.n_components + 16.0
        n_terms = 14 if self.proximity == "adjacency" else 14 * np.log(SERIES_END) / np.log(self.decay)
        seconds = n_terms * len(dataset.targets) * width * costs.SPARSE_PRODUCT
        seconds += 14 * dataset.n_nodes * width**2 * costs.ORTHOGONALIZE
        numbers = 6.0 * dataset.n_nodes * width + 6.0 * len(dataset.targets)
        return Estimate(costs.GRAPHS.seconds + seconds, costs.GRAPHS.megabytes + 4 * numbers / limits.MB)


def katz(factor: "csr_array", block: np.ndarray, beta: float, n_terms: int) -> np.ndarray:
    """(beta A + beta^2 A^2 + ... ) times a block of columns."""
    term = block
    total = np.zeros_like(block)
    for _ in range(n_terms):
        term = np.float32(beta) * (factor @ term)
        total += term
    return total


def radius(csr: CSR) -> float:
    """An upper bound of the adjacency's spectral radius, exact for undirected graphs after some power steps.

    For directed graphs the largest singular value bounds it.
    """
    forth = adjacency(csr)
    back = forth.T.tocsr()
    vector = np.ones(n_nodes(csr))
    for _ in range(50):
        vector = back @ (forth @ vector)
        length = float(np.linalg.norm(vector))
        vector /= length
    return float(np.sqrt(length)) * 1.001
