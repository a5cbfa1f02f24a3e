"""The compiled loops of GloVe: one pass over all pairs of words that meet."""

# mypy: ignore-errors
# numba infers the types.

import numpy as np
from numba import njit, prange

from engine.algorithms.skipgram.kernels import random

SUMS = {"reassoc", "contract", "nsz"}
MOST_STEEP = 100.0
"""No gradient is taken as larger than this, as in the authors' program."""


@njit(nogil=True, parallel=True, fastmath=SUMS, cache=True)
def one_pass(rows, columns, logarithms, weights, starts, words, contexts, past, past_of_contexts, rate, costs):
    """One step of AdaGrad for each pair, block by block; write the cost of each block into costs (p, p).

    rows, columns: int32 (m,), the words and contexts of the pairs, in order of their blocks; logarithms and weights:
    float32 (m,). starts: int64 (p, p + 1), where the blocks of a round begin: block b of a round holds words of part b
    alone and contexts of one part, so that those of a round touch nothing in common, and threads may take them in any
    order. words, contexts: float32 (n, d + 1), the last column the bias; past, past_of_contexts: of the same shape,
    the sums of squared gradients.
    """
    n_parts = len(starts)
    for turn in range(n_parts):
        for part in prange(n_parts):
            cost = 0.0
            for place in range(starts[turn, part], starts[turn, part + 1]):
                row, column = rows[place], columns[place]
                cost += _step(
                    words[row], contexts[column], past[row], past_of_contexts[column], logarithms[place],
                    weights[place], rate,
                )  # fmt: skip
            costs[turn, part] = cost


@njit(nogil=True, parallel=True, fastmath=SUMS, cache=True)
def strangers_pass(firsts, neighbors, logarithm, weight, words, contexts, past, past_of_contexts, rate, seeds):
    """One step for a pair that never meets, drawn evenly, for every pair that meets.

    firsts, neighbors: the contexts of word i, ascending, are neighbors[firsts[i] : firsts[i + 1]]; a drawn pair that
    does meet is passed over. seeds: uint64 (p, p), where chance begins in each block. The rest as in `one_pass`.
    """
    n_parts, n = len(seeds), len(words)
    drawn_per_cell = len(neighbors) / (n * n)
    for turn in range(n_parts):
        for part in prange(n_parts):
            other = (part + turn) % n_parts
            state = seeds[turn, part : part + 1]
            drawn = drawn_per_cell * _size(part, n_parts, n) * _size(other, n_parts, n)
            for _ in range(np.int64(drawn + (random(state) >> np.uint64(32)) / 2.0**32)):
                row, column = _one_of(part, n_parts, n, random(state)), _one_of(other, n_parts, n, random(state))
                met = neighbors[firsts[row] : firsts[row + 1]]
                place = np.searchsorted(met, column)
                if place < len(met) and met[place] == column:
                    continue
                _step(words[row], contexts[column], past[row], past_of_contexts[column], logarithm, weight, rate)


@njit(nogil=True, cache=True, inline="always")
def _size(part, n_parts, n):
    """How many words a part has: part, part + p, part + 2 p ... below n."""
    return (n - part + n_parts - 1) // n_parts


@njit(nogil=True, cache=True, inline="always")
def _one_of(part, n_parts, n, bits):
    """A word of a part, drawn by 64 random bits."""
    return part + n_parts * np.int64(((bits >> np.uint64(32)) * np.uint64(_size(part, n_parts, n))) >> np.uint64(32))


@njit(nogil=True, fastmath=SUMS, cache=True, inline="always")
def _step(word, context, squares, context_squares, logarithm, weight, rate):
    """Move the vectors of one pair; its cost before."""
    bias = len(word) - 1
    steep = np.float32(MOST_STEEP)
    product = np.float32(0)
    for component in range(bias):
        product += word[component] * context[component]
    apart = product + word[bias] + context[bias] - logarithm
    slope = weight * apart
    for component in range(bias):
        of_word = rate * min(max(slope * context[component], -steep), steep)
        of_context = rate * min(max(slope * word[component], -steep), steep)
        word[component] -= of_word / np.sqrt(squares[component])
        context[component] -= of_context / np.sqrt(context_squares[component])
        squares[component] += of_word * of_word
        context_squares[component] += of_context * of_context
    of_bias = rate * min(max(slope, -steep), steep)
    word[bias] -= of_bias / np.sqrt(squares[bias])
    context[bias] -= of_bias / np.sqrt(context_squares[bias])
    squares[bias] += of_bias * of_bias
    context_squares[bias] += of_bias * of_bias
    return 0.5 * slope * apart
