"""Exact nearest neighbors by matrix products, in the space of the embedding itself (never of a map)."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Literal

import numpy as np

from engine.algorithms.exact_search import search
from engine.algorithms.neighbor_graph.graph import neighbor_graph
from engine.embedding import Embedding

Metric = Literal["cosine", "dot", "euclidean"]
METRICS: dict[Metric, str] = {"cosine": "Cosine similarity", "dot": "Dot product", "euclidean": "Euclidean distance"}

BLOCK = 16
"""Columns of which only the largest is looked at when the threshold for the k best is sought."""
MANY = 5_000
"""Items from which on the compiled search among all of them is worth its import."""
LARGE = 50_000
"""Items from which on one query, too, is worth it."""
TILE_NUMBERS = 1 << 22
"""Similarities held at once, as float32."""


@dataclass(frozen=True, eq=False)
class Neighbors:
    """The nearest items, best first; ties are in order of row.

    rows: int64 (k,), or (n_queries, k) with -1 where an item has fewer than k neighbors.
    scores: float32 of the same shape: similarities that fall, or under "euclidean" distances that rise;
    NaN beside a row of -1.
    """

    rows: np.ndarray
    scores: np.ndarray


def nearest(
    embedding: Embedding,
    query: int | np.ndarray,
    k: int = 10,
    metric: Metric = "cosine",
    exclude: Collection[int] = (),
) -> Neighbors:
    """The `k` items nearest to a row of the embedding (itself left out) or to a vector (n_components,).

    `exclude` holds rows that may not be answers. k is clipped to the number of possible answers.
    Under "cosine" a vector of length 0 has no direction: it is no one's neighbor, and has none itself.
    """
    row = int(query) if isinstance(query, int | np.integer) else None
    vector = embedding.vectors[row] if row is not None else np.asarray(query, dtype=np.float32)
    barred = list(exclude) if row is None else [*exclude, row]
    large = embedding.n_items >= LARGE
    scores = search.scores(embedding.vectors, vector, metric) if large else similarities(embedding, vector, metric)
    scores[barred] = -np.inf
    k = min(k, len(scores))
    if large:
        rows, values = largest(scores[None, :], k)
        if metric == "euclidean":
            values = -np.sqrt(-values)  # summed from differences: no digits to win by measuring anew
    else:
        rows, values = _best(embedding, vector[None, :], scores[None, :], k, metric)
    found = values[0] > -np.inf
    return Neighbors(rows[0][found], _shown(values[0][found], metric))


def nearest_batch(
    embedding: Embedding,
    rows: np.ndarray,
    k: int = 10,
    metric: Metric = "cosine",
    on_tile: Callable[[int, int], None] | None = None,
) -> Neighbors:
    """The `k` nearest items of each of `rows` (n_queries,), the item itself left out; k is clipped to n_items - 1.

    Of many items, where more than a few are exactly as near as the last of the k, any are told, the same each time.
    `on_tile(done, total)` is called after every tile of queries; what it raises ends the work.
    """
    rows = np.asarray(rows, dtype=np.int64)
    k = min(k, embedding.n_items - 1)
    if metric == "euclidean" and len(rows) >= MANY and np.array_equal(rows, np.arange(embedding.n_items)):
        graph = neighbor_graph(embedding.vectors, k, on_tile)
        return Neighbors(graph.rows.astype(np.int64), np.sqrt(graph.squares))
    if embedding.n_items >= LARGE and len(rows) and k:
        return _among_candidates(embedding, rows, k, metric, on_tile)
    found = np.full((len(rows), k), -1, dtype=np.int64)
    scores = np.full((len(rows), k), np.nan, dtype=np.float32)
    step = max(1, TILE_NUMBERS // max(embedding.n_items, 1))
    for start in range(0, len(rows) if k else 0, step):
        tile = rows[start : start + step]
        values = similarities(embedding, embedding.vectors[tile], metric)
        values[np.arange(len(tile)), tile] = -np.inf
        best, best_values = _best(embedding, embedding.vectors[tile], values, k, metric)
        real = best_values > -np.inf
        found[start : start + step][real] = best[real]
        scores[start : start + step][real] = _shown(best_values[real], metric)
        if on_tile:
            on_tile(start + len(tile), len(rows))
    return Neighbors(found, scores)


def _among_candidates(
    embedding: Embedding, rows: np.ndarray, k: int, metric: Metric, on_tile: Callable[[int, int], None] | None
) -> Neighbors:
    """The best of some more than k, by scores that are computed anew: products of tiles order the last by chance."""
    near = search.candidates(embedding.vectors, rows, k, metric, on_tile)
    if metric == "cosine":
        near[(embedding.vectors[rows] == 0).all(axis=1)] = -1
    scores = np.empty(near.shape, dtype=np.float32)
    step = max(1, TILE_NUMBERS // (near.shape[1] * embedding.n_components))
    for start in range(0, len(rows), step):
        tile = slice(start, start + step)
        scores[tile] = _compared(embedding.vectors[rows[tile]], embedding.vectors[near[tile]], metric)
    scores[near < 0] = -np.inf
    order = np.argsort(-scores, axis=1, kind="stable")[:, :k]
    found, best = np.take_along_axis(near, order, axis=1), np.take_along_axis(scores, order, axis=1)
    return Neighbors(found, np.where(found >= 0, _shown(best, metric), np.nan).astype(np.float32))


def _compared(queries: np.ndarray, items: np.ndarray, metric: Metric) -> np.ndarray:
    """Similarities, or minus distances, of queries (m, d) and the items (m, k, d) beside each of them: (m, k)."""
    if metric == "euclidean":
        return -np.linalg.norm(items - queries[:, None, :], axis=2)
    products = np.einsum("mkd,md->mk", items, queries)
    if metric == "cosine":
        lengths = np.linalg.norm(items, axis=2) * np.linalg.norm(queries, axis=1)[:, None]
        products /= np.where(lengths > 0, lengths, 1)
    return products


def similarities(embedding: Embedding, vectors: np.ndarray, metric: Metric = "cosine") -> np.ndarray:
    """Similarity of each item to vectors (n_components,) or (m, n_components): float32 (n_items,) or (m, n_items).

    Larger is nearer: under "euclidean" this is minus the distance. Items without direction are -inf under "cosine".
    """
    if metric == "dot":
        return vectors @ embedding.vectors.T
    if metric == "euclidean":
        return -_distances(embedding, vectors)
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    result = (vectors / np.where(lengths > 0, lengths, 1)) @ embedding.unit.T
    no_direction = embedding.norms == 0
    if no_direction.any():
        result[..., no_direction] = -np.inf
    result[lengths[..., 0] == 0] = -np.inf
    return result


def _distances(embedding: Embedding, vectors: np.ndarray) -> np.ndarray:
    """Euclidean distances by |x|^2 - 2 x.y + |y|^2, about the mean so that a far-off origin costs no digits."""
    center = embedding.vectors.mean(axis=0)
    items = embedding.vectors - center
    queries = vectors - center
    squares = (-2 * queries) @ items.T
    squares += np.square(items).sum(axis=1)
    squares += np.square(queries).sum(axis=-1, keepdims=True)
    return np.sqrt(np.maximum(squares, 0, out=squares), out=squares)


def _best(
    embedding: Embedding, queries: np.ndarray, scores: np.ndarray, k: int, metric: Metric
) -> tuple[np.ndarray, np.ndarray]:
    """`largest`, with the few distances that are kept measured anew: products lose the small ones' digits."""
    rows, values = largest(scores, k)
    if metric != "euclidean":
        return rows, values
    exact = -np.linalg.norm(embedding.vectors[rows] - queries[:, None, :], axis=2)
    exact[values == -np.inf] = -np.inf
    order = np.lexsort((rows, -exact), axis=1)
    return np.take_along_axis(rows, order, axis=1), np.take_along_axis(exact, order, axis=1)


def _shown(values: np.ndarray, metric: Metric) -> np.ndarray:
    if metric == "euclidean":
        return -values
    return np.clip(values, -1, 1) if metric == "cosine" else values  # rounding can pass 1 by one digit


def largest(scores: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
    """Columns and values of the `k` largest of each row of (m, n) scores, falling; ties in order of column.

    The k-th largest of the blocks' maxima is a threshold that at least k entries reach and few others do,
    so only a sixteenth of the entries takes part in a selection.
    """
    m, n = scores.shape
    if m == 0 or k == 0:
        return np.zeros((m, k), dtype=np.int64), np.zeros((m, k), dtype=scores.dtype)
    block = BLOCK if n >= 2 * BLOCK * k else 1
    whole = n - n % block
    maxima = scores[:, :whole].reshape(m, block, -1).max(axis=1)  # of interleaved columns: contiguous in memory
    threshold = np.partition(maxima, maxima.shape[1] - k, axis=1)[:, maxima.shape[1] - k]
    candidates = scores >= threshold[:, None]
    for crowded in np.flatnonzero(candidates.sum(axis=1) > 4 * k):  # many ties: sorting them all would take long
        candidates[crowded] = _among_largest(scores[crowded], k)
    rows, columns = np.divmod(np.flatnonzero(candidates), n)
    values = scores[rows, columns]
    order = np.lexsort((columns, -values, rows))
    first = np.searchsorted(rows, np.arange(m))  # rows come sorted
    chosen = order[first[:, None] + np.arange(k)]
    return columns[chosen], values[chosen]


def _among_largest(values: np.ndarray, k: int) -> np.ndarray:
    """bool (n,): the `k` largest; of those equal to the last of them, the first ones."""
    last = np.partition(values, len(values) - k)[len(values) - k]
    chosen = values > last
    chosen[np.flatnonzero(values == last)[: k - int(chosen.sum())]] = True
    return chosen
