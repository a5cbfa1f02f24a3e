"""Scores of every item, and the nearest of many queries, on all cores: the result does not depend on their number."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np

THREADS = min(8, os.cpu_count() or 1)
_POOL = ThreadPoolExecutor(THREADS)
"""Kept, as a search takes less time than starting threads."""
PART = 8_192
"""Items that a thread compares with a query before it takes the next ones."""
QUERIES, FEWEST = 256, 32
"""The most queries of a block, and the fewest: each block lays the items out anew."""
ITEMS = 512
"""Items of a tile: its products with a block of queries stay in a core's own cache."""
SPARE = 8
"""More neighbors than asked for are kept, since products order the last ones by chance."""
METRICS = ("dot", "cosine", "euclidean")


def scores(points: np.ndarray, query: np.ndarray, metric: str) -> np.ndarray:
    """How near each of the points float32 (n, d) is to the query (d,): float32 (n,), larger is nearer.

    metric: "dot", "cosine" or "euclidean" (minus the squared distance). Equal points have equal scores. Under
    "cosine" what has length 0 gets minus infinity.
    """
    from engine.algorithms.exact_search.kernels import score

    query = np.ascontiguousarray(query, dtype=np.float32)
    found = np.empty(len(points), dtype=np.float32)
    if metric == "cosine":
        length = np.linalg.norm(query)
        if length == 0:
            found[:] = -np.inf
            return found
        query = query / length
    code = METRICS.index(metric)
    step = max(PART, -(-len(points) // (4 * THREADS)))
    parts = [slice(start, start + step) for start in range(0, len(points), step)]
    list(_POOL.map(lambda part: score(points[part], query, code, found[part]), parts))
    return found


def candidates(
    points: np.ndarray,
    rows: np.ndarray,
    k: int,
    metric: str,
    on_tile: Callable[[int, int], None] | None = None,
) -> np.ndarray:
    """The k + SPARE points nearest to each of the points `rows` (m,), itself left out: rows int64 (m, at most
    k + SPARE), rising; at the end -1 where there are fewer.

    `on_tile(done, total)` is called after each round of blocks; what it raises ends the work.
    """
    import scipy.linalg  # noqa: F401  numba multiplies by its BLAS, which must be there to be held to one thread
    from threadpoolctl import threadpool_limits

    from engine.algorithms.exact_search import kernels

    n_components = points.shape[1]
    center = np.zeros(n_components, dtype=np.float32)
    if metric == "euclidean":
        center = points.mean(axis=0, dtype=np.float64).astype(np.float32)
    found = np.empty((len(rows), min(k + SPARE, len(points) - 1)), dtype=np.int64)
    size = int(np.clip(-(-len(rows) // 8), FEWEST, QUERIES))  # not by the number of threads: sums could differ
    blocks = [slice(start, start + size) for start in range(0, len(rows), size)]

    def search(block: slice) -> None:
        own = rows[block]
        queries = np.column_stack([points[own] - center, np.ones(len(own), dtype=np.float32)])
        kernels.candidates(
            points, queries, own, center, METRICS.index(metric), ITEMS, found.shape[1], found[block]
        )  # fmt: skip

    with threadpool_limits(1, "blas"):  # a block of queries is the work of one thread, its products included
        for first in range(0, len(blocks), THREADS):
            list(_POOL.map(search, blocks[first : first + THREADS]))
            if on_tile:
                on_tile(min((first + THREADS) * size, len(rows)), len(rows))
    return found
