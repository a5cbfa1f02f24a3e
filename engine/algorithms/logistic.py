"""Logistic regression of many labels at once, one against the rest, as tests of embeddings ask for it."""

import numpy as np


def fit(features: np.ndarray, labels: np.ndarray, strength: float = 1.0) -> np.ndarray:
    """Weights (n_features + 1, n_labels), the last row the intercepts, which are not penalized.

    features: (n, d). labels: bool (n, k). Minimizes, for each label by itself, strength * sum of the log losses +
    |w|^2 / 2, as scikit-learn's LogisticRegression(C=strength) does; all labels share each product with the features.
    """
    from scipy.optimize import minimize

    rows = np.column_stack([features, np.ones(len(features))]).astype(np.float64)
    signs = np.where(labels, 1.0, -1.0)
    shape = rows.shape[1], labels.shape[1]

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        weights = flat.reshape(shape)
        margin = signs * (rows @ weights)
        penalized = weights.copy()
        penalized[-1] = 0
        value = strength * np.logaddexp(0, -margin).sum() + (penalized**2).sum() / 2
        slope = -strength * (rows.T @ (signs * _sigmoid(-margin))) + penalized
        return float(value), slope.ravel()

    start = np.zeros(shape)
    share = np.clip(labels.mean(axis=0), 1e-6, 1 - 1e-6)
    start[-1] = np.log(share / (1 - share))
    options = {"maxiter": 200, "maxcor": 10, "ftol": 1e-9, "gtol": 1e-4 * strength * max(1.0, len(rows) ** 0.5) / 10}
    return minimize(loss, start.ravel(), jac=True, method="L-BFGS-B", options=options).x.reshape(shape)


def scores(features: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Log-odds of each label, (n, n_labels)."""
    return features @ weights[:-1] + weights[-1]


def _sigmoid(values: np.ndarray) -> np.ndarray:
    return np.exp(-np.logaddexp(0, -values))
