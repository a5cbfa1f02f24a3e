"""GloVe on texts: what it learns of the toy world, and its numbers for a pair."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from engine.algorithms.counting.cooccurrence import cooccurrence
from engine.datasets.text.corpus import Corpus
from engine.datasets.text.toy_world import ToyWorld
from engine.fit import Fit
from engine.learners.words.glove import GloVe
from tests.examples import corpus

SMALL = GloVe(n_components=10, window=3, min_count=1, n_epochs=5)


@pytest.fixture(scope="module")
def toy() -> tuple[Corpus, Fit]:
    """The toy world, and the method with its usual settings but for time."""
    world = ToyWorld(n_tokens=100_000).load()
    return world, GloVe(n_components=50, n_epochs=30).fit(world)


def test_the_loss_falls_and_kinds_keep_together(toy: tuple[Corpus, Fit]) -> None:
    _, fit = toy
    loss = fit.history["loss"]
    assert len(loss) == 30 and loss[-1] < 0.25 * loss[0]
    words = fit.main
    unit = words.unit
    near = {name: {words.labels[row] for row in np.argsort(-(unit @ unit[words.index[name]]))[1:11]} for name in
            ("king", "cat")}  # fmt: skip
    assert {"queen", "prince"} & near["king"] and {"dog", "kitten"} & near["cat"]


def test_the_vectors_are_those_of_words_and_contexts_together() -> None:
    text = corpus()
    both, alone = SMALL.fit(text), SMALL.replace(both=False).fit(text)
    assert_allclose(both.main.vectors, alone.main.vectors + alone.context.vectors, rtol=1e-6)
    assert both.arrays["bias"].shape == (both.main.n_items,)


@pytest.mark.parametrize("both", [True, False])
def test_a_pair_is_explained_with_its_count(both: bool) -> None:
    text = corpus()
    learner = SMALL.replace(both=both)
    fit, trained = learner.fit(text), learner.trained_on(text)
    counts = cooccurrence(trained.tokens, trained.sentences, trained.counts, 3, "inverse").toarray()
    word, context = np.unravel_index(np.argmax(counts), counts.shape)
    piece = learner.explain(fit, text, {"word": int(word), "context": int(context)})[0]
    own = fit.main.vectors[word] - (fit.context.vectors[context * 0 + word] if both else 0)
    fitted = own @ fit.context.vectors[context] + fit.arrays["bias"][word] + fit.arrays["context_bias"][context]
    assert rf"= {fitted:.3f} \;\approx" in piece.formulas[0]
    assert rf"\ln {counts[word, context]:.2f}" in piece.formulas[0]
    never = next((row, column) for row, column in np.argwhere(counts == 0))
    pair = {"word": int(never[0]), "context": int(never[1])}
    told = learner.explain(fit, text, pair)[0]
    assert "counts as meeting 0.005 times" in told.lead and rf"\ln 0.005 = {np.log(0.005):.3f}" in told.formulas[0]
    told = learner.replace(never=0.0).explain(fit, text, pair)[0]
    assert "no term" in told.lead and len(told.formulas) == 1


def test_watched_words_are_watched_or_told() -> None:
    fit = SMALL.replace(watch="nosuchword").fit(corpus())
    assert fit.notes == ("Not in the vocabulary, so not watched: nosuchword.",)
