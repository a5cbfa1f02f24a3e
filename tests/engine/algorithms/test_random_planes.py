"""Buckets of random planes: by hand in the plane, against theory, and against a search through all codes."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from engine.algorithms.random_planes import (
    MOST_PLANES,
    MOST_TABLES,
    agreeing,
    chance_together,
    codes,
    normals,
    sorted_buckets,
)


def test_sides_by_hand_in_the_plane() -> None:
    vectors = np.array([[1, 1], [-1, 1], [-1, -1], [0, 0], [0, -2]], dtype=np.float32)
    planes = np.array([[[1.0, 0.0], [0.0, 1.0]], [[-1.0, 0.0], [1.0, 1.0]]])  # two tables of two planes
    found = codes(vectors, planes)
    assert found.dtype == np.uint16
    assert_array_equal(found, [[0b11, 0b10, 0b00, 0b11, 0b01], [0b10, 0b11, 0b01, 0b11, 0b01]])
    assert_array_equal(agreeing(found, 0), [[16, 0, 0, 16, 1], [16, 0, 0, 0, 0]])


def test_planes_agree_up_to_the_first_that_does_not() -> None:
    found = np.array([[0b0000, 0b1000, 0b1010, 0b0001, 0x8000]], dtype=np.uint16)
    assert_array_equal(agreeing(found, 0), [[16, 3, 1, 0, 15]])


@pytest.mark.parametrize("degrees", [10, 45, 90, 150])
def test_pairs_share_buckets_as_often_as_theory_says(degrees: float) -> None:
    angle = np.radians(degrees)
    pair = np.zeros((2, 5), dtype=np.float32)
    pair[0, 0], pair[1, :2] = 1, (np.cos(angle), np.sin(angle))
    draws = 2_000
    for n_planes, n_tables in ((1, 1), (3, 1), (4, 5), (MOST_PLANES, MOST_TABLES)):
        rng = np.random.default_rng(n_planes)
        planes = rng.normal(size=(draws * n_tables, n_planes, 5))  # the tables of all draws at once
        shared = (agreeing(codes(pair, planes), 0)[:, 1] >= n_planes).reshape(draws, n_tables).any(axis=1)
        expected = float(chance_together(angle, n_planes, n_tables))
        assert abs(shared.mean() - expected) <= 3 * np.sqrt(expected * (1 - expected) / draws) + 1e-12


def test_chances_at_the_ends_and_by_hand() -> None:
    assert chance_together(0.0, 16, 1) == 1 and chance_together(np.pi, 1, 8) == 0
    assert chance_together(np.pi / 2, 2, 2) == pytest.approx(1 - (1 - 0.25) ** 2)


def test_buckets_hold_who_agrees_on_all_planes_of_a_table() -> None:
    vectors = np.random.default_rng(0).normal(size=(300, 6)).astype(np.float32)
    for n_planes, n_tables in ((1, 1), (5, 3), (16, 8)):
        found = codes(vectors, normals(6, 1)[:n_tables])
        buckets = sorted_buckets(found, n_planes)
        for row in (0, 150, 299):
            expected = np.flatnonzero((agreeing(found, row) >= n_planes).any(axis=0))
            assert_array_equal(np.sort(buckets.rows_beside(found[:, row])), expected)


def test_the_seed_decides_and_the_tiles_do_not(monkeypatch: pytest.MonkeyPatch) -> None:
    vectors = np.random.default_rng(0).normal(size=(200, 7)).astype(np.float32)
    whole = codes(vectors, normals(7, 3))
    monkeypatch.setattr("engine.algorithms.random_planes.TILE", 33)
    assert_array_equal(codes(vectors, normals(7, 3)), whole)
    assert (codes(vectors, normals(7, 4)) != whole).any()
