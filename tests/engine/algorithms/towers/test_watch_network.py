"""The network that predicts what is watched: its gradients, its two ways forward, and the pairs it learns from."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from engine.algorithms.towers.watch_network import Facts, Network, Pairs, Viewers, count_inputs
from engine.algorithms.towers.watch_training import drawn_pairs, mostly_popular
from engine.datasets.ratings.ratings import Histories
from tests.examples import ratings

DATA = ratings()
FACTS = Facts.of(DATA.item_genres, DATA.years, DATA.train.counts(), DATA.train.lengths)


def a_network(seed: int = 0) -> Network:
    network = Network.drawn(FACTS, 3, 2, 5, -1.0, np.random.default_rng(seed))
    network.tables = [table.astype(np.float64) for table in network.tables]
    return network


def some_pairs() -> Pairs:
    own = DATA.history(3).of(0)[:2]
    other = np.setdiff1d(np.arange(DATA.n_items), DATA.train.of(3))[:2]
    return Pairs(np.array([3, 3, 3, 3, 7]), np.array([*own, *other, 4]), np.array([True, True, False, False, False]))


SEARCHED = csr_array(np.random.default_rng(1).random((DATA.n_users, 4)) < 0.4)


def a_network_of_words() -> Network:
    """One with learned rows of four words that viewers searched for."""
    rng = np.random.default_rng(2)
    network = Network.drawn(FACTS, 3, 2, 5, -1.0, rng, n_terms=4)
    network.tables = [table.astype(np.float64) for table in network.tables]
    network.tables[6] = rng.standard_normal((4, 3))
    return network


@pytest.mark.parametrize("words", [False, True])
def test_gradients_are_those_of_the_logits(words: bool) -> None:
    network = a_network_of_words() if words else a_network()
    viewers, pairs = Viewers(DATA.train.matrix(), SEARCHED if words else None), some_pairs()
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


def test_words_searched_for_are_averaged_and_multiplied_with_the_film() -> None:
    network, pairs = a_network_of_words(), some_pairs()
    film_rows, rows = network.tables[0], network.tables[6]
    passed = network.forward(pairs, Viewers(DATA.train.matrix(), SEARCHED))
    words = SEARCHED.toarray()[3]
    mean = rows[words].mean(axis=0)
    np.testing.assert_allclose(passed.terms[0], mean, atol=1e-6)
    assert passed.products[0, 2] == pytest.approx(film_rows[pairs.items[0]] @ mean, abs=1e-6)
    assert passed.inputs.shape == (5, count_inputs(3, 2, 4))
    silent = network.forward(pairs, Viewers(DATA.train.matrix()))
    assert not silent.terms.any() and not silent.products[:, 2].any()


@pytest.mark.parametrize("words", [False, True])
def test_all_films_at_once_are_the_same_as_pair_by_pair(words: bool) -> None:
    network = a_network_of_words() if words else a_network()
    viewers = Viewers(DATA.train.matrix(), SEARCHED if words else None)
    users, items = np.divmod(np.arange(DATA.n_users * DATA.n_items), DATA.n_items)
    by_pair = network.forward(Pairs(users, items, np.zeros(len(users), dtype=bool)), viewers).logits
    np.testing.assert_allclose(network.of_all(viewers).ravel(), by_pair, atol=1e-5)


def test_a_film_of_the_history_is_asked_about_as_if_it_had_not_been_watched() -> None:
    """The inputs are those of the history without the film, and its count is that of the other viewers."""
    network = a_network()
    item = int(DATA.train.of(3)[0])
    told = network.forward(Pairs(np.array([3]), np.array([item]), np.array([True])), Viewers(DATA.train.matrix()))
    rest = [int(other) for other in DATA.train.of(3) if other != item]
    without = Viewers(Histories.of_one(rest, DATA.n_items).matrix())
    again = network.forward(Pairs(np.array([0]), np.array([item]), np.array([False])), without)
    np.testing.assert_allclose(told.history, again.history, atol=1e-6)
    np.testing.assert_allclose(told.viewer_genres, again.viewer_genres, atol=1e-6)
    assert told.numbers[0, 1] == pytest.approx(network.facts.popularity(network.facts.counts[[item]] - 1)[0])


def test_one_layer_by_hand() -> None:
    """A film of one genre, a viewer of another: each input stands where it should, and the rest is arithmetic."""
    network, viewers = a_network(), Viewers(DATA.train.matrix())
    film_rows, history_rows, genre_rows, weights, bias, output, _ = network.tables
    step = network.forward(Pairs(np.array([5]), np.array([9]), np.array([False])), viewers)
    watched = DATA.train.of(5)
    history = history_rows[watched].mean(axis=0)
    tastes = DATA.item_genres[watched].mean(axis=0) @ genre_rows
    odd = genre_rows[1]
    parts = [film_rows[9], history, odd, tastes, [film_rows[9] @ history, odd @ tastes], step.numbers[0]]
    inputs = np.concatenate(parts)
    np.testing.assert_allclose(step.inputs[0], inputs, atol=1e-6)
    hidden = np.maximum(inputs @ weights + bias, 0)
    straight = film_rows[9] @ history + odd @ tastes
    assert step.logits[0] == pytest.approx(hidden @ output[:-1] + output[-1] + straight, abs=1e-5)
    years = DATA.years
    assert step.numbers[0, 0] == pytest.approx((years[9] - years.mean()) / years.std(), rel=1e-5)


@settings(max_examples=20)
@given(seed=st.integers(0, 1000), n_negatives=st.integers(1, 6))
def test_random_films_are_none_that_the_viewer_has(seed: int, n_negatives: int) -> None:
    pairs, own = drawn_pairs(DATA.train.matrix(), n_negatives, np.random.default_rng(seed))
    n = len(DATA.train.items)
    assert own.sum() == n and len(own) == n * (1 + n_negatives)
    seen = DATA.train.matrix().toarray() > 0
    assert seen[pairs.users[own], pairs.items[own]].all()
    assert not seen[pairs.users[~own], pairs.items[~own]].any()


def test_random_films_are_drawn_evenly_and_a_viewer_of_all_gets_none() -> None:
    everything = Histories(np.array([0, 4, 5]), np.array([0, 1, 2, 3, 0]), np.ones(5, dtype=np.float32), 4)
    pairs, own = drawn_pairs(everything.matrix(), 3_000, np.random.default_rng(0))
    assert (pairs.users[~own] == 1).all()
    counts = np.bincount(pairs.items[~own], minlength=4)
    assert counts[0] == 0 and np.abs(counts[1:] - 1_000).max() < 130  # five standard deviations


def test_random_films_of_a_training_are_mostly_well_known() -> None:
    watched = Histories(np.array([0, 3, 4, 5]), np.array([0, 1, 2, 0, 0]), np.ones(5, dtype=np.float32), 4).matrix()
    chance = mostly_popular(watched)
    assert chance == pytest.approx(np.array([3, 1, 1, 0]) / 5 * 0.9 + 0.1 / 4)
    pairs, own = drawn_pairs(watched, 10_000, np.random.default_rng(0), chance)
    drawn = np.bincount(pairs.items[~own][pairs.users[~own] == 1], minlength=4) / 10_000
    assert drawn[0] == 0 and drawn[1:] == pytest.approx(chance[1:] / chance[1:].sum(), abs=0.03)


def test_some_films_are_scored_as_among_all() -> None:
    network, viewers, some = a_network(), Viewers(DATA.train.matrix()), np.array([7, 0, 7, 29])
    np.testing.assert_allclose(network.of_all(viewers, some), network.of_all(viewers)[:, some], atol=1e-6)
