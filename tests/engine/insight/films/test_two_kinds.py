"""Films and viewers in one space, against the products pair by pair."""

import dataclasses

import numpy as np
import pytest

from engine.insight.films.two_kinds import two_kinds
from engine.learners.films.contract import one_space
from tests.examples import ratings


@pytest.mark.parametrize("numbered", [False, True])
def test_products_and_the_gap_by_hand(numbered: bool) -> None:
    data = ratings()
    if numbered:
        data = dataclasses.replace(data, user_names=tuple(map(str, range(data.n_users))))
    rng = np.random.default_rng(0)
    items, users = rng.normal(size=(data.n_items, 3)) + 4, rng.normal(size=(data.n_users, 3))
    found = two_kinds(one_space(items, users, data)["together"], data)
    liked = data.liked.matrix().toarray() > 0
    products = users @ items.T
    assert found.liked == pytest.approx(products[liked].mean(), rel=1e-5)
    assert found.others == pytest.approx(products[~liked].mean(), rel=1e-5)
    assert found.gap > 1 and "lie apart" in found.sentence


def test_kinds_that_lie_among_each_other_are_said_to() -> None:
    data = ratings()
    rng = np.random.default_rng(0)
    both = rng.normal(size=(data.n_items, 3)), rng.normal(size=(data.n_users, 3))
    assert "among each other" in two_kinds(one_space(*both, data)["together"], data).sentence
