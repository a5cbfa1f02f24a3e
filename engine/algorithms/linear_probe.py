"""A linear probe: what a straight cut through code space can tell of the classes."""

from dataclasses import dataclass

import numpy as np

from engine.algorithms import logistic

MOST_ROWS = 20_000
MOST_PRODUCTS = 4e8
"""Multiplications of a pass over the rows; with more classes and numbers fewer rows are learned from."""
FEWEST_ROWS = 2_000


@dataclass(frozen=True, eq=False)
class LinearProbe:
    """Softmax regression. mean: (d,), scale: one number, both of the codes; weights: (d + 1, n_classes)."""

    mean: np.ndarray
    scale: float
    weights: np.ndarray

    def scores(self, vectors: np.ndarray) -> np.ndarray:
        """Logits (n, n_classes) of codes (n, d)."""
        return logistic.scores((vectors - self.mean) / self.scale, self.weights)

    def classes(self, vectors: np.ndarray) -> np.ndarray:
        """The likeliest class of each code, (n,)."""
        return self.scores(vectors).argmax(axis=1)


def fit_probe(vectors: np.ndarray, targets: np.ndarray, n_classes: int, strength: float = 1.0) -> LinearProbe:
    """Learn the classes of codes (n, d); at most 20,000 rows, evenly chosen, are learned from.

    Codes are centered and brought to a mean square of 1; strength is that of `logistic.fit_classes`.
    """
    most = max(FEWEST_ROWS, int(min(MOST_ROWS, MOST_PRODUCTS / (vectors.shape[1] * n_classes))))
    rows = np.linspace(0, len(vectors) - 1, min(most, len(vectors))).astype(int)
    mean = vectors[rows].mean(axis=0)
    scale = max(float(np.sqrt(np.square(vectors[rows] - mean).mean())), 1e-12)
    features = ((vectors[rows] - mean) / scale).astype(np.float32)
    weights = logistic.fit_classes(features, targets[rows], n_classes, strength)
    return LinearProbe(mean, scale, weights.astype(np.float32))
