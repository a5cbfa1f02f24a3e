"""Neighbors in groups: two planted senses are found, each with its own neighbors."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from engine.embedding import Embedding
from engine.insight.senses import senses

FRUIT, FIRMS = ("pear", "plum", "peach", "grape"), ("google", "intel", "nokia")


@pytest.fixture(scope="module")
def apple() -> Embedding:
    """A word between two kinds of words, which are far from each other; and two that are near nothing."""
    chance = np.random.default_rng(0)
    axes = np.eye(12)
    rows = [axes[0] + 0.9 * axes[1], *(axes[0] + 0 * axes[1] for _ in FRUIT), *(axes[1] for _ in FIRMS), -axes[5]]
    vectors = np.array(rows) + chance.normal(0, 0.05, (len(rows), 12))
    return Embedding(np.vstack([vectors, np.zeros(12)]), ["apple", *FRUIT, *FIRMS, "far", "nothing"])


def test_two_senses_are_two_groups(apple: Embedding) -> None:
    found = senses(apple, 0, k=7)
    assert found is not None and found.n_groups == 2
    groups = [{apple.labels[row] for row in found.rows[found.group == group]} for group in (0, 1)]
    assert groups == [set(FRUIT), set(FIRMS)]
    assert found.within > 0.9 > 0.2 > found.across
    assert found.silhouettes[2] == max(found.silhouettes.values()) > 0.8
    for group in (0, 1):
        assert (np.diff(found.scores[found.group == group]) <= 0).all()
    unit = apple.unit[found.rows]
    assert_allclose(found.cosines, unit @ unit.T, atol=1e-6)
    assert_allclose(found.scores, unit @ apple.unit[0], atol=1e-6)


@pytest.mark.parametrize("n_groups", [1, 3, 7])
def test_as_many_groups_as_asked_for(apple: Embedding, n_groups: int) -> None:
    found = senses(apple, 0, k=7, n_groups=n_groups)
    assert found is not None and found.n_groups == n_groups
    assert np.isnan(found.across) == (n_groups == 1) and np.isnan(found.within) == (n_groups == 7)


def test_two_neighbors_are_not_grouped(apple: Embedding) -> None:
    assert senses(apple.first(3), 0) is None
