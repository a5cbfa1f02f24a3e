"""Items of two sets, matched by label; and a map turned onto another."""

import numpy as np
from numpy.testing import assert_allclose, assert_array_equal

from engine.alignment import shared, turned_onto


def test_items_are_matched_by_their_labels() -> None:
    found = shared(["sun", "moon", "star", "Sun"], ["star", "comet", "sun"])
    assert found.first.tolist() == [0, 2] and found.second.tolist() == [2, 0]
    assert found.only_first.tolist() == [1, 3] and found.only_second.tolist() == [1]
    assert found.repeated == ()


def test_labels_that_occur_equally_often_are_matched_in_order_and_others_not_at_all() -> None:
    found = shared(["a", "b", "a", "c", "c"], ["a", "c", "a", "b", "c", "c"])
    assert found.first.tolist() == [0, 1, 2] and found.second.tolist() == [0, 3, 2]
    assert found.repeated == ("c",)
    assert found.only_first.tolist() == [3, 4] and found.only_second.tolist() == [1, 4, 5]


def test_the_same_labels_are_matched_row_by_row_and_none_with_none() -> None:
    same = shared(["x", "x", "y"], ["x", "x", "y"])
    assert same.first.tolist() == same.second.tolist() == [0, 1, 2] and not same.repeated
    other = shared(["x"], ["y"])
    assert not len(other.first) and other.only_first.tolist() == other.only_second.tolist() == [0]


def test_labels_match_as_a_slow_search_finds_them() -> None:
    generator = np.random.default_rng(0)
    first, second = (generator.permutation(300)[:200].astype(str).tolist() for _ in range(2))
    found = shared(first, second)
    assert_array_equal(found.first, [row for row, label in enumerate(first) if label in second])
    assert [first[row] for row in found.first] == [second[row] for row in found.second]


def test_a_planted_turn_reflection_and_stretch_are_undone() -> None:
    generator = np.random.default_rng(1)
    places = generator.normal(size=(500, 2))
    angle = 2.2
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    mirror = np.diag([1.0, -1.0])
    laid, met = turned_onto((7 * places @ turn @ mirror + [3, -40]).astype(np.float32), places)
    assert laid.dtype == np.float32
    assert_allclose(laid, places, atol=1e-4)
    assert_allclose(met, 1, atol=1e-6)


def test_a_map_of_chance_meets_little_of_another() -> None:
    generator = np.random.default_rng(2)
    others = generator.normal(size=(2_000, 2))
    laid, met = turned_onto(5 * generator.normal(size=(2_000, 2)), others)
    assert met < 0.02
    assert_allclose(laid.mean(axis=0), others.mean(axis=0), atol=1e-4)
    assert_allclose(np.linalg.norm(laid - laid.mean(axis=0)), np.linalg.norm(others - others.mean(axis=0)), rtol=1e-5)


def test_a_map_without_extent_stays_at_the_middle_of_the_other() -> None:
    laid, met = turned_onto(np.ones((3, 2)), np.array([[0.0, 0], [2, 0], [4, 6]]))
    assert_allclose(laid, [[2, 2]] * 3)
    assert met == 0
