"""Labeled documents and the text without labels, as the ways of training on both need them."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from engine.algorithms.mean_network import Text
from engine.algorithms.skipgram.negative_sampling import Settings
from engine.algorithms.term_weights import weighted
from engine.datasets.text.corpus import Corpus
from engine.datasets.text.document_terms import DocumentTerms
from engine.datasets.text.selected import joined, selected
from engine.errors import InputError
from engine.evaluation.trained_run import TrainedRun
from engine.learners.documents.word_vectors_contract import matched
from engine.report import Report, stop_if_cancelled

if TYPE_CHECKING:
    from scipy.sparse import csr_array

MOST_WORDS = 30_000
"""Of a text that is read, the most frequent."""
FEWEST = 2
"""Occurrences of a word that is read."""


@dataclass(frozen=True, eq=False)
class Prepared:
    """shares: (n, n_terms) of each counted term in the labeled documents; in_text: the same, (n, text.n_words), by the
    words of `text`. targets: int (n,). pool, asked: rows to learn from and to be asked. given: (n_terms, d), vectors
    of the terms, 0 without one. covered: the share of the running terms that have one. text: what is read without
    labels. seconds: that making the vectors took, 0 if they were given.
    """

    shares: "csr_array"
    in_text: "csr_array"
    targets: np.ndarray
    classes: list[str]
    pool: np.ndarray
    asked: np.ndarray
    given: np.ndarray
    covered: float
    text: Corpus
    seconds: float

    @property
    def as_text(self) -> Text:
        """The text as arrays."""
        return Text(self.text.tokens, self.text.sentences, self.text.counts)

    def random(self, examples: "csr_array", seed: Sequence[int]) -> np.ndarray:
        """Vectors by chance for the words of examples, on the scale of those given; 0 for all others."""
        vectors = np.random.default_rng(seed).normal(size=self.given.shape)
        vectors = scaled(self.shares[self.pool], vectors, np.ones(len(vectors), bool))
        seen = np.zeros(len(vectors), bool)
        seen[examples.indices] = True
        return vectors * seen[:, None]


def unasked_text(corpus: Corpus, asked: np.ndarray) -> Corpus:
    """The sentences that hold nothing of the documents that are asked about. asked: offsets (m, 2) among the tokens."""
    edges = np.zeros(corpus.n_tokens + 1, np.int64)
    np.add.at(edges, asked[:, 0], 1)
    np.add.at(edges, asked[:, 1], -1)
    hidden = np.concatenate([[0], np.cumsum(np.cumsum(edges[:-1]) > 0)])
    first, last = corpus.sentences[:-1], corpus.sentences[1:]
    return selected(corpus, np.flatnonzero((hidden[last] == hidden[first]) & (last > first)))


def prepared(
    found: DocumentTerms,
    beside: TrainedRun | None,
    own: Corpus,
    of_labels: tuple[np.ndarray, np.ndarray, list[str]],
    parts: tuple[np.ndarray, np.ndarray],
    min_count: int,
    n_words: int,
    settings: Callable[[int], Settings],
    report: Report,
) -> Prepared:
    """Gather all. own: the documents' own text without those asked. of_labels: rows, targets and names of classes.
    settings: of skip-gram, for a number of running words.
    """
    rows, targets, classes = of_labels
    pool, asked = parts
    counts = found.counts[rows]
    shares = weighted(counts, "tf", np.ones(len(found.terms)), False).astype(np.float32)
    text = _read(own, beside, n_words, min_count)
    begun = time.monotonic()
    if beside is None:
        vectors = _trained(found, text, settings(text.n_tokens), report)
        seconds = time.monotonic() - begun
    else:
        words, seconds = matched(found, beside.fit.main), 0.0
        vectors = np.zeros((len(found.terms), words.vectors.shape[1]))
        vectors[words.columns] = words.vectors
    known = np.asarray(vectors.any(axis=1))
    running = np.bincount(counts.indices, counts.data, len(found.terms))
    given = scaled(shares[pool], vectors, known)
    in_text = by_words(shares, np.array([text.index.get(word, -1) for word in found.words]), text.n_words)
    return Prepared(
        shares, in_text, targets, classes, pool, asked, given, float(running[known].sum() / running.sum()), text,
        seconds,
    )  # fmt: skip


def scaled(shares: "csr_array", vectors: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Vectors, float32, of which the documents' means have mean 0 and mean squared length 1; 0 where not known."""
    center = np.asarray(shares @ vectors).mean(axis=0) / max(float(shares[:, known].sum(axis=1).mean()), 1e-12)
    moved = (vectors - center) * known[:, None]
    length = np.sqrt(np.square(shares @ moved).sum(axis=1).mean())
    return (moved / max(float(length), 1e-12)).astype(np.float32)


def by_words(shares: "csr_array", columns: np.ndarray, n_words: int) -> "csr_array":
    """The same shares under other columns, those without one (-1) left out."""
    from scipy.sparse import csr_array

    place = columns[shares.indices]
    kept = place >= 0
    ends = np.concatenate([[0], np.cumsum(kept)])[shares.indptr]
    return csr_array((shares.data[kept], place[kept], ends), shape=(shares.shape[0], n_words))


def _read(own: Corpus, beside: TrainedRun | None, n_words: int, min_count: int) -> Corpus:
    """What the language loss reads: the documents, and of the text that the run learned from as much as fits."""
    text = _evenly(own, n_words)
    large = beside.dataset if beside is not None and isinstance(beside.dataset, Corpus) else None
    if large is not None and n_words > text.n_tokens:
        text = joined(text, _evenly(large, n_words - text.n_tokens))
    text = text.pruned(max(FEWEST, min(min_count, 5)) if large is not None else min(min_count, 5), MOST_WORDS)
    if text.n_tokens < 2:
        raise InputError(
            "No sentence is left to be read that holds nothing of the documents that are asked about: take documents "
            "as they are given, not windows of them, or more of them.",
            "E-EVL-66",
        )
    return text


def _evenly(corpus: Corpus, n_words: int) -> Corpus:
    """Sentences evenly spread over a text, about so many running words of them."""
    if corpus.n_tokens <= n_words:
        return corpus
    n = max(1, int(corpus.n_sentences * n_words / corpus.n_tokens))
    return selected(corpus, np.unique(np.linspace(0, corpus.n_sentences - 1, n).astype(np.int64)))


def _trained(found: DocumentTerms, text: Corpus, settings: Settings, report: Report) -> np.ndarray:
    """Skip-gram vectors of the counted terms, (n_terms, d), 0 for those that the text has not."""
    from engine.algorithms.skipgram import cpu

    def observe(done: int, *_: object) -> bool:
        stop_if_cancelled(report)
        report.progress(10 * done / (text.n_tokens * settings.n_epochs), 100, "percent")
        return False

    made, _ = cpu.train(text.tokens, text.sentences, text.counts, settings, observe)
    rows = np.array([text.index.get(word, -1) for word in found.words])
    return np.where(rows[:, None] >= 0, made[rows], 0.0)
