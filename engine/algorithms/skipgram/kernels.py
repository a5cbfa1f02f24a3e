"""The inner loops of skip-gram and CBOW with negative sampling. They know tokens and rows, not words.

For each position, the inputs are the tokens in its window (CBOW: their sum or mean alone) and the outputs are the
token itself and negatives that the whole window shares. All scores of the window come first, then one pass moves
inputs and outputs, with the changes of six outputs in registers (shared negatives: Ji et al., 2016). Tables are flat
float32 arrays, a "row" is the offset of a token's first number.
"""

# mypy: ignore-errors
# numba infers the types.

import numpy as np
from numba import njit

from engine.algorithms.probability import sigmoid, softplus
from engine.algorithms.skipgram.lanes_kernels import LANES, add, load, multiply_add, prefetch, store, total, zeros
from engine.algorithms.skipgram.together_kernels import hand_down, put_together

OUTPUTS = 6
"""Outputs treated together: the token and five negatives; more negatives take several passes."""
TABLE_SIZE = 1024
TABLE_LIMIT = 8.0
"""Scores beyond this count as this: the sigmoid is within .0004 of 0 or 1 there."""
SUM, MEAN = 1, 2
"""How CBOW puts the inputs of a window together."""
LOSS_EVERY = 16
"""The loss is measured on one window in so many."""

_SCALE = np.float32(TABLE_SIZE / (2 * TABLE_LIMIT))
_middles = (np.arange(TABLE_SIZE) + 0.5) / TABLE_SIZE * 2 * TABLE_LIMIT - TABLE_LIMIT
SIGMOID = sigmoid(_middles).astype(np.float32)
SOFTPLUS = softplus(_middles).astype(np.float32)
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)


@njit(nogil=True, cache=True, forceinline=True)
def random(state):
    """The next 64 random bits of a uint64 (1,) state: splitmix64 (Steele, Lea and Flood, 2014)."""
    state[0] += _GOLDEN
    z = state[0]
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


@njit(nogil=True, cache=True, forceinline=True)
def draw(threshold, other, state):
    """A random item by the alias method (Walker, 1977), see `negative_sampling.alias_table`."""
    bits = random(state)
    item = np.int64(((bits & np.uint64(0xFFFFFFFF)) * np.uint64(len(threshold))) >> np.uint64(32))
    return item if np.uint32(bits >> np.uint64(32)) <= threshold[item] else np.int64(other[item])


@njit(nogil=True, cache=True)
def sample(tokens, sentences, first, last, keep, state, kept, starts):
    """Drop frequent tokens of the sentences [first, last) at random; returns how many sentences remain.

    keep: uint32 per token, its chance times 2^32 - 1. Fills kept and starts; sentences left empty vanish.
    """
    n_kept = 0
    n_sentences = 0
    starts[0] = 0
    for sentence in range(first, last):
        for place in range(sentences[sentence], sentences[sentence + 1]):
            token = tokens[place]
            if np.uint32(random(state) >> np.uint64(32)) <= keep[token]:
                kept[n_kept] = token
                n_kept += 1
        if n_kept > starts[n_sentences]:
            n_sentences += 1
            starts[n_sentences] = n_kept
    return n_sentences


@njit(nogil=True, fastmath=True, cache=True, forceinline=True)
def score(inputs, contexts, n_contexts, outputs, targets, at, width, scores):
    """scores[c, k] = inputs row c . outputs row k, for the six targets from `at` on."""
    t0, t1, t2 = targets[at], targets[at + 1], targets[at + 2]
    t3, t4, t5 = targets[at + 3], targets[at + 4], targets[at + 5]
    for c in range(n_contexts):
        row = contexts[c]
        s0 = s1 = s2 = s3 = s4 = s5 = zeros()
        for d in range(0, width, LANES):
            x = load(inputs, row + d)
            s0 = multiply_add(x, load(outputs, t0 + d), s0)
            s1 = multiply_add(x, load(outputs, t1 + d), s1)
            s2 = multiply_add(x, load(outputs, t2 + d), s2)
            s3 = multiply_add(x, load(outputs, t3 + d), s3)
            s4 = multiply_add(x, load(outputs, t4 + d), s4)
            s5 = multiply_add(x, load(outputs, t5 + d), s5)
        scores[c, 0], scores[c, 1], scores[c, 2] = total(s0), total(s1), total(s2)
        scores[c, 3], scores[c, 4], scores[c, 5] = total(s3), total(s4), total(s5)


@njit(nogil=True, cache=True, forceinline=True)
def cell(score):
    """Where a score lies in the tables."""
    return min(max(np.int64((score + np.float32(TABLE_LIMIT)) * _SCALE), 0), TABLE_SIZE - 1)


@njit(nogil=True, fastmath=True, cache=True, forceinline=True)
def grade(scores, n_contexts, weights, at, rate):
    """Turn scores into steps, rate * weight * (label - sigmoid(score)); the label is 1 for target 0 only."""
    for c in range(n_contexts):
        for k in range(OUTPUTS):
            label = np.float32(at + k == 0)
            scores[c, k] = rate * weights[at + k] * (label - SIGMOID[cell(scores[c, k])])


@njit(nogil=True, fastmath=True, cache=True, forceinline=True)
def loss_of(scores, n_contexts, weights, at):
    """Sum over pairs of -weight log sigmoid(score) for target 0 and -weight log sigmoid(-score) for negatives."""
    loss = np.float32(0)
    for c in range(n_contexts):
        for k in range(OUTPUTS):
            loss += weights[at + k] * SOFTPLUS[cell(-scores[c, k] if at + k == 0 else scores[c, k])]
    return loss


@njit(nogil=True, fastmath=True, cache=True, forceinline=True)
def move(inputs, contexts, n_contexts, outputs, targets, at, width, steps):
    """Add steps[c, k] * output row k to input row c and, from the inputs as they were, the same the other way."""
    t0, t1, t2 = targets[at], targets[at + 1], targets[at + 2]
    t3, t4, t5 = targets[at + 3], targets[at + 4], targets[at + 5]
    for d in range(0, width, LANES):
        y0, y1, y2 = load(outputs, t0 + d), load(outputs, t1 + d), load(outputs, t2 + d)
        y3, y4, y5 = load(outputs, t3 + d), load(outputs, t4 + d), load(outputs, t5 + d)
        m0 = m1 = m2 = m3 = m4 = m5 = zeros()
        for c in range(n_contexts):
            x = load(inputs, contexts[c] + d)
            g0, g1, g2 = steps[c, 0], steps[c, 1], steps[c, 2]
            g3, g4, g5 = steps[c, 3], steps[c, 4], steps[c, 5]
            m0, m1, m2 = multiply_add(x, g0, m0), multiply_add(x, g1, m1), multiply_add(x, g2, m2)
            m3, m4, m5 = multiply_add(x, g3, m3), multiply_add(x, g4, m4), multiply_add(x, g5, m5)
            even = multiply_add(y4, g4, multiply_add(y2, g2, multiply_add(y0, g0, x)))
            odd = multiply_add(y5, g5, multiply_add(y3, g3, multiply_add(y1, g1, zeros())))
            store(inputs, contexts[c] + d, add(even, odd))
        # Loaded again, since a negative may have been drawn twice.
        store(outputs, t0 + d, add(load(outputs, t0 + d), m0))
        store(outputs, t1 + d, add(load(outputs, t1 + d), m1))
        store(outputs, t2 + d, add(load(outputs, t2 + d), m2))
        store(outputs, t3 + d, add(load(outputs, t3 + d), m3))
        store(outputs, t4 + d, add(load(outputs, t4 + d), m4))
        store(outputs, t5 + d, add(load(outputs, t5 + d), m5))


@njit(nogil=True, fastmath=True, cache=True, forceinline=True)
def train_window(inputs, contexts, n_contexts, outputs, targets, weights, width, rate, steps, measured):
    """One step on one window, six targets at a time; returns its loss before the step (0 unless measured).

    targets, weights: rows of the token and of its negatives, filled up to a multiple of `OUTPUTS` with any row.
    The weight is 1, or 0 for a filler and for a negative that happens to be the token itself.
    steps: float32 (>= n_contexts, OUTPUTS) scratch.
    """
    loss = np.float32(0)
    for at in range(0, len(targets), OUTPUTS):
        score(inputs, contexts, n_contexts, outputs, targets, at, width, steps)
        if measured:
            loss += loss_of(steps, n_contexts, weights, at)
        grade(steps, n_contexts, weights, at, rate)
        move(inputs, contexts, n_contexts, outputs, targets, at, width, steps)
    return loss


@njit(nogil=True, cache=True, forceinline=True)
def choose_targets(token, negative, threshold, other, state, outputs, width, targets, weights):
    """Fill targets and weights for a token and fresh negatives, and have their rows fetched."""
    targets[0] = np.int64(token) * width
    weights[0] = 1
    for k in range(1, negative + 1):
        targets[k] = draw(threshold, other, state) * width
        weights[k] = targets[k] != targets[0]
    for k in range(negative + 1):
        for d in range(0, width, LANES):
            prefetch(outputs, targets[k] + d)


@njit(nogil=True, cache=True, forceinline=True)
def gather(kept, start, stop, place, reach, width, contexts):
    """Fill contexts with the rows within `reach` of a place in the sentence [start, stop); returns how many."""
    n_contexts = 0
    for near in range(max(start, place - reach), min(stop, place + reach + 1)):
        if near != place:
            contexts[n_contexts] = np.int64(kept[near]) * width
            n_contexts += 1
    return n_contexts


@njit(nogil=True, cache=True)
def train_block(
    inputs, outputs, width, tokens, sentences, first, last, keep, threshold, other, window, negative, together, rates,
    seed,
):  # fmt: skip
    """Train on the sentences [first, last); the learning rate falls linearly from rates[0] to rates[1].

    together: 0 for each token of a window by itself (skip-gram), `SUM` or `MEAN` for all at once (CBOW).
    Returns (sum of losses, number of pairs) of the windows that were measured; CBOW has one pair a window.
    """
    state = np.array([seed], dtype=np.uint64)
    kept = np.empty(sentences[last] - sentences[first], dtype=np.int32)
    starts = np.empty(last - first + 1, dtype=np.int64)
    n_sentences = sample(tokens, sentences, first, last, keep, state, kept, starts)
    n_targets = (negative + OUTPUTS) // OUTPUTS * OUTPUTS
    targets, coming = np.zeros(n_targets, dtype=np.int64), np.zeros(n_targets, dtype=np.int64)
    weights, coming_weights = np.zeros(n_targets, dtype=np.float32), np.zeros(n_targets, dtype=np.float32)
    contexts, alone = np.empty(2 * window, dtype=np.int64), np.zeros(1, dtype=np.int64)
    hidden = np.zeros(2 * width, dtype=np.float32)
    steps = np.empty((2 * window, OUTPUTS), dtype=np.float32)
    losses = 0.0
    pairs = 0
    n_kept = starts[n_sentences]
    if n_kept > 0:
        choose_targets(kept[0], negative, threshold, other, state, outputs, width, coming, coming_weights)
    for sentence in range(n_sentences):
        for place in range(starts[sentence], starts[sentence + 1]):
            for k in range(n_targets):
                targets[k], weights[k] = coming[k], coming_weights[k]
            after = place + 1
            if after < n_kept:
                choose_targets(kept[after], negative, threshold, other, state, outputs, width, coming, coming_weights)
            if after + window < n_kept:
                for d in range(0, width, LANES):
                    prefetch(inputs, np.int64(kept[after + window]) * width + d)
            reach = 1 + np.int64(random(state) % np.uint64(window))
            n_contexts = gather(kept, starts[sentence], starts[sentence + 1], place, reach, width, contexts)
            if n_contexts > 0:
                rate = np.float32(rates[0] + (rates[1] - rates[0]) * place / n_kept)
                measured = place % LOSS_EVERY == 0
                if together:
                    share = np.float32(1 / n_contexts if together == MEAN else 1)
                    put_together(inputs, contexts, n_contexts, width, share, hidden)
                rows, at, n = (hidden, alone, 1) if together else (inputs, contexts, n_contexts)
                losses += train_window(rows, at, n, outputs, targets, weights, width, rate, steps, measured)
                if together:
                    hand_down(inputs, contexts, n_contexts, width, share, hidden)
                pairs += n if measured else 0
    return losses, pairs
