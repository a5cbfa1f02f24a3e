"""A document as several vectors side by side: of its first words, or of the principal components of its words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import numpy as np

from engine import limits
from engine.algorithms.word_blocks import first_words, principal_blocks
from engine.datasets.text.corpus import Corpus
from engine.datasets.text.document_terms import DocumentTerms
from engine.fields import choice, integer
from engine.fit import Fit
from engine.insight.documents.side_by_side import side_by_side
from engine.insight.explanation import Explanation
from engine.learners.base import Estimate
from engine.learners.documents.word_vectors_contract import FromWords, WordVectors, in_order
from engine.learners.given_vectors import GivenVectors
from engine.papers import Paper
from engine.report import Report, stop_if_cancelled

BLOCK = 256
"""Documents between two reports."""
COMPONENTS_SECONDS = 2e-4
"""A document's principal components, of some dozens of words."""


@dataclass(frozen=True)
class WordsInARow(FromWords):
    """k blocks of as many numbers as a word has; blocks that a short document lacks are 0. Fit: see `FromWords`."""

    name = "words_in_a_row"
    title = "Word vectors side by side"
    papers = (
        Paper(
            "Collobert et al.",
            2011,
            "Natural language processing (almost) from scratch",
            "arXiv:1103.0398",
        ),
    )
    additive: ClassVar[bool] = False

    n_components: int = integer(
        50, 2, 300, label="Numbers per word", help="Of a word's vector, where vectors are made of these texts.", step=10
    )
    blocks: Literal["first", "principal"] = choice(
        "first", {"first": "The first words", "principal": "Principal components of the words"}, label="Side by side",
        help="The vectors of the first k words, in order; or the first k principal directions of all its words, each "
        "as long as the words reach along it, which do not depend on the order.",
    )  # fmt: skip
    n_blocks: int = integer(5, 1, 50, label="k", help="How many vectors stand side by side.")

    def made(self, words: WordVectors, found: DocumentTerms, report: Report) -> tuple[np.ndarray, dict[str, Any]]:
        """Document by document."""
        result = np.empty((found.n_documents, self.n_blocks * words.vectors.shape[1]), np.float32)
        rows = words.rows
        for row in range(found.n_documents):
            if row % BLOCK == 0:
                stop_if_cancelled(report)
                report.progress(80 + 19 * row / found.n_documents, 100, "percent")
            result[row] = self._blocks(words, rows, in_order(found, row)).ravel()
        return result, {}

    def folded(self, fit: Fit, dataset: Corpus, words: Sequence[str]) -> np.ndarray:
        """As any document; see `DocumentLearner.folded`."""
        columns, _ = self.counted(dataset).columns(list(words))
        known = WordVectors.of(fit)
        return self._blocks(known, known.rows, columns).ravel().astype(np.float32)

    def explain(self, fit: Fit, dataset: Corpus, chosen: Mapping[str, int]) -> tuple[Explanation, ...]:
        """The inner product of two documents, block by block."""
        found, pair = self.counted(dataset), (chosen["document"], chosen["other"])
        known, names = WordVectors.of(fit), []
        for row in pair:
            columns = in_order(found, row)
            columns = columns[known.rows[columns] >= 0][: self.n_blocks]
            names.append([found.words[column] for column in columns])
        return side_by_side(fit.main, pair, self.n_blocks, names if self.blocks == "first" else None)

    def estimate(self, dataset: Corpus | GivenVectors) -> Estimate:
        """And the blocks of every document."""
        corpus: Corpus = dataset.dataset if isinstance(dataset, GivenVectors) else dataset
        usual = super().estimate(dataset)
        n_documents = self.n_documents(corpus)
        seconds = COMPONENTS_SECONDS * n_documents * (1 if self.blocks == "principal" else 0.1)
        numbers = 12.0 * n_documents * self.n_blocks * self.n_components
        return Estimate(usual.seconds + seconds, usual.megabytes + numbers / limits.MB)

    def _blocks(self, words: WordVectors, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
        """The blocks (n_blocks, d) of counted terms in order."""
        known = rows[columns]
        vectors = words.vectors[known[known >= 0]]
        return (first_words if self.blocks == "first" else principal_blocks)(vectors, self.n_blocks)
