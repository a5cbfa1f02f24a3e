"""Methods of occurrences: what they say before a training, what they do with small texts, and that they learn."""

import numpy as np
import pytest

from engine.datasets.text.corpus import Corpus
from engine.errors import InputError
from engine.learners.words.bilstm import BiLSTMLanguageModel
from engine.learners.words.contextual_contract import ContextualLearner
from engine.learners.words.masked_transformer import MaskedTransformer
from tests.examples import corpus

SMALL = {"n_components": 16, "n_layers": 1, "min_count": 1}
BOTH: list[ContextualLearner] = [MaskedTransformer(**SMALL), BiLSTMLanguageModel(**SMALL)]


@pytest.mark.parametrize("learner", BOTH, ids=lambda learner: learner.name)
def test_a_cycle_of_words_is_learned_by_heart(learner: ContextualLearner) -> None:
    """Each word is followed by the next of ten: any neighbor tells it; nothing is left to chance but the first step."""
    rng = np.random.default_rng(0)
    firsts = rng.integers(0, 10, 600)
    text = Corpus.from_sentences([[f"w{(first + step) % 10}" for step in range(6)] for first in firsts])
    summary = learner.replace(n_epochs=8).fit(text).summary
    if learner.attends:
        assert summary["accuracy"] > 0.98
    else:  # of six words one has nothing before it, and one nothing behind it
        for side in ("next", "previous"):
            assert 0.8 < summary[side] < 0.93 and summary[f"{side}_of_counts"] == pytest.approx(summary[side], abs=0.06)


def test_heads_must_share_the_dimensions() -> None:
    odd = MaskedTransformer(n_components=10, n_heads=4)
    advice = odd.advice(corpus())[0]
    assert advice.severity == "error" and "multiple" in advice.sentence
    with pytest.raises(InputError, match="heads"):
        odd.fit(corpus())


@pytest.mark.parametrize("learner", BOTH, ids=lambda learner: learner.name)
def test_a_text_of_few_sentences_holds_none_out_and_says_so(learner: ContextualLearner) -> None:
    text = Corpus.from_sentences(["a b c a b c d e f g", "h i j a b c d a e b"] * 3)
    fit = learner.replace(n_epochs=2).fit(text)
    assert "of_unigram" not in fit.summary and "accuracy" not in fit.history
    assert "too few sentences" in fit.notes[-1]


@pytest.mark.parametrize("changes", [{"dropout": 0.2}, {"longest": 4}, {"n_layers": 3}, {"batch_size": 1_000}])
@pytest.mark.parametrize("learner", BOTH, ids=lambda learner: learner.name)
def test_other_settings_train_too(learner: ContextualLearner, changes: dict[str, float]) -> None:
    fit = learner.replace(n_epochs=1, **changes).fit(corpus(n_tokens=1_000))
    assert np.isfinite(fit.main.vectors).all() and fit.snapshots is not None and len(fit.snapshots.steps) == 2
