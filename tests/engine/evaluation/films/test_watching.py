"""The network that predicts what is watched: its gradients, its two ways forward, its pairs, and its scores."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import log_loss as known_loss
from sklearn.metrics import roc_auc_score

from engine.algorithms.towers.watch_network import Facts, Network, Pairs, Viewers
from engine.datasets.ratings.ratings import Histories, Ratings
from engine.errors import InputError
from engine.evaluation.films.recommending import TrainedRun, history_of
from engine.evaluation.films.watching import METHODS, WatchTest, area, calibration, held_out_pairs, log_loss
from engine.learners.films.ease import EASE
from engine.learners.films.watch_prediction import WatchPrediction, drawn_pairs
from tests.examples import ratings

DATA = ratings()


def a_network(seed: int = 0) -> Network:
    network = Network.drawn(Facts.of(DATA, DATA.train), 3, 2, 5, -1.0, np.random.default_rng(seed))
    network.tables = [table.astype(np.float64) for table in network.tables]
    return network


def some_pairs() -> Pairs:
    own = history_of(DATA, 3).of(0)[:2]
    other = np.setdiff1d(np.arange(DATA.n_items), DATA.train.of(3))[:2]
    return Pairs(np.array([3, 3, 3, 3, 7]), np.array([*own, *other, 4]), np.array([True, True, False, False, False]))


def test_gradients_are_those_of_the_logits() -> None:
    network, viewers, pairs = a_network(), Viewers(DATA.train), some_pairs()
    slopes = np.array([0.3, -1.0, 0.5, 2.0, -0.7])
    gradients = network.backward(pairs, viewers, network.forward(pairs, viewers), slopes)
    for table, gradient in zip(network.tables, gradients, strict=True):
        assert gradient.shape == table.shape
        for flat in np.flatnonzero(np.abs(gradient).ravel() > 1e-3)[:6]:
            index = np.unravel_index(flat, table.shape)
            before = table[index]
            sides = []
            for step in (1e-2, -1e-2):
                table[index] = before + step
                sides.append(float(slopes @ network.forward(pairs, viewers).logits))
            table[index] = before
            assert (sides[0] - sides[1]) / 2e-2 == pytest.approx(gradient[index], rel=0.02, abs=2e-4)


def test_all_films_at_once_are_the_same_as_pair_by_pair() -> None:
    network, viewers = a_network(), Viewers(DATA.train)
    users, items = np.divmod(np.arange(DATA.n_users * DATA.n_items), DATA.n_items)
    by_pair = network.forward(Pairs(users, items, np.zeros(len(users), dtype=bool)), viewers).logits
    np.testing.assert_allclose(network.of_all(viewers).ravel(), by_pair, atol=1e-5)


def test_a_film_of_the_history_is_asked_about_as_if_it_had_not_been_watched() -> None:
    """The inputs are those of the history without the film, and its count is that of the other viewers."""
    network = a_network()
    item = int(DATA.train.of(3)[0])
    told = network.forward(Pairs(np.array([3]), np.array([item]), np.array([True])), Viewers(DATA.train))
    rest = [int(other) for other in DATA.train.of(3) if other != item]
    without = Viewers(Histories.of_one(rest, DATA.n_items))
    again = network.forward(Pairs(np.array([0]), np.array([item]), np.array([False])), without)
    np.testing.assert_allclose(told.history, again.history, atol=1e-6)
    np.testing.assert_allclose(told.viewer_genres, again.viewer_genres, atol=1e-6)
    assert told.numbers[0, 1] == pytest.approx(network.facts.popularity(network.facts.counts[[item]] - 1)[0])


def test_one_layer_by_hand() -> None:
    """A film of one genre, a viewer of another: each input stands where it should, and the rest is arithmetic."""
    network, viewers = a_network(), Viewers(DATA.train)
    film_rows, history_rows, genre_rows, weights, bias, output = network.tables
    step = network.forward(Pairs(np.array([5]), np.array([9]), np.array([False])), viewers)
    watched = DATA.train.of(5)
    history = history_rows[watched].mean(axis=0)
    tastes = DATA.item_genres[watched].mean(axis=0) @ genre_rows
    odd = genre_rows[1]
    parts = [film_rows[9], history, odd, tastes, [film_rows[9] @ history, odd @ tastes], step.numbers[0]]
    inputs = np.concatenate(parts)
    np.testing.assert_allclose(step.inputs[0], inputs, atol=1e-6)
    hidden = np.maximum(inputs @ weights + bias, 0)
    assert step.logits[0] == pytest.approx(hidden @ output[:-1] + output[-1], abs=1e-5)
    years = DATA.years
    assert step.numbers[0, 0] == pytest.approx((years[9] - years.mean()) / years.std(), rel=1e-5)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 1000), n_negatives=st.integers(1, 6))
def test_random_films_are_none_that_the_viewer_has(seed: int, n_negatives: int) -> None:
    pairs, own = drawn_pairs(DATA.train, n_negatives, np.random.default_rng(seed))
    n = len(DATA.train.items)
    assert own.sum() == n and len(own) == n * (1 + n_negatives)
    seen = DATA.train.matrix().toarray() > 0
    assert seen[pairs.users[own], pairs.items[own]].all()
    assert not seen[pairs.users[~own], pairs.items[~own]].any()


def test_random_films_are_drawn_evenly_and_a_viewer_of_all_gets_none() -> None:
    everything = Histories(np.array([0, 4, 5]), np.array([0, 1, 2, 3, 0]), np.ones(5, dtype=np.float32), 4)
    pairs, own = drawn_pairs(everything, 3_000, np.random.default_rng(0))
    assert (pairs.users[~own] == 1).all()
    counts = np.bincount(pairs.items[~own], minlength=4)
    assert counts[0] == 0 and np.abs(counts[1:] - 1_000).max() < 130  # five standard deviations


def test_it_learns_the_checkerboard() -> None:
    """Even viewers like even films: held-out pairs are told apart from random ones far better than by popularity."""
    data = ratings(n_users=200)
    learner = WatchPrediction(target="like", n_components=8, n_epochs=20)
    trained = learner.fit(data)
    table = dict(zip(METHODS, WatchTest().fit(TrainedRun(learner, trained, data)).arrays["auc"], strict=True))
    assert table["network"] > table["popularity"] + 0.15
    assert table["mean"] == 0.5
    losses = trained.history["loss"]
    assert losses[-1] < losses[0]
    probabilities = 1 / (1 + np.exp(-learner.forward(trained, data, history_of(data, 4), np.arange(30)).logits))
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
    assert found["pairs"].sum() == 50_000
    assert np.abs(found["predicted"] - found["observed"]).max() < 0.04


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
