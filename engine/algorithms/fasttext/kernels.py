"""The inner loops of skip-gram whose input vectors are means of parts (Bojanowski et al., 2017).

A word's vector is put together when it comes within reach of a window, is moved like any other while it stays there,
and hands what it moved on to its parts when it leaves: once for each occurrence, not once for each pair. A part takes
the whole move, not its share, as in the published program, so that the mean moves as a vector of its own would.
"""

# mypy: ignore-errors
# numba infers the types.

import numpy as np
from numba import njit

from engine.algorithms.skipgram.kernels import LOSS_EVERY, OUTPUTS, choose_targets, random, sample, train_window
from engine.algorithms.skipgram.lanes_kernels import LANES, add, load, multiply_add, prefetch, store, zeros


@njit(nogil=True, fastmath=True, cache=True, forceinline=True)
def put_together(table, starts, rows, word, width, place, now, before):
    """Write the mean of a word's parts to both buffers, from `place` on."""
    first, last = starts[word], starts[word + 1]
    share = np.float32(1 / (last - first))
    for d in range(0, width, LANES):
        total = zeros()
        for part in range(first, last):
            total = add(total, load(table, np.int64(rows[part]) * width + d))
        mean = multiply_add(total, share, zeros())
        store(now, place + d, mean)
        store(before, place + d, mean)


@njit(nogil=True, fastmath=True, cache=True, forceinline=True)
def hand_on(table, starts, rows, word, width, place, now, before):
    """Add to each of a word's parts what its vector moved since it was put together."""
    minus = np.float32(-1)
    for d in range(0, width, LANES):
        moved = multiply_add(load(before, place + d), minus, load(now, place + d))
        for part in range(starts[word], starts[word + 1]):
            row = np.int64(rows[part]) * width + d
            store(table, row, add(load(table, row), moved))  # loaded anew: an n-gram may occur twice in a word


@njit(nogil=True, cache=True, forceinline=True)
def fetch(table, starts, rows, word, width):
    """Have the parts of a word fetched."""
    for part in range(starts[word], starts[word + 1]):
        for d in range(0, width, LANES):
            prefetch(table, np.int64(rows[part]) * width + d)


@njit(nogil=True, fastmath=True, cache=True)
def means(table, starts, rows, words, width):
    """float32 (len(words), width): the vectors of words as their parts are now."""
    found = np.empty((len(words), width), dtype=np.float32)
    flat = found.reshape(-1)
    for n in range(len(words)):
        put_together(table, starts, rows, words[n], width, n * width, flat, flat)
    return found


@njit(nogil=True, cache=True, forceinline=True)
def gather(start, stop, place, reach, n_slots, width, contexts):
    """Fill contexts with the slots within `reach` of a place in the sentence [start, stop); returns how many."""
    n_contexts = 0
    for near in range(max(start, place - reach), min(stop, place + reach + 1)):
        if near != place:
            contexts[n_contexts] = near % n_slots * width
            n_contexts += 1
    return n_contexts


@njit(nogil=True, cache=True)
def train_block(
    table, starts, rows, outputs, width, tokens, sentences, first, last, keep, threshold, other, window, negative,
    rates, seed,
):  # fmt: skip
    """Train on the sentences [first, last); the learning rate falls linearly from rates[0] to rates[1].

    table: flat, a row for each part. Word w has the parts rows[starts[w] : starts[w + 1]].
    Returns (sum of losses, number of pairs) of the windows that were measured.
    """
    state = np.array([seed], dtype=np.uint64)
    kept = np.empty(sentences[last] - sentences[first], dtype=np.int32)
    begins = np.empty(last - first + 1, dtype=np.int64)
    n_sentences = sample(tokens, sentences, first, last, keep, state, kept, begins)
    n_targets = (negative + OUTPUTS) // OUTPUTS * OUTPUTS
    targets, coming = np.zeros(n_targets, dtype=np.int64), np.zeros(n_targets, dtype=np.int64)
    weights, coming_weights = np.zeros(n_targets, dtype=np.float32), np.zeros(n_targets, dtype=np.float32)
    contexts = np.empty(2 * window, dtype=np.int64)
    steps = np.empty((2 * window, OUTPUTS), dtype=np.float32)
    n_slots = 2 * window + 1
    now, before = np.empty(n_slots * width, dtype=np.float32), np.empty(n_slots * width, dtype=np.float32)
    losses = 0.0
    pairs = 0
    n_kept = begins[n_sentences]
    if n_kept > 0:
        choose_targets(kept[0], negative, threshold, other, state, outputs, width, coming, coming_weights)
    for sentence in range(n_sentences):
        start, stop = begins[sentence], begins[sentence + 1]
        entered = start
        for place in range(start, stop):
            for k in range(n_targets):
                targets[k], weights[k] = coming[k], coming_weights[k]
            if place + 1 < n_kept:
                choose_targets(
                    kept[place + 1], negative, threshold, other, state, outputs, width, coming, coming_weights
                )
            while entered < min(stop, place + window + 1):
                slot = entered % n_slots * width
                if entered - n_slots >= start:
                    hand_on(table, starts, rows, kept[entered - n_slots], width, slot, now, before)
                put_together(table, starts, rows, kept[entered], width, slot, now, before)
                entered += 1
                if entered < n_kept:
                    fetch(table, starts, rows, kept[entered], width)
            reach = 1 + np.int64(random(state) % np.uint64(window))
            n_contexts = gather(start, stop, place, reach, n_slots, width, contexts)
            if n_contexts > 0:
                rate = np.float32(rates[0] + (rates[1] - rates[0]) * place / n_kept)
                measured = place % LOSS_EVERY == 0
                losses += train_window(
                    now, contexts, n_contexts, outputs, targets, weights, width, rate, steps, measured
                )
                pairs += n_contexts if measured else 0
        for left in range(max(start, entered - n_slots), entered):
            hand_on(table, starts, rows, kept[left], width, left % n_slots * width, now, before)
    return losses, pairs
