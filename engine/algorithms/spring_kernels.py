"""The compiled loop of the force layout."""

import numpy as np
from numba import njit


@njit(nogil=True, cache=True)
def forces(
    places: np.ndarray, ends: np.ndarray, pull: np.ndarray, parts: np.ndarray, distance: float, moves: np.ndarray
) -> None:
    """Write the force on each node: distance^2 / d from every other one of its part, d^2 / distance along each edge.

    A weak pull to the center holds what is loosely joined (Fruchterman and Reingold, 1991). Parts do not feel each
    other.
    """
    n, dims = places.shape
    for i in range(n):
        for c in range(dims):
            moves[i, c] = -places[i, c] * 0.05
    apart = np.empty(dims)
    for i in range(n):
        for j in range(i):
            if parts[i] != parts[j]:
                continue
            squared = 1e-9
            for c in range(dims):
                apart[c] = places[i, c] - places[j, c]
                squared += apart[c] * apart[c]
            push = distance * distance / squared
            for c in range(dims):
                moves[i, c] += apart[c] * push
                moves[j, c] -= apart[c] * push
    for edge in range(len(ends)):
        i, j = ends[edge]
        squared = 1e-18
        for c in range(dims):
            apart[c] = places[i, c] - places[j, c]
            squared += apart[c] * apart[c]
        force = np.sqrt(squared) / distance * pull[edge]
        for c in range(dims):
            moves[i, c] -= apart[c] * force
            moves[j, c] += apart[c] * force
