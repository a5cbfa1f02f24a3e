"""Numbers of a graph and of its nodes: clustering, closeness, PageRank step by step."""

import numpy as np

from engine.algorithms import adjacency
from engine.algorithms.adjacency import CSR

BLOCK = 256
"""Nodes from which distances are measured at once, so that memory stays bounded."""


def clustering(csr: CSR) -> np.ndarray:
    """Of each node's pairs of neighbors the share that are neighbors themselves (Watts and Strogatz, 1998), float64
    (n_nodes,); 0 with fewer than two neighbors. Of an undirected graph, weights left out.
    """
    matrix = adjacency.adjacency(csr)
    matrix.data[:] = 1
    twice = np.asarray((matrix @ matrix).multiply(matrix).sum(axis=1)).ravel()  # each triangle at a node, both ways
    degrees = np.diff(csr[0]).astype(float)
    pairs = degrees * (degrees - 1)
    return np.divide(twice, pairs, out=np.zeros(len(pairs)), where=pairs > 0)


def closeness(csr: CSR) -> np.ndarray:
    """(r - 1) / (sum of distances to the r - 1 others in reach) * (r - 1) / (n - 1) (Wasserman and Faust, 1994),
    float64 (n_nodes,); distances in edges. 0 for a node by itself.
    """
    from scipy.sparse.csgraph import shortest_path

    matrix, n = adjacency.adjacency(csr), adjacency.n_nodes(csr)
    found = np.zeros(n)
    for start in range(0, n, BLOCK):
        rows = np.arange(start, min(start + BLOCK, n))
        distances = shortest_path(matrix, unweighted=True, indices=rows)
        reached = np.isfinite(distances)
        others = reached.sum(axis=1) - 1
        total = np.where(reached, distances, 0).sum(axis=1)
        found[rows] = np.divide(others * others / max(n - 1, 1), total, out=np.zeros(len(rows)), where=total > 0)
    return found


def page_rank(csr: CSR, follow: float, n_steps: int) -> np.ndarray:
    """Chance of a random surfer to be at each node after so many steps, float64 (n_nodes,), summing to 1 (Page, Brin,
    Motwani and Winograd, 1999).

    The surfer begins anywhere; at each step follows an edge with the chance `follow`, by its weight, else goes to any
    node; from a node without a way out always to any.
    """
    n = adjacency.n_nodes(csr)
    strengths = adjacency.strengths(csr)
    sources = adjacency.sources(csr)
    shares = csr[2] * adjacency.inverse(strengths)[sources]
    rank = np.full(n, 1 / n)
    for _ in range(n_steps):
        came = np.bincount(csr[1], weights=rank[sources] * shares, minlength=n)
        lost = rank[strengths == 0].sum()
        rank = follow * (came + lost / n) + (1 - follow) / n
    return rank
