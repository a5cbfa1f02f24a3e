"""node2vec's walk as a Markov chain whose states are edges: what its walks give on average, exactly.

A step of node2vec depends on two nodes, so the last edge tells all that the next step needs (Grover and Leskovec,
2016). For graphs small enough to hold every pair of consecutive edges.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from engine.algorithms.adjacency import strengths
from engine.datasets.graphs.graph import Graph

if TYPE_CHECKING:
    from scipy.sparse import csr_array

MOST_PRODUCTS = 12_000_000
"""Pairs of consecutive edges times nodes, up to which the chain is solved while the user waits."""


@dataclass(frozen=True, eq=False)
class StepChain:
    """The steps of walks with some p and q.

    first: float64 (n_entries,) chance of each edge as the first step from its node; edges are the entries of `graph`.
    steps: sparse (n_entries, n_entries), from the edge just walked to the next one; rows of dead ends are empty.
    """

    graph: Graph
    first: np.ndarray
    steps: "csr_array"

    def expected_pairs(self, starts: np.ndarray, walk_length: int, weights: np.ndarray) -> np.ndarray:
        """What a walk adds to the count of each (node, context) pair, on average: float64 (n, n), symmetric.

        starts: (n,) chances of the first node, summing to 1. weights: (window,) what a pair at distance 1, 2, ...
        counts. A walk has at most walk_length nodes.
        """
        graph = self.graph
        occupied = self._occupancy(starts, walk_length)
        reach = np.zeros((len(graph.targets), graph.n_nodes))
        reach[np.arange(len(graph.targets)), graph.targets] = 1.0
        total = np.zeros((graph.n_nodes, graph.n_nodes))
        for distance in range(1, min(len(weights), walk_length - 1) + 1):
            if distance > 1:
                reach = self.steps @ reach
            flow = weights[distance - 1] * occupied[walk_length - distance][:, None] * reach
            total += (
                np.add.reduceat(np.vstack([flow, np.zeros(graph.n_nodes)]), graph.offsets[:-1], axis=0)
                * (np.diff(graph.offsets) > 0)[:, None]
            )
        return total + total.T

    def walks(self, starts: np.ndarray, walk_length: int, seed: int) -> np.ndarray:
        """A walk from each start, int64 (len(starts), walk_length); -1 after a dead end.

        Walk number i depends on nothing but its start, i and the seed.
        """
        chances = np.random.default_rng(seed).random((len(starts), walk_length - 1))
        walks = np.full((len(starts), walk_length), -1)
        walks[:, 0] = starts
        entry = _drawn(self.graph.offsets, np.cumsum(self.first), starts, chances[:, 0])
        cumulated = np.cumsum(self.steps.data)
        for step in range(1, walk_length):
            alive = entry >= 0
            walks[alive, step] = self.graph.targets[entry[alive]]
            if step < walk_length - 1:
                place = _drawn(self.steps.indptr, cumulated, entry, chances[:, step])
                entry = np.where(place >= 0, self.steps.indices[place], -1)
        return walks

    def _occupancy(self, starts: np.ndarray, walk_length: int) -> list[np.ndarray]:
        """[m]: how often each edge is expected among the first m steps, float64 (n_entries,); m < walk_length."""
        now = starts[self.graph.sources] * self.first
        sums = [np.zeros(len(now))]
        for _ in range(walk_length - 1):
            sums.append(sums[-1] + now)
            now = self.steps.T @ now
        return sums


def step_chain(graph: Graph, p: float, q: float) -> StepChain:
    """The chain of a graph; see `fits` for which graphs it is meant."""
    from scipy.sparse import csr_array

    degree = np.diff(graph.offsets)
    after = degree[graph.targets]
    offsets = np.concatenate([[0], np.cumsum(after)])
    before = np.repeat(np.arange(len(graph.targets)), after)
    following = np.arange(offsets[-1]) - offsets[before] + graph.offsets[graph.targets[before]]
    origin, reached = graph.sources[before].astype(np.int64), graph.targets[following].astype(np.int64)
    edges = graph.sources.astype(np.int64) * graph.n_nodes + graph.targets
    near = np.isin(origin * graph.n_nodes + reached, edges)
    factors = np.where(reached == origin, 1 / p, np.where(near, 1.0, 1 / q))
    pull = factors * graph.weights[following]
    sums = np.bincount(before, weights=pull, minlength=len(degree[graph.targets]))
    steps = csr_array((pull / sums[before], following, offsets), shape=(len(graph.targets),) * 2)
    return StepChain(graph, graph.weights / strengths(graph)[graph.sources], steps)


def fits(graph: Graph) -> bool:
    """Whether the chain is quickly solved."""
    degree = np.diff(graph.offsets).astype(float)
    return bool(degree[graph.targets].sum() * graph.n_nodes <= MOST_PRODUCTS)


def _drawn(offsets: np.ndarray, cumulated: np.ndarray, rows: np.ndarray, chances: np.ndarray) -> np.ndarray:
    """An entry of each row by the weights that `cumulated` adds up; -1 for row -1 and for rows without entries."""
    low, high = offsets[rows], offsets[rows + 1]
    there = (rows >= 0) & (high > low)
    sums = np.concatenate([[0.0], cumulated])
    wanted = sums[low] + chances * (sums[high] - sums[low])
    entry = np.searchsorted(sums, wanted, side="right") - 1
    return np.where(there, np.clip(entry, low, high - 1), -1)
