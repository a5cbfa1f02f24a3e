"""Logistic regression by quasi-Newton steps (L-BFGS): many yes-or-no labels at once, or one of several classes."""

from collections.abc import Callable
from typing import Any

import numpy as np

from engine.algorithms.probability import binary_cross_entropy, exponentials, logit, sigmoid

RARE = 1e-6
"""Shares of a label nearer to 0 or 1 count as this where the steps begin."""
Loss = Callable[[np.ndarray], tuple[float, np.ndarray]]
"""Scores (n, k) -> their loss, summed, and its derivatives (n, k)."""


def fit(features: np.ndarray, labels: np.ndarray, strength: float = 1.0) -> np.ndarray:
    """Weights (d + 1, k) of labels that do not exclude each other, the last row the intercepts, not penalized.

    features: (n, d). labels: bool (n, k). Minimizes, for each label by itself, strength * sum of the log losses +
    |w|^2 / 2, as scikit-learn's LogisticRegression(C=strength) does; all labels share each product with the features.
    """

    def loss(scores: np.ndarray) -> tuple[float, np.ndarray]:
        return float(binary_cross_entropy(scores, labels).sum()), sigmoid(scores) - labels

    start = np.zeros((features.shape[1] + 1, labels.shape[1]))
    start[-1] = logit(np.clip(labels.mean(axis=0), RARE, 1 - RARE))
    options = {"maxiter": 200, "maxcor": 10, "ftol": 1e-9, "gtol": 1e-4 * strength * max(1.0, len(labels) ** 0.5) / 10}
    return _minimized(loss, features.astype(np.float64), start, strength, options)


def fit_classes(
    features: np.ndarray, targets: np.ndarray, n_classes: int, strength: float = 1.0, n_iter: int = 100
) -> np.ndarray:
    """Weights (d + 1, n_classes) of a softmax over classes, the last row the intercepts, not penalized.

    features: (n, d), multiplied in their own precision. targets: int (n,). Minimizes strength * sum of the
    cross-entropies + |w|^2 / 2, as scikit-learn's LogisticRegression(C=strength) does, in at most n_iter steps.
    """
    places = np.arange(len(targets)), targets

    def loss(scores: np.ndarray) -> tuple[float, np.ndarray]:
        wanted = scores[places]  # (n,)
        chances, largest = exponentials(scores, out=scores)  # (n, n_classes), (n, 1)
        sums = chances.sum(axis=1, keepdims=True)
        chances /= sums
        chances[places] -= 1
        return float((np.log(sums) + largest)[:, 0].sum(dtype=np.float64) - wanted.sum(dtype=np.float64)), chances

    start = np.zeros((features.shape[1] + 1, n_classes))
    return _minimized(loss, features, start, strength, {"maxiter": n_iter})


def scores(features: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Log-odds of each label, or logits of each class: (n, k)."""
    return features @ weights[:-1] + weights[-1]


def _minimized(
    loss: Loss, features: np.ndarray, start: np.ndarray, strength: float, options: dict[str, Any]
) -> np.ndarray:
    """The weights, of the shape of `start`, that minimize strength * loss(scores) + |w|^2 / 2; float64."""
    from scipy.optimize import minimize

    rows = np.column_stack([features, np.ones(len(features), dtype=features.dtype)])  # (n, d + 1)

    def penalized(flat: np.ndarray) -> tuple[float, np.ndarray]:
        weights = flat.reshape(start.shape)
        value, slopes = loss(rows @ weights.astype(rows.dtype))
        shrunk = weights.copy()
        shrunk[-1] = 0
        gradient = strength * (rows.T @ slopes).astype(np.float64) + shrunk  # (d + 1, k)
        return strength * value + float(np.square(shrunk).sum()) / 2, gradient.ravel()

    found = minimize(penalized, start.ravel(), jac=True, method="L-BFGS-B", options=options)
    return found.x.reshape(start.shape)
