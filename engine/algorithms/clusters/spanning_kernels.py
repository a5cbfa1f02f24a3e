"""The compiled loops of the spanning tree."""

import numpy as np
from numba import njit, prange

SLACK = np.float32(1e-5)
"""Share by which the bound of a ball is lowered, for what rounding may have added."""


@njit(nogil=True, cache=True)
def _distance(one: np.ndarray, other: np.ndarray) -> float:
    """As the neighbor graph measures it, so that the same pair has the same distance."""
    total = np.float32(0)
    for component in range(len(one)):
        apart = one[component] - other[component]
        total += apart * apart
    return np.sqrt(total)


@njit(nogil=True, cache=True, fastmath=True)
def _quick_distance(one: np.ndarray, other: np.ndarray) -> float:
    """The same up to rounding, in whatever order is quickest."""
    total = np.float32(0)
    for component in range(len(one)):
        apart = one[component] - other[component]
        total += apart * apart
    return np.sqrt(total)


@njit(nogil=True, parallel=True, cache=True)
def list_nearest(
    neighbors: np.ndarray,
    distances: np.ndarray,
    core: np.ndarray,
    part: np.ndarray,
    values: np.ndarray,
    rows: np.ndarray,
    bounds: np.ndarray,
) -> None:
    """Write the nearest listed neighbor outside of each point's part, by mutual reachability.

    neighbors, distances: (n, k). values, rows: what was found before (row -1 and infinity: nothing); it stays if it
    is nearer and still outside. bounds: what is known of the nearest point outside, listed or not; raised here to what
    the list tells.
    """
    n, k = neighbors.shape
    for row in prange(n):
        best, found = np.float32(np.inf), np.int64(-1)
        if rows[row] >= 0 and part[rows[row]] != part[row]:
            best, found = values[row], rows[row]
        for place in range(k):
            other = neighbors[row, place]
            if part[other] != part[row]:
                value = max(distances[row, place], core[row], core[other])
                if value < best:
                    best, found = value, np.int64(other)
        values[row], rows[row] = best, found
        unlisted = max(distances[row, k - 1], core[row]) if k < n - 1 else np.float32(np.inf)
        bounds[row] = max(bounds[row], min(unlisted, best))


@njit(nogil=True, cache=True)
def agree(order: np.ndarray, starts: np.ndarray, part: np.ndarray) -> np.ndarray:
    """The part that all points of each ball belong to, -1 if they belong to several; int64 (b,)."""
    whole = np.empty(len(starts) - 1, dtype=np.int64)
    for ball in range(len(whole)):
        whole[ball] = part[order[starts[ball]]]
        for place in range(starts[ball], starts[ball + 1]):
            if part[order[place]] != whole[ball]:
                whole[ball] = -1
                break
    return whole


@njit(nogil=True, cache=True)
def _look_into(
    own: np.ndarray,
    own_core: float,
    own_part: np.int64,
    ball: int,
    sorted_points: np.ndarray,
    sorted_core: np.ndarray,
    order: np.ndarray,
    starts: np.ndarray,
    part: np.ndarray,
    best: float,
    found: np.int64,
) -> tuple[float, np.int64]:
    """The nearest point of a ball that is outside of the own part and nearer than the best so far."""
    for place in range(starts[ball], starts[ball + 1]):
        if sorted_core[place] < best and part[order[place]] != own_part:
            value = max(_quick_distance(own, sorted_points[place]), own_core, sorted_core[place])
            if value < best:
                best, found = value, order[place]
    return best, found


@njit(nogil=True, parallel=True, cache=True)
def search_outside(
    points: np.ndarray,
    core: np.ndarray,
    sorted_points: np.ndarray,
    sorted_core: np.ndarray,
    order: np.ndarray,
    starts: np.ndarray,
    centers: np.ndarray,
    radii: np.ndarray,
    whole: np.ndarray,
    part: np.ndarray,
    open_rows: np.ndarray,
    limits: np.ndarray,
    values: np.ndarray,
    rows: np.ndarray,
    bounds: np.ndarray,
) -> None:
    """Write the nearest point outside of the part of each of the open rows, if it is nearer than the row's limit.

    limits: (n,) what another point of the part offers. whole: the part of each ball, see `agree`. The other arguments
    are those of `list_nearest` and of the balls.
    """
    n_balls = len(radii)
    for at in prange(len(open_rows)):
        row = open_rows[at]
        best, found = limits[row], np.int64(-1)
        near = np.empty(n_balls, dtype=np.float32)
        first, nearest = -1, np.float32(np.inf)
        for ball in range(n_balls):
            near[ball] = np.inf
            if whole[ball] != part[row]:
                near[ball] = _quick_distance(points[row], centers[ball]) * (1 - SLACK) - radii[ball] * (1 + SLACK)
                if near[ball] < nearest:
                    first, nearest = ball, near[ball]
        if core[row] < best and first >= 0:
            best, found = _look_into(
                points[row], core[row], part[row], first, sorted_points, sorted_core, order, starts, part, best, found
            )
            for ball in range(n_balls):
                if near[ball] < best and ball != first:
                    best, found = _look_into(
                        points[row], core[row], part[row], ball, sorted_points, sorted_core, order, starts, part, best,
                        found,
                    )  # fmt: skip
        if found >= 0:
            best = max(_distance(points[row], points[found]), core[row], core[found])
            if best < values[row]:
                values[row], rows[row] = best, found
        bounds[row] = max(bounds[row], best)


@njit(nogil=True, cache=True)
def root(above: np.ndarray, node: int) -> int:
    """The last node above a node; the way to it is made shorter."""
    while above[node] != node:
        above[node] = above[above[node]]
        node = above[node]
    return node


@njit(nogil=True, cache=True)
def merge(
    part: np.ndarray, values: np.ndarray, rows: np.ndarray, ends: np.ndarray, lengths: np.ndarray, done: int
) -> int:
    """Join each part by the shortest edge that leaves it, write the edges after the `done` first, and name the parts
    anew, each by one of its rows. Returns how many edges there are.
    """
    n = len(part)
    chosen = np.full(n, -1, dtype=np.int64)
    for row in range(n):
        at = chosen[part[row]]
        if rows[row] >= 0 and (at < 0 or values[row] < values[at]):
            chosen[part[row]] = row
    above = np.arange(n)
    for name in range(n):
        row = chosen[name]
        if row < 0:
            continue
        one, other = root(above, part[row]), root(above, part[rows[row]])
        if one != other:
            above[max(one, other)] = min(one, other)
            ends[done, 0], ends[done, 1], lengths[done] = row, rows[row], values[row]
            done += 1
    for row in range(n):
        part[row] = root(above, part[row])
    return done
