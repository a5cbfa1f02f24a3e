"""Which nodes the nodes of a group have edges to."""

import numpy as np

from engine.datasets.graphs.graph import Graph


def neighbor_counts(graph: Graph, rows: np.ndarray) -> np.ndarray:
    """How many edges lead from nodes in `rows` to each node, int64 (n_nodes,)."""
    inside = np.isin(graph.sources, rows)
    return np.bincount(graph.targets[inside], minlength=graph.n_nodes)
