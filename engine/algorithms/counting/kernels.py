"""The inner loops of counting pairs: a dense row at a time, so that nothing is sorted or hashed."""

# mypy: ignore-errors
# numba infers the types.

import numpy as np
from numba import njit


@njit(nogil=True, cache=True)
def places_by_token(tokens, counts):
    """Where each token occurs: int64 (n_items + 1,) offsets, and the int32 places themselves in order."""
    offsets = np.zeros(len(counts) + 1, dtype=np.int64)
    offsets[1:] = np.cumsum(counts)
    free = offsets[:-1].copy()
    places = np.empty(len(tokens), dtype=np.int32)
    for place in range(len(tokens)):
        token = tokens[place]
        places[free[token]] = place
        free[token] += 1
    return offsets, places


@njit(nogil=True, cache=True)
def count_rows(tokens, sentence_of, offsets, places, weights, first, last, columns, values, ends):
    """Count the neighbors of the tokens [first, last).

    weights: float64 (window,), weight of a neighbor at distance 1, 2, ... Fills columns and values, the row of token
    first + r ending at ends[r]; columns are in order of first occurrence.
    """
    row_sums = np.zeros(len(offsets) - 1)
    n_filled = 0
    for token in range(first, last):
        begun = n_filled
        for occurrence in range(offsets[token], offsets[token + 1]):
            place = np.int64(places[occurrence])
            stop = min(len(tokens), place + len(weights) + 1)
            for near in range(max(0, place - len(weights)), stop):
                if near != place and sentence_of[near] == sentence_of[place]:
                    other = tokens[near]
                    if row_sums[other] == 0:
                        columns[n_filled] = other
                        n_filled += 1
                    row_sums[other] += weights[abs(near - place) - 1]
        for cell in range(begun, n_filled):
            values[cell] = row_sums[columns[cell]]
            row_sums[columns[cell]] = 0
        ends[token - first] = n_filled
    return n_filled
