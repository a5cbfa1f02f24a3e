"""How much of the pictures themselves a map of their codes shows."""

import numpy as np

MOST_IMAGES = 5_000
"""Images looked at, evenly chosen; of more pixels fewer are."""
MOST_NUMBERS = 20_000_000


def rows_to_look_at(n_images: int, n_pixels: int) -> np.ndarray:
    """Evenly chosen rows whose pixels are few enough to be read while a page waits."""
    n = max(2, min(n_images, MOST_IMAGES, MOST_NUMBERS // n_pixels))
    return np.unique(np.linspace(0, n_images - 1, n).astype(np.intp))


def share_of_pixels(pixels: np.ndarray, coordinates: np.ndarray) -> float:
    """Share of the pixels' variance that is a linear function of places on a map: R^2 of least squares, in [0, 1].

    pixels: (n, n_pixels); coordinates: (n, 2 or 3). Of a map of principal components of the pixels it is what those
    components explain; a code that bends is not measured by more than its straight part. 0 if all pictures are alike.
    """
    centered = pixels.astype(np.float64) - pixels.mean(axis=0, dtype=np.float64)
    places = coordinates - coordinates.mean(axis=0)
    basis, strengths, _ = np.linalg.svd(places, full_matrices=False)  # (n, c)
    basis = basis[:, strengths > 1e-9 * max(strengths[0], 1e-300)]
    total = float(np.square(centered).sum())
    return float(np.square(basis.T @ centered).sum()) / total if total > 0 else 0.0
