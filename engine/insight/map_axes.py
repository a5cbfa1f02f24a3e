"""How much of the data themselves a map of their vectors shows: of the pixels of pictures, of the columns of rows."""

import numpy as np

MOST_ITEMS = 5_000
"""Looked at, evenly chosen; where each has more numbers, fewer are."""
MOST_NUMBERS = 20_000_000


def rows_to_look_at(n_items: int, n_values: int) -> np.ndarray:
    """Evenly chosen rows whose numbers are few enough to be read while a page waits."""
    n = max(2, min(n_items, MOST_ITEMS, MOST_NUMBERS // n_values))
    return np.unique(np.linspace(0, n_items - 1, n).astype(np.intp))


def share_of_data(values: np.ndarray, coordinates: np.ndarray) -> float:
    """Share of the variance of the data that is a linear function of places on a map: R^2 of least squares, in [0, 1].

    values: (n, d), such as pixels; coordinates: (n, 2 or 3). Of a map of principal components of the values it is what
    those explain; a code that bends is not measured by more than its straight part. 0 if all items are alike.
    """
    centered = values.astype(np.float64) - values.mean(axis=0, dtype=np.float64)
    places = coordinates - coordinates.mean(axis=0)
    basis, strengths, _ = np.linalg.svd(places, full_matrices=False)  # (n, c)
    basis = basis[:, strengths > 1e-9 * max(strengths[0], 1e-300)]
    total = float(np.square(centered).sum())
    return float(np.square(basis.T @ centered).sum()) / total if total > 0 else 0.0
