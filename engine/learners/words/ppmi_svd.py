"""Positive pointwise mutual information, factorized: word vectors by counting (Levy, Goldberg and Dagan, 2015)."""

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from engine import costs, limits
from engine.algorithms.counting.cooccurrence import WEIGHTINGS, cooccurrence, distance_weights
from engine.algorithms.counting.pmi import ppmi
from engine.algorithms.decompositions import DENSE_UP_TO, SVD, truncated_svd
from engine.datasets.text.corpus import Corpus
from engine.embedding import Embedding
from engine.errors import InputError
from engine.fields import choice, integer, real
from engine.fit import Fit
from engine.insight.explanation import Explanation
from engine.insight.words.pmi import Target, counted_cell, of_cell, pmi_cell, pmi_row
from engine.learners.base import Estimate
from engine.learners.words.contract import WordLearner, word_metadata
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled

if TYPE_CHECKING:
    from scipy.sparse import csr_array

CELLS = {"ppmi": "Positive PMI", "log": "ln(1 + count)", "count": "Counts as they are"}
COUNTING_PERCENT = 25.0
PRODUCTS_PER_REPORT = 10


@dataclass(frozen=True)
class PPMISVD(WordLearner):
    """PPMI matrix of words and contexts, or their counts, cut to its largest singular values.

    Fit: embeddings "word" (U S^p) and "context" (V S^p); arrays singular_values. There is no seed: the result does
    not depend on chance.
    """

    name = "ppmi_svd"
    version = 2
    title = "PPMI-SVD"
    papers = (
        Paper(
            "Levy, Goldberg and Dagan",
            2015,
            "Improving distributional similarity with lessons learned from word embeddings",
            "doi:10.1162/tacl_a_00134",
        ),
    )
    context = "each word as a context of others"

    n_components: int = integer(100, 2, 500, label="Dimensions", help="Numbers per word vector.", step=10)
    window: int = integer(5, 1, 50, label="Window", help="Words to the left and right that count as context.")
    weighting: Literal["linear", "equal", "inverse"] = choice(
        "linear",
        WEIGHTINGS,
        label="Weights in the window",
        help="What a pair of words adds by its distance. "
        "Falling evenly is what skip-gram does: with a window of 5, next neighbors add 5/5, then 4/5, ... 1/5.",
    )
    min_count: int = integer(5, 1, 10_000, label="Minimum count", help="Words that occur less often are left out.")
    max_words: int = integer(
        50_000, 0, limits.VOCABULARY, label="Vocabulary limit", help="Only the most frequent words; empty for all.",
        step=1_000, zero="all", advanced=True,
    )  # fmt: skip
    smoothing: float = real(
        0.75, 0.0, 1.0, label="Context smoothing", help="Exponent of the context counts; below 1, rare contexts weigh "
        "less.", step=0.05,
    )  # fmt: skip
    shift: int = integer(
        1, 1, 15, label="Shift k", help="log k is taken off the PMI, as k negatives do in skip-gram; 1 takes nothing."
    )
    power: float = real(
        0.5, 0.0, 1.0, label="Power of the singular values",
        help="1 keeps their full weight, 0 weighs all components alike; in between is best for similarity.", step=0.5,
    )  # fmt: skip

    cells: Literal["ppmi", "log", "count"] = choice(
        "ppmi", CELLS, label="Cells of the matrix", help="Bare counts are ruled by the most frequent words, their "
        "logarithms less; smoothing and shift are for the PMI alone.", advanced=True,
    )  # fmt: skip

    def fit(self, dataset: Corpus, report: Report = Silent()) -> Fit:
        """Count, compare with chance, factorize; see `Learner.fit`."""
        begun = time.monotonic()
        stop_if_cancelled(report)
        corpus = self.trained_on(dataset)

        def counted(done: int, total: int) -> None:
            stop_if_cancelled(report)
            report.progress(COUNTING_PERCENT * done / total, 100, "percent")

        counts = cooccurrence(corpus.tokens, corpus.sentences, corpus.counts, self.window, self.weighting, counted)
        matrix = self._weighed(counts)
        if matrix.nnz == 0:
            raise InputError(
                f"No pair of words occurs {self.shift} times as often as by chance: choose a smaller shift.", "E-TRN-05"
            )
        left, values, right = self._factorize(matrix, report)
        report.progress(100, 100, "percent")
        metadata = word_metadata(corpus)
        embeddings = {
            "word": Embedding(left * values**self.power, corpus.words, metadata),
            "context": Embedding(right * values**self.power, corpus.words, metadata),
        }
        summary = self._summary(corpus, matrix, values) | {"seconds": round(time.monotonic() - begun, 2)}
        return Fit(embeddings, {"singular_values": values}, {}, None, summary, self._notes(len(values)))

    def estimate(self, dataset: Corpus) -> Estimate:
        """From the pairs to count and the cells they may fill."""
        counts = dataset.counts[dataset.counts >= self.min_count][: self.max_words or None]
        pairs = float(counts.sum()) * 2 * self.window
        n_words = len(counts)
        cells = costs.CELLS_PER_PAIR * float(np.minimum(counts * 2.0 * self.window, n_words).sum())
        seconds = costs.COUNTING.seconds + pairs * costs.COUNTED_PAIR
        if n_words <= DENSE_UP_TO:
            seconds += n_words**3 * costs.DENSE_SVD
        else:
            seconds += self.n_components * cells * costs.PPMI_CELL
            seconds += self.n_components**2 * n_words * costs.PPMI_ROW
        megabytes = (50 * cells + 8 * dataset.n_tokens + 32.0 * self.n_components * n_words) / limits.MB
        return Estimate(seconds, costs.COUNTING.megabytes + megabytes)

    def explain(self, fit: Fit, dataset: Corpus, chosen: Mapping[str, int]) -> tuple[Explanation, ...]:
        """The cell of the two words, which the vectors are made to approximate."""
        corpus = self.trained_on(dataset)
        if self.cells != "ppmi":
            word, context = chosen["word"], chosen["context"]
            pair = float(pmi_row(corpus, word, self.target()).near[context])
            return (counted_cell(pair, corpus.words[word], corpus.words[context], self.cells),)
        cell = pmi_cell(corpus, chosen["word"], chosen["context"], self.target())
        return (of_cell(cell, corpus.words[chosen["word"]], corpus.words[chosen["context"]]),)

    def target(self) -> Target:
        """The matrix that is factorized."""
        weights = tuple(distance_weights(self.window, self.weighting).tolist())
        return Target(weights, self.smoothing, self.shift, clipped=True)

    def products_tend_to(self) -> Target | None:
        """The matrix itself, where both vectors carry the root of the singular values."""
        return self.target() if self.power == 0.5 and self.cells == "ppmi" else None

    def _weighed(self, counts: "csr_array") -> "csr_array":
        """The matrix that is factorized."""
        if self.cells == "ppmi":
            return ppmi(counts, self.smoothing, self.shift)
        if self.cells == "log":
            counts.data = np.log1p(counts.data)
        return counts

    def _factorize(self, matrix: "csr_array", report: Report) -> SVD:
        expected = 9.0 * self.n_components

        def multiplied(times: int) -> None:
            stop_if_cancelled(report)
            if times % PRODUCTS_PER_REPORT == 0:
                share = 1 - math.exp(-3 * times / expected)  # how many it takes is not known beforehand
                report.progress(COUNTING_PERCENT + (99 - COUNTING_PERCENT) * share, 100, "percent")

        return truncated_svd(matrix, self.n_components, multiplied)

    def _summary(self, corpus: Corpus, matrix: "csr_array", values: np.ndarray) -> dict[str, Any]:
        return {
            "words": corpus.n_words,
            "tokens": corpus.n_tokens,
            "nonzeros": int(matrix.nnz),
            "density": matrix.nnz / corpus.n_words**2,
            "explained_share": float((values**2).sum() / (matrix.data**2).sum()),
        }

    def _notes(self, found: int) -> tuple[str, ...]:
        if found == self.n_components:
            return ()
        return (f"The matrix has rank {found:,}: {found:,} components were kept, not {self.n_components:,}.",)
