"""Classes told by a softmax over sparse or dense features: its penalty chosen on a part of the examples."""

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from scipy.sparse import csr_array

    Features: TypeAlias = np.ndarray | csr_array

STRENGTHS = (1.0, 10.0, 100.0)
HELD_OUT = 0.2
FEWEST = 10
"""Examples below which the middle of STRENGTHS is taken."""


def trained(
    features: "Features", targets: np.ndarray, n_classes: int, seed: int, strengths: tuple[float, ...] = STRENGTHS
) -> np.ndarray:
    """Weights float64 (d + 1, n_classes), each row summing to 0, the last one the intercepts, not penalized.

    features: (n, d). targets: int (n,). Minimizes C * sum of the cross-entropies + |w|^2 / 2, the features scaled to a
    mean squared length of 1; C is the one of `strengths` that tells most of a fifth of the examples, drawn by chance,
    when trained on the rest. Of classes without an example the intercept is -30 below the others'.
    """
    chosen = strengths[len(strengths) // 2]
    if len(strengths) > 1 and len(targets) >= FEWEST:
        order = np.random.default_rng(seed).permutation(len(targets))
        held, rest = np.split(order, [max(1, round(HELD_OUT * len(order)))])
        right = [
            (predicted(features[held], _fitted(features[rest], targets[rest], n_classes, each)) == targets[held]).sum()
            for each in strengths
        ]
        chosen = strengths[int(np.argmax(right))]
    return _fitted(features, targets, n_classes, chosen)


def logits(features: "Features", weights: np.ndarray) -> np.ndarray:
    """Log odds of each class, up to what all share: (n, n_classes)."""
    return np.asarray(features @ weights[:-1]) + weights[-1]


def predicted(features: "Features", weights: np.ndarray) -> np.ndarray:
    """The most probable class of each row, int (n,)."""
    return logits(features, weights).argmax(axis=1)


def _fitted(features: "Features", targets: np.ndarray, n_classes: int, strength: float) -> np.ndarray:
    from sklearn.linear_model import LogisticRegression

    known = np.unique(targets)
    weights = np.zeros((features.shape[1] + 1, n_classes))
    absent = np.setdiff1d(np.arange(n_classes), known)
    weights[-1, absent] = -30
    if len(known) > 1:
        scale = np.sqrt(_squares(features) / features.shape[0]) or 1.0
        model = LogisticRegression(C=strength, max_iter=500, tol=1e-4).fit(features / scale, targets)
        found = np.vstack([model.coef_.T / scale, model.intercept_])  # (d + 1, 1 or classes)
        weights[:, known] = np.hstack([-found / 2, found / 2]) if len(known) == 2 else found
    return weights - weights.mean(axis=1, keepdims=True)


def _squares(features: "Features") -> float:
    values = features if isinstance(features, np.ndarray) else features.data
    return float(np.square(values, dtype=np.float64).sum())
