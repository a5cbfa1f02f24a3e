"""node2vec's walk as a Markov chain whose states are edges: what its walks give on average, exactly.

A step of node2vec depends on two nodes, so the last edge tells all that the next step needs (Grover and Leskovec,
2016). For graphs small enough to hold every pair of consecutive edges.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from engine.algorithms import adjacency

if TYPE_CHECKING:
    from scipy.sparse import csr_array

MOST_PRODUCTS = 12_000_000
"""Pairs of consecutive edges times nodes, up to which the chain is solved while the user waits."""


@dataclass(frozen=True, eq=False)
class StepChain:
    """The steps of walks with some p and q.

    csr: the graph; an edge is an entry of its rows.
    first: float64 (n_entries,) chance of each edge as the first step from its node.
    steps: sparse (n_entries, n_entries), from the edge just walked to the next one; rows of dead ends are empty.
    """

    csr: adjacency.CSR
    first: np.ndarray
    steps: "csr_array"

    def expected_pairs(self, starts: np.ndarray, walk_length: int, weights: np.ndarray) -> np.ndarray:
        """What a walk adds to the count of each (node, context) pair, on average: float64 (n, n), symmetric.

        starts: (n,) chances of the first node, summing to 1. weights: (window,) what a pair at distance 1, 2, ...
        counts. A walk has at most walk_length nodes.
        """
        offsets, targets, _ = self.csr
        n = adjacency.n_nodes(self.csr)
        occupied = self._occupancy(starts, walk_length)
        reach = np.zeros((len(targets), n))
        reach[np.arange(len(targets)), targets] = 1.0
        total = np.zeros((n, n))
        for distance in range(1, min(len(weights), walk_length - 1) + 1):
            if distance > 1:
                reach = self.steps @ reach
            flow = weights[distance - 1] * occupied[walk_length - distance][:, None] * reach
            sums = np.add.reduceat(np.vstack([flow, np.zeros(n)]), offsets[:-1], axis=0)
            total += sums * (np.diff(offsets) > 0)[:, None]
        return total + total.T

    def walks(self, starts: np.ndarray, walk_length: int, seed: int) -> np.ndarray:
        """A walk from each start, int64 (len(starts), walk_length); -1 after a dead end.

        Walk number i depends on nothing but its start, i and the seed.
        """
        chances = np.random.default_rng(seed).random((len(starts), walk_length - 1))
        walks = np.full((len(starts), walk_length), -1)
        walks[:, 0] = starts
        offsets, targets, _ = self.csr
        entry = _drawn(offsets, np.cumsum(self.first), starts, chances[:, 0])
        cumulated = np.cumsum(self.steps.data)
        for step in range(1, walk_length):
            alive = entry >= 0
            walks[alive, step] = targets[entry[alive]]
            if step < walk_length - 1:
                place = _drawn(self.steps.indptr, cumulated, entry, chances[:, step])
                entry = np.where(place >= 0, self.steps.indices[place], -1)
        return walks

    def _occupancy(self, starts: np.ndarray, walk_length: int) -> list[np.ndarray]:
        """[m]: how often each edge is expected among the first m steps, float64 (n_entries,); m < walk_length."""
        now = starts[adjacency.sources(self.csr)] * self.first
        sums = [np.zeros(len(now))]
        for _ in range(walk_length - 1):
            sums.append(sums[-1] + now)
            now = self.steps.T @ now
        return sums


def step_chain(csr: adjacency.CSR, p: float, q: float) -> StepChain:
    """The chain of a graph; see `fits` for which graphs it is meant."""
    from scipy.sparse import csr_array

    offsets, targets, weights = csr
    n, sources = adjacency.n_nodes(csr), adjacency.sources(csr)
    after = np.diff(offsets)[targets]
    rows = np.concatenate([[0], np.cumsum(after)])
    before = np.repeat(np.arange(len(targets)), after)
    following = np.arange(rows[-1]) - rows[before] + offsets[targets[before]]
    origin, reached = sources[before], targets[following].astype(np.int64)
    near = np.isin(origin * n + reached, sources * n + targets)
    factors = np.where(reached == origin, 1 / p, np.where(near, 1.0, 1 / q))
    pull = factors * weights[following]
    sums = np.bincount(before, weights=pull, minlength=len(targets))
    steps = csr_array((pull / sums[before], following, rows), shape=(len(targets),) * 2)
    return StepChain(csr, adjacency.step_chances(csr), steps)


def fits(csr: adjacency.CSR) -> bool:
    """Whether the chain is quickly solved."""
    degree = np.diff(csr[0]).astype(float)
    return bool(degree[csr[1]].sum() * adjacency.n_nodes(csr) <= MOST_PRODUCTS)


def _drawn(offsets: np.ndarray, cumulated: np.ndarray, rows: np.ndarray, chances: np.ndarray) -> np.ndarray:
    """An entry of each row by the weights that `cumulated` adds up; -1 for row -1 and for rows without entries."""
    low, high = offsets[rows], offsets[rows + 1]
    there = (rows >= 0) & (high > low)
    sums = np.concatenate([[0.0], cumulated])
    wanted = sums[low] + chances * (sums[high] - sums[low])
    entry = np.searchsorted(sums, wanted, side="right") - 1
    return np.where(there, np.clip(entry, low, high - 1), -1)
