"""Skip-gram and CBOW with negative sampling on the processor: hands blocks of sentences to the kernel."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import numpy as np

from engine.algorithms.skipgram.negative_sampling import (
    UINT32,
    Observe,
    Settings,
    alias_table,
    block_seed,
    blocks,
    bounded,
    initial_vectors,
    keep_probability,
    learning_rate_at,
)


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
    parts = blocks(sentences, settings)
    keep = (keep_probability(counts, settings.sample) * UINT32).astype(np.uint32)
    negatives = alias_table(counts**settings.ns_exponent)
    total = len(tokens) * settings.n_epochs
    together = {"each": 0, "sum": SUM, "mean": MEAN}[settings.inputs]

    def done(epoch: int, block: int) -> int:
        return epoch * len(tokens) + int(sentences[parts[block]])

    def train_on(place: tuple[int, int]) -> tuple[float, int]:
        epoch, block = place
        rates = tuple(learning_rate_at(settings, done(epoch, end) / total) for end in (block, block + 1))
        seed = block_seed(settings.seed, epoch, block)
        first, last = parts[block], parts[block + 1]
        data = tokens, sentences, first, last, keep, *negatives
        flat = inputs.reshape(-1), outputs.reshape(-1), width
        return train_block(*flat, *data, settings.window, settings.negative, together, rates, seed)

    places = [(epoch, block) for epoch in range(settings.n_epochs) for block in range(len(parts) - 1)]
    with _mapping(settings.threads) as mapped:
        for (epoch, block), (loss, pairs) in zip(places, mapped(train_on, places), strict=True):
            now = done(epoch, block + 1)
            rate = learning_rate_at(settings, now / total)
            tables = (table[:, : settings.n_components] for table in (inputs, outputs))
            if observe(now, loss / pairs if pairs else np.nan, rate, *tables):
                break
    return tuple(np.ascontiguousarray(table[:, : settings.n_components]) for table in (inputs, outputs))  # type: ignore[return-value]


@contextmanager
def _mapping(threads: int) -> Iterator[Callable[..., Any]]:
    """`map`, or one that works ahead on several threads; blocks not begun are dropped when the caller stops."""
    if threads == 1:
        yield map
        return
    pool = ThreadPoolExecutor(threads)
    try:
        yield pool.map
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
