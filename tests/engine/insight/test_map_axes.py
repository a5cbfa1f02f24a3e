"""The share of the data's variance on a map of codes, against principal components of the pixels."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from sklearn.datasets import load_digits

from engine.insight.map_axes import rows_to_look_at, share_of_data

PIXELS = load_digits().data / 16


def test_of_principal_components_it_is_the_share_of_their_squared_singular_values() -> None:
    centered = PIXELS - PIXELS.mean(axis=0)
    left, values, _ = np.linalg.svd(centered, full_matrices=False)
    codes = left * values
    assert_allclose(share_of_data(PIXELS, codes[:, :2]), np.square(values[:2]).sum() / np.square(values).sum())
    assert_allclose(
        share_of_data(PIXELS, codes[:, [0, 5, 7]] * 9 + 4),
        np.square(values[[0, 5, 7]]).sum() / np.square(values).sum(),
    )


def test_axes_that_tell_nothing_show_nothing() -> None:
    noise = np.random.default_rng(0).normal(size=(len(PIXELS), 2))
    assert share_of_data(PIXELS, noise) < 0.01
    assert share_of_data(PIXELS, np.zeros((len(PIXELS), 2))) == 0
    assert share_of_data(np.ones((9, 4)), np.random.default_rng(0).normal(size=(9, 2))) == 0


def test_an_axis_that_says_the_same_twice_counts_once() -> None:
    axis = PIXELS[:, 20]
    once = share_of_data(PIXELS, axis[:, None])
    assert_allclose(share_of_data(PIXELS, np.column_stack([axis, 2 * axis])), once)


@pytest.mark.parametrize(("n_images", "n_pixels"), [(2, 4), (1_797, 64), (70_000, 784), (400, 100_000)])
def test_rows_are_few_and_spread(n_images: int, n_pixels: int) -> None:
    rows = rows_to_look_at(n_images, n_pixels)
    assert rows[0] == 0 and rows[-1] == n_images - 1
    assert len(rows) <= 5_000 and len(rows) * n_pixels <= max(20_000_000, 2 * n_pixels)
