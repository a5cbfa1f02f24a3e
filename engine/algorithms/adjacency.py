"""A graph as compressed rows, and the matrices that spectral methods factorize."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from scipy.sparse import csr_array

CSR = tuple[np.ndarray, np.ndarray, np.ndarray]
"""Rows of neighbors: int64 offsets (n_nodes + 1,) into targets int (n_entries,), rising within a row, and weights > 0.

An undirected edge is entered in both its rows.
"""


def n_nodes(csr: CSR) -> int:
    """Number of rows."""
    return len(csr[0]) - 1


def sources(csr: CSR) -> np.ndarray:
    """int64 (n_entries,): the row that each entry belongs to."""
    return np.repeat(np.arange(n_nodes(csr)), np.diff(csr[0]))


def row(csr: CSR, node: int) -> tuple[np.ndarray, np.ndarray]:
    """Where edges lead from a node, rising, and their weights, float64."""
    offsets, targets, weights = csr
    entries = slice(offsets[node], offsets[node + 1])
    return targets[entries], weights[entries].astype(float)


def adjacency(csr: CSR, dtype: type = np.float64) -> "csr_array":
    """Weights of the edges, row to column, (n_nodes, n_nodes)."""
    from scipy.sparse import csr_array

    offsets, targets, weights = csr
    return csr_array((weights.astype(dtype), targets.copy(), offsets.copy()), shape=(n_nodes(csr),) * 2)


def strengths(csr: CSR) -> np.ndarray:
    """Sum of the weights of each node's edges (its weighted degree), float64 (n_nodes,)."""
    return np.bincount(sources(csr), weights=csr[2], minlength=n_nodes(csr))


def inverse(values: np.ndarray) -> np.ndarray:
    """1 / values, and 0 where they are 0: a node without edges has no part in any product."""
    return np.divide(1.0, values, out=np.zeros(len(values)), where=values > 0)


def normalized(csr: CSR, dtype: type = np.float64) -> "csr_array":
    """D^-1/2 A D^-1/2 of an undirected graph, its eigenvalues in [-1, 1]; rows of isolated nodes are 0."""
    scale = inverse(np.sqrt(strengths(csr)))
    matrix = adjacency(csr, dtype)
    matrix.data *= (scale[sources(csr)] * scale[csr[1]]).astype(dtype)
    return matrix


def step_chances(csr: CSR) -> np.ndarray:
    """Chance of each entry as the next step from its row, float64 (n_entries,)."""
    origin = sources(csr)
    return csr[2] / strengths(csr)[origin]


def step_matrix(csr: CSR) -> np.ndarray:
    """P = D^-1 A, where a step leads, dense float64 (n_nodes, n_nodes); rows without an edge are 0."""
    found = np.zeros((n_nodes(csr),) * 2)
    found[sources(csr), csr[1]] = step_chances(csr)
    return found


def steps_from(csr: CSR, node: int, n_steps: int) -> np.ndarray:
    """Row `node` of P, P^2, ..., P^n_steps: float64 (n_steps, n_nodes), by as many products with a sparse matrix."""
    back = adjacency((csr[0], csr[1], step_chances(csr))).T.tocsr()
    found = np.zeros((n_steps, n_nodes(csr)))
    place = np.eye(1, n_nodes(csr), node)[0]
    for step in range(n_steps):
        found[step] = place = back @ place
    return found


def summed_steps(csr: CSR, weights: Sequence[float] | np.ndarray) -> np.ndarray:
    """weights[0] P + weights[1] P^2 + ...: where walks lead within as many steps, dense float64 (n_nodes, n_nodes)."""
    step = step_matrix(csr)
    power = step
    total = weights[0] * step
    for weight in weights[1:]:
        power = power @ step
        total += weight * power
    return total
