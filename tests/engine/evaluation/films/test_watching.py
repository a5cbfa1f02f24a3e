"""How well it is told what is watched: scores against scikit-learn, the pairs asked about, a planted pattern."""

import dataclasses

import numpy as np
import pytest
from sklearn.metrics import log_loss as known_loss
from sklearn.metrics import roc_auc_score

from engine.datasets.ratings.ratings import Ratings
from engine.errors import InputError
from engine.evaluation.films.watching import (
    METHODS,
    WatchScores,
    WatchTest,
    area,
    calibration,
    held_out_pairs,
    log_loss,
)
from engine.evaluation.trained_run import TrainedRun
from engine.learners.films.ease import EASE
from engine.learners.films.watch_prediction import WatchPrediction
from tests.examples import ratings

DATA = ratings()


def test_it_learns_the_checkerboard() -> None:
    """Even viewers like even films: held-out pairs are told apart from random ones far better than by popularity."""
    data = ratings(n_users=200)
    learner = WatchPrediction(target="like", n_components=8, n_epochs=20)
    trained = learner.fit(data)
    found = WatchScores.from_fit(WatchTest().fit(TrainedRun(learner, trained, data)))
    table = dict(zip(METHODS, found.auc, strict=True))
    assert (found.n_held_out, found.n_random) == (len(data.test.items), 4 * len(data.test.items))
    assert table["network"] > table["popularity"] + 0.15
    assert table["mean"] == 0.5
    losses = trained.history["loss"]
    assert losses[-1] < losses[0]
    probabilities = 1 / (1 + np.exp(-learner.forward(trained, data, data.history(4), np.arange(30)).logits))
    assert probabilities[0::2].mean() > 3 * probabilities[1::2].mean()


def test_scores_are_those_of_scikit_learn() -> None:
    rng = np.random.default_rng(1)
    logits, yes = rng.normal(size=300).round(1), rng.random(300) < 0.3
    assert area(logits, yes) == pytest.approx(roc_auc_score(yes, logits))
    assert log_loss(logits, yes) == pytest.approx(known_loss(yes, 1 / (1 + np.exp(-logits))))
    assert area(np.zeros(300), yes) == 0.5


def test_a_true_chance_is_calibrated() -> None:
    rng = np.random.default_rng(2)
    logits = rng.normal(size=50_000)
    found = calibration(logits, rng.random(50_000) < 1 / (1 + np.exp(-logits)))
    assert found.pairs.sum() == 50_000
    assert np.abs(found.predicted - found.observed).max() < 0.04


@pytest.mark.parametrize("target", ["watch", "like"])
def test_the_pairs_of_the_test_are_held_out_ones_and_films_of_neither_part(target: str) -> None:
    learner = WatchPrediction(target=target, n_negatives=2)
    pairs, yes = held_out_pairs(DATA, learner, np.random.default_rng(0))
    rows = DATA.held_out & ((DATA.stars >= DATA.liked_from) | (target == "watch"))
    wanted = set(zip(DATA.users[rows].tolist(), DATA.items[rows].tolist(), strict=True))
    assert set(zip(pairs.users[yes].tolist(), pairs.items[yes].tolist(), strict=True)) == wanted
    rated = set(zip(DATA.users.tolist(), DATA.items.tolist(), strict=True))
    assert not rated & set(zip(pairs.users[~yes].tolist(), pairs.items[~yes].tolist(), strict=True))
    per_user = np.bincount(pairs.users[~yes], minlength=DATA.n_users)
    assert (per_user == 2 * np.bincount(DATA.users[rows], minlength=DATA.n_users)).all()


def test_a_run_of_another_kind_and_data_without_a_test_are_refused() -> None:
    learner = EASE()
    with pytest.raises(InputError, match="predicts no chances"):
        WatchTest().fit(TrainedRun(learner, learner.fit(DATA), DATA))
    whole: Ratings = dataclasses.replace(DATA, held_out=np.zeros(len(DATA.users), dtype=bool))
    network = WatchPrediction(n_epochs=1)
    with pytest.raises(InputError, match="hold out"):
        WatchTest().fit(TrainedRun(network, network.fit(whole), whole))
