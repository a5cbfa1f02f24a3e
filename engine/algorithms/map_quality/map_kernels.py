"""The compiled loops over a map: the nearest of every point, and how many are nearer than a given one.

Points come in an order in which near ones mostly follow each other, in chunks whose corners are known: most chunks lie
wholly inside or wholly outside a distance, and are not looked into. Bounds and distances are made by the same
operations, each of which keeps the order of numbers, so no rounding can put a point outside its chunk's bounds.
"""

import numpy as np
from numba import njit, prange

CHUNK = 64
"""Points of a chunk."""


@njit(nogil=True, cache=True)
def corners(places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Lowest and highest coordinates of each chunk of places float64 (n, axes): two of (axes, chunks)."""
    n, n_axes = places.shape
    n_chunks = -(-n // CHUNK)
    low, high = np.empty((n_axes, n_chunks)), np.empty((n_axes, n_chunks))
    for chunk in range(n_chunks):
        for axis in range(n_axes):
            part = places[chunk * CHUNK : (chunk + 1) * CHUNK, axis]
            low[axis, chunk], high[axis, chunk] = part.min(), part.max()
    return low, high


@njit(nogil=True, cache=True)
def _bounds(place: np.ndarray, low: np.ndarray, high: np.ndarray, least: np.ndarray, greatest: np.ndarray) -> None:
    """Write the least and greatest squared distances from a place to each box."""
    least[:] = 0
    greatest[:] = 0
    for axis in range(len(place)):
        own, lowest, highest = place[axis], low[axis], high[axis]
        for chunk in range(len(lowest)):
            before, after = lowest[chunk] - own, highest[chunk] - own
            near = max(before, -after, 0.0)
            far = max(-before, after)
            least[chunk] += near * near
            greatest[chunk] += far * far


@njit(nogil=True, cache=True)
def _square(one: np.ndarray, other: np.ndarray) -> float:
    total = 0.0
    for axis in range(len(one)):
        apart = other[axis] - one[axis]
        total += apart * apart
    return total


@njit(nogil=True, cache=True)
def insert(
    square: float, own: int, row: int, squares: np.ndarray, owns: np.ndarray, rows: np.ndarray, filled: int
) -> int:
    """Put a point among the nearest so far (rising; ties by row), if it is one; returns how many there are."""
    place = filled
    while place > 0 and (square < squares[place - 1] or (square == squares[place - 1] and row < rows[place - 1])):
        place -= 1
    if place == len(squares):
        return filled
    filled = min(filled + 1, len(squares))
    for later in range(filled - 1, place, -1):
        squares[later], owns[later], rows[later] = squares[later - 1], owns[later - 1], rows[later - 1]
    squares[place], owns[place], rows[place] = square, own, row
    return filled


@njit(nogil=True, parallel=True, cache=True)
def nearest_on_map(places: np.ndarray, rows: np.ndarray, low: np.ndarray, high: np.ndarray, found: np.ndarray) -> None:
    """Write the nearest of every place, nearest first, itself left out; of equally far ones the lower row first.

    places: float64 (n, axes). rows: int64 (n,), by which ties are ordered. low, high: see `corners`. found: int32
    (n, k), places in the order of `places`.
    """
    n, k = found.shape
    n_chunks = low.shape[1]
    for query in prange(n):
        squares, owns, ties = np.full(k, np.inf), np.empty(k, dtype=np.int64), np.empty(k, dtype=np.int64)
        least, greatest = np.empty(n_chunks), np.empty(n_chunks)
        _bounds(places[query], low, high, least, greatest)
        filled = 0
        first = query // CHUNK
        for step in range(n_chunks):
            chunk = first if step == 0 else step - 1 if step <= first else step
            if least[chunk] > squares[k - 1]:
                continue
            for other in range(chunk * CHUNK, min((chunk + 1) * CHUNK, n)):
                if other != query:
                    square = _square(places[query], places[other])
                    if square <= squares[k - 1]:
                        filled = insert(square, other, rows[other], squares, owns, ties, filled)
        found[query] = owns


@njit(nogil=True, cache=True)
def _count_nearer(squares: np.ndarray, rows: np.ndarray, limit: float, tie: int) -> int:
    """How many of some points are nearer than a limit, or as far and of a lower row than `tie`."""
    nearer, equal = np.int64(0), np.int64(0)
    for place in range(len(squares)):
        nearer += squares[place] < limit
        equal += squares[place] == limit
    if equal:
        for place in range(len(squares)):
            nearer += squares[place] == limit and rows[place] < tie
    return int(nearer)


@njit(nogil=True, parallel=True, cache=True)
def ranks_on_map(
    places: np.ndarray, rows: np.ndarray, low: np.ndarray, high: np.ndarray, asked: np.ndarray, ranks: np.ndarray
) -> None:
    """Write which place in the order of nearness the asked ones have: 1 for the nearest; ties by row.

    Arguments as of `nearest_on_map`. asked: int32 (n, k), none a point itself. ranks: int32 (n, k).
    """
    n, k = asked.shape
    n_axes, n_chunks = low.shape
    columns = places.T.copy()
    for query in prange(n):
        limits = np.empty(k)
        for at in range(k):
            limits[at] = _square(places[query], places[asked[query, at]])
        falling = np.argsort(-limits)
        farthest = limits[falling[0]]
        nearer = np.zeros(k, dtype=np.int64)
        least, greatest = np.empty(n_chunks), np.empty(n_chunks)
        _bounds(places[query], low, high, least, greatest)
        squares = np.empty(CHUNK)
        for chunk in range(n_chunks):
            if least[chunk] > farthest:
                continue
            begin, end = chunk * CHUNK, min((chunk + 1) * CHUNK, n)
            own = begin <= query < end
            measured = False
            for at in falling:
                if limits[at] < least[chunk]:
                    break
                if limits[at] > greatest[chunk]:
                    nearer[at] += end - begin - own
                    continue
                if not measured:
                    squares[:] = 0
                    for axis in range(n_axes):
                        part, center = columns[axis, begin:end], places[query, axis]
                        for place in range(len(part)):
                            squares[place] += (part[place] - center) * (part[place] - center)
                    if own:
                        squares[query - begin] = np.inf
                    measured = True
                nearer[at] += _count_nearer(squares[: end - begin], rows[begin:end], limits[at], rows[asked[query, at]])
        for at in range(k):
            ranks[query, at] = nearer[at] + 1
