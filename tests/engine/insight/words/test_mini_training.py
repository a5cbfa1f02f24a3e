"""A training of a few words: the loss by its definition, its bounds, words of equal company, seeds."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from engine.insight.words.mini_corpus import mini_corpus
from engine.insight.words.mini_training import KEPT, STEPS, chances, train

ANIMALS = "the cat drinks milk\nthe dog drinks milk\na car needs fuel\na bus needs fuel"


def test_the_loss_is_that_of_the_pairs() -> None:
    corpus = mini_corpus("a b c a\nb a", 2, ends=True)
    found = train(corpus.counts, 0, 60)
    assert found.path.shape == (KEPT + 1, 5, 2) and len(found.loss) == KEPT + 1
    p = chances(found.path[-1], found.contexts)
    assert_allclose(p.sum(axis=1), 1)
    pairs = list(corpus.pairs())
    index = {word: row for row, word in enumerate(corpus.words)}
    # the contexts have moved once more than the loss that was kept last, by a rate of 0
    told = [-np.log(p[index[pair.word], index[pair.context]]) for pair in pairs]
    assert_allclose(np.mean(told), found.loss[-1])


def test_it_falls_between_its_bounds() -> None:
    corpus = mini_corpus(ANIMALS, 1, ends=False)
    found = train(corpus.counts, 0)
    assert abs(found.loss[0] - found.most) < 0.05
    assert_allclose(found.most, np.log(10))
    of_word = corpus.counts / corpus.counts.sum(axis=1, keepdims=True)
    entropy = (
        -sum(corpus.counts[w, c] * np.log(of_word[w, c]) for w, c in zip(*np.nonzero(corpus.counts), strict=True))
        / corpus.counts.sum()
    )
    assert_allclose(found.least, entropy)
    assert found.least <= found.loss[-1] < found.loss[0] - 0.5
    assert STEPS == 300 and (np.diff(found.loss[5:]) < 1e-3).all()


def test_two_words_alone_are_learned_by_heart() -> None:
    """a and b have each other alone: nothing is left to chance."""
    found = train(mini_corpus("a b", 1, ends=False).counts, 1)
    assert found.least == 0 and found.loss[-1] < 0.02
    assert_allclose(chances(found.path[-1], found.contexts), [[0, 1], [1, 0]], atol=0.02)


def test_words_of_equal_company_come_near() -> None:
    corpus = mini_corpus(ANIMALS, 2, ends=False)
    place = dict(zip(corpus.words, train(corpus.counts, 0).path[-1], strict=True))
    apart = np.linalg.norm(place["cat"] - place["car"])
    assert np.linalg.norm(place["cat"] - place["dog"]) < 0.1 * apart
    assert np.linalg.norm(place["bus"] - place["car"]) < 0.1 * apart


def test_a_seed_gives_the_same_and_another_other() -> None:
    counts = mini_corpus(ANIMALS, 1, ends=False).counts
    assert_array_equal(train(counts, 3).path, train(counts, 3).path)
    assert (train(counts, 3).path != train(counts, 4).path).any()


def test_pairs_that_are_held_out_are_not_trained_on() -> None:
    counts = mini_corpus("a b c\na b d\nc d a b", 1, ends=True).counts
    whole, part = train(counts, 3), train(counts, 3, share_held_out=0.25)
    assert len(whole.held_out) == 0 and len(part.held_out) == len(part.loss)
    assert part.held_out[0] == pytest.approx(np.log(len(counts)), abs=0.05)
    assert part.held_out[-1] > part.loss[-1] and part.loss[-1] > part.least
    assert np.array_equal(part.path, train(counts, 3, share_held_out=0.25).path)
    assert not np.array_equal(part.path[-1], whole.path[-1])
