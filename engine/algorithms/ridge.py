"""Ridge regression (Hoerl and Kennard, 1970, doi:10.1080/00401706.1970.10488634), its penalty chosen by the rows."""

from dataclasses import dataclass

import numpy as np

PENALTIES = np.logspace(-6, 6, 37)
"""Tried, times the mean squared singular value of the centered features."""


@dataclass(frozen=True, eq=False)
class Ridge:
    """mean: (d,) of the features. weights: (d,). intercept: the mean of the targets. penalty: that was chosen."""

    mean: np.ndarray
    weights: np.ndarray
    intercept: float
    penalty: float

    def predicted(self, features: np.ndarray) -> np.ndarray:
        """Numbers (n,) for features (n, d)."""
        return (features - self.mean) @ self.weights + self.intercept


def fit(features: np.ndarray, targets: np.ndarray) -> Ridge:
    """Weights that minimize |y - Xw - b|^2 + penalty |w|^2, the penalty by the errors of rows left out.

    features: (n, d), n >= 2. targets: (n,). Nothing is fitted anew for a row left out: its error is the residual
    over 1 - its leverage (Allen, 1974, doi:10.1080/00401706.1974.10489157).
    """
    mean, intercept = features.mean(axis=0), float(targets.mean())
    left, values, right = np.linalg.svd(features - mean, full_matrices=False)
    along = left.T @ (targets - intercept)
    scale = max(float(np.square(values).mean()), 1e-300)
    errors = []
    for penalty in PENALTIES * scale:
        shrink = np.square(values) / (np.square(values) + penalty)
        leverage = 1 / len(targets) + np.square(left) @ shrink
        residual = targets - intercept - left @ (shrink * along)
        errors.append(np.square(residual / np.maximum(1 - leverage, 1e-9)).sum())
    penalty = float(PENALTIES[int(np.argmin(errors))] * scale)
    return Ridge(mean, right.T @ (values / (np.square(values) + penalty) * along), intercept, penalty)
