"""Pictures and tables at every rank: scaling, the error by two routes, numbers and bytes."""

import re

import numpy as np
import pytest

from engine.datasets.tables.matrix import Matrix
from engine.insight.tables.approximation import approximation

GENERATOR = np.random.default_rng(0)
TABLE = Matrix(GENERATOR.normal(3, 2, (1, 20, 4)), ("a", "b", "c", "d"), tuple(map(str, range(20))))
PICTURE = Matrix(GENERATOR.random((3, 6, 8)))


def test_standardized_columns_have_no_mean_and_unit_spread() -> None:
    found = approximation(TABLE, "standardized", ("b",))
    assert found.values.shape == (1, 20, 3) and found.n_ranks == 3
    rest = found.rank(3)[0]
    np.testing.assert_allclose(rest.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(rest.std(axis=0), 1)
    assert found.errors[0] == pytest.approx(60)
    np.testing.assert_allclose(approximation(TABLE, "centered").rank(4)[0].std(axis=0), TABLE.channels[0].std(axis=0))


def test_a_column_that_never_varies_stays_zero() -> None:
    values = np.stack([np.ones(5), np.arange(5.0)], axis=1)[None]
    found = approximation(Matrix(values, ("a", "b"), tuple("vwxyz")), "standardized")
    np.testing.assert_allclose(found.rank(2)[0, :, 0], 0, atol=1e-12)


def test_the_error_measured_is_the_error_by_theory() -> None:
    found = approximation(PICTURE, "bare")
    measured, left_out = (float(x) for x in re.findall(r"= ([\d.]+)", found.identity(2).formulas[0]))
    assert measured == left_out == pytest.approx(np.square(PICTURE.channels - found.rank(2)).sum(), abs=0.006)
    total = np.square(PICTURE.channels.astype(float)).sum()
    assert f"keeps {1 - found.errors[2] / total:.2%} of the squared size" in found.identity(2).caption
    np.testing.assert_allclose(np.square(found.singular_values).sum(), total)


def test_the_last_rank_is_the_picture() -> None:
    found = approximation(PICTURE, "bare")
    wanted = np.rint(PICTURE.channels.transpose(1, 2, 0) * 255)
    assert np.abs(found.picture(6) - wanted).max() <= 1
    assert r"\cdot 10^{" in found.identity(6).formulas[0]  # what is left by rounding


def test_numbers_and_bytes() -> None:
    size = approximation(PICTURE, "bare").size(2)
    assert (size.numbers, size.whole, size.pays_to) == (3 * 2 * (6 + 8 + 1), 3 * 48, 48 // 15)
    assert size.n_bytes == 4 * size.numbers
