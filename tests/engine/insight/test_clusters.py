"""Purity, and where the name of a cluster stands."""

import numpy as np

from engine.insight.clusters import Purity, densest, neighbors_of, purities


def test_purity_by_hand() -> None:
    labels = np.array([0, 0, 0, 0, 1, 1, 1, 2, -1])
    classes = np.array(["a", "b", "b", "everywhere", "c", "c", "", "", "z"])
    assert purities(labels, classes, 3) == [Purity("b", 2 / 3), Purity("c", 1.0), Purity("", 0.0)]


def test_a_name_stands_in_the_largest_piece_not_between_the_pieces() -> None:
    random = np.random.default_rng(0)
    spots = np.concatenate([random.normal(size=(30, 2)) * 0.1, random.normal(size=(20, 2)) * 0.1 + 10, [[5, 5]]])
    assert densest(spots, 10) < 30
    assert densest(spots[30:], 10) < 20
    assert densest(np.ones((3, 3)), 0.0) == 0


def test_neighbors_are_the_nearest_middles() -> None:
    assert neighbors_of(np.array([[0.0], [1], [3], [9]], dtype=np.float32), 2) == [1, 0, 3]
