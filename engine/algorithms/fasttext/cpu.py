"""Skip-gram with words made of parts, on the processor: hands blocks of sentences to the kernel."""

from typing import Any, cast

import numpy as np

from engine.algorithms.fasttext.ngrams import Parts
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


class Means:
    """The vectors of words as they are now, put together for those rows alone that are asked for."""

    def __init__(self, table: np.ndarray, parts: Parts, n_components: int):
        """table: float32 (n_rows, padded width), a row for each part."""
        self.table, self.parts, self.n_components = table, parts, n_components
        self.rows = np.arange(len(parts.starts) - 1)

    def __getitem__(self, asked: Any) -> np.ndarray:
        """float32 (m, n_components), or (n_components,) of one row."""
        from engine.algorithms.fasttext.kernels import means

        rows = self.rows[asked]
        width = self.table.shape[1]
        found = means(self.table.reshape(-1), self.parts.starts, self.parts.rows, np.atleast_1d(rows), width)
        return found[:, : self.n_components].reshape(*rows.shape, self.n_components)


def initial_words(parts: Parts, settings: Settings) -> Means:
    """The vectors of words before the first step."""
    from engine.algorithms.skipgram.lanes_kernels import aligned_zeros, padded

    table = aligned_zeros(parts.n_rows, padded(settings.n_components))
    table[:, : settings.n_components] = initial_vectors(parts.n_rows, settings)
    return Means(table, parts, settings.n_components)


def train(
    tokens: np.ndarray, sentences: np.ndarray, counts: np.ndarray, parts: Parts, settings: Settings, observe: Observe
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Vectors of words (n_words, n_components) and of n-grams, and the output vectors of words, float32.

    Else as `skipgram.cpu.train`.
    """
    from engine.algorithms.fasttext.kernels import train_block
    from engine.algorithms.skipgram.lanes_kernels import aligned_zeros, padded

    n_components, width = settings.n_components, padded(settings.n_components)
    words, outputs = initial_words(parts, settings), aligned_zeros(len(counts), width)
    table = words.table
    sentences = bounded(sentences)
    keep = (keep_probability(counts, settings.sample) * UINT32).astype(np.uint32)
    negatives = alias_table(counts**settings.ns_exponent)
    contexts = outputs[:, :n_components]

    def train_on(first: int, last: int, rates: tuple[float, float], seed: np.uint64) -> tuple[float, int]:
        tables = table.reshape(-1), parts.starts, parts.rows, outputs.reshape(-1), width
        data = tokens, sentences, first, last, keep, *negatives
        return train_block(*tables, *data, settings.window, settings.negative, rates, seed)

    # Whoever observes only takes rows, and few of them.
    now = cast(np.ndarray, words), contexts
    go_through(sentences, settings, train_on, lambda done, loss, rate: observe(done, loss, rate, *now))
    return words[:], table[len(counts) :, :n_components].copy(), contexts.copy()
