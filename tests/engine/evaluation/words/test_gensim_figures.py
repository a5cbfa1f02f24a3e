"""Scores of questions and pairs are gensim's on the same vectors; its figures were stored by `gensim_figures.py`."""

import json
from pathlib import Path
from typing import Any

import pytest
from numpy.testing import assert_allclose

from engine.arithmetic import analogy
from engine.arithmetic.analogy import doesnt_match
from engine.datasets.text.questions import parse_analogies, parse_pairs
from engine.embedding import Embedding
from engine.evaluation.words.analogies import analogy_accuracy
from engine.evaluation.words.similarity import similarity
from tests.engine.evaluation.words import gensim_figures


@pytest.fixture(scope="module")
def figures() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Path(__file__).with_name("gensim_figures.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def embedding() -> Embedding:
    return Embedding(gensim_figures.vectors(), gensim_figures.words())


def test_analogies_by_section(figures: dict[str, Any], embedding: Embedding) -> None:
    scores = analogy_accuracy(embedding, parse_analogies(gensim_figures.questions().encode()))
    sections = zip(scores.sections, scores.correct.tolist(), scores.covered.tolist(), strict=True)
    ours = {section: [correct, covered - correct] for section, correct, covered in sections}
    assert (
        ours | {"Total accuracy": [scores.correct.sum(), (scores.covered - scores.correct).sum()]} == figures["3cosadd"]
    )
    assert scores.covered.sum() < scores.total.sum() == 600


def test_every_answer_by_3cosmul(
    figures: dict[str, Any], embedding: Embedding, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the epsilon of gensim, 1e-6, all answers are its own; by the paper's, .001, two of 552 differ."""
    theirs = [answer for answers in figures["3cosmul"].values() for answer in answers]
    differing = []
    for epsilon in (0.001, 1e-6):
        monkeypatch.setattr(analogy, "EPSILON", epsilon)
        scores = analogy_accuracy(embedding, parse_analogies(gensim_figures.questions().encode()), method="3cosmul")
        ours = [embedding.labels[row] for row in scores.answer]
        differing.append(sum(one != other for one, other in zip(ours, theirs, strict=True)))
    assert differing == [2, 0] and len(theirs) == 552


def test_rank_correlation_and_coverage(figures: dict[str, Any], embedding: Embedding) -> None:
    scores = similarity(embedding, parse_pairs(gensim_figures.pairs().encode()))
    assert_allclose(scores.spearman, figures["spearman"], atol=1e-6)
    assert_allclose(100 * (1 - scores.coverage), figures["unknown_percent"])
    assert 0 < figures["unknown_percent"] < 20


def test_the_odd_one_out(figures: dict[str, Any], embedding: Embedding) -> None:
    for item, expected in enumerate(figures["odd_one_out"]):
        labels = [*(f"w{4 * item + role}" for role in range(4)), f"w{4 * item + 7}"]
        assert embedding.labels[doesnt_match(embedding, [embedding.index[label] for label in labels]).row] == expected
