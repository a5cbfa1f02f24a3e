"""Skip-gram and CBOW with negative sampling on the processor: hands blocks of sentences to the kernel."""

import numpy as np

from engine.algorithms.skipgram.negative_sampling import (
    UINT32,
    Observe,
    Settings,
    alias_table,
    bounded,
    initial_vectors,
    keep_probability,
)
from engine.algorithms.skipgram.passes import go_through


def train(
    tokens: np.ndarray, sentences: np.ndarray, counts: np.ndarray, settings: Settings, observe: Observe
) -> tuple[np.ndarray, np.ndarray]:
    """Input and output vectors, float32 (n_items, n_components) each, of the items 0 .. len(counts) - 1.

    tokens: int32 (n_tokens,) items in order. sentences: int64 offsets; windows stay inside them.
    counts: int64 (n_items,) occurrences. With one thread, the same seed gives the same bytes; with more, threads
    write to the same tables without locks (Recht et al., 2011), and runs differ a little.
    """
    from engine.algorithms.skipgram.kernels import MEAN, SUM, train_block
    from engine.algorithms.skipgram.lanes_kernels import aligned_zeros, padded

    width = padded(settings.n_components)
    inputs, outputs = (aligned_zeros(len(counts), width) for _ in range(2))
    inputs[:, : settings.n_components] = initial_vectors(len(counts), settings)
    sentences = bounded(sentences)
    keep = (keep_probability(counts, settings.sample) * UINT32).astype(np.uint32)
    negatives = alias_table(counts**settings.ns_exponent)
    together = {"each": 0, "sum": SUM, "mean": MEAN}[settings.inputs]
    tables = tuple(table[:, : settings.n_components] for table in (inputs, outputs))

    def train_on(first: int, last: int, rates: tuple[float, float], seed: np.uint64) -> tuple[float, int]:
        data = tokens, sentences, first, last, keep, *negatives
        flat = inputs.reshape(-1), outputs.reshape(-1), width
        return train_block(*flat, *data, settings.window, settings.negative, together, rates, seed)

    go_through(sentences, settings, train_on, lambda done, loss, rate: observe(done, loss, rate, *tables))
    return tuple(map(np.ascontiguousarray, tables))  # type: ignore[return-value]
