"""How often endless walks meet two nodes, in proportion to chance (Qiu et al., 2018): exact, and from eigenvectors."""

import numpy as np

from engine.algorithms.adjacency import CSR, inverse, n_nodes, normalized, strengths, summed_steps
from engine.algorithms.decompositions import leading_eigen


def netmf_matrix(csr: CSR, window: int, negative: int = 1) -> np.ndarray:
    """vol / (b T) (P + ... + P^T) D^-1 of an undirected graph, before the logarithm; float64 (n, n), symmetric."""
    degree = strengths(csr)
    return degree.sum() / (negative * window) * summed_steps(csr, np.ones(window)) * inverse(degree)


def eigen_matrix(csr: CSR, window: int, negative: int, rank: int) -> tuple[np.ndarray, np.ndarray]:
    """The same from the `rank` largest eigenvalues of D^-1/2 A D^-1/2: float32 (n, n), and these eigenvalues.

    A power P^r has the eigenvalues' powers; their mean over the window is above 0 where it matters, and cut at 0.
    """
    from threadpoolctl import threadpool_limits

    product, n = normalized(csr, np.float32).__matmul__, n_nodes(csr)
    with threadpool_limits(1):  # its many small steps make threads wait for each other, for minutes if others work too
        values, vectors = leading_eigen(product, n, min(rank, n - 2), tolerance=1e-3, dtype=np.float32)
    powers = np.mean([values**power for power in range(1, window + 1)], axis=0)
    half = vectors * np.sqrt(np.maximum(powers, 0)) * inverse(np.sqrt(strengths(csr)))[:, None]
    scale = strengths(csr).sum() / negative
    half = (half * np.sqrt(scale)).astype(np.float32)
    return half @ half.T, values.astype(float)
