"""Tests of word embeddings: against the slow plain way, scipy, planted worlds and published files."""

import hashlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from engine.arithmetic.analogy import solve
from engine.datasets.text import toy_facts
from engine.datasets.text.questions import AnalogyQuestions, WordPairs, parse_analogies, parse_pairs
from engine.embedding import Embedding
from engine.errors import Cancelled, InputError
from engine.evaluation.words import analogies
from engine.evaluation.words.analogies import AnalogyScores, AnalogyTest, analogy_accuracy
from engine.evaluation.words.relatives import RelativesTest
from engine.evaluation.words.similarity import SimilarityScores, SimilarityTest, average_ranks, similarity, spearman
from engine.files import uploads
from engine.fit import Fit
from engine.report import Silent
from tests.conftest import real_data

WORDS = [f"w{row}" for row in range(120)]


@pytest.fixture(scope="module")
def cloud() -> Embedding:
    vectors = np.random.default_rng(0).normal(0.4, 1, (120, 6))
    vectors[[70, 119]] = 0
    return Embedding(vectors, WORDS)


@pytest.fixture(scope="module")
def questions() -> AnalogyQuestions:
    """Two sections of random questions, one of them with unknown words; upper case here and there."""
    generator = np.random.default_rng(1)
    rows: list[tuple[str, Any]] = []
    for number in range(200):
        four = [f"W{word}" if number % 3 else f"w{word}" for word in generator.integers(0, 125, 4)]
        rows.append(("even" if number % 2 else "odd", tuple(four)))
    return AnalogyQuestions.of([*rows, ("unknown", ("w1", "w2", "w3", "zebra"))])


def one_by_one(embedding: Embedding, questions: AnalogyQuestions, method: Any, exclude: bool) -> dict[int, int]:
    """Question -> row answered, by `solve`."""
    answers = {}
    for place, four in enumerate(questions.words):
        rows = [embedding.index.get(word.lower()) for word in four]
        if None not in rows and len(set(rows)) == 4 and not {70, 119} & set(rows):
            a, b, c, _ = (int(row) for row in rows if row is not None)
            answers[place] = int(solve(embedding, [b, c], [a], 1, method, exclude).rows[0])
    return answers


@pytest.mark.parametrize("exclude", [True, False])
@pytest.mark.parametrize("method", ["3cosadd", "3cosmul"])
def test_answers_are_those_of_solve(
    cloud: Embedding, questions: AnalogyQuestions, method: Any, exclude: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(analogies, "TILE_ITEMS", 32)
    monkeypatch.setattr(analogies, "TILE_QUESTIONS", 50)
    scores = analogy_accuracy(cloud, questions, method, exclude)
    expected = one_by_one(cloud, questions, method, exclude)
    assert dict(zip(scores.question.tolist(), scores.answer.tolist(), strict=True)) == expected
    assert scores.total.tolist() == [100, 100, 1]
    assert scores.covered.sum() == len(expected)
    assert_allclose(scores.coverage, len(expected) / 201)


def test_baseline_is_the_item_nearest_to_c(cloud: Embedding) -> None:
    def nearest_to_c(four: tuple[int, int, int]) -> int:
        return int(solve(cloud, [four[2]], [], 1, exclude=four[:2]).rows[0])

    threes = [(a, a + 1, a + 2) for a in range(0, 60, 3)]
    right = [(f"w{a}", f"w{b}", f"w{c}", f"w{nearest_to_c((a, b, c))}") for a, b, c in threes]
    wrong = [(*four[:3], "w90") for four in right]
    scores = analogy_accuracy(cloud, AnalogyQuestions.of([("right", r) for r in right] + [("wrong", w) for w in wrong]))
    assert scores.baseline_by_section.tolist() == [1, 0]
    assert scores.baseline == 0.5


@pytest.fixture(scope="module")
def grid() -> tuple[Embedding, AnalogyQuestions]:
    """Ten nouns in two forms, the form being a direction of its own: every analogy holds. 50 others around."""
    generator = np.random.default_rng(2)
    nouns = generator.normal(size=(10, 30))
    form = np.eye(30)[0] * 3
    vectors = np.concatenate([nouns, nouns + form, generator.normal(size=(50, 30))])
    labels = [f"n{i}" for i in range(10)] + [f"n{i}s" for i in range(10)] + [f"other{i}" for i in range(50)]
    rows = [("plural", (f"n{i}", f"n{i}s", f"n{j}", f"n{j}s")) for i in range(10) for j in range(10) if i != j]
    rows += [("nonsense", ("n1", "n1s", "n2", f"other{i}")) for i in range(10)]
    return Embedding(vectors, labels), AnalogyQuestions.of(rows)


def test_planted_analogies_are_answered(grid: tuple[Embedding, AnalogyQuestions]) -> None:
    scores = analogy_accuracy(*grid)
    assert scores.accuracy_by_section[0] > 0.95
    assert scores.accuracy_by_section[1] == 0
    assert_allclose(scores.accuracy, scores.correct.sum() / 100)
    assert_allclose(scores.chance, 1 / 67)


def test_only_the_first_words_are_known(grid: tuple[Embedding, AnalogyQuestions]) -> None:
    scores = analogy_accuracy(*grid, first_items=15)
    assert scores.covered.tolist() == [20, 0]  # five nouns have both forms
    assert scores.n_candidates == 15
    assert np.isnan(scores.accuracy_by_section[1])
    with pytest.raises(InputError, match="None of the 100 questions"):
        analogy_accuracy(*grid, first_items=10)


def test_spearman_equals_scipy() -> None:
    from scipy.stats import rankdata, spearmanr

    generator = np.random.default_rng(3)
    x, y = generator.normal(size=200), generator.integers(0, 10, 200).astype(float)
    assert_allclose(average_ranks(y), rankdata(y))
    assert_allclose(spearman(x, y), spearmanr(x, y).statistic, rtol=1e-12)
    assert_allclose(spearman(y, y**3), 1, rtol=1e-12)
    assert_allclose(spearman(x, -np.exp(x)), -1, rtol=1e-12)
    assert np.isnan(spearman(x, np.ones(200)))


def test_similarity_of_planted_pairs() -> None:
    angles = np.radians([0, 10, 30, 60, 90, 150])
    embedding = Embedding(
        np.column_stack([np.cos(angles), np.sin(angles)]) * [[1], [5], [2], [9], [1], [3]], list("abcdef")
    )
    pairs = WordPairs(
        (("a", "b"), ("a", "c"), ("A", "d"), ("a", "e"), ("a", "f"), ("a", "zz")), np.array([9, 8, 5, 4, 1, 3.0])
    )
    scores = similarity(embedding, pairs)
    assert_allclose(scores.spearman, 1)
    assert_allclose(scores.cosine, np.cos(angles[1:]), atol=1e-6)
    assert_allclose([scores.coverage, scores.spread_by_chance], [5 / 6, 0.5])
    with pytest.raises(InputError, match="Only 2 of 2"):
        similarity(embedding, WordPairs(pairs.pairs[:2], pairs.scores[:2]))
    with pytest.raises(InputError, match="same score"):
        similarity(embedding, WordPairs(pairs.pairs, np.ones(6)))


def through_pack(fit: Fit) -> Fit:
    return Fit.unpack(*fit.pack())


def test_the_job_gives_the_same_scores_and_keeps_them() -> None:
    toy = toy_facts.questions()
    words = sorted({word for four in toy.words for word in four})
    embedding = Embedding(np.random.default_rng(4).normal(size=(len(words), 8)), words)
    direct = analogy_accuracy(embedding, toy, "3cosmul")
    fit = AnalogyTest(method="3cosmul").fit(embedding)
    kept = AnalogyScores.from_fit(through_pack(fit))
    assert kept.sections == toy.sections and kept.coverage == 1
    for name in ("total", "covered", "correct", "baseline_correct", "question", "answer"):
        assert_array_equal(getattr(kept, name), getattr(direct, name))
    assert fit.summary["accuracy"] == direct.accuracy == kept.accuracy < 0.1
    assert not fit.embeddings


def test_uploaded_files_are_used(cloud: Embedding) -> None:
    data = b": made up\nw1 w2 w3 w4\nw5 w6 w7 w8\nw5 w6 w7 unheard\nw5 w6 w7 of\nw5 w6 w7 it\n"
    fit = AnalogyTest(uploads.keep(data, "questions.txt").sha256).fit(cloud)
    assert (fit.summary["covered"], fit.summary["questions"]) == (2, 5)
    assert "Only 40%" in fit.notes[0]
    pairs = b"w1\tw2\t3.5\nw3\tw4\t9\nw5\tw6\t1\n"
    scored = SimilarityTest(uploads.keep(pairs, "pairs.tsv").sha256).fit(cloud)
    expected = spearman(np.sum(cloud.unit[[1, 3, 5]] * cloud.unit[[2, 4, 6]], axis=1), np.array([3.5, 9, 1]))
    kept = SimilarityScores.from_fit(through_pack(scored))
    assert_allclose([kept.spearman, scored.summary["spearman"]], expected)
    assert_array_equal(kept.pair, [0, 1, 2])
    with pytest.raises(InputError, match="upload it again"):
        AnalogyTest(hashlib.sha256(b"never seen").hexdigest()).fit(cloud)
    with pytest.raises(InputError, match="No word pairs"):
        SimilarityTest().fit(cloud)


@pytest.mark.parametrize("test", [AnalogyTest(), RelativesTest(), SimilarityTest()])
def test_cancel(test: AnalogyTest | RelativesTest | SimilarityTest, cloud: Embedding) -> None:
    class Impatient(Silent):
        def cancelled(self) -> bool:
            return True

    with pytest.raises(Cancelled):
        test.fit(cloud, Impatient())


def test_files_of_the_catalogue_are_used_where_they_lie() -> None:
    for name in ("questions-words.txt", "wordsim353.tsv"):
        real_data(name)
    embedding = glove(real_data("glove.6B.50d.subset.utf8.txt"))
    assert AnalogyTest("google_analogies", first_words=3_000).fit(embedding).summary["questions"] == 19_544
    assert_allclose(SimilarityTest("wordsim353").fit(embedding).summary["spearman"], 0.560, atol=5e-4)
    with pytest.raises(InputError):
        AnalogyTest("wordsim353")  # word pairs, no questions


def glove(path: Path) -> Embedding:
    lines = [line.split(" ") for line in path.read_text(encoding="utf-8").split("\n") if line]
    return Embedding(
        np.array([line[-50:] for line in lines], dtype=np.float32), [" ".join(line[:-50]) for line in lines]
    )


def test_known_figures_of_glove() -> None:
    embedding = glove(real_data("glove.6B.50d.subset.utf8.txt"))
    scores = analogy_accuracy(embedding, parse_analogies(real_data("questions-words.txt").read_bytes()))
    assert (scores.covered.sum(), scores.total.sum()) == (2_274, 19_544)
    assert_allclose(scores.accuracy, 0.584, atol=5e-4)
    assert scores.baseline < 0.4 < scores.accuracy
    pairs = similarity(embedding, parse_pairs(real_data("wordsim353.tsv").read_bytes()))
    assert (len(pairs.pair), pairs.n_pairs) == (189, 353)
    assert_allclose(pairs.spearman, 0.560, atol=5e-4)
