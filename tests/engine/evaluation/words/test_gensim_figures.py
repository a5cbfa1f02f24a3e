"""The scorers beside gensim's on the same vectors; its figures were written by `gensim_figures.py`."""

import json

import pytest

from engine.arithmetic.analogy import doesnt_match
from engine.datasets.text.questions import parse_analogies, parse_pairs
from engine.embedding import Embedding
from engine.evaluation.words.analogies import analogy_accuracy
from engine.evaluation.words.similarity import similarity
from tests.engine.evaluation.words import gensim_figures as made

FIGURES = json.loads(made.FIGURES.read_text(encoding="utf-8"))
EMBEDDING = Embedding(made.vectors(), made.words())


def test_analogies_by_section() -> None:
    found = analogy_accuracy(EMBEDDING, parse_analogies(made.questions().encode()))
    counts = zip(found.correct.tolist(), found.covered.tolist(), strict=True)
    assert dict(zip(found.sections, map(list, counts), strict=True)) == {
        section: counts for section, counts in FIGURES["sections"].items() if section != "Total accuracy"
    }
    assert found.accuracy == pytest.approx(FIGURES["accuracy"]) and 0.5 < found.accuracy < 0.95
    assert found.total.sum() == found.covered.sum() + 1


def test_rank_correlation_of_pairs() -> None:
    found = similarity(EMBEDDING, parse_pairs(made.pairs().encode()))
    assert found.spearman == pytest.approx(FIGURES["spearman"], abs=1e-6)
    assert 100 * (1 - found.coverage) == pytest.approx(FIGURES["unknown_percent"])


def test_the_odd_one_out() -> None:
    rows = [[EMBEDDING.index[word] for word in four] for four in made.fours()]
    assert [EMBEDDING.labels[doesnt_match(EMBEDDING, four).row] for four in rows] == FIGURES["odd"]
