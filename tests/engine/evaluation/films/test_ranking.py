"""Metrics of recommendations against small cases by hand, and the properties that they must have."""

import math

import numpy as np
import pytest

from engine.datasets.ratings.ratings import Histories, Ratings
from engine.evaluation.films.ranking import best_unseen, by_activity, by_popularity, interval, rank
from engine.learners.films.contract import Baseline
from tests.examples import ratings

HAND = Ratings(
    users=np.array([0, 0, 0, 1, 1, 1, 2]),
    items=np.array([0, 1, 3, 1, 2, 4, 0]),
    stars=np.array([5, 5, 5, 5, 5, 2, 5]),
    held_out=np.array([False, True, True, False, True, True, False]),
    user_names=("ann", "bob", "cleo"),
    item_names=tuple("abcde"),
    liked_from=4.0,
)
SCORES = np.array([[9, 1, 5, 4, 3], [1, 9, 2, 3, 4], [0, 0, 0, 0, 0]], dtype=np.float32)


def test_metrics_by_hand() -> None:
    """Ann wants b and d and is shown c, d, e; Bob wants c (e was not liked) and is shown e, d, c; Cleo has no test."""
    found = rank(lambda seen: SCORES[: seen.n_users], HAND, k=3)
    assert found.users.tolist() == [0, 1]
    assert found.top.tolist() == [[2, 3, 4], [4, 3, 2]]
    scores = found.per_user()
    second, third = 1 / math.log2(3), 1 / math.log2(4)
    assert scores["ndcg"].tolist() == pytest.approx([second / (1 + second), third])
    assert scores["recall"].tolist() == [0.5, 1.0]
    assert scores["hit_rate"].tolist() == [1.0, 1.0]
    assert scores["map"].tolist() == pytest.approx([(1 / 2) / 2, 1 / 3])
    assert found.coverage() == 3 / 5


def test_perfect_recommendations_score_one() -> None:
    data = ratings()
    wanted = data.test.matrix().toarray()
    asked = (data.test.lengths > 0) & (data.liked.lengths > 0)
    found = rank(lambda seen: wanted[asked].astype(np.float32), data, k=10)
    assert len(found.users) > 20
    for values in found.per_user().values():
        assert values == pytest.approx(np.ones(len(found.users)))


def test_random_recommendations_find_their_share() -> None:
    """Of the items not seen in training, k are shown: each held-out one is among them with chance k / unseen."""
    data = ratings(n_users=2_000)
    found = rank(lambda seen: Baseline("random").scores(data, seen), data, k=11)
    unseen = data.n_items - data.train.lengths[found.users]
    assert found.per_user()["recall"].mean() == pytest.approx((11 / unseen).mean(), abs=0.02)


def test_what_was_seen_is_never_recommended_and_ties_keep_the_order() -> None:
    seen = Histories(np.array([0, 2, 2]), np.array([0, 3]), np.ones(2, dtype=np.float32), 5)
    assert best_unseen(np.zeros((2, 5)), seen, 3).tolist() == [[1, 2, 4], [0, 1, 2]]
    assert best_unseen(np.array([[9, 1, 2, 8, 2], [1, 2, 3, 4, 5]]), seen, 2).tolist() == [[2, 4], [4, 3]]
    everything = best_unseen(np.array([[9, 1, 2, 8, 3], [1, 2, 3, 4, 5]]), seen, 5)
    assert everything[0, :3].tolist() == [4, 2, 1]


def test_novelty_is_the_surprise_in_bits() -> None:
    data = ratings()
    found = rank(lambda seen: Baseline("popular").scores(data, seen), data, k=2)
    shares = data.liked.counts() / data.n_users
    assert found.novelty() == pytest.approx(float(-np.log2(shares[found.top]).mean()))


def test_the_interval_covers_the_mean_as_often_as_it_says() -> None:
    """Of 200 samples of 80 viewers with true mean 1/2, about 95 % have it inside their interval."""
    rng = np.random.default_rng(0)
    covered = 0
    for seed in range(200):
        low, high = interval(rng.random(80), seed)
        covered += low <= 0.5 <= high
    assert 180 <= covered <= 198


def test_groups_hold_everybody_once() -> None:
    data = ratings(n_users=100)
    found = rank(lambda seen: Baseline("popular").scores(data, seen), data, k=5)
    groups = by_activity(found, data, "ndcg")
    assert sum(n for _, _, n in groups) == len(found.users)
    mean = sum(value * n for _, value, n in groups) / len(found.users)
    assert mean == pytest.approx(found.per_user()["ndcg"].mean())
    likings = by_popularity(found, data)
    assert sum(n for _, _, n in likings) == found.n_wanted.sum()
    assert sum(share * n for _, share, n in likings) == pytest.approx(found.hits.sum())
