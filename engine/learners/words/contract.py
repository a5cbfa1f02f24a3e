"""The contract of learners of words: the vocabulary they train on, what they say before, what they know of a word."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, ClassVar

import numpy as np

from engine.datasets.text.corpus import MOST_LABELS, Corpus
from engine.errors import InputError
from engine.fields import text
from engine.fit import Fit
from engine.insight.explanation import Explanation
from engine.insight.words.pmi import Target
from engine.insight.words.shared_contexts import shared_contexts
from engine.insight.words.watched import watched
from engine.insight.words.word_parts import WordParts
from engine.learners.base import Advice, Learner, cost, gravest_first

FEWEST_WORDS = 5
"""Fewer different words than this have no neighborhoods worth a map."""
TYPICAL = 1.5
"""A label is typical of a word that occurs in its documents at least so many times as often as by chance."""
EVERYWHERE = "everywhere"
OTHER_KIND = "other"


class WordLearner(Learner):
    """Base of the learners that give each word of a corpus a vector.

    Fit: the main embedding is "word"; both it and "context" have a row for each word of `trained_on`, in its order.
    """

    takes: ClassVar[str] = Corpus.kind
    embeds: ClassVar[str] = "word"
    explained: ClassVar[Mapping[str, str]] = {"word": "word", "context": "word"}
    has_parts: ClassVar[bool] = False
    """Whether its words are made of parts that words share, so that others, too, have vectors: see `parts_of`."""
    in_context: ClassVar[bool] = False
    """Whether each occurrence of a word has a vector of its own: see `contextual_contract`."""

    n_components: int
    window: int
    min_count: int
    max_words: int

    def trained_on(self, corpus: Corpus) -> Corpus:
        """The corpus without the words that get no vector; raises InputError if too few are left."""
        return training_words(corpus, self.min_count, self.max_words)

    def target(self) -> Target:
        """How the method counts pairs of words: the one definition of PMI for all that a page says of its run.

        Unless it says otherwise, all words of its window count alike.
        """
        return Target((1.0,) * self.window)

    def products_tend_to(self) -> Target | None:
        """The matrix that the inner products of main and context vectors tend to, if there is one."""
        return None

    def parts_of(self, fit: Fit, word: str) -> WordParts:
        """A word of the vocabulary or any other, taken apart; asked where `has_parts`."""
        raise NotImplementedError

    def watches(self, corpus: Corpus) -> list[int]:
        """The words whose neighbors a training tells while it goes on, rows of the Fit; none unless it says so."""
        return []

    def usual_context(self, corpus: Corpus, word: int) -> int:
        """The word that stands near another most beyond chance; the word itself where none does. Rows of the Fit."""
        text = self.trained_on(corpus)
        found = shared_contexts(text, word, word, self.target(), limit=1)
        return found[0].word_id if found else word

    def advice(self, dataset: Corpus) -> list[Advice]:
        """What to know before this learner is trained on this corpus, the gravest first; quick to compute."""
        problem = vocabulary_problem(dataset, self.min_count)
        if problem:
            return [Advice("error", problem)]
        counts = dataset.counts[dataset.counts >= self.min_count][: self.max_words or None]
        found = [*self.amount_of_text(int(counts.sum())), *self._components(len(counts))]
        found += [cost(self.estimate(dataset)), _kept(dataset, counts)]
        return gravest_first(found)

    def amount_of_text(self, n_tokens: int) -> list[Advice]:
        """Whether so many tokens serve this method; nothing here."""
        return []

    def _components(self, n_words: int) -> list[Advice]:
        if self.n_components <= n_words:
            return []
        sentence = (
            f"{self.n_components} dimensions are more than the {n_words:,} words of the vocabulary: "
            f"choose at most {n_words:,}, better {max(2, n_words // 4):,}."
        )
        return [Advice("warning", sentence)]

    def explain(self, fit: Fit, dataset: Corpus, chosen: Mapping[str, int]) -> tuple[Explanation, ...]:
        """The method's numbers for a word and a context word."""
        raise NotImplementedError


def watched_words() -> Any:
    """The field `watch` of a `WatchedLearner`, which stands among its other settings where a form is to show it."""
    return text(
        "", 200, label="Watched words",
        help="Up to three words, separated by commas or blanks, whose neighbors are shown during training; empty for a "
        "choice.",
    )  # fmt: skip


class WatchedLearner(WordLearner):
    """One whose training tells the neighbors of a few words while it goes on."""

    watch: str

    def watches(self, corpus: Corpus) -> list[int]:
        """Those that the user asked for, or telling ones."""
        return watched(self.trained_on(corpus), self.watch)[0]

    def advice(self, dataset: Corpus) -> list[Advice]:
        """As for all methods of words, and which watched words will not be watched."""
        found = super().advice(dataset)
        if not self.watch or found[0].severity == "error":
            return found
        _, notes = watched(self.trained_on(dataset), self.watch)
        return [*(Advice("warning", note) for note in notes), *found]


def _kept(corpus: Corpus, counts: np.ndarray) -> Advice:
    share = counts.sum() / max(corpus.n_tokens, 1)
    sentence = f"{len(counts):,} of {corpus.n_words:,} words get a vector; they are {share:.1%} of the text."
    return Advice("info", sentence)


def vocabulary_problem(corpus: Corpus, min_count: int) -> str | None:
    """Why no vocabulary can be made of the words that occur `min_count` times, or None if it can."""
    kept = corpus.vocabulary_at(min_count)
    if kept >= FEWEST_WORDS:
        return None
    if corpus.n_words < FEWEST_WORDS:
        return (
            f"The text has {corpus.n_words:,} different words; at least {FEWEST_WORDS} are needed. Use a longer text."
        )
    works = int(corpus.counts[FEWEST_WORDS - 1])
    reach = f"occur {min_count:,} times" if min_count > 1 else "occur"
    return f"{kept:,} of {corpus.n_words:,} words {reach}; the largest min_count that works is {works:,}."


@lru_cache(maxsize=2)
def training_words(corpus: Corpus, min_count: int, max_words: int) -> Corpus:
    """The corpus without the words that are too rare or beyond the first `max_words` (0: all).

    Raises InputError if fewer than `FEWEST_WORDS` remain (E-TRN-02) or no two of them share a sentence (E-TRN-03).
    """
    problem = vocabulary_problem(corpus, min_count)
    if problem:
        raise InputError(problem, "E-TRN-02")
    pruned = corpus.pruned(min_count, max_words)
    if (pruned.sentences[1:] - pruned.sentences[:-1]).max() < 2:
        raise InputError(
            "No sentence holds two words of the vocabulary, so no word has a context: "
            "lower min_count, or choose longer units as sentences.",
            "E-TRN-03",
        )
    return pruned


def word_metadata(corpus: Corpus) -> dict[str, np.ndarray]:
    """Columns for the embedding of a corpus: count (n_words,), the kind of each word where the corpus knows it, and
    what its labels are called (topic, library ...) if the documents carry 2 to 50 labels.

    The latter: the label whose documents hold the word most beyond chance, by n(w, l) log(n(w, l) / expected), its
    share of the log-likelihood ratio (Dunning, 1993); "everywhere" for words without a typical label.
    """
    columns = {"count": corpus.counts}
    if corpus.word_kinds:
        columns["kind"] = np.array([corpus.word_kinds.get(word, OTHER_KIND) for word in corpus.words])
    labels = sorted(set(corpus.document_labels))
    if 2 <= len(labels) <= MOST_LABELS:
        columns[corpus.label_title] = _typical_labels(corpus, labels)
    return columns


def _typical_labels(corpus: Corpus, labels: list[str]) -> np.ndarray:
    place = {label: row for row, label in enumerate(labels)}
    of_document = np.array([place[label] for label in corpus.document_labels])
    of_token = np.repeat(of_document, np.diff(corpus.documents))
    table = np.bincount(corpus.tokens * np.int64(len(labels)) + of_token, minlength=corpus.n_words * len(labels))
    observed = table.reshape(corpus.n_words, len(labels)).astype(float)
    expected = observed.sum(axis=1, keepdims=True) * observed.sum(axis=0) / max(corpus.n_tokens, 1)
    ratio = np.divide(observed, expected, out=np.zeros_like(observed), where=expected > 0)
    evidence = observed * np.log(ratio, out=np.zeros_like(ratio), where=ratio > 0)
    best = evidence.argmax(axis=1)
    typical = ratio[np.arange(len(best)), best] >= TYPICAL
    return np.where(typical, np.array(labels)[best], EVERYWHERE)
