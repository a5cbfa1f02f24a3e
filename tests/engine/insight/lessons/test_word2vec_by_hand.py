"""Word2vec by hand: gradients by differences, the floor of the loss, and the words that are masked."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from engine.errors import InputError
from engine.insight.lessons.word2vec_by_hand import (
    OTHER,
    SENTENCE,
    contexts,
    masked,
    multiplications,
    network,
    predict,
    sentence_of,
    step_back,
    train,
    train_tied,
)

EIGHT = tuple(SENTENCE.split())


def test_pairs_are_those_of_the_slide() -> None:
    corpus = sentence_of(SENTENCE, 2)
    pairs = [(pair.word, pair.context) for pair in corpus.pairs()]
    assert pairs[:3] == [("I", "read"), ("I", "sci-fi"), ("read", "I")] and len(pairs) == 26
    assert [corpus.words[row] for row in contexts(corpus, 3)] == ["read", "sci-fi", "and", "drink"]
    assert len(sentence_of(OTHER, 2).words) == 8


@pytest.mark.parametrize("text", ["one", "a b a b", " ".join(f"w{n}x" for n in range(17))])
def test_a_sentence_has_3_to_16_words(text: str) -> None:
    with pytest.raises(InputError):
        sentence_of(text, 2)


def test_a_sentence_is_read_without_its_punctuation() -> None:
    assert sentence_of("A cat, a mat!", 1).sentences == (("A", "cat", "a", "mat"),)


def test_another_sentence_has_numbers_of_its_own_always_the_same() -> None:
    words = ("a", "b", "c")
    assert not network(words).given and network(EIGHT).given
    assert_array_equal(network(words).inputs, network(words).inputs)
    assert network(EIGHT, 2.0).inputs[3, 2] == 2.0 and network(EIGHT).inputs[3, 2] == 2.2


def test_the_gradient_is_that_of_the_loss() -> None:
    net, rate, tiny = network(EIGHT), 0.1, 1e-6
    found = step_back(net, 3, 1, rate)
    for column in range(3):
        moved = net.inputs.copy()
        moved[3, column] += tiny
        slope = (predict(net._replace(inputs=moved), 3, 1).loss - predict(net, 3, 1).loss) / tiny
        assert found.of_hidden[column] == pytest.approx(slope, abs=1e-5)
    for row, column in ((1, 0), (5, 2)):
        moved = net.outputs.copy()
        moved[row, column] += tiny
        slope = (predict(net._replace(outputs=moved), 3, 1).loss - predict(net, 3, 1).loss) / tiny
        assert net.outputs[row, column] - found.after.outputs[row, column] == pytest.approx(rate * slope, abs=1e-6)
    assert_array_equal(np.delete(found.after.inputs, 3, 0), np.delete(net.inputs, 3, 0))
    assert found.errors.sum() == pytest.approx(0) and found.errors[1] < 0 and found.now.loss < predict(net, 3, 1).loss


def test_training_ends_at_the_entropy_of_the_counts() -> None:
    corpus = sentence_of(SENTENCE, 2)
    net = network(corpus.words)
    found = train(net, corpus.counts)
    degrees = corpus.counts.sum(axis=1)
    assert found.least == pytest.approx((degrees * np.log(degrees)).sum() / degrees.sum())  # each pair once
    assert found.least < found.losses[-1] < found.least + 0.01
    assert_array_equal(found.inputs[0], net.inputs)
    one = [predict(net, row, column).loss for row, column in zip(*np.nonzero(corpus.counts), strict=True)]
    assert found.losses[0] == pytest.approx(np.mean(one))
    assert_array_equal(train(net, corpus.counts).inputs, found.inputs)


def test_tied_vectors_tell_every_masked_word() -> None:
    corpus = sentence_of(SENTENCE, 2)
    vectors, loss = train_tied(corpus)
    chances = [masked(vectors, contexts(corpus, place)).chances[place] for place in range(8)]
    assert min(chances) > 0.9 and loss == pytest.approx(-np.log(chances).mean(), abs=1e-6)
    found = masked(vectors, contexts(corpus, 0))
    assert_allclose(found.hidden, vectors[1] + vectors[2])


def test_multiplications() -> None:
    assert multiplications(1e5, 100, 5) == (1e7, 600)
