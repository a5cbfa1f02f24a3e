"""Skip-gram with a full softmax on a mini-corpus, small enough to be trained while the page waits."""

from typing import NamedTuple

import numpy as np

from engine.algorithms.adam import Adam
from engine.algorithms.probability import softmax
from engine.algorithms.towers.pair_softmax import softmax_step

STEPS = 300
KEPT = 30
"""Places of each word on its way that are kept."""
SPREAD = 0.1
RATE = 0.1


class MiniTraining(NamedTuple):
    """path: float64 (KEPT + 1, n_words, 2), the vectors on their way, the first before any step. contexts: (n_words, 2)
    at last. loss: (KEPT + 1,), -ln p of a pair on average, in nats, at these steps. least: below which no model falls,
    the entropy of the context given the word. most: of all words alike, ln n_words. held_out: (KEPT + 1,), the loss of
    pairs that were not trained on; empty if there are none.
    """

    path: np.ndarray
    contexts: np.ndarray
    loss: np.ndarray
    least: float
    most: float
    held_out: np.ndarray = np.zeros(0)


def train(counts: np.ndarray, seed: int, n_steps: int = STEPS, share_held_out: float = 0.0) -> MiniTraining:
    """Two numbers a word, and two a context, by Adam on all pairs at once; the rate falls to 0.

    counts: (n_words, n_words), how often each word has each context. share_held_out: of all pairs, drawn by the seed,
    below 1; they are not trained on.
    """
    n_words = len(counts)
    rng = np.random.default_rng(seed)
    inputs, outputs = SPREAD * rng.standard_normal((2, n_words, 2))
    tables, everyone = [inputs, outputs, np.zeros(n_words)], np.arange(n_words)
    away = _drawn(counts, share_held_out, seed)
    target = (counts - away) / (counts - away).sum()
    optimizer = Adam(tables, RATE)
    kept = set(np.linspace(0, n_steps, KEPT + 1).round().astype(int).tolist())
    path, losses, unseen = [], [], []
    for step in range(n_steps + 1):
        loss, gradients = softmax_step(tables, everyone, target)
        if step in kept:
            path.append(inputs.copy())
            losses.append(loss)
            if away.any():
                unseen.append(softmax_step(tables, everyone, away / away.sum())[0])
        optimizer.rate = RATE * (1 - step / n_steps)
        optimizer.step(0, everyone, gradients[0])
        optimizer.step(1, everyone, gradients[1])
    known = np.array(path), outputs, np.array(losses), _entropy(target), float(np.log(n_words))
    return MiniTraining(*known, np.array(unseen))


def _drawn(counts: np.ndarray, share: float, seed: int) -> np.ndarray:
    """How many pairs of each word and context are held out, int64 (n_words, n_words); at least one is left."""
    cells = np.repeat(np.arange(counts.size), counts.ravel())
    n = min(round(share * len(cells)), len(cells) - 1)
    drawn = np.random.default_rng([seed, 1]).permutation(cells)[:n]
    return np.bincount(drawn, minlength=counts.size).reshape(counts.shape)


def _entropy(joint: np.ndarray) -> float:
    """Of the column given the row, in nats."""
    of_row = joint.sum(axis=1, keepdims=True)
    shares = np.divide(joint, of_row, out=np.ones(joint.shape), where=joint > 0)
    return float(-(joint * np.log(shares)).sum())


def chances(inputs: np.ndarray, contexts: np.ndarray) -> np.ndarray:
    """p(context | word) of trained vectors (n, 2) each, float64 (n, n); rows sum to 1."""
    return softmax(inputs @ contexts.T)
