"""Encodings: distances, zeros, and the lecture's table with other films."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from engine.insight.films.feature_codes import Category, lecture_table, multi_hot
from engine.insight.lessons.encodings import (
    code_distances,
    expected_zeros,
    least_zeros,
    one_hot_distances,
    table_like,
    values_of,
)


def test_typed_values_are_different_and_in_order() -> None:
    assert values_of(" b, a,, b , c d") == ("b", "a", "c d")
    assert values_of(" , ") == ()


def test_codes_have_an_order_and_one_hot_has_none() -> None:
    assert_array_equal(code_distances(4)[0], [0, 1, 2, 3])
    found = one_hot_distances(5)
    assert_allclose(found[~np.eye(5, dtype=bool)], np.sqrt(2))
    assert_array_equal(np.diag(found), 0)


def test_zeros_of_a_document() -> None:
    assert least_zeros(1_000_000, 500) == 0.9995
    assert least_zeros(10, 500) == 0
    rng = np.random.default_rng(0)
    shares = 1 / np.arange(1, 101)
    drawn = rng.choice(100, (4_000, 20), p=shares / shares.sum())
    zeros = np.mean([1 - len(set(row)) / 100 for row in drawn.tolist()])
    assert expected_zeros(100, 20) == pytest.approx(zeros, abs=0.002)
    assert expected_zeros(1_000_000, 500) > least_zeros(1_000_000, 500)


def test_another_service_is_one_more_column() -> None:
    example = lecture_table()
    rows = [column.rows for column in example.columns]
    assert multi_hot(table_like(example.labels, *rows)).columns == multi_hot(example).columns
    more = table_like(
        [*example.labels, "new"], [*rows[0], "Peacock"], [*rows[1], ["War"]], [*rows[2], 2024], [*rows[3], 5]
    )
    assert multi_hot(more).matrix.shape == (5, 36)
    assert isinstance(more.columns[0], Category) and more.columns[0].values[-1] == "Peacock"
