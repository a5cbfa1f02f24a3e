"""What is said of a phrase is what the network scores, word by word."""

import numpy as np
import pytest

from engine.errors import InputError
from engine.fit import Fit
from engine.insight.words.validity import EDGE, example, judged, network_of, parsed
from engine.learners.words.validity import Validity
from tests.examples import corpus

TEXT = corpus(n_tokens=2_000)
LEARNER = Validity(n_components=6, n_hidden=10, n_switched=16, min_count=1, n_epochs=3)


@pytest.fixture(scope="module")
def fit() -> Fit:
    return LEARNER.fit(TEXT)


def test_each_place_is_judged_by_all_words_in_it(fit: Fit) -> None:
    phrase, other = np.array([3, 0, 5, 5, 1]), 7
    found = judged(fit, phrase, other, n_best=3)
    network = network_of(fit)
    own = network.scores(phrase[None])[0]
    assert found.score == pytest.approx(own, abs=1e-5)
    for place, told in enumerate(found.places):
        scores = []
        for word in range(fit.main.n_items):
            changed = phrase.copy()
            changed[place] = word
            scores.append(float(network.scores(changed[None])[0]))
        assert told.word == fit.main.labels[phrase[place]]
        assert told.switched == pytest.approx(scores[other], abs=1e-4)
        beaten = sum(score < own - 1e-5 for score in scores) / (fit.main.n_items - 1)
        assert told.beaten == pytest.approx(beaten)
        best = np.argsort(-np.array(scores))[:3]
        assert told.best == tuple(fit.main.labels[row] for row in best)


def test_a_phrase_has_as_many_known_words_as_the_network_judges(fit: Fit) -> None:
    words = fit.main.labels[:5]
    assert parsed(fit.main, "  ".join(words), 5).tolist() == [0, 1, 2, 3, 4]
    with pytest.raises(InputError, match="phrases of 5 words; “a0” has 1 word\\.") as told:
        parsed(fit.main, "a0", 5)
    assert told.value.code == "E-VAL-01"
    with pytest.raises(InputError, match="nosuch"):
        parsed(fit.main, " ".join([*words[:4], "nosuch"]), 5)


def test_the_example_is_the_known_phrase_or_one_of_the_text() -> None:
    known = list(TEXT.words[:5])
    assert example(TEXT, 5, known) == known
    found = example(TEXT, 5, ["cat", "sat", "on", "the", "mat"])
    rows = [TEXT.index[word] for word in found]
    sentences = TEXT.tokens.reshape(-1, 10)
    assert any(rows == sentence[at : at + 5].tolist() for sentence in sentences for at in range(6))
    assert len(example(TEXT, 15)) == 15  # longer than any sentence


def test_the_loss_is_explained_with_the_scores_of_the_phrases(fit: Fit) -> None:
    word, context = 4, int(TEXT.tokens[np.flatnonzero(TEXT.tokens == 4)[0] - 1])
    piece = LEARNER.explain(fit, TEXT, {"word": word, "context": context})[0]
    network, index = network_of(fit), {**fit.main.index, EDGE: fit.main.n_items}
    rows = np.array([[index[name] for name in phrase.split()] for phrase in piece.table["Phrase"]])
    scores = network.scores(rows)
    np.testing.assert_allclose(piece.table["Score s"], scores, rtol=1e-5)
    losses = np.maximum(0, 1 - scores[0] + scores[1:])
    np.testing.assert_allclose(piece.table["Loss"][1:], losses, rtol=1e-4, atol=1e-5)
    assert (rows[:, 2] == word).tolist() == [True] + [False] * 5 and context in rows[0]
    assert f"= {losses[0]:.3f}" in piece.formulas[1] and "No phrase" not in piece.caption


def test_words_that_share_no_phrase_are_explained_by_another(fit: Fit) -> None:
    a = next(row for row, label in enumerate(fit.main.labels) if label.startswith("a"))
    b = next(row for row, label in enumerate(fit.main.labels) if label.startswith("b"))
    caption = LEARNER.explain(fit, TEXT, {"word": a, "context": b})[0].caption
    assert f"No phrase around {fit.main.labels[a]} holds {fit.main.labels[b]}." in caption
