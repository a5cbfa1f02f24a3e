"""The contract of learners that make documents of the vectors of their words, made here or by another run."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from engine import costs, limits
from engine.algorithms.counting.cooccurrence import cooccurrence
from engine.algorithms.counting.pmi import ppmi
from engine.algorithms.decompositions import truncated_svd
from engine.datasets.text.corpus import Corpus
from engine.datasets.text.document_terms import DocumentTerms
from engine.embedding import Embedding
from engine.errors import InputError
from engine.fields import integer, text
from engine.fit import Fit
from engine.learners.base import Estimate
from engine.learners.documents.contract import DocumentLearner, document_metadata
from engine.learners.given_vectors import GivenVectors
from engine.report import Report, Silent, stop_if_cancelled

COUNTED, FACTORIZED = 30.0, 80.0
"""Percent of the work."""
POOR = 0.5
"""A share of words with a vector below which most of the text is not seen."""
SMOOTHING = 0.75


class WordVectors(NamedTuple):
    """columns: int64 (m,), rising, terms that have a vector. vectors: float64 (m, d). n_terms: all of them."""

    columns: np.ndarray
    vectors: np.ndarray
    n_terms: int

    @property
    def rows(self) -> np.ndarray:
        """The row of each term, int64 (n_terms,), -1 without a vector."""
        found = np.full(self.n_terms, -1)
        found[self.columns] = np.arange(len(self.columns))
        return found

    @classmethod
    def of(cls, fit: Fit) -> "WordVectors":
        """Those that a fit keeps."""
        vectors = fit.embeddings["term"].vectors.astype(np.float64)
        return cls(fit.arrays["term_columns"], vectors, int(fit.summary["terms"]))


@dataclass(frozen=True)
class FromWords(DocumentLearner):
    """Base of the learners that put a document together of the vectors of its counted words; those without a vector
    are passed over. Fit: embeddings "document" and "term", the words' vectors; array term_columns: int64 (m,).
    """

    n_components: int = integer(
        100, 2, 500, label="Numbers per word", help="Of a word's vector, where vectors are made of these texts.",
        step=10,
    )  # fmt: skip
    window: int = integer(
        5, 1, 50, label="Window", help="Words to the left and right that count as context, where vectors are made of "
        "these texts.",
    )  # fmt: skip
    vectors: str = text(
        "", 32, label="Word vectors", help="Of these texts, by PPMI-SVD, or those of another run of Words or Vectors: "
        "vectors of a large text serve where there are few documents.", pattern="([0-9a-f]{32})?",
        runs_of=("word", "vector"), zero="of these texts, by PPMI-SVD",
    )  # fmt: skip

    @property
    def begins_from(self) -> str:
        """The run of the words."""
        return self.vectors

    def made(self, words: WordVectors, found: DocumentTerms, report: Report) -> tuple[np.ndarray, dict[str, Any]]:
        """Vectors of the documents, float64 (n_documents, k), and arrays to keep."""
        raise NotImplementedError

    def fit(self, dataset: Corpus | GivenVectors, report: Report = Silent()) -> Fit:
        """Find the words' vectors, and put the documents together; see `Learner.fit`."""
        begun = time.monotonic()
        stop_if_cancelled(report)
        given = dataset.vectors if isinstance(dataset, GivenVectors) else None
        corpus: Corpus = dataset.dataset if isinstance(dataset, GivenVectors) else dataset
        found = self.counted(corpus)
        words = self._trained(found, report) if given is None else matched(found, given)
        vectors, arrays = self.made(words, found, report)
        report.progress(100, 100, "percent")
        columns = {"count": corpus.counts[found.terms[words.columns]], "documents": found.having[words.columns]}
        labels = [found.words[column] for column in words.columns]
        embeddings = {
            "document": Embedding(vectors, found.labels, document_metadata(found)),
            "term": Embedding(words.vectors, labels, columns),
        }
        running = np.bincount(found.counts.indices, found.counts.data, len(found.terms))
        covered = float(running[words.columns].sum() / running.sum())
        summary = {
            "documents": found.n_documents, "terms": len(found.terms), "terms_with_a_vector": len(words.columns),
            "coverage": covered, "seconds": round(time.monotonic() - begun, 2),
        }  # fmt: skip
        notes = self._notes(found, summary, int((~vectors.any(axis=1)).sum()))
        return Fit(embeddings, arrays | {"term_columns": words.columns}, {}, None, summary, notes)

    def _notes(self, found: DocumentTerms, summary: dict[str, Any], n_zero: int) -> tuple[str, ...]:
        told = (
            f"{summary['terms_with_a_vector']:,} of {summary['terms']:,} counted words have a vector; they are "
            f"{summary['coverage']:.1%} of the counted text."
        )
        notes = [told]
        if summary["coverage"] < POOR:
            notes.append(
                "Most of the text is passed over: vectors of these texts, or of a larger vocabulary, see more."
            )
        if n_zero:
            notes.append(f"Documents without a word that has a vector, which are 0: {n_zero:,}.")
        if found.n_empty:
            notes.append(f"Documents without a counted term, which get no vector: {found.n_empty:,}.")
        return tuple(notes)

    def estimate(self, dataset: Corpus | GivenVectors) -> Estimate:
        """From the pairs of words to count, and the cells of their matrix."""
        corpus: Corpus = dataset.dataset if isinstance(dataset, GivenVectors) else dataset
        n_words = min(corpus.vocabulary_at(self.min_count), self.max_terms or corpus.n_words)
        seconds = costs.COUNTING.seconds + corpus.n_tokens * (
            costs.COUNTED_TERM + self.n_components * costs.TAKEN_NUMBER
        )
        pairs = 0.0 if self.vectors else corpus.n_tokens * 2.0 * self.window
        cells = costs.CELLS_PER_PAIR * pairs
        seconds += pairs * costs.COUNTED_PAIR + self.n_components * cells * costs.PPMI_CELL
        seconds += 0 if self.vectors else self.n_components**2 * n_words * costs.PPMI_ROW
        size = n_words + self.n_documents(corpus)
        megabytes = (50 * cells + 60 * corpus.n_tokens + 40.0 * self.n_components * size) / limits.MB
        return Estimate(seconds, costs.COUNTING.megabytes + megabytes)

    def _trained(self, found: DocumentTerms, report: Report) -> WordVectors:
        """Vectors of the words by the contexts that they share, stop words as contexts too (see `PPMISVD`)."""
        corpus = found.corpus.pruned(self.min_count, self.max_terms)

        def counted(done: int, total: int) -> None:
            stop_if_cancelled(report)
            report.progress(COUNTED * done / total, 100, "percent")

        def multiplied(times: int) -> None:
            stop_if_cancelled(report)
            share = times / (times + 5.0 * self.n_components)  # how many it takes is not known beforehand
            report.progress(COUNTED + (FACTORIZED - COUNTED) * share, 100, "percent")

        counts = cooccurrence(corpus.tokens, corpus.sentences, corpus.counts, self.window, "linear", counted)
        matrix = ppmi(counts, SMOOTHING, 1) if counts.nnz else counts
        if matrix.nnz == 0:
            raise InputError(
                "No two counted words stand near each other more often than by chance, so none has a vector: choose "
                "the vectors of another run.",
                "E-TRN-26",
            )
        left, values, _ = truncated_svd(matrix, self.n_components, multiplied)
        made = left * np.sqrt(values)
        return _with_vector(found, {word: row for row, word in enumerate(corpus.words)}, made)


def matched(found: DocumentTerms, given: Embedding) -> WordVectors:
    """The vectors of counted words out of an embedding, a capital passed over where the word has none else."""
    lower = {label.lower(): row for label, row in reversed(given.index.items())}
    rows = lower | {word.lower(): given.index[word] for word in given.labels if word == word.lower()} | given.index
    words = _with_vector(found, rows, given.vectors.astype(np.float64))
    if not len(words.columns):
        raise InputError(
            f"None of the {len(found.terms):,} counted words, such as {found.words[0]!r:.60}, has a vector among the "
            f"{given.n_items:,} of the chosen run: choose vectors of words of this language.",
            "E-TRN-27",
        )
    return words


def _with_vector(found: DocumentTerms, rows: dict[str, int], vectors: np.ndarray) -> WordVectors:
    at = np.array([rows.get(word, rows.get(word.lower(), -1)) for word in found.words])
    known = np.flatnonzero(at >= 0)
    known = known[vectors[at[known]].any(axis=1)]
    return WordVectors(known, vectors[at[known]], len(found.terms))


def in_order(found: DocumentTerms, row: int) -> np.ndarray:
    """The counted terms of a document in the order of its text, columns (m,)."""
    first, last = found.offsets[row].tolist()
    return columns_of(found, found.corpus.tokens[first:last])


def columns_of(found: DocumentTerms, tokens: np.ndarray | Sequence[int]) -> np.ndarray:
    """Columns of those tokens (ids of the corpus) that are counted, in order."""
    places = np.searchsorted(found.terms, tokens)
    places = np.minimum(places, len(found.terms) - 1)
    return places[found.terms[places] == tokens]
