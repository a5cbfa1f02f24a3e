"""What vectors give back of a table of pairs: each given number beside that of the vectors."""

from dataclasses import dataclass

import numpy as np

from engine.algorithms.map_quality.shepard import pairs, rank_correlation

DRAWN = 4_000
RANKED = 200_000
WORST = 20
TILE = 512


@dataclass(frozen=True, eq=False)
class Compared:
    """Pairs of items, int64 (m, 2), with the numbers that are given and those of the vectors, float64 (m,).

    drawn: pairs at random, or all; worst: those that differ most, the worst first. Each is pairs, given, made.
    correlation: of the ranks. kept: 1 less the share of the squares of all given numbers that is missed.
    """

    drawn: tuple[np.ndarray, np.ndarray, np.ndarray]
    worst: tuple[np.ndarray, np.ndarray, np.ndarray]
    correlation: float
    kept: float


def compared(given: np.ndarray, vectors: np.ndarray, are_distances: bool) -> Compared:
    """Compare a table (n, n) with the distances, or the inner products, of vectors (n, k)."""
    points = vectors.astype(np.float64)
    n = len(points)
    missed = total = 0.0
    ends, sizes = [np.empty((0, 2), np.int64)], [np.empty(0)]
    for start in range(0, n, TILE):
        rows = np.arange(start, min(start + TILE, n))
        made = _made(points, rows, are_distances)
        apart = np.abs(given[rows] - made)
        missed += float(np.square(apart).sum())
        total += float(np.square(given[rows]).sum())
        apart[np.arange(n) <= rows[:, None]] = -1  # each pair once
        places = np.argsort(-apart, axis=None, kind="stable")[:WORST] if apart.size <= 1 << 16 else _top(apart)
        ends.append(np.column_stack([rows[places // n], places % n]))
        sizes.append(apart.ravel()[places])
    order = np.argsort(-np.concatenate(sizes), kind="stable")[:WORST]
    worst = np.concatenate(ends)[order]
    worst = worst[worst[:, 0] < worst[:, 1]]
    ranked = pairs(n, RANKED)
    given_of, made_of = given[ranked[:, 0], ranked[:, 1]], _of_pairs(points, ranked, are_distances)
    drawn = np.sort(np.random.default_rng(0).permutation(len(ranked))[:DRAWN])
    return Compared(
        (ranked[drawn], given_of[drawn], made_of[drawn]),
        (worst, given[worst[:, 0], worst[:, 1]], _of_pairs(points, worst, are_distances)),
        rank_correlation(given_of, made_of),
        1 - missed / total if total else 0.0,
    )


def _top(values: np.ndarray) -> np.ndarray:
    places = np.argpartition(-values, WORST, axis=None)[:WORST]
    return places[np.argsort(-values.ravel()[places], kind="stable")]


def _made(points: np.ndarray, rows: np.ndarray, are_distances: bool) -> np.ndarray:
    products = points[rows] @ points.T
    if not are_distances:
        return products
    squares = np.einsum("ij,ij->i", points, points)
    return np.asarray(np.sqrt(np.maximum(squares[rows][:, None] + squares - 2 * products, 0)))


def _of_pairs(points: np.ndarray, ends: np.ndarray, are_distances: bool) -> np.ndarray:
    one, other = points[ends[:, 0]], points[ends[:, 1]]
    if are_distances:
        return np.asarray(np.linalg.norm(one - other, axis=1))
    return np.asarray(np.einsum("ij,ij->i", one, other))
