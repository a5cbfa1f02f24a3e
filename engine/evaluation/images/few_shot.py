"""Classes told by the nearest of a few labeled examples: what a code is worth where labels are rare."""

from collections.abc import Callable

import numpy as np


def few_shot(
    vectors: Callable[[np.ndarray], np.ndarray],
    targets: np.ndarray,
    n_train: int,
    n_shots: int,
    n_draws: int = 10,
    most_tested: int = 1_000,
    seed: int = 0,
) -> np.ndarray:
    """Accuracy on the test part by the nearest (Euclidean) of n_shots labeled training items per class: (n_draws,).

    vectors(rows): the (m, d) vectors of some items. targets (n,), the first n_train for training. Each draw has its
    own examples, the same for all vectors with the same targets and seed, so that methods are compared on the same
    draws. At most `most_tested` test items, evenly chosen, are asked about. A class with fewer examples gives those.
    """
    rows = np.arange(n_train, len(targets))
    rows = rows[np.linspace(0, len(rows) - 1, min(most_tested, len(rows))).astype(int)]
    tested, truth = vectors(rows), targets[rows]
    found = np.empty(n_draws)
    for draw in range(n_draws):
        shots = examples(targets[:n_train], n_shots, seed + draw)
        known = vectors(shots)
        distances = np.square(known).sum(axis=1) - 2 * tested @ known.T  # less |tested|^2, the same for all examples
        found[draw] = (targets[shots][distances.argmin(axis=1)] == truth).mean()
    return found


def examples(targets: np.ndarray, n_shots: int, seed: int) -> np.ndarray:
    """Rows of n_shots random items of each class."""
    generator = np.random.default_rng(seed)
    shuffled = generator.permutation(len(targets))
    return np.concatenate([shuffled[targets[shuffled] == target][:n_shots] for target in np.unique(targets)])
