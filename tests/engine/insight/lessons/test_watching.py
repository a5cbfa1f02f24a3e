"""The network of lesson 7 that predicts what is watched, and the reader."""

import numpy as np

from engine.algorithms.probability import sigmoid
from engine.insight.lessons import watching
from engine.insight.lessons.cooccurrence import whole_sentences
from engine.insight.lessons.titles import TITLES, read, word_vectors
from engine.insight.words.mini_corpus import mini_corpus

CROWD = watching.crowd()
NETWORK = watching.network(CROWD)


def test_a_history_speaks_for_films_of_its_taste() -> None:
    found = watching.asked(CROWD, NETWORK, ("m1", "m2"), ())
    assert found.chances[2:5].min() > 1.5 * found.chances[5:].max()


def test_searches_move_the_chances_to_their_taste() -> None:
    silent = watching.asked(CROWD, NETWORK, ("m1", "m2"), ()).chances
    told = watching.asked(CROWD, NETWORK, ("m1", "m2"), ("love",)).chances
    assert (told[2:5] < silent[2:5]).all() and (told[5:10] > silent[5:10]).all()


def test_the_way_of_a_film_is_that_of_the_network() -> None:
    found = watching.asked(CROWD, NETWORK, ("m1", "m2"), ("love", "paris"))
    one = watching.way(found.passed, 2)
    film_rows, history_rows, _, weights, bias, output, term_rows = NETWORK.tables
    np.testing.assert_allclose(one.history[0], history_rows[:2].mean(axis=0), rtol=1e-5)
    words = [CROWD.words.index(word) for word in ("love", "paris")]
    np.testing.assert_allclose(one.terms[0], term_rows[words].mean(axis=0), rtol=1e-5)
    np.testing.assert_allclose(one.products[0, 0], film_rows[2] @ one.history[0], rtol=1e-4)
    hidden = np.maximum(one.inputs[0] @ weights + bias, 0)
    logit = hidden @ output[:-1] + output[-1] + one.products.sum()
    np.testing.assert_allclose(found.chances[2], sigmoid(logit), rtol=1e-4)


def test_a_film_asked_about_is_left_out_of_the_history() -> None:
    one = watching.way(watching.asked(CROWD, NETWORK, ("m1", "m2"), ()).passed, 0)
    np.testing.assert_allclose(one.history[0], NETWORK.tables[1][1], rtol=1e-4, atol=1e-7)


def test_a_reader_is_the_mean_of_titles_and_these_of_their_words() -> None:
    corpus = whole_sentences(mini_corpus(TITLES, 1, ends=False))
    found, vectors = read(corpus, [0, 2]), word_vectors(corpus)
    rows = [corpus.words.index(word) for word in ["robots", "build", "a", "ship", "to", "mars"]]
    title = vectors[rows].mean(axis=0)
    np.testing.assert_allclose(found.titles[1], title)
    np.testing.assert_allclose(found.products[1], (found.titles[0] + found.titles[2]) / 2 @ title)
    assert found.products[1] > found.products[3:].max()
    assert (read(corpus, []).products == 0).all()
