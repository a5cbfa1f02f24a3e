"""How alike two pictures are: squared error, PSNR and SSIM."""

import numpy as np

WINDOW = 7
C1, C2 = 0.01**2, 0.03**2
"""Keep the quotients of SSIM finite; as published, for a range of 1."""


def squared_errors(images: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Mean squared difference per pixel of each image: (n,) from two (n, n_pixels)."""
    return np.square(images - others).mean(axis=1)


def psnr(mse: np.ndarray | float) -> np.ndarray:
    """Peak signal-to-noise ratio in decibels for mean squared errors of pixels in [0, 1]; infinite for 0."""
    with np.errstate(divide="ignore"):
        return -10 * np.log10(np.asarray(mse, dtype=float))


def ssim(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Mean structural similarity (n,) of images (n, height, width, channels) in [0, 1] (Wang et al., 2004).

    Windows are uniform squares of 7 pixels (or the smaller side, if that is less), variances those of samples; 1 means
    equal. Colors are averaged.
    """
    size = min(WINDOW, first.shape[1], first.shape[2])
    first, second = np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)
    mean1, mean2 = _window_means(first, size), _window_means(second, size)
    correction = size**2 / (size**2 - 1)
    variance1 = correction * (_window_means(first**2, size) - mean1**2)
    variance2 = correction * (_window_means(second**2, size) - mean2**2)
    covariance = correction * (_window_means(first * second, size) - mean1 * mean2)
    likeness = (2 * mean1 * mean2 + C1) * (2 * covariance + C2)
    return (likeness / ((mean1**2 + mean2**2 + C1) * (variance1 + variance2 + C2))).mean(axis=(1, 2, 3))


def _window_means(images: np.ndarray, size: int) -> np.ndarray:
    """Mean of every size x size window that lies within the image."""
    sums = np.pad(images, ((0, 0), (1, 0), (1, 0), (0, 0))).cumsum(axis=1).cumsum(axis=2)
    windows = sums[:, size:, size:] - sums[:, :-size, size:] - sums[:, size:, :-size] + sums[:, :-size, :-size]
    return windows / size**2
