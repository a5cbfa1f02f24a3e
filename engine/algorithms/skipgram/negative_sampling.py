"""What skip-gram and CBOW with negative sampling decide before their inner loops run (Mikolov et al., 2013)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

UINT32 = 2**32 - 1
LAST_RATE = 1e-4
"""The learning rate at the end, as in word2vec."""
BLOCK_TOKENS = 50_000
FEWEST_BLOCK_TOKENS = 500
SENTENCE_TOKENS = 10_000
"""Longer sentences are cut: blocks of sentences are what reports and cancels wait for."""


@dataclass(frozen=True)
class Settings:
    """The hyper-parameters, for tokens of any meaning: words, nodes of walks, items of baskets.

    inputs: whether each token of a window predicts the one in its middle by itself (skip-gram), or all do together, by
    the sum or the mean of their vectors (CBOW).
    """

    n_components: int
    window: int
    negative: int
    n_epochs: int
    learning_rate: float
    sample: float
    ns_exponent: float
    seed: int
    threads: int = 1
    inputs: Literal["each", "sum", "mean"] = "each"


Observe = Callable[[int, float, float, np.ndarray, np.ndarray], bool]
"""observe(tokens done, loss per pair, learning rate, input and output vectors now): whether to end with what there is.
What it raises ends the work, too. On one thread it may move the vectors: the next block goes on from where they are."""


def keep_probability(counts: np.ndarray, sample: float) -> np.ndarray:
    """Chance that an occurrence of each token is kept: (sqrt(f / sample) + 1) * sample / f, at most 1.

    counts: (n,) occurrences, f being their share. This is the formula of the published program; the paper's is
    1 - sqrt(sample / f) for dropping. `sample` 0 keeps all.
    """
    if not sample:
        return np.ones(len(counts))
    share = np.maximum(counts, 1) / max(counts.sum(), 1)
    return np.minimum((np.sqrt(share / sample) + 1) * sample / share, 1.0)


def alias_table(weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Tables that draw item i with chance weights[i] / sum in constant time (Walker, 1977; Vose, 1991).

    Draw a row at random, then 32 random bits: at most threshold[row] gives the row itself, else other[row].
    Returns threshold uint32 (n,) and other int32 (n,).
    """
    share = weights / weights.sum() * len(weights)
    threshold = np.ones(len(share))
    other = np.arange(len(share))
    small = [row for row in range(len(share)) if share[row] < 1]
    large = [row for row in range(len(share)) if share[row] >= 1]
    while small and large:
        low, high = small.pop(), large[-1]
        threshold[low], other[low] = share[low], high
        share[high] -= 1 - share[low]
        if share[high] < 1:
            small.append(large.pop())
    return (threshold * UINT32).astype(np.uint32), other.astype(np.int32)


def learning_rate_at(settings: Settings, done: float) -> float:
    """The rate after a share `done` of all work: linear from the first to the last rate."""
    last = min(LAST_RATE, settings.learning_rate)
    return settings.learning_rate + (last - settings.learning_rate) * done


def initial_vectors(n_items: int, settings: Settings) -> np.ndarray:
    """float32 (n_items, n_components), uniform in [-.5, .5) / n_components; outputs begin at 0."""
    rng = np.random.default_rng(settings.seed)
    return (rng.random((n_items, settings.n_components), dtype=np.float32) - np.float32(0.5)) / settings.n_components


def bounded(sentences: np.ndarray, longest: int = SENTENCE_TOKENS) -> np.ndarray:
    """The offsets, with more of them inside sentences that are longer than `longest`."""
    too_long = np.flatnonzero(np.diff(sentences) > longest)
    cuts = [np.arange(sentences[row] + longest, sentences[row + 1], longest) for row in too_long]
    return np.sort(np.concatenate([sentences, *cuts]), kind="stable") if cuts else sentences


def blocks(sentences: np.ndarray, settings: Settings) -> np.ndarray:
    """Indices into `sentences` that part them into blocks of some ten milliseconds' work each."""
    work = settings.n_components / 100 * settings.window / 5 * (settings.negative + 1) / 6
    size = int(np.clip(BLOCK_TOKENS / work, FEWEST_BLOCK_TOKENS, BLOCK_TOKENS))
    size = min(size, max(int(sentences[-1]) // 20, FEWEST_BLOCK_TOKENS))
    ends = np.searchsorted(sentences, np.arange(size, sentences[-1] + size, size))
    return np.unique(np.concatenate([[0], np.minimum(ends, len(sentences) - 1)]))


def block_seed(seed: int, epoch: int, block: int) -> np.uint64:
    """An independent random state for each block, whichever thread takes it."""
    return np.random.SeedSequence([seed, epoch, block]).generate_state(1, np.uint64)[0]
