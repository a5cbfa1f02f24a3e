"""Tests of recommenders as jobs, and the reasons given for closeness and recommendations."""

import dataclasses

import numpy as np
import pytest

from engine.datasets.ratings.ratings import Histories, Ratings
from engine.errors import InputError
from engine.evaluation.films.ranking import METRICS, rank
from engine.evaluation.films.recommending import (
    RankingTest,
    RecommenderComparison,
    TrainedRun,
    history_of,
    ranking_table,
    recommenders,
)
from engine.insight.films.why import causes, intersection, likeliest, lists_by_film, shared
from engine.learners.films.ease import EASE
from engine.learners.films.truncated_svd import RatingSVD
from tests.examples import ratings


def test_a_run_is_scored_beside_popular_and_random() -> None:
    data = ratings(n_users=100)
    learner = EASE(regularization=10.0)
    trained = learner.fit(data)
    table = ranking_table(RankingTest(k=5).fit(TrainedRun(learner, trained, data)))
    assert table.names == ("ease", "popular", "random")
    direct = rank(lambda seen: learner.scores(trained, data, seen), data, 5)
    assert table.means[0].tolist() == pytest.approx([direct.per_user()[name].mean() for name in METRICS])
    assert (table.low <= table.means).all() and (table.means <= table.high).all()
    assert table.coverage[0] == pytest.approx(direct.coverage())
    assert table.n_viewers == len(direct.users)
    assert table.activity.shape == (3, len(table.activity_groups))


def test_every_recommender_is_in_the_comparison_or_says_why_not() -> None:
    data = ratings(n_users=60)
    names = {learner.name for learner in recommenders()}
    result = RecommenderComparison(k=5).fit(data)
    assert set(ranking_table(result).names) == names | {"popular", "random"}
    implicit = dataclasses.replace(data, explicit=False)
    result = RecommenderComparison(k=5).fit(implicit)
    assert names - set(ranking_table(result).names) == {"biased_factors"}
    assert any("not how it was liked" in note for note in result.notes)


def test_without_anything_held_out_there_is_nothing_to_score() -> None:
    data = ratings()
    whole = dataclasses.replace(data, held_out=np.zeros(len(data.users), dtype=bool))
    with pytest.raises(InputError, match="hold out"):
        RecommenderComparison().fit(whole)


def test_what_two_films_share_by_hand() -> None:
    data = Ratings(
        users=np.array([0, 0, 1, 1, 2, 3]),
        items=np.array([0, 1, 0, 1, 0, 2]),
        stars=np.array([5, 5, 4, 4, 5, 5]),
        held_out=np.zeros(6, dtype=bool),
        user_names=("ann", "bob", "cleo", "dan"),
        item_names=("x", "y", "z"),
        genres=("Crime", "War"),
        item_genres=np.array([[True, True], [False, True], [True, False]]),
        liked_from=4.0,
    )
    found = shared(data, 0, 1)
    assert (found.both, found.first, found.second) == (2, 3, 2)
    assert found.expected == pytest.approx(3 * 2 / 4)
    assert found.lift == pytest.approx(2 / 1.5)
    assert found.genres == ("War",)
    assert found.viewers == ("ann", "bob")
    assert shared(data, 1, 2).lift == 0


def test_the_causes_of_a_linear_recommendation_are_its_largest_weights() -> None:
    data = ratings(n_users=80)
    learner = EASE(regularization=5.0)
    trained = learner.fit(data)
    history = history_of(data, 4)
    liked = [int(item) for item, stars in zip(history.items, history.stars, strict=True) if stars >= 4]
    for item in (0, 2, 4):
        weights = learner.weights_of(trained, data, item)
        expected = [row for row in sorted(liked, key=lambda row: -weights[row]) if weights[row] > 0][:2]
        assert causes(learner, trained, data, history, [item], 2) == [expected]


def test_of_a_long_history_the_nearest_films_are_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    """The causes found among few are those found among all, when the films left aside are of the other group."""
    data = ratings(n_users=80)
    learner = EASE(regularization=5.0)
    trained = learner.fit(data)
    history = history_of(data, 4)
    item = int(np.setdiff1d(np.arange(0, 30, 2), history.items)[0])
    everything = causes(learner, trained, data, history, [item], 2)
    monkeypatch.setattr("engine.insight.films.why.MOST_TRIED", 6)
    tried = likeliest(trained.main, history.of(0), [item])
    assert len(tried) == 6
    cosines = trained.main.unit[history.of(0)] @ trained.main.unit[item]
    assert cosines[tried].min() >= np.delete(cosines, tried).max()
    assert causes(learner, trained, data, history, [item], 2) == everything


def test_lists_by_film_and_what_they_share() -> None:
    """Of watched 0 and 1, each has the other group's nearest item in its list; 5 stands in both."""
    data = ratings(n_users=60)
    trained = RatingSVD(n_components=4).fit(data)
    items = trained.main
    lists = lists_by_film(items, items, [0, 2], 5)
    products = items.vectors @ items.vectors[[0, 2]].T
    for column, found in enumerate(lists):
        order = [int(row) for row in np.argsort(-products[:, column], kind="stable") if row not in (0, 2)]
        assert found == order[:5]
    assert intersection([[5, 7, 3], [9, 5, 4], [5, 4, 8]]) == [(5, 3), (4, 2)]
    assert intersection([[1, 2], [3, 4]]) == []


def test_history_of_one_viewer() -> None:
    data = ratings()
    found = history_of(data, 3)
    assert isinstance(found, Histories)
    assert found.items.tolist() == data.train.of(3).tolist()
