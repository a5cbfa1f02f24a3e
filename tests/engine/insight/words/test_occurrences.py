"""Occurrences of words: where they stand, what is held of each, and the numbers under "How it works"."""

import numpy as np
import pytest

from engine.datasets.text.ambiguous_world import merged
from engine.datasets.text.corpus import Corpus
from engine.fit import Fit
from engine.insight.words.occurrences import EDGE, Occurrences, senses_of
from engine.learners.words.bilstm import BiLSTMLanguageModel
from engine.learners.words.contextual_contract import ContextualLearner
from engine.learners.words.masked_transformer import MaskedTransformer
from tests.examples import corpus

SMALL = {"n_components": 8, "n_layers": 2, "n_epochs": 2, "min_count": 1, "longest": 8}
METHODS: list[ContextualLearner] = [MaskedTransformer(**SMALL), BiLSTMLanguageModel(**SMALL)]


@pytest.fixture(scope="module", params=METHODS, ids=lambda method: method.name)
def trained(request: pytest.FixtureRequest) -> tuple[ContextualLearner, Corpus, Fit]:
    text = corpus(n_tokens=2_000)
    return request.param, text, request.param.fit(text)


def test_occurrences_stand_where_the_text_has_them(trained: tuple[ContextualLearner, Corpus, Fit]) -> None:
    learner, text, _ = trained
    pieces = learner.pieces(text)
    found = Occurrences.of(pieces, 3, 10_000)
    assert len(found.places) == text.counts[3] and (text.tokens[found.places] == 3).all()
    rows, _ = pieces.rows(found.pieces)
    assert (rows[np.arange(len(rows)), found.columns] == 3).all()
    before, word, behind = found.sentences(pieces, text.words)[0]
    spelled = " ".join([*before.split(), word, *behind.split()]).split()
    start = pieces.starts[found.pieces[0]]
    assert spelled == [text.words[token] for token in text.tokens[start : start + len(spelled)]]
    assert len(Occurrences.of(pieces, 3, 5).places) == 5


def test_layer_0_is_the_words_vector_and_later_ones_are_of_the_sentence(
    trained: tuple[ContextualLearner, Corpus, Fit],
) -> None:
    learner, text, fit = trained
    pieces, reader = learner.pieces(text), learner.reader(fit)
    states = Occurrences.of(pieces, 3, 100).states(pieces, reader)
    assert len(states) == learner.n_layers + 1
    np.testing.assert_array_equal(states[0], np.tile(fit.main.vectors[3], (len(states[0]), 1)))
    assert all(layer.std(axis=0).max() > 1e-4 for layer in states[1:])


def test_the_saved_network_tells_held_out_words_as_the_trained_one_did() -> None:
    text = corpus()
    for method in METHODS:
        fit = method.fit(text)
        pieces = method.pieces(text)
        _, held_out = pieces.split(np.random.default_rng(method.seed))
        chosen, columns = pieces.asked(held_out)
        reader, right = method.reader(Fit.unpack(*fit.pack())), []
        for piece, column in zip(chosen, columns, strict=True):
            rows, real = pieces.rows(np.array([piece]))
            told = reader.chances(rows, real, int(column)).values()
            right.append([chances[0].argmax() == rows[0, column] for chances in told])
        expected = [fit.summary[name] for name in method.told]
        np.testing.assert_allclose(np.mean(right, axis=0), expected, atol=2e-3)
        asked = text.tokens[pieces.starts[chosen] + columns - 1]
        assert fit.summary["of_unigram"] == pytest.approx((asked == 0).mean(), abs=1e-3)


def test_how_it_works_tells_chances_that_are_the_networks(trained: tuple[ContextualLearner, Corpus, Fit]) -> None:
    learner, text, fit = trained
    pieces = learner.explain(fit, text, {"word": 3, "context": 5})
    told = [piece for piece in pieces if piece.title.startswith("The word told")]
    assert len(told) == (1 if learner.attends else 2)
    for piece in told:
        assert f"[{text.words[3]}]" in piece.lead and text.words[5] in piece.lead.split()
        assert text.words[3] in piece.table["Word"] and 0 < sum(piece.table["Chance"]) <= 1 + 1e-6
    means = pieces[-1].table["Mean cosine"]
    assert means[0] == pytest.approx(1) and all(mean < 0.9999 for mean in means[1:])


def test_attention_is_over_the_whole_sentence() -> None:
    text, method = corpus(n_tokens=2_000), METHODS[0]
    found = method.attended(method.fit(text), text, 4)
    pieces = method.pieces(text)
    assert len(found.words) == pieces.lengths[4] + 2 and found.words[0] == found.words[-1] == EDGE
    assert found.weights.shape == (2, 4, len(found.words), len(found.words))
    np.testing.assert_allclose(found.weights.sum(axis=-1), 1, rtol=1e-5)


def test_known_meanings_are_told() -> None:
    text = merged(corpus(), [("a3", "b3")])
    pieces = METHODS[0].pieces(text)
    found = Occurrences.of(pieces, text.index["a3/b3"], 50)
    topics = [sentence[0].split() + sentence[2].split() for sentence in found.sentences(pieces, text.words)]
    for sense, others in zip(senses_of(text, found).tolist(), topics, strict=True):
        assert all(other[0] == "ab"[sense] for other in others if other != "a3/b3")
    assert not len(senses_of(text, Occurrences.of(pieces, 0, 50)))
    assert not len(senses_of(corpus(), Occurrences.of(pieces, 0, 50)))
