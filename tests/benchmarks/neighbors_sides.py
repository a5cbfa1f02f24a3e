"""One side of the benchmark of neighbors, in its own process: `neighbors_sides.py SIDE N_ITEMS FOUND.npz`.

Prints one JSON line with the milliseconds of one query and of many, by metric. Run by the interpreter of that side, so
it imports nothing of the tests.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

N_COMPONENTS, N_QUERIES, K = 100, 1_000, 10
METRICS = ("cosine", "dot", "euclidean")
ONE, MANY, MANY_OF_LARGE = 31, 5, 1
LARGE = 1_000_000
"""Items of which many queries take faiss half a minute or more."""
Search = Callable[[np.ndarray], tuple[np.ndarray, np.ndarray]]


def ours(vectors: np.ndarray) -> Iterator[tuple[str, Search]]:
    """The engine's search by each metric: rows of queries to rows and scores of their neighbors."""
    from engine.embedding import Embedding
    from engine.neighbors import nearest, nearest_batch

    embedding = Embedding(vectors, ("",) * len(vectors))

    def search(metric: Any, queries: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        if len(queries) == 1:
            found = nearest(embedding, int(queries[0]), K, metric)
            return found.rows[None], found.scores[None]
        found = nearest_batch(embedding, queries, K, metric)
        return found.rows, found.scores

    for metric in METRICS:
        yield metric, lambda queries, metric=metric: search(metric, queries)


def faiss(vectors: np.ndarray) -> Iterator[tuple[str, Search]]:
    """The flat index of each metric, filled; a query finds itself, too, and is taken out."""
    import faiss

    faiss.omp_set_num_threads(2)

    def search(index: Any, held: np.ndarray, queries: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        scores, rows = index.search(held[queries], K + 1)
        return rows, scores

    for metric in METRICS:
        held = vectors / np.linalg.norm(vectors, axis=1, keepdims=True) if metric == "cosine" else vectors
        index = (faiss.IndexFlatL2 if metric == "euclidean" else faiss.IndexFlatIP)(N_COMPONENTS)
        index.add(held)
        yield metric, lambda queries, index=index, held=held: search(index, held, queries)


def without_itself(rows: np.ndarray, scores: np.ndarray, queries: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The first K of each query but the query."""
    kept = np.argsort(rows == queries[:, None], axis=1, kind="stable")[:, :K]
    return np.take_along_axis(rows, kept, axis=1), np.take_along_axis(scores, kept, axis=1)


def milliseconds(search: Search, queries: np.ndarray, times: int) -> float:
    """The median of some times."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        search(queries)
        taken.append(1e3 * (time.perf_counter() - begun))
    return float(np.median(taken))


def main(side: str, n_items: str, target: str) -> None:
    """Search, save what was found, and tell the milliseconds."""
    rng = np.random.default_rng(0)
    vectors = rng.standard_normal((int(n_items), N_COMPONENTS), dtype=np.float32)
    queries = rng.choice(len(vectors), N_QUERIES, replace=False)
    found, told = {}, {}
    for metric, search in (ours if side == "ours" else faiss)(vectors):
        rows, scores = search(queries)
        if side == "faiss":
            rows, scores = without_itself(rows, scores, queries)
            scores = np.sqrt(scores) if metric == "euclidean" else scores
        found |= {f"{metric}_rows": rows, f"{metric}_scores": scores}
        told[f"{metric}_many_ms"] = milliseconds(search, queries, MANY_OF_LARGE if len(vectors) >= LARGE else MANY)
        search(queries[:1])
        told[f"{metric}_one_ms"] = milliseconds(search, queries[:1], ONE)
    np.savez(target, **found)
    print(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
