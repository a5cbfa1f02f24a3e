"""What components keep: Eckart and Young, a sum of terms, similarities that can only shrink, bytes."""

import itertools
import re

import numpy as np
import pytest

from engine.datasets.images.sources import Digits
from engine.insight.images import ranks
from engine.learners.images.pca import ImagePCA
from engine.report import Silent

DIGITS = Digits(n_images=300).load(Silent())
PCA = ImagePCA()
FIT = PCA.fit(DIGITS)
AXES = PCA.axes(FIT)
assert AXES is not None


def test_measured_error_and_squared_values_left_out_agree() -> None:
    errors = FIT.arrays["error_by_rank"][:, 0]
    found = ranks.identity(errors, FIT.arrays["singular_values"], DIGITS, 10)
    measured, left_out = (float(x) for x in re.findall(r"= ([\d.]+)", found.formulas[0]))
    assert measured == pytest.approx(left_out, rel=1e-3)
    pixels = DIGITS.pixels(slice(0, DIGITS.n_train))
    wanted = np.square(pixels - AXES.reconstruct(AXES.transform(pixels, 10))).sum()
    assert measured == pytest.approx(wanted, rel=1e-3)
    share = np.square(FIT.arrays["singular_values"])
    assert f"keeps {share[:10].sum() / share.sum():.1%} of the variance" in found.caption


def test_an_image_built_up_term_by_term() -> None:
    pixels = DIGITS.pixels([7])
    sums, formula = ranks.built_up(AXES, pixels, 12)
    np.testing.assert_allclose(sums[0], AXES.mean, atol=1e-6)
    coordinates = AXES.transform(pixels, 12)[0]
    np.testing.assert_allclose(sums[3] - sums[2], coordinates[2] * AXES.components[2], atol=1e-6)
    np.testing.assert_allclose(sums[[1, 12]], ranks.of_ranks(AXES, pixels, [1, 12]), atol=1e-6)
    assert f"{coordinates[0]:+.2f}" in formula.formulas[0]


def test_distances_shrink_and_all_components_keep_them() -> None:
    few, all_ = ranks.similarities(DIGITS, AXES, 5), ranks.similarities(DIGITS, AXES, len(AXES.components))
    assert (few.distances[1] <= few.distances[0] + 1e-6).all()
    np.testing.assert_allclose(all_.distances[1], all_.distances[0], atol=1e-4)
    np.testing.assert_allclose(all_.products[1], all_.products[0], atol=1e-4)


def test_bytes_of_a_rank() -> None:
    assert ranks.kept_bytes(DIGITS, 3) == (4 * (3 * 300 + 3 * 64 + 64), 300 * 64)


@pytest.mark.parametrize("most", [3, 16, 64, 784])
def test_steps_hold_the_lecture_s_ranks_and_grow_by_factors(most: int) -> None:
    found = ranks.steps(most)
    assert found[0] == 1 and found[-1] == most and found == sorted(set(found))
    assert {k for k in ranks.LECTURE_RANKS if k <= most} <= set(found)
    assert all(later <= max(earlier + 1, 1.2 * earlier) for earlier, later in itertools.pairwise(found))
