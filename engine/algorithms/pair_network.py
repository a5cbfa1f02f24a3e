"""A small network of two inputs, as of a reader and a document: a hidden layer, and the chance that they belong."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from engine.algorithms.adam import Adam
from engine.algorithms.probability import binary_cross_entropy, sigmoid

BATCH = 256
TILE = 4_096
"""Items scored at a time."""


class Weights(NamedTuple):
    """logit = relu(u A + d B + b) v + c. first A, second B: (d, h). hidden b: (1, h). out v: (h, 1). bias c: (1, 1)."""

    first: np.ndarray
    second: np.ndarray
    hidden: np.ndarray
    out: np.ndarray
    bias: np.ndarray


@dataclass(frozen=True)
class Plan:
    """n_hidden: units. n_epochs: passes over the pairs. learning_rate: of Adam. penalty: on the squares of all weights
    but the biases, a half of it times their sum.
    """

    n_hidden: int = 32
    n_epochs: int = 20
    learning_rate: float = 0.005
    penalty: float = 1e-4


def initial(d: int, n_hidden: int, rng: np.random.Generator) -> Weights:
    """Normal weights of variance 1 / d and 2 / h (He et al., 2015: half for each input); no biases."""
    first, second = (rng.normal(size=(d, n_hidden)) / np.sqrt(d) for _ in range(2))
    out = rng.normal(size=(n_hidden, 1)) * np.sqrt(2 / n_hidden)
    return Weights(first, second, np.zeros((1, n_hidden)), out, np.zeros((1, 1)))


def logits(weights: Weights, first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Log odds (n,) of pairs of rows (n, d); one row of `first` stands for as many as there are."""
    shared = first @ weights.first + weights.hidden
    tiles = []
    for start in range(0, len(second), TILE):
        of_first = shared if len(shared) == 1 else shared[start : start + TILE]
        active = np.maximum(of_first + second[start : start + TILE] @ weights.second, 0)
        tiles.append((active @ weights.out)[:, 0])
    return np.concatenate(tiles) + weights.bias[0, 0]


def gradients(
    weights: Weights, first: np.ndarray, second: np.ndarray, yes: np.ndarray, penalty: float
) -> tuple[float, Weights]:
    """Mean log loss of pairs of rows (n, d) with yes: bool (n,), and its derivatives by all weights."""
    before = first @ weights.first + second @ weights.second + weights.hidden
    active = np.maximum(before, 0)
    scores = (active @ weights.out)[:, 0] + weights.bias[0, 0]
    errors = (sigmoid(scores) - yes)[:, None] / len(yes)  # (n, 1)
    of_hidden = (errors @ weights.out.T) * (before > 0)
    squares = sum(float(np.square(part).sum()) for part in (weights.first, weights.second, weights.out))
    loss = float(binary_cross_entropy(scores, yes).mean()) + penalty / 2 * squares
    return loss, Weights(
        first.T @ of_hidden + penalty * weights.first,
        second.T @ of_hidden + penalty * weights.second,
        of_hidden.sum(axis=0, keepdims=True),
        active.T @ errors + penalty * weights.out,
        errors.sum(axis=0, keepdims=True),
    )


def train(
    first: np.ndarray,
    second: np.ndarray,
    pairs: np.ndarray,
    yes: np.ndarray,
    plan: Plan,
    seed: int,
    observe: Callable[[int, float], None] = lambda epoch, loss: None,
) -> Weights:
    """Learn from pairs (m, 2): rows of `first` (n, d) and of `second` (k, d), and whether they belong, bool (m,).

    observe(epochs done, mean loss of the last).
    """
    rng = np.random.default_rng(seed)
    weights = initial(first.shape[1], plan.n_hidden, rng)
    adam = Adam(list(weights), plan.learning_rate)
    for epoch in range(plan.n_epochs):
        losses = []
        for rows in np.array_split(rng.permutation(len(pairs)), max(1, len(pairs) // BATCH)):
            loss, slopes = gradients(weights, first[pairs[rows, 0]], second[pairs[rows, 1]], yes[rows], plan.penalty)
            for table, slope in enumerate(slopes):
                adam.step(table, slice(None), slope)
            losses.append(loss)
        observe(epoch + 1, float(np.mean(losses)))
    return weights
