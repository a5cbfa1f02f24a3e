"""What CBOW does otherwise than skip-gram: the inputs of a window become one vector, and its step is handed to all."""

# mypy: ignore-errors
# numba infers the types.

from numba import njit

from engine.algorithms.skipgram.lanes_kernels import LANES, add, load, multiply_add, store, zeros


@njit(nogil=True, fastmath=True, cache=True, forceinline=True)
def put_together(inputs, contexts, n_contexts, width, share, hidden):
    """Fill hidden, float32 (2 * width,), twice with share * the sum of the input rows: one half is to be moved."""
    for d in range(0, width, LANES):
        summed = zeros()
        for c in range(n_contexts):
            summed = add(summed, load(inputs, contexts[c] + d))
        summed = multiply_add(summed, share, zeros())
        store(hidden, d, summed)
        store(hidden, width + d, summed)


@njit(nogil=True, fastmath=True, cache=True, forceinline=True)
def hand_down(inputs, contexts, n_contexts, width, share, hidden):
    """Add share * how far the first half of hidden was moved to each input row: the chain rule."""
    for d in range(0, width, LANES):
        step = multiply_add(load(hidden, width + d), -share, multiply_add(load(hidden, d), share, zeros()))
        for c in range(n_contexts):
            store(inputs, contexts[c] + d, add(load(inputs, contexts[c] + d), step))
