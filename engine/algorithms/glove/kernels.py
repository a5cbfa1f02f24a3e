"""The compiled loops of GloVe: one pass over all pairs of words that meet."""

# mypy: ignore-errors
# numba infers the types.

import numpy as np
from numba import njit, prange

from engine.algorithms.skipgram.kernels import random
from engine.algorithms.skipgram.lanes_kernels import (
    LANES,
    bounded,
    load,
    multiply_add,
    over_root,
    prefetch,
    store,
    total,
    zeros,
)

AHEAD = 4
"""Pairs: the vectors of the one so much later are asked for now."""
MOST_STEEP = 100.0
"""No gradient is taken as larger than this, as in the authors' program."""


@njit(nogil=True, parallel=True, cache=True)
def one_round(rows, columns, logarithms, weights, starts, words, contexts, past, past_of_contexts, width, rate, costs):
    """One step of AdaGrad for each pair of a round, block by block; write the cost of each block into costs (p,).

    rows, columns: int32 (m,), the words and contexts of the pairs, in order of their blocks; logarithms and weights:
    float32 (m,). starts: int64 (p + 1,), where the blocks of the round begin: block b holds words of part b
    alone and contexts of one part, so that those of a round touch nothing in common, and threads may take them in any
    order. words, contexts: flat float32, rows of `width` numbers, whose products are to be the logarithms; past,
    past_of_contexts: of the same shape, the sums of squared gradients.
    """
    for part in prange(len(starts) - 1):
        cost = 0.0
        last = starts[part + 1]
        for place in range(starts[part], last):
            later = min(place + AHEAD, last - 1)
            word, context = rows[later] * width, columns[later] * width
            for number in range(0, width, LANES):
                prefetch(words, word + number)
                prefetch(contexts, context + number)
                prefetch(past, word + number)
                prefetch(past_of_contexts, context + number)
            cost += _step(
                words, contexts, past, past_of_contexts, rows[place] * width, columns[place] * width, width,
                logarithms[place], weights[place], rate,
            )  # fmt: skip
        costs[part] = cost


@njit(nogil=True, parallel=True, cache=True)
def strangers(firsts, neighbors, logarithm, weight, words, contexts, past, past_of_contexts, width, rate, seeds, turn):
    """One step for each of some pairs of a round that never meet, drawn evenly; in all, as many as there are that meet.

    firsts, neighbors: the contexts of word i, ascending, are neighbors[firsts[i] : firsts[i + 1]]; a drawn pair that
    does meet is passed over. logarithm, weight: of such a pair. seeds: uint64 (p,), where chance begins in each block
    of round `turn`. The rest as in `one_round`.
    """
    n_parts, n = len(seeds), len(firsts) - 1
    drawn_per_cell = len(neighbors) / (n * n)
    for part in prange(n_parts):
        other = (part + turn) % n_parts
        state = seeds[part : part + 1]
        drawn = drawn_per_cell * _size(part, n_parts, n) * _size(other, n_parts, n)
        for _ in range(np.int64(drawn + (random(state) >> np.uint64(32)) / 2.0**32)):
            row, column = _one_of(part, n_parts, n, random(state)), _one_of(other, n_parts, n, random(state))
            met = neighbors[firsts[row] : firsts[row + 1]]
            place = np.searchsorted(met, column)
            if place == len(met) or met[place] != column:
                _step(
                    words, contexts, past, past_of_contexts, row * width, column * width, width, logarithm, weight, rate
                )


@njit(nogil=True, cache=True, inline="always")
def _size(part, n_parts, n):
    """How many words a part has: part, part + p, part + 2 p ... below n."""
    return (n - part + n_parts - 1) // n_parts


@njit(nogil=True, cache=True, inline="always")
def _one_of(part, n_parts, n, bits):
    """A word of a part, drawn by 64 random bits."""
    return part + n_parts * np.int64(((bits >> np.uint64(32)) * np.uint64(_size(part, n_parts, n))) >> np.uint64(32))


@njit(nogil=True, cache=True, inline="always")
def _step(words, contexts, past, past_of_contexts, word, context, width, logarithm, weight, rate):
    """Move the vectors of one pair, which begin at `word` and `context`; its cost before."""
    products = zeros()
    for number in range(0, width, LANES):
        products = multiply_add(load(words, word + number), load(contexts, context + number), products)
    apart = total(products) - logarithm
    slope = weight * apart
    steep = np.float32(MOST_STEEP)
    for number in range(0, width, LANES):
        of_word, of_context = load(words, word + number), load(contexts, context + number)
        squares, squares_of_context = load(past, word + number), load(past_of_contexts, context + number)
        down = bounded(multiply_add(of_context, slope, zeros()), steep)
        down_of_context = bounded(multiply_add(of_word, slope, zeros()), steep)
        down, down_of_context = multiply_add(down, rate, zeros()), multiply_add(down_of_context, rate, zeros())
        store(words, word + number, multiply_add(over_root(down, squares), np.float32(-1), of_word))
        store(
            contexts, context + number,
            multiply_add(over_root(down_of_context, squares_of_context), np.float32(-1), of_context),
        )  # fmt: skip
        store(past, word + number, multiply_add(down, down, squares))
        store(past_of_contexts, context + number, multiply_add(down_of_context, down_of_context, squares_of_context))
    return 0.5 * slope * apart
