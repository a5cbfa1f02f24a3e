"""Alternating least squares against its objective and the normal equations, summed and solved one by one."""

import numpy as np
import pytest

from engine.algorithms.als import implicit
from engine.algorithms.als.sides import Side, sides
from engine.datasets.ratings.ratings import Ratings
from engine.report import Silent
from tests.examples import ratings


def by_user(data: Ratings) -> Side:
    return Side(data.liked.offsets.astype(np.int64), data.liked.items)


def likings(data: Ratings) -> np.ndarray:
    return data.liked.matrix().toarray()


def test_both_sides_hold_the_same_pairs() -> None:
    rows, columns = sides(np.array([0, 2, 2, 3]), np.array([3, 0, 3], dtype=np.int32), 4)
    assert rows.others.tolist() == [3, 0, 3]
    assert columns.offsets.tolist() == [0, 1, 1, 1, 3]
    assert columns.others.tolist() == [0, 0, 2]


def objective(settings: implicit.Settings, matrix: np.ndarray, users: np.ndarray, items: np.ndarray) -> float:
    """Over all cells, one by one."""
    weight = np.where(matrix > 0, 1 + settings.alpha, 1.0)
    penalty = settings.regularization * ((users**2).sum() + (items**2).sum())
    return float((weight * (matrix - users @ items.T) ** 2).sum() + penalty)


def test_it_never_raises_its_objective() -> None:
    data = ratings()
    settings = implicit.Settings(5, 4.0, 1.0, 15)
    losses = implicit.train(by_user(data), data.n_items, settings, np.random.default_rng(0), Silent())[2]["loss"]
    assert (np.diff(losses) <= 1e-12).all() and losses[-1] < 0.9 * losses[0]


@pytest.mark.parametrize("k", [2, 5, 24])
def test_it_tells_its_objective(k: int) -> None:
    """Against the sum over all pairs, one by one, after the first sweep; one item has no likings."""
    data = ratings(n_users=12, n_items=60)
    settings = implicit.Settings(k, 3.0, 0.7, 1)
    users_side, items_side = sides(data.liked.offsets, data.liked.items, data.n_items)
    items = implicit.INITIAL_SPREAD * np.random.default_rng(5).standard_normal((data.n_items, k))
    items[data.liked.counts() == 0] = 0
    assert (items == 0).any()
    users = implicit.solve(users_side, items, settings)
    direct = objective(settings, likings(data), users, implicit.solve(items_side, users, settings))
    told = implicit.train(by_user(data), data.n_items, settings, np.random.default_rng(5), Silent())[2]["loss"]
    assert told == pytest.approx([direct / len(data.liked.items)], rel=1e-9)


@pytest.mark.parametrize("k", [2, 5, 24])
def test_it_solves_each_row_exactly(k: int) -> None:
    """Against the normal equations, on both sides of the switch to Woodbury's identity."""
    data = ratings()
    settings = implicit.Settings(k, 3.0, 0.7, 1)
    fixed = np.random.default_rng(0).normal(size=(data.n_items, k))
    users_side, items_side = sides(data.liked.offsets, data.liked.items, data.n_items)
    matrix = likings(data)
    for side, wanted, other in ((users_side, matrix, fixed), (items_side, matrix.T, fixed[: data.n_users])):
        other = np.random.default_rng(1).normal(size=(wanted.shape[1], k)) if len(other) != wanted.shape[1] else other
        solved = implicit.solve(side, other, settings)
        for row, line in enumerate(wanted):
            weight = 1 + 3.0 * line
            left = other.T @ (weight[:, None] * other) + 0.7 * np.eye(k)
            np.testing.assert_allclose(solved[row], np.linalg.solve(left, other.T @ (weight * line)), atol=1e-8)
