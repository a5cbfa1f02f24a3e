"""Logistic regression on codes: what a straight cut through code space can tell of the classes."""

from dataclasses import dataclass

import numpy as np

MOST_ROWS = 20_000
MOST_PRODUCTS = 4e8
"""Multiplications of a pass over the rows; with more classes and numbers fewer rows are learned from."""
FEWEST_ROWS = 2_000
N_ITER = 100


@dataclass(frozen=True, eq=False)
class LinearProbe:
    """Softmax regression. mean: (d,), scale: one number, both of the codes; weights: (d + 1, n_classes)."""

    mean: np.ndarray
    scale: float
    weights: np.ndarray

    def scores(self, vectors: np.ndarray) -> np.ndarray:
        """Logits (n, n_classes) of codes (n, d)."""
        return (vectors - self.mean) / self.scale @ self.weights[:-1] + self.weights[-1]

    def classes(self, vectors: np.ndarray) -> np.ndarray:
        """The likeliest class of each code, (n,)."""
        return self.scores(vectors).argmax(axis=1)


def fit_probe(vectors: np.ndarray, targets: np.ndarray, n_classes: int, strength: float = 1.0) -> LinearProbe:
    """Learn the classes of codes (n, d); at most 20,000 rows, evenly chosen, are learned from.

    Codes are centered and brought to a mean square of 1. Minimizes strength * sum of the cross-entropies + |w|^2 / 2
    without the intercepts, as scikit-learn's LogisticRegression(C=strength) does.
    """
    from scipy.optimize import minimize

    most = max(FEWEST_ROWS, int(min(MOST_ROWS, MOST_PRODUCTS / (vectors.shape[1] * n_classes))))
    rows = np.linspace(0, len(vectors) - 1, min(most, len(vectors))).astype(int)
    mean = vectors[rows].mean(axis=0)
    scale = max(float(np.sqrt(np.square(vectors[rows] - mean).mean())), 1e-12)
    features = np.column_stack([(vectors[rows] - mean) / scale, np.ones(len(rows))]).astype(np.float32)
    truth = np.eye(n_classes, dtype=np.float32)[targets[rows]]
    shape = features.shape[1], n_classes

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        weights = flat.reshape(shape)
        scores = features @ weights.astype(np.float32)
        scores -= scores.max(axis=1, keepdims=True)
        chances = np.exp(scores)
        total = chances.sum(axis=1, keepdims=True)
        value = np.log(total).sum(dtype=np.float64) - (scores * truth).sum(dtype=np.float64)
        penalized = weights.copy()
        penalized[-1] = 0
        slope = strength * (features.T @ (chances / total - truth)).astype(np.float64) + penalized
        return strength * float(value) + float((penalized**2).sum()) / 2, slope.ravel()

    found = minimize(loss, np.zeros(shape).ravel(), jac=True, method="L-BFGS-B", options={"maxiter": N_ITER})
    return LinearProbe(mean, scale, found.x.reshape(shape).astype(np.float32))
