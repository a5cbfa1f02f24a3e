"""The compiled loops of the dendrogram."""

import numpy as np
from numba import njit

from engine.algorithms.clusters.spanning_kernels import root


@njit(nogil=True, cache=True)
def merges(ends: np.ndarray) -> np.ndarray:
    """The two nodes that each edge, in its order, merges into node n + its place; int64 (n - 1, 2)."""
    n = len(ends) + 1
    above = np.arange(2 * n - 1)
    children = np.empty((n - 1, 2), dtype=np.int64)
    for place in range(n - 1):
        for side in range(2):
            node = root(above, ends[place, side])
            children[place, side] = node
            above[node] = n + place
    return children


@njit(nogil=True, cache=True)
def arrange(children: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Order, starts and stops of a `Dendrogram`."""
    n = len(children) + 1
    sizes = np.ones(2 * n - 1, dtype=np.int64)
    for place in range(n - 1):
        sizes[n + place] = sizes[children[place, 0]] + sizes[children[place, 1]]
    starts = np.zeros(2 * n - 1, dtype=np.int64)
    for place in range(n - 2, -1, -1):
        starts[children[place, 0]] = starts[n + place]
        starts[children[place, 1]] = starts[n + place] + sizes[children[place, 0]]
    order = np.empty(n, dtype=np.int64)
    for item in range(n):
        order[starts[item]] = item
    return order, starts, starts + sizes


@njit(nogil=True, cache=True)
def leaves(children: np.ndarray, heights: np.ndarray, sizes: np.ndarray, min_size: int) -> np.ndarray:
    """Nodes that are a side of a split into sides of at least `min_size`, and do not split so again; int64."""
    n = len(children) + 1
    found = np.empty(n, dtype=np.int64)
    n_found = 0
    tops = np.empty(n, dtype=np.int64)  # sides whose inside is still to be looked at
    waiting = np.empty(n, dtype=np.int64)  # nodes of equal height
    sides = np.empty(n, dtype=np.int64)
    tops[0] = 2 * n - 2
    n_tops = 1
    while n_tops:
        n_tops -= 1
        top = node = tops[n_tops]
        n_sides = 1
        while n_sides == 1:
            n_sides, n_waiting = 0, 0
            if node >= n:
                waiting[0], n_waiting = node, 1
            while n_waiting:
                n_waiting -= 1
                place = waiting[n_waiting] - n
                for side in range(2):
                    child = children[place, side]
                    if child >= n and heights[child - n] == heights[node - n]:
                        waiting[n_waiting] = child
                        n_waiting += 1
                    elif sizes[child] >= min_size:
                        sides[n_sides] = child
                        n_sides += 1
            if n_sides == 1:
                node = sides[0]
        for side in range(n_sides):
            tops[n_tops] = sides[side]
            n_tops += 1
        if n_sides == 0 and top != 2 * n - 2:
            found[n_found] = top
            n_found += 1
    return found[:n_found]


@njit(nogil=True, cache=True)
def grow(ends: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Give each item without a label that of the item over whose edge its part first meets a labeled part."""
    n = len(labels)
    found = labels.copy()
    above = np.arange(n)
    last = np.arange(n)  # of the chain of a part's items, by its root
    after = np.full(n, -1, dtype=np.int64)
    known = labels >= 0  # by root: whether the part's items have labels
    for place in range(len(ends)):
        one, other = root(above, ends[place, 0]), root(above, ends[place, 1])
        for here, there, end in ((one, other, ends[place, 1]), (other, one, ends[place, 0])):
            if known[there] and not known[here]:
                item = here
                while item >= 0:
                    found[item] = found[end]
                    item = after[item]
        known[one] |= known[other]
        after[last[one]] = other
        last[one] = last[other]
        above[other] = one
    return found
