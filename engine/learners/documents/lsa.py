"""Latent semantic analysis: the singular value decomposition of documents by terms (Deerwester et al., 1990)."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from engine import costs, limits
from engine.algorithms.decompositions import SVD, smaller_gram, svd_of_gram
from engine.algorithms.sparse_svd import gram_svd
from engine.algorithms.term_weights import WEIGHTINGS, Weighting, count_matrix, global_weights, weighted
from engine.datasets.text.corpus import Corpus
from engine.datasets.text.document_terms import Counting, DocumentTerms, document_terms
from engine.embedding import Embedding
from engine.errors import InputError
from engine.fields import choice, flag, integer
from engine.fit import Fit
from engine.insight.documents.inner_product import inner_product
from engine.insight.documents.term_product import term_product
from engine.insight.documents.topics import leading_topics
from engine.insight.explanation import Explanation
from engine.learners.base import Estimate
from engine.learners.documents.contract import DocumentLearner, document_metadata
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled

if TYPE_CHECKING:
    from scipy.sparse import csr_array

WHOLE_UP_TO = 1_000
"""Documents or terms, whichever are fewer, up to which their products are decomposed whole."""
LEAST = 1e-5
"""Singular values below this share of the largest are rounding errors."""


@dataclass(frozen=True)
class LSA(DocumentLearner):
    """No mean is taken off: the matrix stays sparse. Fit: embeddings "document" and "term"; arrays singular_values.

    With A = U S V' the documents are U S or U, and the terms V S or V. Starts from fixed numbers; there is no seed.
    """

    name = "lsa"
    version = 2
    title = "LSA"
    decomposes = True
    papers = (
        Paper(
            "Furnas et al.",
            1988,
            "Information retrieval using a singular value decomposition model of latent semantic structure",
            "doi:10.1145/62437.62487",
        ),
        Paper(
            "Halko, Martinsson and Tropp",
            2011,
            "Finding structure with randomness: probabilistic algorithms for constructing approximate matrix "
            "decompositions",
            "doi:10.1137/090771806",
        ),
    )

    weighting: Literal["tfidf", "log_entropy", "tf", "counts"] = choice(
        "tfidf", WEIGHTINGS, label="Weights",
        help="What stands in the matrix: how often a document has a term, as it is, as a share of the document, or "
        "weighed down for terms that many documents have (tf-idf), or that are spread evenly (log-entropy).",
    )  # fmt: skip
    unit_length: bool = flag(
        True, label="Rows of length 1", help="So that a long document counts no more than a short one."
    )
    scale: Literal["sigma", "none"] = choice(
        "sigma", {"sigma": "Z = U Σ", "none": "Z = U"}, label="Vectors",
        help="With Σ inner products are those of the matrix, as nearly as so many dimensions allow; without, all "
        "dimensions count alike.",
    )  # fmt: skip
    rounds: int = integer(
        3, 0, 20, label="Rounds", help="Of subspace iteration, which sharpen the singular vectors of large matrices.",
        advanced=True,
    )  # fmt: skip

    def fit(self, dataset: Corpus, report: Report = Silent()) -> Fit:
        """Count, weigh, decompose; see `Learner.fit`."""
        begun = time.monotonic()
        stop_if_cancelled(report)
        found = self.counted(dataset)
        matrix = self.matrix(dataset)
        if matrix.nnz == 0 or not matrix.data.any():
            raise InputError(
                "All weights are 0, as every document has the same terms: choose counts, or other documents.",
                "E-TRN-25",
            )
        _, values, right = self._decomposed(matrix, report)
        scale = values if self.scale == "sigma" else np.ones(len(values))
        # Not U times S as it was found: so a document that is folded in gets its own row.
        vectors, terms = (matrix @ right) / values * scale, right * scale
        report.progress(100, 100, "percent")
        topics = leading_topics(vectors, terms, found.words)
        columns = {"count": found.corpus.counts[found.terms], "documents": found.having}
        embeddings = {
            "document": Embedding(vectors, found.labels, document_metadata(found, topics)),
            "term": Embedding(terms, found.words, columns),
        }
        squares = float(np.square(matrix.data).sum())
        summary = {
            "documents": found.n_documents, "terms": len(found.terms), "nonzeros": int(matrix.nnz), "squares": squares,
            "explained_share": float(np.square(vectors / scale * values).sum()) / squares,
            "seconds": round(time.monotonic() - begun, 2),
        }  # fmt: skip
        return Fit(embeddings, {"singular_values": values}, {}, None, summary, self._notes(found, len(values)))

    def estimate(self, dataset: Corpus) -> Estimate:
        """From the cells of the matrix, and the blocks that are made orthonormal."""
        n_terms = min(dataset.vocabulary_at(self.min_count), self.max_terms or dataset.n_words)
        n_documents = self.n_documents(dataset)
        cells, size = costs.TERMS_PER_WORD * dataset.n_tokens, n_documents + n_terms
        seconds = costs.COUNTING.seconds + dataset.n_tokens * costs.COUNTED_TERM
        products = 2 * (self.rounds + 2) * self.n_components
        seconds += products * (cells * costs.SPARSE_PRODUCT + size * self.n_components * costs.ORTHOGONALIZE)
        megabytes = (60 * dataset.n_tokens + 30.0 * self.n_components * size) / limits.MB
        return Estimate(seconds, costs.COUNTING.megabytes + megabytes)

    def matrix(self, dataset: Corpus) -> "csr_array":
        """The weighted matrix of documents by terms, float64 (n_documents, n_terms)."""
        return _matrix(dataset, self.counting, self.weighting, self.unit_length)

    def factors(self, fit: Fit) -> np.ndarray:
        """V for Z = U S, V S^-1 for Z = U; see `DocumentLearner.factors`."""
        return fit.embeddings["term"].vectors.astype(np.float64) / fit.arrays["singular_values"]

    def folded(self, fit: Fit, dataset: Corpus, words: Sequence[str]) -> np.ndarray:
        """Its weighted counts times the factors of its terms; see `DocumentLearner.folded`."""
        found = self.counted(dataset)
        columns, _ = found.columns(list(words))
        row = count_matrix(columns, np.array([0, len(columns)]), len(found.terms))
        made = weighted(row, self.weighting, global_weights(found.counts, self.weighting), self.unit_length)
        return (made @ self.factors(fit))[0].astype(np.float32)

    def explain(self, fit: Fit, dataset: Corpus, chosen: Mapping[str, int]) -> tuple[Explanation, ...]:
        """The inner product of two documents, by dimensions and by terms."""
        found, pair = self.counted(dataset), (chosen["document"], chosen["other"])
        return inner_product(found, self.matrix(dataset), fit.main, self.factors(fit), pair, WEIGHTINGS[self.weighting])

    def explain_terms(self, fit: Fit, dataset: Corpus, pair: tuple[int, int]) -> tuple[Explanation, ...]:
        """The inner product of two terms, by dimensions and by documents."""
        found, terms, scaled = self.counted(dataset), fit.embeddings["term"], self.scale == "sigma"
        return term_product(found, self.matrix(dataset), terms, pair, WEIGHTINGS[self.weighting], scaled)

    def _decomposed(self, matrix: "csr_array", report: Report) -> SVD:
        """The largest singular values that are more than rounding errors."""
        if min(matrix.shape) <= WHOLE_UP_TO:
            found = svd_of_gram(matrix, *smaller_gram(matrix), self.n_components)
        else:
            total, done = self.rounds + 2, 0

            def multiplied() -> None:
                nonlocal done
                stop_if_cancelled(report)
                report.progress(5 + 90 * done / total, 100, "percent")
                done += 1

            found = gram_svd(matrix, self.n_components, self.rounds, multiplied)
        kept = found.values > LEAST * found.values[0]
        return SVD(*(np.asarray(part[..., kept], dtype=np.float64) for part in found))

    def _notes(self, found: DocumentTerms, rank: int) -> tuple[str, ...]:
        notes = []
        if found.n_empty:
            notes.append(f"Documents without a counted term, which get no vector: {found.n_empty:,}.")
        if rank < self.n_components:
            notes.append(f"The matrix has rank {rank:,}: {rank:,} dimensions were kept, not {self.n_components:,}.")
        return tuple(notes)


@lru_cache(maxsize=2)
def _matrix(dataset: Corpus, counting: Counting, weighting: Weighting, unit_length: bool) -> "csr_array":
    counts: Any = document_terms(dataset, counting).counts
    return weighted(counts, weighting, global_weights(counts, weighting), unit_length)
