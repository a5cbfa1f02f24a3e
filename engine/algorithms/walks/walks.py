"""Random walks on a graph: sentences whose words are nodes (Perozzi et al., 2014; Grover and Leskovec, 2016)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from engine.algorithms.adjacency import CSR, n_nodes

BLOCK_STEPS = 400_000
"""Steps between two looks at whether the user has cancelled."""
THREADS = 2


def walk(
    csr: CSR,
    n_walks: int,
    walk_length: int,
    p: float = 1.0,
    q: float = 1.0,
    seed: int = 0,
    on_block: Callable[[int, int], None] = lambda done, total: None,
) -> np.ndarray:
    """n_walks walks from each node, int32 (n_walks * n_nodes, walk_length); -1 fills what a dead end cuts short.

    walk_length counts nodes, the start included. Walks come in rounds that start once from every node, each round in
    another order. The same seed gives the same walks on any number of threads.
    on_block(done, total) counts walks; what it raises ends the work.
    """
    from engine.algorithms.walks import kernels

    kernels.alias_rows(np.zeros(1, np.int64), np.zeros(0, np.float32))
    offsets, targets, weights = csr
    tables = _tables(offsets, weights)
    starts = _starts(n_nodes(csr), n_walks, seed)
    seeds = _seeds(len(starts), seed)
    walks = np.empty((len(starts), walk_length), np.int32)
    totals = np.add.reduceat(np.append(weights, np.float32(0)), offsets[:-1]).astype(np.float64)

    def fill(rows: slice) -> int:
        part = starts[rows], seeds[rows], walks[rows]
        if p == q == 1:
            kernels.first_order(offsets, targets, *tables, *part)
        else:
            kernels.second_order(*csr, totals, *tables, 1 / p, 1 / q, *part)
        return rows.stop

    size = max(1, BLOCK_STEPS // walk_length)
    blocks = [slice(first, min(first + size, len(starts))) for first in range(0, len(starts), size)]
    with ThreadPoolExecutor(THREADS) as pool:
        try:
            for done in pool.map(fill, blocks):
                on_block(done, len(starts))
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
    return walks


def sentences(walks: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The walks as skip-gram reads them: int32 tokens in order, and int64 offsets of the walks in them."""
    there = walks >= 0
    return walks[there], np.concatenate([[0], np.cumsum(there.sum(axis=1))])


def _tables(offsets: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Alias tables of the first step, linear in the edges; empty where all edges weigh the same."""
    from engine.algorithms.walks.kernels import alias_rows

    if (weights == 1).all():
        return np.zeros(0, np.uint32), np.zeros(0, np.int32)
    return alias_rows(offsets, weights)


def _starts(n: int, n_walks: int, seed: int) -> np.ndarray:
    generator = np.random.default_rng(seed)
    return np.concatenate([generator.permutation(n) for _ in range(n_walks)]).astype(np.int32)


def _seeds(n: int, seed: int) -> np.ndarray:
    """An independent state for each walk."""
    return np.random.default_rng([seed, 1]).integers(0, 2**64, size=n, dtype=np.uint64)
