"""The minimum spanning tree of mutual reachability (Campello, Moulavi and Sander, 2013), exactly and without a matrix.

Boruvka's rounds over the exact neighbor graph: a part of the points is joined to the nearest point outside of it, and
only points whose listed neighbors all lie inside are compared with others, in balls that are skipped if too far.
"""

from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from engine.algorithms.neighbor_graph.graph import NeighborGraph

BALL = 64
"""Points of a ball, at most."""


class SpanningTree(NamedTuple):
    """The n - 1 edges, shortest first. ends: int64 (n - 1, 2) rows; lengths: float64 (n - 1,) mutual reachability."""

    ends: np.ndarray
    lengths: np.ndarray


class Balls(NamedTuple):
    """Points in groups that lie close together. order: int64 (n,) rows; starts: int64 (b + 1,) where in it a ball
    begins; centers: float32 (b, d); radii: float32 (b,).
    """

    order: np.ndarray
    starts: np.ndarray
    centers: np.ndarray
    radii: np.ndarray


def core_distances(graph: NeighborGraph, min_samples: int) -> np.ndarray:
    """Distance of each point to its `min_samples`-th nearest, itself counted as the first; float32 (n,)."""
    place = min(min_samples - 1, graph.k)
    return np.sqrt(graph.squares[:, place - 1]) if place > 0 else np.zeros(len(graph.rows), dtype=np.float32)


def spanning_tree(
    points: np.ndarray, graph: NeighborGraph, core: np.ndarray, on_round: Callable[[int, int], None] | None = None
) -> SpanningTree:
    """The tree of float32 points (n, d), from their neighbor graph and core distances.

    Of equally long edges any may be chosen, the same each time and on any number of threads. `on_round(parts, n)` is
    called before every round; what it raises ends the work.
    """
    from engine.algorithms.clusters.spanning_kernels import agree, list_nearest, merge, search_outside

    points = np.ascontiguousarray(points, dtype=np.float32)
    n = len(points)
    if n < 2:
        return SpanningTree(np.empty((0, 2), dtype=np.int64), np.empty(0))
    balls = _balls(points)
    sorted_points, sorted_core = points[balls.order], core[balls.order]
    part = np.arange(n)
    bounds = np.zeros(n, dtype=np.float32)  # what is known of the nearest outside: it is at least so far
    values, rows = np.full(n, np.inf, dtype=np.float32), np.full(n, -1, dtype=np.int64)
    distances = np.sqrt(graph.squares)
    ends, lengths = np.empty((n - 1, 2), dtype=np.int64), np.empty(n - 1, dtype=np.float32)
    done = 0
    while done < n - 1:
        if on_round:
            on_round(n - done, n)
        list_nearest(graph.rows, distances, core, part, values, rows, bounds)
        best = np.full(n, np.inf, dtype=np.float32)
        np.minimum.at(best, part, values)
        open_rows = np.flatnonzero((bounds < best[part]) & (bounds < values))
        whole = agree(balls.order, balls.starts, part)
        search_outside(
            points, core, sorted_points, sorted_core, *balls, whole, part, open_rows, best[part], values, rows, bounds
        )
        done = merge(part, values, rows, ends, lengths, done)
    order = np.argsort(lengths, kind="stable")
    return SpanningTree(ends[order], lengths[order].astype(np.float64))


def _balls(points: np.ndarray) -> Balls:
    """Halve the points along their widest coordinate until few are left."""
    order, starts = np.arange(len(points)), [0]
    waiting = [(0, len(points))]
    while waiting:
        start, stop = waiting.pop()
        if stop - start <= BALL:
            starts.append(stop)
            continue
        rows = order[start:stop]
        widest = int(np.argmax(np.ptp(points[rows], axis=0)))
        order[start:stop] = rows[np.argsort(points[rows, widest], kind="stable")]
        middle = (start + stop) // 2
        waiting += [(middle, stop), (start, middle)]
    parts = [points[order[a:b]] for a, b in pairwise(starts)]
    centers = np.stack([part.mean(axis=0, dtype=np.float64) for part in parts]).astype(np.float32)
    radii = [
        float(np.sqrt(np.square(part - center).sum(axis=1).max())) for part, center in zip(parts, centers, strict=True)
    ]
    return Balls(order, np.array(starts), centers, np.array(radii, dtype=np.float32))
