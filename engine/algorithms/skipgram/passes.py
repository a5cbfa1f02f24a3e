"""The passes over a text that skip-gram makes, block by block, on one thread or several."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import numpy as np

from engine.algorithms.skipgram.negative_sampling import Settings, block_seed, blocks, learning_rate_at

Train = Callable[[int, int, tuple[float, float], np.uint64], tuple[float, int]]
"""train(first sentence, last, learning rates there, seed): sum of losses and number of pairs measured."""


def go_through(
    sentences: np.ndarray, settings: Settings, train: Train, observe: Callable[[int, float, float], bool]
) -> None:
    """Train on all sentences `settings.n_epochs` times; observe(tokens done, loss per pair, learning rate) may end it.

    sentences: int64 offsets, see `negative_sampling.bounded`. The last is the number of tokens.
    """
    parts = blocks(sentences, settings)
    n_tokens = int(sentences[-1])
    total = n_tokens * settings.n_epochs

    def done(epoch: int, block: int) -> int:
        return epoch * n_tokens + int(sentences[parts[block]])

    def train_on(place: tuple[int, int]) -> tuple[float, int]:
        epoch, block = place
        first, last = (learning_rate_at(settings, done(epoch, end) / total) for end in (block, block + 1))
        return train(parts[block], parts[block + 1], (first, last), block_seed(settings.seed, epoch, block))

    places = [(epoch, block) for epoch in range(settings.n_epochs) for block in range(len(parts) - 1)]
    with _mapping(settings.threads) as mapped:
        for (epoch, block), (loss, pairs) in zip(places, mapped(train_on, places), strict=True):
            now = done(epoch, block + 1)
            if observe(now, loss / pairs if pairs else np.nan, learning_rate_at(settings, now / total)):
                break


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
