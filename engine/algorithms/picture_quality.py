"""How alike two pictures are: squared error, PSNR, SSIM and MS-SSIM."""

import numpy as np

WINDOW = 7
C1, C2 = 0.01**2, 0.03**2
"""Keep the quotients of SSIM finite; as published, for a range of 1."""
SCALES = (0.0448, 0.2856, 0.3001, 0.2363, 0.1333)
"""Powers of the scales of MS-SSIM, from the finest (Wang, Simoncelli and Bovik, 2003)."""


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
    luminance, structure = _luminance_and_structure(first, second)
    return (luminance * structure).mean(axis=(1, 2, 3))


def n_scales(height: int, width: int) -> int:
    """How often a picture can be halved with a whole window left, and once more: 1 to 5 scales of MS-SSIM."""
    return max(1, min(len(SCALES), int(np.log2(max(1, min(height, width) / WINDOW))) + 1))


def ms_ssim(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Structural similarity over several scales (n,) of images (n, height, width, channels) in [0, 1].

    Contrast and structure at each scale, luminance at the coarsest, each to its published power (Wang, Simoncelli and
    Bovik, 2003). Small pictures have fewer scales than five (`n_scales`); the powers of those sum to 1 again, and with
    one scale it is SSIM. What correlates negatively counts as 0.
    """
    first, second = np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)
    powers = np.array(SCALES[: n_scales(*first.shape[1:3])])
    found = np.ones(len(first))
    for at, power in enumerate(powers / powers.sum()):
        luminance, structure = _luminance_and_structure(first, second)
        last = at == len(powers) - 1
        likeness = (luminance * structure if last else structure).mean(axis=(1, 2, 3))
        found *= np.clip(likeness, 0, 1) ** power
        first, second = _halved(first), _halved(second)
    return found


def _luminance_and_structure(first: np.ndarray, second: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The two factors of SSIM in every window: of the means, and of variances and covariance."""
    size = min(WINDOW, first.shape[1], first.shape[2])
    first, second = np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)
    mean1, mean2 = _window_means(first, size), _window_means(second, size)
    correction = size**2 / (size**2 - 1)
    variance1 = correction * (_window_means(first**2, size) - mean1**2)
    variance2 = correction * (_window_means(second**2, size) - mean2**2)
    covariance = correction * (_window_means(first * second, size) - mean1 * mean2)
    luminance = (2 * mean1 * mean2 + C1) / (mean1**2 + mean2**2 + C1)
    return luminance, (2 * covariance + C2) / (variance1 + variance2 + C2)


def _halved(images: np.ndarray) -> np.ndarray:
    """Means of 2 x 2 pixels; an odd last row or column is left out."""
    even = images[:, : images.shape[1] // 2 * 2, : images.shape[2] // 2 * 2]
    return (even[:, ::2, ::2] + even[:, 1::2, ::2] + even[:, ::2, 1::2] + even[:, 1::2, 1::2]) / 4


def _window_means(images: np.ndarray, size: int) -> np.ndarray:
    """Mean of every size x size window that lies within the image."""
    sums = np.pad(images, ((0, 0), (1, 0), (1, 0), (0, 0))).cumsum(axis=1).cumsum(axis=2)
    windows = sums[:, size:, size:] - sums[:, :-size, size:] - sums[:, size:, :-size] + sums[:, :-size, :-size]
    return windows / size**2
