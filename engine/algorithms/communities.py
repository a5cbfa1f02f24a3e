"""Communities of a graph by greedy modularity (Blondel, Guillaume, Lambiotte and Lefebvre, 2008)."""

import numpy as np

from engine.algorithms import adjacency

SWEEPS = 12
"""Rounds over all nodes of a level; what still moves after them, as on long rings, drifts along to no gain."""
LEAST_GAIN = 1e-9
"""Of the weight that a move must bring, so that rounding moves nothing forth and back."""

Neighbors = list[dict[int, float]]


def louvain(csr: adjacency.CSR, seed: int = 0) -> np.ndarray:
    """Community of each node of an undirected graph, int64 (n_nodes,), the largest is 0, of equal ones that of the
    first node."""
    generator = np.random.default_rng(seed)
    near: Neighbors = [{} for _ in range(adjacency.n_nodes(csr))]
    for a, b, weight in zip(adjacency.sources(csr).tolist(), csr[1].tolist(), csr[2].tolist(), strict=True):
        near[a][b] = weight
    strength = [sum(around.values()) for around in near]
    found = np.arange(len(near))
    while True:
        codes = _moved(near, strength, generator)
        found = codes[found]
        if len(near) == codes.max() + 1:
            return _largest_first(found)
        near, strength = _merged(near, strength, codes)


def _moved(near: Neighbors, strength: list[float], generator: np.random.Generator) -> np.ndarray:
    """Each node moves to the neighboring community with the largest gain of modularity until nobody wants to."""
    home = list(range(len(near)))
    total = strength.copy()
    whole = sum(strength)
    for _ in range(SWEEPS):
        n_moves = 0
        for node in generator.permutation(len(near)).tolist():
            own, weight = home[node], strength[node]
            towards: dict[int, float] = {}
            for other, edge in near[node].items():
                towards[home[other]] = towards.get(home[other], 0.0) + edge
            total[own] -= weight
            best, most = own, towards.get(own, 0.0) - weight * total[own] / whole + LEAST_GAIN * whole
            for community, edges in towards.items():
                gain = edges - weight * total[community] / whole
                if gain > most:
                    best, most = community, gain
            total[best] += weight
            home[node] = best
            n_moves += best != own
        if not n_moves:
            break
    return np.unique(home, return_inverse=True)[1]


def _merged(near: Neighbors, strength: list[float], codes: np.ndarray) -> tuple[Neighbors, list[float]]:
    """The communities as nodes; edges within them count in their strength alone."""
    merged: Neighbors = [{} for _ in range(int(codes.max()) + 1)]
    code = codes.tolist()
    for node, around in enumerate(near):
        mine = merged[code[node]]
        for other, weight in around.items():
            if code[other] != code[node]:
                mine[code[other]] = mine.get(code[other], 0.0) + weight
    return merged, np.bincount(codes, weights=strength).tolist()


def _largest_first(codes: np.ndarray) -> np.ndarray:
    _, first, dense, counts = np.unique(codes, return_index=True, return_inverse=True, return_counts=True)
    place = np.empty(len(counts), np.int64)
    place[np.lexsort((first, -counts))] = np.arange(len(counts))
    return place[dense]
