"""How far apart repeated measurements lie."""

import numpy as np


def spread(values: np.ndarray, axis: int = -1) -> np.ndarray:
    """Standard deviation of repetitions along an axis, with n - 1; 0 where there is one alone."""
    n = values.shape[axis]
    return values.std(axis=axis, ddof=1) if n > 1 else np.zeros(values.mean(axis=axis).shape)


def share_error(share: float, n: int) -> float:
    """Standard error of a share that was counted among n independent draws, in [0, 0.5].

    By (k + 1) / (n + 2), so that a share of 0 or 1 of few draws is not said to be certain.
    """
    smooth = (share * n + 1) / (n + 2)
    return float(np.sqrt(smooth * (1 - smooth) / (n + 2)))
