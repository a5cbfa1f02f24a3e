"""Means of groups, and sums of items and groups, by hand."""

import numpy as np

from engine.arithmetic.groups import group_means, signed_sum
from engine.embedding import Embedding

EMBEDDING = Embedding(np.array([[2.0, 0], [0, 3], [3, 4], [0, 0]]), ["a", "b", "c", "nothing"])
MEMBERS = np.array([[True, False, False], [True, False, False], [False, True, False], [False, True, True]])


def test_a_group_is_the_mean_of_its_unit_vectors() -> None:
    means = group_means(EMBEDDING, ("first", "second", "empty"), MEMBERS)
    assert list(means) == ["first", "second"]
    np.testing.assert_allclose(means["first"], [0.5, 0.5])
    np.testing.assert_allclose(means["second"], [0.6, 0.8])


def test_sums_take_items_before_groups() -> None:
    groups = {"first": np.array([0.5, 0.5]), "a": np.array([9.0, 9.0])}
    np.testing.assert_allclose(
        signed_sum(EMBEDDING, groups, ["a", "first"], ["c"]), [1 + 0.5 - 0.6, 0.5 - 0.8], rtol=1e-6
    )
