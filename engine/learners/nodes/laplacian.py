"""Laplacian eigenmaps: the slowest waves that a graph can carry (Belkin and Niyogi, 2003)."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from engine import limits
from engine.algorithms.adjacency import normalized, strengths, undirected
from engine.algorithms.decompositions import eigen, leading_eigen, oriented
from engine.datasets.graphs.graph import Graph
from engine.embedding import Embedding
from engine.fields import integer
from engine.fit import Fit
from engine.learners.base import Estimate, Learner
from engine.learners.nodes.contract import node_metadata
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled

if TYPE_CHECKING:
    from scipy.sparse import csr_array

DENSE_UP_TO = 1_500
"""Smaller graphs are solved whole, by LAPACK; larger ones by Lanczos iterations, thin ones on the inverse."""
FEW = 6
CORE_NODES = 1_200
SHIFT = 1e-4
"""Added to the eigenvalues, so that those of 0 can be inverted."""
START_SECONDS = 0.8
LIBRARY_MEGABYTES = 200.0


@dataclass(frozen=True)
class LaplacianEigenmaps(Learner):
    """Solutions of L y = lambda D y for the smallest lambda, scaled to mean square 1 (weighted by degree).

    The constant solution, with lambda = 0, says nothing and is left out. A graph of c parts has lambda = 0 c times:
    up to half of the components then tell the largest parts apart, and the rest are waves within the parts.
    Fit: embedding "node"; arrays eigenvalues (rising, the zeros included).
    """

    name = "laplacian"
    title = "Laplacian eigenmaps"
    papers = (
        Paper(
            "Belkin and Niyogi",
            2003,
            "Laplacian eigenmaps for dimensionality reduction and data representation",
            "doi:10.1162/089976603321780317",
        ),
    )
    takes = "graph"
    embeds = "node"

    n_components: int = integer(16, 2, 200, label="Dimensions", help="Numbers per node vector.", step=2)

    def fit(self, dataset: Graph, report: Report = Silent()) -> Fit:  # noqa: B008 - Silent has no state
        """Solve the eigenproblem; see `Learner.fit`."""
        begun = time.monotonic()
        stop_if_cancelled(report)
        graph, notes = undirected(dataset)
        n_apart = min(graph.n_parts - 1, self.n_components // 2)
        apart = part_vectors(graph)
        wanted = min(self.n_components - n_apart, graph.n_nodes - graph.n_parts)

        def multiplied(times: int) -> None:
            stop_if_cancelled(report)
            report.progress(99 * (1 - np.exp(-times / (20 * wanted))), 100, "percent")

        values, waves = slowest_waves(graph, apart, wanted, multiplied)
        root = np.sqrt(np.maximum(strengths(graph), 1e-300))
        vectors = np.column_stack([_between_parts(apart, root)[:, :n_apart], waves]) / root[:, None]
        vectors *= np.sqrt((root**2).sum())
        report.progress(100, 100, "percent")
        eigenvalues = np.concatenate([np.zeros(graph.n_parts), values])
        seconds = round(time.monotonic() - begun, 2)
        summary = {"edges": graph.n_edges, "zero_eigenvalues": graph.n_parts, "seconds": seconds}
        embedding = Embedding(oriented(vectors), graph.nodes, node_metadata(dataset))
        notes += _notes(graph, n_apart, vectors.shape[1], self.n_components)
        return Fit({"node": embedding}, {"eigenvalues": eigenvalues}, summary=summary, notes=notes)

    def estimate(self, dataset: Graph) -> Estimate:
        """From the products of the Lanczos iterations; graphs with long paths take longer."""
        n = float(dataset.n_nodes)
        if n <= DENSE_UP_TO:
            return Estimate(START_SECONDS + 2e-9 * n**3, LIBRARY_MEGABYTES + 32 * n * n / limits.MB)
        products = 60.0 * self.n_components
        seconds = products * (3e-9 * len(dataset.targets) + 8e-9 * n * self.n_components)
        return Estimate(START_SECONDS + seconds, LIBRARY_MEGABYTES + (60 * n * self.n_components) / limits.MB)


def part_vectors(graph: Graph) -> np.ndarray:
    """Eigenvectors of eigenvalue 1 of D^-1/2 A D^-1/2: sqrt(degree) on one part each, length 1; (n_nodes, parts)."""
    root = np.sqrt(strengths(graph))
    lengths = np.sqrt(np.bincount(graph.parts, weights=root**2))
    vectors = np.zeros((graph.n_nodes, graph.n_parts))
    vectors[np.arange(graph.n_nodes), graph.parts] = root / np.maximum(lengths[graph.parts], 1e-300)
    return vectors


def slowest_waves(
    graph: Graph, apart: np.ndarray, n_components: int, on_product: Callable[[int], None]
) -> tuple[np.ndarray, np.ndarray]:
    """The smallest eigenvalues above the zeros of 1 - D^-1/2 A D^-1/2, rising, and their eigenvectors (n_nodes, k).

    The known eigenvectors `apart` are moved to the other end of the spectrum, where they are in nobody's way.
    """
    matrix = normalized(graph)
    if graph.n_nodes > DENSE_UP_TO and is_thin(graph):
        return _by_inverse(matrix, apart, n_components, on_product)
    if graph.n_nodes <= DENSE_UP_TO:
        values, vectors = eigen(matrix.toarray() - 3 * apart @ apart.T, n_components)
        return 1 - values, vectors

    def product(vector: np.ndarray) -> np.ndarray:
        return matrix @ vector - 3 * apart @ (apart.T @ vector)

    held = 4 * n_components + 20
    values, vectors = leading_eigen(product, graph.n_nodes, n_components, on_product, tolerance=1e-6, n_lanczos=held)
    return 1 - values, vectors


def _by_inverse(
    matrix: "csr_array", apart: np.ndarray, n_components: int, on_product: Callable[[int], None]
) -> tuple[np.ndarray, np.ndarray]:
    """As `slowest_waves`, from the inverse of the Laplacian, in which the slowest waves stand out.

    Without it Lanczos iterations need as many steps as a path is long. `apart` is projected out.
    """
    from scipy.sparse import eye_array
    from scipy.sparse.linalg import splu

    n = matrix.shape[0]
    shifted = eye_array(n, format="csc") * (1 + SHIFT) - matrix.tocsc()
    factors = splu(shifted, permc_spec="MMD_AT_PLUS_A", options={"SymmetricMode": True})

    def product(vector: np.ndarray) -> np.ndarray:
        solved = factors.solve(vector - apart @ (apart.T @ vector))
        return solved - apart @ (apart.T @ solved)

    values, vectors = leading_eigen(product, n, n_components, on_product, n_lanczos=2 * n_components + 20)
    return np.maximum(1 / values - SHIFT, 0), vectors


def is_thin(graph: Graph) -> bool:
    """Whether elimination leaves few numbers, as on paths, trees, and most networks of few edges.

    Nodes of at most FEW neighbors are eliminated one by one, which joins their neighbors (Rose, 1972); a thin graph
    is left with a core that is factorized as a dense matrix in no time.
    """
    if len(graph.targets) > FEW * graph.n_nodes:
        return False
    near = [set(graph.neighbors(row).tolist()) for row in range(graph.n_nodes)]
    waiting = [row for row in range(graph.n_nodes - 1, -1, -1) if len(near[row]) <= FEW]
    gone = np.zeros(graph.n_nodes, bool)
    while waiting:
        row = waiting.pop()
        if gone[row] or len(near[row]) > FEW:
            continue
        gone[row] = True
        around = near[row]
        for other in around:
            near[other] |= around
            near[other] -= {row, other}
            if len(near[other]) <= FEW:
                waiting.append(other)
    return int((~gone).sum()) <= CORE_NODES


def _between_parts(apart: np.ndarray, root: np.ndarray) -> np.ndarray:
    """The vectors of eigenvalue 0 without the constant one, the largest parts first."""
    constant = root / np.linalg.norm(root)
    basis, _ = np.linalg.qr(np.column_stack([constant, apart[:, :-1]]))
    return basis[:, 1:]


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
