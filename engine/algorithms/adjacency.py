"""A graph as the sparse matrices that spectral methods factorize."""

from typing import TYPE_CHECKING

import numpy as np

from engine.datasets.graphs.graph import Graph

if TYPE_CHECKING:
    from scipy.sparse import csr_array


def adjacency(graph: Graph, dtype: type = np.float64) -> "csr_array":
    """Weights of the edges, row to column, (n_nodes, n_nodes)."""
    from scipy.sparse import csr_array

    weights: np.ndarray = graph.weights.astype(dtype)
    return csr_array((weights, graph.targets.copy(), graph.offsets.copy()), shape=(graph.n_nodes, graph.n_nodes))


def strengths(graph: Graph) -> np.ndarray:
    """Sum of the weights of each node's edges (its weighted degree), float64 (n_nodes,)."""
    return np.bincount(graph.sources, weights=graph.weights, minlength=graph.n_nodes)


def normalized(graph: Graph, dtype: type = np.float64) -> "csr_array":
    """D^-1/2 A D^-1/2 of an undirected graph, its eigenvalues in [-1, 1]; rows of isolated nodes are 0."""
    scale = 1 / np.sqrt(np.maximum(strengths(graph), 1e-300))
    matrix = adjacency(graph, dtype)
    matrix.data *= (scale[graph.sources] * scale[graph.targets]).astype(dtype)
    return matrix


UNDIRECTED_NOTE = "The direction of the edges was left out: this method takes undirected graphs."


def undirected(graph: Graph) -> tuple[Graph, tuple[str, ...]]:
    """The graph without directions, and a note if there were any."""
    return graph.undirected(), (UNDIRECTED_NOTE,) if graph.directed else ()
