"""How often nodes meet on walks, counted and expected, and what skip-gram makes of it (Qiu et al., 2018)."""

from dataclasses import dataclass

import numpy as np

from engine.algorithms.adjacency import CSR, strengths
from engine.algorithms.walks.netmf_matrix import netmf_matrix
from engine.algorithms.walks.step_chain import StepChain
from engine.algorithms.walks.transitions import cooccurrence

POINTS = 24
"""Entries of a trace."""


def endless_share(csr: CSR, window: int) -> np.ndarray:
    """Share of all (node, context) pairs of endless walks with p = q = 1 that is (i, j); sums to 1, symmetric.

    It is NetMF's matrix times both nodes' shares of all visits.
    """
    pi = strengths(csr) / strengths(csr).sum()
    return netmf_matrix(csr, window) * np.outer(pi, pi)


def expected_share(chain: StepChain, window: int, walk_length: int) -> np.ndarray:
    """The same for walks of walk_length nodes with any p and q that start by degree: exact, float64 (n, n)."""
    pi = strengths(chain.csr) / strengths(chain.csr).sum()
    pairs = chain.expected_pairs(pi, walk_length, np.ones(window))
    return pairs / pairs.sum()


def walks_by_degree(chain: StepChain, n_walks: int, walk_length: int, first: int | None, seed: int) -> np.ndarray:
    """Walks from nodes drawn by degree, int64 (n_walks, walk_length); the first one from `first`, if that is given."""
    pi = strengths(chain.csr) / strengths(chain.csr).sum()
    starts = np.random.default_rng(seed).choice(len(pi), size=n_walks, p=pi)
    if first is not None:
        starts[0] = first
    return chain.walks(starts, walk_length, seed)


def observed_share(walks: np.ndarray, n_nodes: int, window: int) -> np.ndarray:
    """The same share among the pairs of some walks; 0 where there is no pair yet."""
    counts = cooccurrence(walks, n_nodes, window)
    return counts / max(counts.sum(), 1)


def difference(observed: np.ndarray, expected: np.ndarray) -> float:
    """Total variation distance of two shares: how much of one would have to move to become the other, 0 to 1."""
    return float(np.abs(observed - expected).sum() / 2)


def difference_trace(walks: np.ndarray, window: int, expected: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How the difference falls with the walks: numbers of walks, rising to all of them, and the difference by then."""
    numbers = np.unique(np.geomspace(1, len(walks), POINTS).astype(int))
    counts, before, found = np.zeros(expected.shape), 0, []
    for number in numbers:
        counts += cooccurrence(walks[before:number], len(expected), window)
        before = number
        found.append(difference(counts / max(counts.sum(), 1), expected))
    return numbers, np.array(found)


@dataclass(frozen=True, eq=False)
class Agreement:
    """predicted, learned: (m,) values of the same pairs of nodes. correlation: Pearson's, over all finite pairs."""

    rows: np.ndarray
    columns: np.ndarray
    predicted: np.ndarray
    learned: np.ndarray
    correlation: float


def agreement(
    predicted: np.ndarray, nodes: np.ndarray, contexts: np.ndarray, most: int = 3_000, seed: int = 0
) -> Agreement:
    """Inner products of trained vectors beside the matrix that they should factorize, for at most `most` pairs."""
    learned = nodes @ contexts.T
    finite = np.isfinite(predicted) & ~np.eye(len(predicted), dtype=bool)
    correlation = float(np.corrcoef(predicted[finite], learned[finite])[0, 1])
    rows, columns = np.nonzero(finite)
    chosen = np.random.default_rng(seed).permutation(len(rows))[:most]
    rows, columns = rows[chosen], columns[chosen]
    return Agreement(rows, columns, predicted[rows, columns], learned[rows, columns], correlation)
