"""Scores of reconstructions by hand and by their definitions."""

import numpy as np
import pytest

from engine.insight.images.reconstruction import best, by_class, likeness, times_the_median, worst

ERRORS = np.array([0.5, 0.1, 0.9, 0.1, 0.3])
ROWS = np.array([1, 2, 3, 4])


def test_worst_and_best_of_some_rows() -> None:
    assert worst(ERRORS, ROWS, 2).tolist() == [2, 4]
    assert best(ERRORS, ROWS, 3).tolist() == [1, 3, 4]
    assert times_the_median(ERRORS, ROWS)[2] == pytest.approx(0.9 / 0.2)


def test_the_error_of_each_class() -> None:
    means, counts = by_class(ERRORS, np.array([0, 0, 2, 2, 2]), 3)
    np.testing.assert_allclose(means, [0.3, 0, 1.3 / 3])
    assert counts.tolist() == [2, 0, 3]


def test_likeness_of_equal_pictures_and_of_a_shift() -> None:
    pictures = np.random.default_rng(0).random((3, 64))
    assert likeness(pictures, pictures, (8, 8, 1)).ssim == pytest.approx(1)
    found = likeness(pictures, pictures + 0.1, (8, 8, 1))
    assert found.mse == pytest.approx(0.01) and found.psnr == pytest.approx(20)
    assert found.ssim < 1
