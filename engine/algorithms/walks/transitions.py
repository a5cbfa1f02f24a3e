"""One step of a walk in numbers: the way of the formulas. Only numpy."""

from dataclasses import dataclass

import numpy as np

from engine.algorithms.adjacency import CSR, row


@dataclass(frozen=True, eq=False)
class Transition:
    """Where a walk can go from a node.

    rows: the neighbors. factors: 1/p (back), 1 (also near the node before) or 1/q (away), all 1 at the first step.
    weights: of the edges. probabilities: factor times weight, divided by their sum. All float64 but rows.
    """

    rows: np.ndarray
    factors: np.ndarray
    weights: np.ndarray
    probabilities: np.ndarray


def transition(csr: CSR, before: int | None, node: int, p: float, q: float) -> Transition:
    """The step of node2vec (Grover and Leskovec, 2016) from `node`, to which the walk came from `before`."""
    rows, weights = row(csr, node)
    factors = np.ones(len(rows))
    if before is not None:
        near = np.isin(rows, row(csr, before)[0], assume_unique=True)
        factors = np.where(rows == before, 1 / p, np.where(near, 1.0, 1 / q))
    pull = factors * weights
    return Transition(rows, factors, weights, pull / pull.sum() if len(pull) else pull)


def single_walk(csr: CSR, start: int, walk_length: int, p: float, q: float, seed: int) -> list[int]:
    """One walk of at most walk_length nodes, drawn step by step from `transition`."""
    generator = np.random.default_rng(seed)
    nodes = [start]
    while len(nodes) < walk_length:
        step = transition(csr, nodes[-2] if len(nodes) > 1 else None, nodes[-1], p, q)
        if not len(step.rows):
            break
        nodes.append(int(generator.choice(step.rows, p=step.probabilities)))
    return nodes


def pairs(nodes: list[int], window: int) -> list[tuple[int, int]]:
    """(node, context) pairs of a walk, every window at its full width."""
    return [
        (node, nodes[place])
        for center, node in enumerate(nodes)
        for place in range(max(0, center - window), min(len(nodes), center + window + 1))
        if place != center
    ]


def visits(csr: CSR, starts: np.ndarray, walk_length: int, seed: int) -> np.ndarray:
    """Walks with p = q = 1 from many starts at once, int64 (n_starts, walk_length); dead ends repeat -1."""
    offsets, targets, weights = csr
    generator = np.random.default_rng(seed)
    cumulated = np.concatenate([[0.0], np.cumsum(weights, dtype=float)])
    walks = np.full((len(starts), walk_length), -1)
    walks[:, 0] = starts
    for step in range(1, walk_length):
        going = np.flatnonzero(walks[:, step - 1] >= 0)
        node = walks[going, step - 1]
        low, high = cumulated[offsets[node]], cumulated[offsets[node + 1]]
        alive = high > low
        entry = np.searchsorted(cumulated, low + generator.random(len(node)) * (high - low), side="right") - 1
        entry = np.clip(entry, offsets[node], offsets[node + 1] - 1)
        walks[going[alive], step] = targets[entry[alive]]
    return walks


def cooccurrence(walks: np.ndarray, n_nodes: int, window: int) -> np.ndarray:
    """How often node j stands within `window` steps of node i, float64 (n_nodes, n_nodes)."""
    counts = np.zeros(n_nodes * n_nodes)
    for distance in range(1, min(window, walks.shape[1] - 1) + 1):
        left, right = walks[:, :-distance].ravel(), walks[:, distance:].ravel()
        both = (left >= 0) & (right >= 0)
        counts += np.bincount(left[both] * n_nodes + right[both], minlength=n_nodes * n_nodes)
    table = counts.reshape(n_nodes, n_nodes)
    return table + table.T
