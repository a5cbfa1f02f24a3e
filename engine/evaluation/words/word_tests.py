"""The tests of word embeddings that run as jobs: analogy questions and word similarities."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeVar

from engine import limits
from engine.arithmetic.analogy import METHODS
from engine.datasets.text import toy_facts
from engine.datasets.text.questions import AnalogyQuestions, WordPairs, parse_analogies, parse_pairs
from engine.embedding import Embedding
from engine.errors import InputError
from engine.evaluation.words.analogies import AnalogyScores, analogy_accuracy
from engine.evaluation.words.similarity import SimilarityScores, similarity
from engine.fields import choice, flag, integer, text
from engine.files import uploads
from engine.files.downloads import fetch
from engine.files.downloads.entries import CATALOGUE
from engine.fit import Fit
from engine.learners.base import Estimate, Learner
from engine.report import Report, Silent, stop_if_cancelled

TOY_WORLD = "toy_world"
UPLOADED = "[0-9a-f]{64}"
ANALOGIES = [key for key, entry in CATALOGUE.items() if entry.kind == "analogies"]
WORD_PAIRS = [key for key, entry in CATALOGUE.items() if entry.kind == "word_pairs"]
T = TypeVar("T")


@dataclass(frozen=True)
class AnalogyTest(Learner):
    """The share of analogy questions that an embedding answers (Mikolov, Chen, Corrado and Dean, 2013).

    Fit: no embedding; `analogy_scores` reads the result back.
    """

    name = "analogy_test"
    title = "Analogy questions"
    source = "Mikolov, Chen, Corrado and Dean, 2013"
    takes = "embedding"

    questions: str = text(
        TOY_WORLD,
        64,
        label="Questions",
        help="The toy world's own questions, a file of the catalogue, or the sha256 of an uploaded file.",
        pattern="|".join([TOY_WORLD, *ANALOGIES, UPLOADED]),
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
        label="First words",
        help="Only so many of the most frequent words are known; 0 for all.",
    )

    def fit(self, dataset: Embedding, report: Report = Silent()) -> Fit:  # noqa: B008 - Silent has no state
        """Answer all questions whose words are known; raises InputError if there are none."""
        stop_if_cancelled(report)
        questions = self._questions(report)

        def on_tile(done: int, total: int) -> None:
            stop_if_cancelled(report)
            report.progress(done, total, "words")

        scores = analogy_accuracy(dataset, questions, self.method, self.exclude_inputs, self.first_words, on_tile)
        arrays = {name: getattr(scores, name) for name in ANALOGY_ARRAYS}
        summary = {
            "accuracy": scores.accuracy,
            "baseline": scores.baseline,
            "covered": int(scores.covered.sum()),
            "questions": int(scores.total.sum()),
            "chance": scores.chance,
            "n_candidates": scores.n_candidates,
            "sections": list(scores.sections),
        }
        return Fit({}, arrays, summary=summary, notes=questions.notes + _coverage_note(scores.coverage, "questions"))

    def _questions(self, report: Report) -> AnalogyQuestions:
        if self.questions == TOY_WORLD:
            return toy_facts.questions()
        return _read(self.questions, parse_analogies, report)

    def estimate(self, dataset: Embedding) -> Estimate:
        """As for Google's 19,544 questions: 3 s for 40,000 words of 100 components."""
        return Estimate(0.5 + 7e-5 * dataset.n_items, 100 + 4e-6 * dataset.vectors.size)


ANALOGY_ARRAYS = ("total", "covered", "correct", "baseline_correct", "question", "answer")


def analogy_scores(fit: Fit) -> AnalogyScores:
    """The scores that an AnalogyTest's fit holds."""
    arrays = {name: fit.arrays[name] for name in ANALOGY_ARRAYS}
    return AnalogyScores(tuple(fit.summary["sections"]), **arrays, n_candidates=fit.summary["n_candidates"])


@dataclass(frozen=True)
class SimilarityTest(Learner):
    """Rank correlation of cosines with people's scores (Finkelstein et al., 2002, and many since).

    Fit: no embedding; `similarity_scores` reads the result back.
    """

    name = "similarity_test"
    title = "Word similarities"
    source = "Finkelstein et al., 2002"
    takes = "embedding"

    pairs: str = text(
        "", 64, label="Word pairs", help="A file of the catalogue, or the sha256 of an uploaded file.",
        pattern="|".join(["", *WORD_PAIRS, UPLOADED]), hidden=True,
    )  # fmt: skip

    def fit(self, dataset: Embedding, report: Report = Silent()) -> Fit:  # noqa: B008 - Silent has no state
        """Compare all pairs whose words are known; raises InputError if fewer than 3 are."""
        stop_if_cancelled(report)
        if not self.pairs:
            raise InputError("No word pairs were chosen; please choose or upload a file of them.", "E-EVL-03")
        pairs: WordPairs = _read(self.pairs, parse_pairs, report)
        scores = similarity(dataset, pairs)
        summary = {
            "spearman": scores.spearman,
            "spread_by_chance": scores.spread_by_chance,
            "covered": len(scores.pair),
            "pairs": scores.n_pairs,
        }
        report.progress(scores.n_pairs, scores.n_pairs, "pairs")
        arrays = {"pair": scores.pair, "cosine": scores.cosine, "human": pairs.scores[scores.pair]}
        return Fit({}, arrays, summary=summary, notes=pairs.notes + _coverage_note(scores.coverage, "pairs"))

    def estimate(self, dataset: Embedding) -> Estimate:
        """A moment: only the pairs' own vectors are looked at."""
        return Estimate(0.5, 100 + 4e-6 * dataset.vectors.size)


def similarity_scores(fit: Fit) -> SimilarityScores:
    """The scores that a SimilarityTest's fit holds."""
    summary = fit.summary
    return SimilarityScores(
        summary["spearman"], summary["spread_by_chance"], summary["pairs"], fit.arrays["pair"], fit.arrays["cosine"]
    )


def _read(key: str, parse: Callable[[bytes], T], report: Report) -> T:
    """What a file of the catalogue (downloaded if need be) or an uploaded one holds."""
    path = fetch.fetch(CATALOGUE[key].files[0], report) if key in CATALOGUE else uploads.path(key)
    return parse(path.read_bytes())


def _coverage_note(coverage: float, what: str) -> tuple[str, ...]:
    """A warning where the score speaks for a small part of the file."""
    if coverage >= 0.5:
        return ()
    return (f"Only {coverage:.0%} of the {what} could be asked: the other words are not in this embedding.",)
