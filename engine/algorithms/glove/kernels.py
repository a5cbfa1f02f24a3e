"""The compiled loops of GloVe: one pass over all pairs of words that meet."""

import numpy as np
from numba import njit, prange

SUMS = {"reassoc", "contract", "nsz"}
MOST_STEEP = 100.0
"""No gradient is taken as larger than this, as in the authors' program."""


@njit(nogil=True, parallel=True, fastmath=SUMS, cache=True)
def one_pass(
    rows: np.ndarray,
    columns: np.ndarray,
    logarithms: np.ndarray,
    weights: np.ndarray,
    starts: np.ndarray,
    words: np.ndarray,
    contexts: np.ndarray,
    past: np.ndarray,
    past_of_contexts: np.ndarray,
    rate: float,
    costs: np.ndarray,
) -> None:
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
            costs[turn, part] = _block(
                rows, columns, logarithms, weights, starts[turn, part], starts[turn, part + 1], words, contexts, past,
                past_of_contexts, np.float32(rate),
            )  # fmt: skip


@njit(nogil=True, fastmath=SUMS, cache=True)
def _block(
    rows: np.ndarray,
    columns: np.ndarray,
    logarithms: np.ndarray,
    weights: np.ndarray,
    first: int,
    last: int,
    words: np.ndarray,
    contexts: np.ndarray,
    past: np.ndarray,
    past_of_contexts: np.ndarray,
    rate: np.float32,
) -> float:
    bias = words.shape[1] - 1
    steep = np.float32(MOST_STEEP)
    cost = 0.0
    for place in range(first, last):
        word, context = words[rows[place]], contexts[columns[place]]
        squares, context_squares = past[rows[place]], past_of_contexts[columns[place]]
        product = np.float32(0)
        for component in range(bias):
            product += word[component] * context[component]
        apart = product + word[bias] + context[bias] - logarithms[place]
        slope = weights[place] * apart
        cost += 0.5 * slope * apart
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
    return cost
