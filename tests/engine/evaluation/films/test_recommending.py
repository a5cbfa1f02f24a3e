"""Tests of recommenders as jobs."""

import dataclasses
import json

import numpy as np
import pytest

from engine.errors import InputError
from engine.evaluation.films import genre_overlap
from engine.evaluation.films.ranking import METRICS, rank
from engine.evaluation.films.recommending import (
    RankingTable,
    RankingTest,
    RecommenderComparison,
    recommenders,
)
from engine.evaluation.trained_run import TrainedRun
from engine.fit import Fit
from engine.learners.films.contract import BASELINES
from engine.learners.films.ease import EASE
from tests.examples import ratings


def test_a_run_is_scored_beside_popular_and_random() -> None:
    data = ratings(n_users=100)
    learner = EASE(regularization=10.0)
    trained = learner.fit(data)
    table = RankingTable.from_fit(RankingTest(k=5).fit(TrainedRun(learner, trained, data)))
    assert table.names == ("ease", "popular", "co_liking", "random")
    direct = rank(lambda seen: learner.scores(trained, data, seen), data, 5)
    assert table.means[0].tolist() == pytest.approx([direct.per_user()[name].mean() for name in METRICS])
    assert (table.low <= table.means).all() and (table.means <= table.high).all()
    assert table.coverage[0] == pytest.approx(direct.coverage())
    assert table.overlap[0] == genre_overlap.of_vectors(trained.main, data) > table.overlap[3]
    assert np.isnan(table.overlap[1]) and table.overlap[2] == genre_overlap.of_co_likings(data)
    assert table.n_viewers == len(direct.users)
    assert table.activity.shape == (4, len(table.activity_groups))


def test_what_was_found_is_read_back_from_a_saved_run() -> None:
    data = ratings(n_users=60)
    fit = RecommenderComparison(k=5).fit(data)
    again = Fit.unpack(*fit.pack())
    assert json.loads(json.dumps(dict(again.summary))) == dict(again.summary)
    first, second = RankingTable.from_fit(fit), RankingTable.from_fit(again)
    for name, value in vars(first).items():
        np.testing.assert_array_equal(value, getattr(second, name))


def test_every_recommender_is_in_the_comparison_or_says_why_not() -> None:
    data = ratings(n_users=60)
    names = {learner.name for learner in recommenders()}
    result = RecommenderComparison(k=5).fit(data)
    assert set(RankingTable.from_fit(result).names) == names | BASELINES.keys()
    implicit = dataclasses.replace(data, explicit=False)
    result = RecommenderComparison(k=5).fit(implicit)
    assert names - set(RankingTable.from_fit(result).names) == {"biased_factors"}
    assert any("not how it was liked" in note for note in result.notes)


def test_without_anything_held_out_there_is_nothing_to_score() -> None:
    data = ratings()
    whole = dataclasses.replace(data, held_out=np.zeros(len(data.users), dtype=bool))
    with pytest.raises(InputError, match="hold out"):
        RecommenderComparison().fit(whole)
