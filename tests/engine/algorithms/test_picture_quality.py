"""PSNR and SSIM: worked examples, and windows summed one by one."""

import numpy as np
import pytest

from engine.algorithms.picture_quality import C1, psnr, ssim

GENERATOR = np.random.default_rng(0)


def test_psnr_of_round_errors() -> None:
    np.testing.assert_allclose(psnr(np.array([1.0, 0.1, 0.001])), [0, 10, 30])
    assert psnr(0.0) == np.inf


def test_equal_pictures_are_entirely_alike() -> None:
    images = GENERATOR.random((3, 12, 9, 3))
    np.testing.assert_allclose(ssim(images, images), 1)


def test_flat_pictures_differ_in_brightness_alone() -> None:
    dark, bright = np.full((1, 8, 8, 1), 0.2), np.full((1, 8, 8, 1), 0.6)
    wanted = (2 * 0.2 * 0.6 + C1) / (0.2**2 + 0.6**2 + C1)
    assert ssim(dark, bright)[0] == pytest.approx(wanted)


def test_ssim_window_by_window() -> None:
    a, b = GENERATOR.random((2, 1, 10, 9, 1))
    values = []
    for row in range(4):
        for column in range(3):
            x, y = (image[0, row : row + 7, column : column + 7, 0].ravel() for image in (a, b))
            covariance = np.cov(x, y)
            likeness = (2 * x.mean() * y.mean() + C1) * (2 * covariance[0, 1] + 0.03**2)
            values.append(likeness / ((x.mean() ** 2 + y.mean() ** 2 + C1) * (np.trace(covariance) + 0.03**2)))
    assert ssim(a, b)[0] == pytest.approx(np.mean(values))


def test_small_pictures_have_smaller_windows() -> None:
    images = GENERATOR.random((2, 4, 5, 1))
    assert np.isfinite(ssim(images, images[::-1])).all()
