"""The adviser: its sentences, its thresholds, and that it forbids exactly what training refuses."""

import re

import numpy as np
import pytest

from engine import limits
from engine.datasets.text.corpus import Corpus
from engine.errors import InputError
from engine.learners.base import Advice, Learner
from engine.learners.words.ppmi_svd import PPMISVD
from engine.learners.words.skipgram import SkipGram
from tests.examples import corpus


def of_counts(counts: list[int]) -> Corpus:
    """A corpus of shuffled tokens with these counts, in sentences of ten."""
    tokens = np.repeat(np.arange(len(counts)), counts)
    np.random.default_rng(0).shuffle(tokens)
    sentences = np.append(np.arange(0, len(tokens), 10), len(tokens))
    words = tuple(f"word{place}" for place in range(len(counts)))
    return Corpus(tokens, sentences, [0, len(tokens)], words, counts)


def sentences(text: Corpus, learner: Learner, severity: str) -> list[str]:
    return [advice.sentence for advice in learner.advice(text) if advice.severity == severity]


@pytest.mark.parametrize("cls", [SkipGram, PPMISVD])
def test_too_high_a_min_count_is_an_error_that_names_the_value_that_works(cls: type[Learner]) -> None:
    text = of_counts([4] + [2] * 100 + [1] * 711)
    problem = "0 of 812 words occur 5 times; the largest min_count that works is 2."
    assert cls(min_count=5).advice(text) == [Advice("error", problem)]
    with pytest.raises(InputError, match=problem.replace(".", r"\.")):
        cls(min_count=5).fit(text)
    assert not sentences(text, cls(min_count=2), "error")
    assert cls(min_count=2, n_components=2).fit(text).main.n_items == 101


def test_a_text_of_four_words_cannot_serve_at_all() -> None:
    assert "4 different words" in sentences(of_counts([9, 9, 9, 9]), SkipGram(min_count=1), "error")[0]


def test_a_text_read_too_seldom_is_told_what_will_do_better() -> None:
    text = of_counts([490] * 100)
    (warning,) = sentences(text, SkipGram(), "warning")
    assert warning == ("49,000 tokens read 20 times are few for skip-gram: 90 epochs will do better, and PPMI-SVD may.")
    assert not sentences(text, SkipGram(n_epochs=90), "warning")
    assert not sentences(text, PPMISVD(), "warning")


def test_a_tiny_text_is_for_ppmi_svd() -> None:
    (warning,) = sentences(of_counts([40] * 100), SkipGram(n_epochs=1), "warning")
    assert warning == "4,000 tokens are few for skip-gram: PPMI-SVD may do better."


@pytest.mark.parametrize("n_tokens", [30_000, 90_000, 99_000, 150_000, 185_000, 199_000, 1_000_000])
@pytest.mark.parametrize("n_epochs", [1, 5, 10, 19, 20])
def test_advice_is_worth_following(n_tokens: int, n_epochs: int) -> None:
    """Whatever number of epochs is recommended is at least twice what is set, and satisfies the advice itself."""
    text = of_counts([n_tokens // 100] * 100)
    found = sentences(text, SkipGram(n_epochs=n_epochs), "warning")
    wanted = [int(word) for line in found for word in re.findall(r"(\d+) epochs will", line)]
    assert all(epochs >= 2 * n_epochs for epochs in wanted) and len(wanted) == len(found)
    assert not any(sentences(text, SkipGram(n_epochs=epochs), "warning") for epochs in wanted)


def test_more_dimensions_than_words() -> None:
    (warning,) = sentences(corpus(), PPMISVD(min_count=1), "warning")
    assert "100 dimensions" in warning and "40 words" in warning
    assert not sentences(corpus(), PPMISVD(min_count=1, n_components=40), "warning")


def test_what_exceeds_the_limits_of_a_job_is_warned_of(monkeypatch: pytest.MonkeyPatch) -> None:
    text, learner = of_counts([2_000] * 100), SkipGram()
    estimate = learner.estimate(text)
    assert sentences(text, learner, "info")[0].startswith("This will take about")
    monkeypatch.setattr(limits, "JOB_SECONDS", estimate.seconds / 2)
    assert "is stopped after" in sentences(text, learner, "warning")[0]
    monkeypatch.setattr(limits, "JOB_SECONDS", 900)
    monkeypatch.setattr(limits, "JOB_BYTES", int(estimate.megabytes * limits.MB / 2))
    assert "are allowed" in sentences(text, learner, "warning")[0]


def test_the_estimate_grows_with_the_work() -> None:
    text = of_counts([2_000] * 100)
    base = SkipGram().estimate(text).seconds - 1
    assert SkipGram(n_epochs=40).estimate(text).seconds - 1 == pytest.approx(2 * base)
    assert SkipGram(mode="fast").estimate(text).seconds - 1 < base
    assert PPMISVD(n_components=200).estimate(of_counts([20] * 2_000)).seconds > 2


def test_how_much_of_the_text_is_kept() -> None:
    found = sentences(of_counts([90] * 10 + [1] * 100), SkipGram(), "info")
    assert found[-1] == "10 of 110 words get a vector; they are 90.0% of the text."
