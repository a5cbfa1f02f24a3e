"""A document as the weighted mean of the vectors of its words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from engine.algorithms.term_weights import count_matrix, global_weights, weighted
from engine.datasets.text.corpus import Corpus
from engine.datasets.text.document_terms import DocumentTerms
from engine.fields import choice, flag, real
from engine.fit import Fit
from engine.insight.documents.weighted_mean import weighted_mean
from engine.insight.explanation import Explanation
from engine.learners.documents.word_vectors_contract import FromWords, WordVectors
from engine.papers import Paper
from engine.report import Report

if TYPE_CHECKING:
    from scipy.sparse import csr_array

WEIGHTS = {"sif": "SIF: a / (a + p)", "idf": "idf: ln N/n", "equal": "All words alike"}


@dataclass(frozen=True)
class WordMean(FromWords):
    """z = 1/n sum over the n counted words of w(t) v(t), perhaps without its part along what all documents share.

    Fit: see `FromWords`; array removed (d,), of length 1, if something was.
    """

    name = "word_mean"
    title = "Mean of word vectors"
    papers = (
        Paper(
            "Arora, Liang and Ma",
            2017,
            "A simple but tough-to-beat baseline for sentence embeddings",
            "openreview:SyK00v5xx",
        ),
    )

    weights: Literal["sif", "idf", "equal"] = choice(
        "sif", WEIGHTS, label="Weights of words",
        help="What a word counts: less the more frequent it is in the text (SIF, smooth inverse frequency), less the "
        "more documents have it (idf), or all the same.",
    )  # fmt: skip
    a: float = real(1e-3, 1e-5, 1.0, label="a", help="Of SIF: a word whose share p of the text is a counts half.",
                    step=1e-4, advanced=True)  # fmt: skip
    remove_first: bool = flag(
        True, label="Without the common direction",
        help="Take off each document its part along the first singular vector of all: what they share tells none from "
        "another.",
    )  # fmt: skip

    def made(self, words: WordVectors, found: DocumentTerms, report: Report) -> tuple[np.ndarray, dict[str, Any]]:
        """The means, and the direction that is taken off."""
        vectors = self._weighted(found, found.counts)[:, words.columns] @ words.vectors
        if not self.remove_first:
            return vectors, {}
        common = np.linalg.eigh(vectors.T @ vectors)[1][:, -1]  # (d,)
        common *= np.sign((vectors @ common).sum()) or 1
        return vectors - np.outer(vectors @ common, common), {"removed": common}

    def matrix(self, dataset: Corpus) -> "csr_array":
        """w(t) n(t) / n: see `DocumentLearner.matrix`."""
        found = self.counted(dataset)
        return self._weighted(found, found.counts)

    def factors(self, fit: Fit) -> np.ndarray:
        """The words' vectors less what is taken off, 0 for words without one; see `DocumentLearner.factors`."""
        words = WordVectors.of(fit)
        vectors = words.vectors
        if "removed" in fit.arrays:
            common = fit.arrays["removed"]
            vectors = vectors - np.outer(vectors @ common, common)
        found = np.zeros((words.n_terms, vectors.shape[1]))
        found[words.columns] = vectors
        return found

    def folded(self, fit: Fit, dataset: Corpus, words: Sequence[str]) -> np.ndarray:
        """The mean of its words; see `DocumentLearner.folded`."""
        found = self.counted(dataset)
        columns, _ = found.columns(list(words))
        row = count_matrix(columns, np.array([0, len(columns)]), len(found.terms))
        if not len(columns):
            return np.zeros(fit.main.n_components, np.float32)
        return (self._weighted(found, row) @ self.factors(fit))[0].astype(np.float32)

    def explain(self, fit: Fit, dataset: Corpus, chosen: Mapping[str, int]) -> tuple[Explanation, ...]:
        """What the words of a document weigh, and how two documents come near."""
        found, pair = self.counted(dataset), (chosen["document"], chosen["other"])
        told = "w = 1" if self.weights == "equal" else {"sif": rf"w = \frac{{a}}{{a + p}},\ a = {self.a:g}",
                                                        "idf": r"w = \ln \frac{N}{n}"}[self.weights]  # fmt: skip
        weights = self._term_weights(found)
        return weighted_mean(found, self.matrix(dataset), weights, fit.main, self.factors(fit), pair, told)

    def _weighted(self, found: DocumentTerms, counts: "csr_array") -> "csr_array":
        return weighted(counts, "tf", self._term_weights(found), False)

    def _term_weights(self, found: DocumentTerms) -> np.ndarray:
        if self.weights == "sif":
            shares = found.corpus.counts[found.terms] / found.corpus.n_tokens
            return self.a / (self.a + shares)
        return global_weights(found.counts, "tfidf" if self.weights == "idf" else "counts")
