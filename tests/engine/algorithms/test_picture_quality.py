"""PSNR and SSIM: worked examples, and windows summed one by one."""

import numpy as np
import pytest

from engine.algorithms.picture_quality import C1, SCALES, ms_ssim, n_scales, psnr, ssim

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


def test_scales_are_as_many_as_a_picture_can_be_halved() -> None:
    assert [n_scales(side, 200) for side in (4, 7, 13, 14, 28, 64, 112, 500)] == [1, 1, 1, 2, 3, 4, 5, 5]


def test_one_scale_is_ssim_and_equal_pictures_are_entirely_alike() -> None:
    images = GENERATOR.random((5, 9, 12, 3))
    near = np.clip(images + GENERATOR.normal(0, 0.1, images.shape), 0, 1)
    np.testing.assert_allclose(ms_ssim(images, near), ssim(images, near))
    large = GENERATOR.random((2, 120, 130, 1))
    np.testing.assert_allclose(ms_ssim(large, large), 1)


def test_flat_pictures_differ_at_the_coarsest_scale_alone() -> None:
    dark, bright = np.full((1, 112, 112, 1), 0.2), np.full((1, 112, 112, 1), 0.6)
    luminance = (2 * 0.2 * 0.6 + C1) / (0.2**2 + 0.6**2 + C1)
    assert ms_ssim(dark, bright)[0] == pytest.approx(luminance ** (SCALES[-1] / sum(SCALES)))


def test_scales_one_by_one() -> None:
    from scipy.ndimage import uniform_filter

    a = GENERATOR.random((40, 33))
    b = np.clip(a + GENERATOR.normal(0, 0.2, a.shape), 0, 1)
    powers = np.array(SCALES[:3]) / sum(SCALES[:3])
    wanted, pair = 1.0, (a, b)
    for scale in range(3):
        x, y = pair

        def mean(z: np.ndarray) -> np.ndarray:
            return uniform_filter(z, 7)[3:-3, 3:-3]

        spread = 49 / 48
        vx, vy = (spread * (mean(z * z) - mean(z) ** 2) for z in (x, y))
        structure = (2 * spread * (mean(x * y) - mean(x) * mean(y)) + 0.03**2) / (vx + vy + 0.03**2)
        luminance = (2 * mean(x) * mean(y) + C1) / (mean(x) ** 2 + mean(y) ** 2 + C1)
        wanted *= float((structure * luminance if scale == 2 else structure).mean()) ** powers[scale]
        pair = tuple(
            z[: len(z) // 2 * 2, : z.shape[1] // 2 * 2].reshape(len(z) // 2, 2, -1, 2).mean((1, 3)) for z in pair
        )
    assert ms_ssim(a[None, ..., None], b[None, ..., None])[0] == pytest.approx(wanted)
