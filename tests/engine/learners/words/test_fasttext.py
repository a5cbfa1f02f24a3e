"""fastText on texts: planted topics, unknown words, its numbers for a pair, what it refuses."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from engine.algorithms.fasttext.ngrams import ngrams
from engine.datasets.text.corpus import Corpus
from engine.datasets.text.toy_world import ToyWorld
from engine.errors import InputError
from engine.fit import Fit
from engine.insight.words.word_parts import OWN
from engine.learners.words.fasttext import FastText
from engine.neighbors import nearest
from tests.engine.learners.words.test_skipgram import CancelAfter, separation
from tests.examples import corpus, quick


@pytest.fixture(scope="module")
def toy() -> tuple[FastText, Corpus, Fit]:
    """The toy world, and the method with its usual settings but for time."""
    world, learner = ToyWorld(n_tokens=100_000).load(), FastText(n_components=50)
    return learner, world, learner.fit(world)


@pytest.mark.parametrize("mode", ["reproducible", "fast"])
def test_planted_topics_are_separated(mode: str) -> None:
    """Words of a topic share its letter, and runs of five characters only by chance: it is the company that tells."""
    text, letters = corpus(n_tokens=40_000), np.random.default_rng(0).choice(list("xyz"), (40, 6))
    words = tuple(word[0] + "".join(letters[row]) for row, word in enumerate(text.words))
    renamed = Corpus(text.tokens, text.sentences, text.documents, words, text.counts)
    settings = {"n_components": 16, "n_epochs": 10, "min_count": 1, "sample": 0.0, "minn": 5, "maxn": 5, "mode": mode}
    fit = FastText(**settings).fit(renamed)
    within, between = separation(fit.main)
    assert within > 0.8
    assert between < (0.1 if mode == "reproducible" else 0.3)
    assert fit.history["loss"][-1] < 0.8 * fit.history["loss"][0]


def test_an_unknown_word_is_the_mean_of_its_known_ngrams(toy: tuple[FastText, Corpus, Fit]) -> None:
    learner, _, fit = toy
    apart = learner.parts_of(fit, "kinglike")
    held = {name for word in fit.main.labels for name in ngrams(word, 3, 6)}
    wanted = ngrams("kinglike", 3, 6)
    assert apart.row is None
    assert list(apart.names) == [name for name in wanted if name in held]
    assert list(apart.left_out) == [name for name in wanted if name not in held]
    assert "<king" in apart.names and "king>" not in apart.names
    assert_allclose(apart.vector, apart.vectors.mean(axis=0))
    near = [fit.main.labels[row] for row in nearest(fit.main, apart.vector.astype(np.float32), 5).rows]
    assert "king" in near


def test_a_known_word_is_the_mean_of_its_parts(toy: tuple[FastText, Corpus, Fit]) -> None:
    learner, _, fit = toy
    apart = learner.parts_of(fit, "walked")
    assert apart.names == (OWN, *ngrams("walked", 3, 6)) and not apart.left_out
    assert_allclose(apart.vector, fit.main.vectors[fit.main.index["walked"]], atol=1e-6)
    assert apart.shares.sum() == pytest.approx(1)
    last = len(apart.names) - 1
    others = apart.vectors[:last].mean(axis=0)
    assert_allclose(apart.without[last], others)
    cosine = others @ apart.vector / np.linalg.norm(others) / np.linalg.norm(apart.vector)
    assert apart.cosines_without[last] == pytest.approx(cosine)
    alone = apart.ngrams_alone
    assert alone is not None
    assert_allclose(alone, learner.parts_of(fit, "walked").vectors[1:].mean(axis=0))


def test_letters_are_small_where_the_vocabulary_is(toy: tuple[FastText, Corpus, Fit]) -> None:
    learner, _, fit = toy
    assert learner.parts_of(fit, "KingLike").word == "kinglike"
    assert learner.parts_of(fit, "King").row == fit.main.index["king"]


def test_a_word_of_strange_letters_has_no_vector(toy: tuple[FastText, Corpus, Fit]) -> None:
    learner, _, fit = toy
    with pytest.raises(InputError, match="No n-gram of “жжж”") as caught:
        learner.parts_of(fit, "ЖЖЖ")
    assert caught.value.code == "E-ANA-10"


def test_unknown_words_have_vectors_after_saving() -> None:
    learner = quick(FastText, minn=2, maxn=3)
    assert isinstance(learner, FastText)
    fit = learner.fit(corpus())
    again = Fit.unpack(*fit.pack())
    assert_allclose(learner.parts_of(again, "a77").vectors, learner.parts_of(fit, "a77").vectors)


def test_ngrams_beyond_the_limit_share_vectors_and_the_fit_says_so(toy: tuple[FastText, Corpus, Fit]) -> None:
    _, world, own = toy
    shared = FastText(n_components=10, n_epochs=1, buckets=1_000).fit(world)
    assert len(shared.arrays["ngrams"]) <= 1_000 < own.summary["n_grams"] == len(own.arrays["ngrams"])
    assert f"{own.summary['n_grams']:,} different n-grams" in shared.notes[0]
    assert not own.notes


def test_each_part_adds_to_the_inner_product(toy: tuple[FastText, Corpus, Fit]) -> None:
    learner, world, fit = toy
    word, context = fit.main.index["king"], fit.main.index["the"]
    of_parts, tends_to, step = learner.explain(fit, world, {"word": word, "context": context})
    product = float(fit.main.vectors[word] @ fit.context.vectors[context])
    assert f"= {product:.3f}" in of_parts.formulas[0]
    assert sum(of_parts.table["z·u / n"]) == pytest.approx(product, abs=1e-4)
    assert set(of_parts.table["Part"]) == {OWN, *ngrams("king", 3, 6)}
    assert "PMI" in tends_to.formulas[0] and "negative sampling" in step.title


def test_a_shortest_ngram_above_the_longest_is_refused() -> None:
    with pytest.raises(InputError, match="choose at most 4 for the shortest") as caught:
        FastText(minn=5, maxn=4)
    assert caught.value.code == "E-PAR-19"


def test_watched_words_have_neighbors_while_it_trains() -> None:
    report = CancelAfter(10**6)
    fit = quick(FastText, watch="a1, nowhere,b2").fit(corpus(), report)
    last = report.reports[-1]
    assert {word: len(near) for word, near in last["watch"].items()} == {"a1": 5, "b2": 5}
    frames = fit.snapshots
    assert frames is not None
    np.testing.assert_array_equal(frames.frames[-1], fit.main.vectors[frames.items])
    assert fit.notes == ("Not in the vocabulary, so not watched: nowhere.",)


def test_few_tokens_are_told_before_the_training() -> None:
    told = [advice.sentence for advice in FastText(min_count=1).advice(corpus())]
    assert any("are few for fastText" in sentence for sentence in told)
