"""CBOW beside skip-gram by the size of the text: ever larger parts of one text, each read about as many words."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar, Self

import numpy as np

from engine import costs
from engine.datasets.text import toy_facts
from engine.datasets.text.corpus import Corpus
from engine.datasets.text.questions import AnalogyQuestions, WordPairs, parse_pairs
from engine.datasets.text.selected import selected
from engine.embedding import Embedding
from engine.errors import InputError
from engine.evaluation.words import similarity
from engine.evaluation.words.analogies import TOY_WORLD
from engine.evaluation.words.method_scores import LIBRARIES, library_questions
from engine.evaluation.words.question_files import UPLOADED, read
from engine.evaluation.words.relatives import relatives
from engine.fields import integer, text
from engine.fit import Fit
from engine.learners.base import Estimate, Learner
from engine.learners.words.cbow import CBOW
from engine.learners.words.ppmi_svd import PPMISVD
from engine.learners.words.sampling_contract import NegativeSamplingLearner
from engine.learners.words.skipgram import SkipGram
from engine.papers import Paper
from engine.report import Repetition, Report, Silent, stop_if_cancelled

METHODS: tuple[type[NegativeSamplingLearner], ...] = (CBOW, SkipGram)
OF_TEXT = "text"
"""What the words are asked where no list is chosen: how like their contexts are in the whole text."""
SMALLEST = 1_000
"""Words of a part, at least."""
FEWEST_EPOCHS, MOST_EPOCHS = 5, 100
ASKED, NEAR, FREQUENT = 300, 10, 2_000
"""Words drawn of the most frequent, and for each so many near ones and so many drawn by chance."""


@dataclass(frozen=True, eq=False)
class SizeCurve:
    """What a TextSizeTest found. sizes: running words of each part, rising. epochs: of each. scores: float64 (2,
    n_sizes, n_seeds), CBOW's and skip-gram's. questions: what was asked. n_words: the words among which, by seed.
    """

    sizes: tuple[int, ...]
    epochs: tuple[int, ...]
    scores: np.ndarray
    questions: str
    n_words: tuple[int, ...]

    @classmethod
    def from_fit(cls, fit: Fit) -> Self:
        """What the test stored."""
        told = fit.summary
        return cls(
            tuple(told["sizes"]), tuple(told["epochs"]), fit.arrays["scores"], told["questions"], tuple(told["words"])
        )


@dataclass(frozen=True)
class TextSizeTest(Learner):
    """Trains both methods on parts of a text, a smaller one within the larger, by several seeds.

    At all sizes the same words are asked the same: those of the smallest part. Fit: see `SizeCurve.from_fit`.
    """

    name = "text_size"
    title = "CBOW and skip-gram by size of the text"
    papers = (
        Paper("Mikolov et al.", 2013, "Efficient estimation of word representations in vector space",
              "arXiv:1301.3781"),
    )  # fmt: skip
    takes: ClassVar[str] = Corpus.kind

    questions: str = text(
        OF_TEXT, 64, label="Asked", help="Relations of the app's own, a list of word pairs, or the contexts in the "
        "whole text.", pattern="|".join([OF_TEXT, TOY_WORLD, LIBRARIES, *similarity.KNOWN, UPLOADED]), hidden=True,
    )  # fmt: skip
    n_sizes: int = integer(4, 2, 7, label="Sizes", help="The whole text, and parts each about a third of the next.")
    n_seeds: int = integer(2, 1, 10, label="Seeds", help="Other parts and other beginnings; one curve says little.")
    n_read: int = integer(
        2_000_000, 10_000, 100_000_000, label="Words read", help="By each training, over all epochs: a short text is "
        "read more often, 100 times at most, a long one 5 times at least.", step=1_000_000,
    )  # fmt: skip
    n_components: int = integer(100, 2, 500, label="Dimensions", help="Numbers per word vector.", step=10)
    min_count: int = integer(5, 1, 10_000, label="Minimum count", help="Words that occur less often are left out.")

    def sizes(self, n_tokens: int) -> tuple[int, ...]:
        """Running words of the parts, rising. Raises InputError E-EVL-54 if the text is too short for two."""
        found = [round(n_tokens / 10 ** (step / 2)) for step in range(self.n_sizes)]
        found = [size for size in found if size >= SMALLEST]
        if len(found) < 2:
            least = round(SMALLEST * 10**0.5)
            raise InputError(
                f"The text has {n_tokens:,} words; {least:,} are needed for two sizes. Choose a longer one.", "E-EVL-54"
            )
        return tuple(reversed(found))

    def epochs(self, size: int) -> int:
        """How often a part of so many words is read."""
        return min(max(round(self.n_read / size), FEWEST_EPOCHS), MOST_EPOCHS)

    def fit(self, dataset: Corpus, report: Report = Silent()) -> Fit:
        """Train and ask; raises InputError E-EVL-54, and what the questions raise that know none of the words."""
        stop_if_cancelled(report)
        sizes = self.sizes(dataset.n_tokens)
        questions = self._questions(dataset, report)
        scores = np.zeros((len(METHODS), len(sizes), self.n_seeds))
        n_words = []
        for seed in range(self.n_seeds):
            order = np.random.default_rng(seed).permutation(dataset.n_sentences)
            reached = np.cumsum(np.diff(dataset.sentences)[order])
            parts = [selected(dataset, order[: np.searchsorted(reached, size) + 1]) for size in sizes]
            words = parts[0].words[: parts[0].vocabulary_at(self.min_count)]
            n_words.append(len(words))
            ask = self._asked(questions, words)
            for place, (size, part) in enumerate(zip(sizes, parts, strict=True)):
                for which, method in enumerate(METHODS):
                    done = (seed * len(sizes) + place) * len(METHODS) + which
                    own = Repetition(report, done, scores.size)
                    scores[which, place, seed] = ask(self._learner(method, size, seed).fit(part, own).main)
        epochs = [self.epochs(size) for size in sizes]
        summary = {"sizes": list(sizes), "epochs": epochs, "questions": self.questions, "words": n_words}
        return Fit({}, {"scores": scores}, summary=summary)

    def estimate(self, dataset: Corpus) -> Estimate:
        """From the trainings of the whole text, of which each takes its share."""
        seconds, megabytes = 5.0, 0.0
        for size in self.sizes(dataset.n_tokens):
            for method in METHODS:
                whole = self._learner(method, size, 0).estimate(dataset)
                work = whole.seconds - costs.KERNELS.seconds
                seconds += self.n_seeds * (costs.KERNELS.seconds + work * size / dataset.n_tokens)
                megabytes = max(megabytes, whole.megabytes)
        return Estimate(seconds, 1.5 * megabytes)

    def _learner(self, method: type[NegativeSamplingLearner], size: int, seed: int) -> NegativeSamplingLearner:
        settings: dict[str, Any] = {"n_components": self.n_components, "min_count": self.min_count, "max_words": 0}
        return method(n_epochs=self.epochs(size), seed=seed, **settings)

    def _questions(self, corpus: Corpus, report: Report) -> WordPairs | AnalogyQuestions:
        if self.questions == TOY_WORLD:
            return toy_facts.questions()
        if self.questions == LIBRARIES:
            return library_questions()
        if self.questions != OF_TEXT:
            return read(self.questions, parse_pairs, report)
        counted = PPMISVD(n_components=self.n_components, min_count=self.min_count).fit(corpus).main
        return contexts_alike(counted)

    @staticmethod
    def _asked(questions: WordPairs | AnalogyQuestions, words: tuple[str, ...]) -> Callable[[Embedding], float]:
        """The score of an embedding, of these words of it alone."""
        return partial(_score, questions, words)


def _score(questions: WordPairs | AnalogyQuestions, words: tuple[str, ...], embedding: Embedding) -> float:
    known = embedding.among(np.array([embedding.index[word] for word in words], dtype=np.int64))
    try:
        if isinstance(questions, AnalogyQuestions):
            return relatives(known, questions).near
        return similarity.similarity(known, questions).spearman
    except InputError as error:
        told = f"The smallest part has {len(words):,} words that occur often enough: ask for fewer sizes. {error}"
        raise InputError(told, error.code) from error


def contexts_alike(counted: Embedding) -> WordPairs:
    """Pairs of frequent words, near ones and others drawn by chance, with the cosine of their counted contexts."""
    frequent = counted.first(min(FREQUENT, counted.n_items))
    generator = np.random.default_rng(0)
    asked = generator.permutation(frequent.n_items)[:ASKED]
    cosines = frequent.unit[asked] @ frequent.unit.T
    cosines[np.arange(len(asked)), asked] = -np.inf
    near = np.argsort(-cosines, axis=1, kind="stable")[:, : min(NEAR, frequent.n_items - 1)]
    drawn = generator.integers(0, frequent.n_items, (len(asked), NEAR))
    couples = {
        (min(a, b), max(a, b))
        for a, others in zip(asked.tolist(), np.hstack([near, drawn]).tolist(), strict=True)
        for b in others
        if a != b
    }
    rows = np.array(sorted(couples), dtype=np.int64).T
    scores = np.sum(frequent.unit[rows[0]] * frequent.unit[rows[1]], axis=1)
    pairs = tuple((frequent.labels[a], frequent.labels[b]) for a, b in rows.T.tolist())
    return WordPairs(pairs, scores)
