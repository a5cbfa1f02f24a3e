"""Analogy questions answered by an embedding, beside what needs no analogy at all."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from engine import costs, limits
from engine.arithmetic.analogy import METHODS, Method, ranking
from engine.arithmetic.lookup import find
from engine.datasets.text import toy_facts
from engine.datasets.text.questions import AnalogyQuestions, parse_analogies
from engine.embedding import Embedding
from engine.errors import InputError
from engine.evaluation.words.question_files import UPLOADED, coverage_note, read
from engine.fields import choice, flag, integer, text
from engine.files.downloads.entries import CATALOGUE
from engine.fit import Fit
from engine.learners.base import Estimate, Learner
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled

TOY_WORLD = "toy_world"
KNOWN = [key for key, entry in CATALOGUE.items() if entry.kind == "analogies"]
ARRAYS = ("total", "covered", "correct", "baseline_correct", "question", "answer")
TILE_ITEMS = 4_096
TILE_QUESTIONS = 512


@dataclass(frozen=True, eq=False)
class AnalogyScores:
    """How many questions were answered right, by section.

    sections: names. total, covered, correct, baseline_correct: int64 (n_sections,): questions; those whose four words
    are all known and different; right answers; right answers of the baseline, which takes the item nearest to c.
    question, answer: int64 (n_covered,): which questions were asked, and the row that was answered.
    n_candidates: items among which an answer was sought.
    """

    sections: tuple[str, ...]
    total: np.ndarray
    covered: np.ndarray
    correct: np.ndarray
    baseline_correct: np.ndarray
    question: np.ndarray
    answer: np.ndarray
    n_candidates: int

    @classmethod
    def from_fit(cls, fit: Fit) -> "AnalogyScores":
        """The scores that an AnalogyTest found."""
        arrays = {name: fit.arrays[name] for name in ARRAYS}
        return cls(tuple(fit.summary["sections"]), **arrays, n_candidates=fit.summary["n_candidates"])

    @property
    def accuracy(self) -> float:
        """Share of the covered questions answered right, in [0, 1]; NaN if none is covered."""
        return _share(self.correct.sum(), self.covered.sum())

    @property
    def baseline(self) -> float:
        """The accuracy of always taking the item nearest to c."""
        return _share(self.baseline_correct.sum(), self.covered.sum())

    @property
    def coverage(self) -> float:
        """Share of the questions that could be asked."""
        return _share(self.covered.sum(), self.total.sum())

    @property
    def chance(self) -> float:
        """The accuracy of guessing among all items but the three that are given."""
        return 1 / max(1, self.n_candidates - 3)

    @property
    def accuracy_by_section(self) -> np.ndarray:
        """float64 (n_sections,), NaN where no question is covered."""
        return _shares(self.correct, self.covered)

    @property
    def baseline_by_section(self) -> np.ndarray:
        """float64 (n_sections,), NaN where no question is covered."""
        return _shares(self.baseline_correct, self.covered)


def _share(part: int, whole: int) -> float:
    return float(part) / float(whole) if whole else float("nan")


def _shares(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    return np.where(whole > 0, part / np.maximum(whole, 1), np.nan)


def analogy_accuracy(
    embedding: Embedding,
    questions: AnalogyQuestions,
    method: Method = "3cosadd",
    exclude_inputs: bool = True,
    first_items: int = 0,
    on_tile: Callable[[int, int], None] | None = None,
) -> AnalogyScores:
    """Answer each question a : b :: c : ? by the item nearest to b - a + c (as in `engine.arithmetic.analogy.solve`).

    Words are known if they are among the first `first_items` items (0: all); upper case is tried as lower case too.
    `on_tile(done, total)` is called as the items are gone through. Raises InputError if no question is covered.
    """
    searched = embedding.first(first_items) if first_items else embedding
    asked, rows = _covered(searched, questions)
    answer, nearest_to_c = _answers(searched, rows, method, exclude_inputs, on_tile)
    section = questions.section_of[asked]
    n_sections = len(questions.sections)
    return AnalogyScores(
        questions.sections,
        total=np.bincount(questions.section_of, minlength=n_sections),
        covered=np.bincount(section, minlength=n_sections),
        correct=np.bincount(section[answer == rows[:, 3]], minlength=n_sections),
        baseline_correct=np.bincount(section[nearest_to_c == rows[:, 3]], minlength=n_sections),
        question=asked,
        answer=answer,
        n_candidates=searched.n_items,
    )


def _covered(embedding: Embedding, questions: AnalogyQuestions) -> tuple[np.ndarray, np.ndarray]:
    """Indices of the questions that can be asked (m,) and their words' rows (m, 4)."""
    known = {word: find(embedding, word) for word in {word for four in questions.words for word in four}}
    found = [[known[word] for word in four] for four in questions.words]
    norms = embedding.norms
    asked = [
        place
        for place, rows in enumerate(found)
        if len(set(rows)) == 4 and all(row is not None and norms[row] > 0 for row in rows)
    ]
    if not asked:
        raise InputError(
            f"None of the {len(questions.words):,} questions has all its words among the {embedding.n_items:,} items; "
            "choose a larger corpus, or a question file about its words.",
            "E-EVL-01",
        )
    return np.array(asked), np.array([found[place] for place in asked])


def _answers(
    embedding: Embedding,
    rows: np.ndarray,
    method: Method,
    exclude_inputs: bool,
    on_tile: Callable[[int, int], None] | None,
) -> tuple[np.ndarray, np.ndarray]:
    """Rows of the best answer and of the item nearest to c, for questions (m, 4): int64 (m,) each.

    Cosines of the few different words with a tile of items are one matrix product; all questions share them.
    """
    words, place = np.unique(rows[:, :3], return_inverse=True)
    place = place.reshape(-1, 3)
    best, closest = Best(len(rows)), Best(len(rows))
    for start in range(0, embedding.n_items, TILE_ITEMS):
        tile = slice(start, start + TILE_ITEMS)
        cosines = embedding.unit[words] @ embedding.unit[tile].T
        nowhere = np.flatnonzero(embedding.norms[tile] == 0)
        for first in range(0, len(rows), TILE_QUESTIONS):
            asked = slice(first, first + TILE_QUESTIONS)
            a, b, c = (cosines[place[asked, column]] for column in range(3))
            given = rows[asked, :3] - start
            scores = _barred(ranking(a, b, c, method), given if exclude_inputs else given[:, :0], nowhere)
            best.update(asked, start, scores)
            closest.update(asked, start, _barred(c, given, nowhere))
        if on_tile:
            on_tile(min(start + TILE_ITEMS, embedding.n_items), embedding.n_items)
    return best.row, closest.row


def _barred(scores: np.ndarray, columns: np.ndarray, nowhere: np.ndarray) -> np.ndarray:
    """The scores (m, n), -inf at each question's columns (m, any) inside [0, n) and at the columns `nowhere`."""
    scores[:, nowhere] = -np.inf
    question, which = np.nonzero((columns >= 0) & (columns < scores.shape[1]))
    scores[question, columns[question, which]] = -np.inf
    return scores


class Best:
    """The best row of each question over the tiles seen so far; of equal ones the first."""

    def __init__(self, n_questions: int):
        self.row = np.zeros(n_questions, dtype=np.int64)
        self.score = np.full(n_questions, -np.inf, dtype=np.float32)

    def update(self, asked: slice, start: int, scores: np.ndarray) -> None:
        """Take in the scores (m, n_tile) of some questions for the items from row `start` on."""
        columns = scores.argmax(axis=1)
        values = scores[np.arange(len(columns)), columns]
        better = values > self.score[asked]
        self.row[asked] = np.where(better, columns + start, self.row[asked])
        self.score[asked] = np.where(better, values, self.score[asked])


@dataclass(frozen=True)
class AnalogyTest(Learner):
    """The share of analogy questions that an embedding answers (Mikolov, Chen, Corrado and Dean, 2013).

    Fit: no embedding; `AnalogyScores.from_fit` reads the result back.
    """

    name = "analogy_test"
    title = "Analogy questions"
    papers = (
        Paper(
            "Mikolov et al.", 2013, "Efficient estimation of word representations in vector space", "arXiv:1301.3781"
        ),
    )
    takes = "embedding"

    questions: str = text(
        TOY_WORLD,
        64,
        label="Questions",
        help="The toy world's own questions, a file of the catalogue, or the sha256 of an uploaded file.",
        pattern="|".join([TOY_WORLD, *KNOWN, UPLOADED]),
        hidden=True,
    )
    method: Literal["3cosadd", "3cosmul"] = choice(
        "3cosadd", METHODS, label="Method", help="How the three given words are combined."
    )
    exclude_inputs: bool = flag(
        True, label="Leave out the given words", help="The three words of a question cannot be its answer."
    )
    first_words: int = integer(
        0,
        0,
        limits.VOCABULARY,
        label="Most frequent words",
        help="Only so many of the most frequent words are known, and can be answers; empty for all.",
        zero="all",
    )

    def fit(self, dataset: Embedding, report: Report = Silent()) -> Fit:
        """Answer all questions whose words are known; raises InputError if there are none."""
        stop_if_cancelled(report)
        questions = self._questions(report)

        def on_tile(done: int, total: int) -> None:
            stop_if_cancelled(report)
            report.progress(done, total, "words")

        scores = analogy_accuracy(dataset, questions, self.method, self.exclude_inputs, self.first_words, on_tile)
        arrays = {name: getattr(scores, name) for name in ARRAYS}
        summary = {
            "accuracy": scores.accuracy,
            "baseline": scores.baseline,
            "covered": int(scores.covered.sum()),
            "questions": int(scores.total.sum()),
            "chance": scores.chance,
            "n_candidates": scores.n_candidates,
            "sections": list(scores.sections),
        }
        return Fit({}, arrays, summary=summary, notes=questions.notes + coverage_note(scores.coverage, "questions"))

    def _questions(self, report: Report) -> AnalogyQuestions:
        if self.questions == TOY_WORLD:
            return toy_facts.questions()
        return read(self.questions, parse_analogies, report)

    def estimate(self, dataset: Embedding) -> Estimate:
        """From the items among which answers are sought."""
        start, libraries = costs.QUESTIONS
        return Estimate(start + costs.ANSWERED_ITEM * dataset.n_items, libraries + 4e-6 * dataset.vectors.size)
