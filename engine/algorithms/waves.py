"""The slowest waves that a graph can carry: eigenvectors of its normalized Laplacian (Belkin and Niyogi, 2003)."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from engine.algorithms.adjacency import CSR, n_nodes, normalized, strengths
from engine.algorithms.decompositions import eigen, leading_eigen

if TYPE_CHECKING:
    from scipy.sparse import csr_array

DENSE_UP_TO = 1_500
"""Smaller graphs are solved whole, by LAPACK; larger ones by Lanczos iterations, thin ones on the inverse."""
FEW = 6
CORE_NODES = 1_200
SHIFT = 1e-4
"""Added to the eigenvalues, so that those of 0 can be inverted."""


def part_vectors(csr: CSR, parts: np.ndarray) -> np.ndarray:
    """Eigenvectors of eigenvalue 1 of D^-1/2 A D^-1/2: sqrt(degree) on one part each, length 1; (n_nodes, n_parts).

    parts: int (n_nodes,), the connected component of each node, from 0.
    """
    root = np.sqrt(strengths(csr))
    lengths = np.sqrt(np.bincount(parts, weights=root**2))
    vectors = np.zeros((len(parts), len(lengths)))
    vectors[np.arange(len(parts)), parts] = root / np.maximum(lengths[parts], 1e-300)
    return vectors


def slowest_waves(
    csr: CSR, apart: np.ndarray, n_components: int, on_product: Callable[[int], None]
) -> tuple[np.ndarray, np.ndarray]:
    """The smallest eigenvalues above the zeros of 1 - D^-1/2 A D^-1/2, rising, and their eigenvectors (n_nodes, k).

    The known eigenvectors `apart` are moved to the other end of the spectrum, where they are in nobody's way.
    """
    matrix, n = normalized(csr), n_nodes(csr)
    if n > DENSE_UP_TO and is_thin(csr):
        return _by_inverse(matrix, apart, n_components, on_product)
    if n <= DENSE_UP_TO:
        values, vectors = eigen(matrix.toarray() - 3 * apart @ apart.T, n_components)
        return 1 - values, vectors

    def product(vector: np.ndarray) -> np.ndarray:
        return matrix @ vector - 3 * apart @ (apart.T @ vector)

    held = 4 * n_components + 20
    values, vectors = leading_eigen(product, n, n_components, on_product, tolerance=1e-6, n_lanczos=held)
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


def is_thin(csr: CSR) -> bool:
    """Whether elimination leaves few numbers, as on paths, trees, and most networks of few edges.

    Nodes of at most FEW neighbors are eliminated one by one, which joins their neighbors (Rose, 1972); a thin graph
    is left with a core that is factorized as a dense matrix in no time.
    """
    offsets, targets, _ = csr
    n = n_nodes(csr)
    if len(targets) > FEW * n:
        return False
    near = [set(targets[offsets[row] : offsets[row + 1]].tolist()) for row in range(n)]
    waiting = [row for row in range(n - 1, -1, -1) if len(near[row]) <= FEW]
    gone = np.zeros(n, bool)
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


def between_parts(apart: np.ndarray, root: np.ndarray) -> np.ndarray:
    """The vectors of eigenvalue 0 without the constant one, the largest parts first."""
    constant = root / np.linalg.norm(root)
    basis, _ = np.linalg.qr(np.column_stack([constant, apart[:, :-1]]))
    return basis[:, 1:]
