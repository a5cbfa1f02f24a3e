"""The contract of learners of documents: what they count, what a document is, and how a new one gets its vector."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Literal

import numpy as np

from engine import limits
from engine.datasets.text.corpus import MOST_LABELS, Corpus
from engine.datasets.text.document_terms import PIECES, Counting, DocumentTerms, document_terms
from engine.errors import InputError
from engine.fields import choice, flag, integer
from engine.fit import Fit
from engine.insight.explanation import Explanation
from engine.learners.base import Advice, Learner, cost, gravest_first

if TYPE_CHECKING:
    from scipy.sparse import csr_array

FEWEST = 2
"""Documents, and terms."""
FEW = 20
"""Documents below which hardly two of them can be compared."""
MOST = 100_000


@dataclass(frozen=True)
class DocumentLearner(Learner):
    """Base of the learners that give each document of a corpus a vector. Fit: the main embedding is "document"; its
    rows are those of `counted`.
    """

    takes: ClassVar[str] = Corpus.kind
    embeds: ClassVar[str] = "document"
    explained: ClassVar[Mapping[str, str]] = {"document": "document", "other": "document"}
    additive: ClassVar[bool] = True
    """Whether a document is the sum of its terms' `factors`, each times its weight in the `matrix`."""
    decomposes: ClassVar[bool] = False
    """Whether it is a decomposition of the matrix, whose dimensions are topics and whose rank can be cut."""

    n_components: int = integer(100, 2, 500, label="Dimensions", help="Numbers per document.", step=10)
    stop_words: bool = flag(
        True, label="Leave out stop words", help="Do not count the, of, and and some 150 other English function words."
    )
    min_count: int = integer(5, 1, 10_000, label="Minimum count", help="Terms that occur less often are not counted.")
    max_terms: int = integer(
        50_000, 0, limits.VOCABULARY, label="Vocabulary limit", help="Only the most frequent terms; empty for all.",
        step=1_000, zero="all", advanced=True,
    )  # fmt: skip
    piece: Literal["document", "paragraph", "sentence", "window"] = choice(
        "document", PIECES, label="What a document is",
        help="An article, a paragraph, a sentence or a window: what gets a vector decides what can be near. A long "
        "text that was given as one document must be cut. What is cut keeps the label of its document.",
    )  # fmt: skip
    length: int = integer(
        200, 10, 10_000, label="Words in a window", help="About so many words make a window.", step=10
    )  # fmt: skip

    @property
    def counting(self) -> Counting:
        """What is counted."""
        return Counting(self.min_count, self.max_terms, self.stop_words, self.piece, self.length)

    @classmethod
    def suited(cls, dataset: Corpus) -> Mapping[str, Any]:
        """A text of few documents is cut."""
        return {"piece": "window"} if len(dataset.documents) <= FEW else {}

    def n_documents(self, corpus: Corpus) -> int:
        """How many documents there will be, about."""
        return {
            "document": len(corpus.documents) - 1,
            "paragraph": len(corpus.paragraphs),
            "sentence": corpus.n_sentences,
            "window": len(corpus.documents) + corpus.n_tokens // self.length,
        }[self.piece]

    def counted(self, dataset: Corpus) -> DocumentTerms:
        """The documents that get a vector, with their terms. Raises InputError: E-TRN-22 or E-TRN-23 if too few,
        E-TRN-24 if too many, E-TRN-29 if paragraphs are asked for and not known.
        """
        if self.piece == "paragraph" and not len(dataset.paragraphs):
            raise InputError(
                "Where the paragraphs of this text end is not known: it was read before the app kept them. Delete it "
                "under Runs, Data, and choose it again; or choose sentences or windows as documents.",
                "E-TRN-29",
            )
        found = document_terms(dataset, self.counting)
        if found.n_documents > MOST:
            raise InputError(
                f"{found.n_documents:,} documents are more than the {MOST:,} that get a vector: choose longer windows, "
                "or the documents as given.",
                "E-TRN-24",
            )
        if found.n_documents < FEWEST:
            raise InputError(
                f"Documents with counted terms: {found.n_documents}; at least {FEWEST} are needed. Under “What a "
                "document is”, choose paragraphs, sentences or windows. If each line of the text is a document, choose "
                "Lines as boundaries under “How the text is read”, and here a sentence or line.",
                "E-TRN-22",
            )
        if len(found.terms) < FEWEST:
            raise InputError(
                f"{len(found.terms)} terms are counted; at least {FEWEST} are needed: choose a smaller minimum count.",
                "E-TRN-23",
            )
        return found

    def matrix(self, dataset: Corpus) -> "csr_array":
        """The weights of terms in documents, float64 (n_documents, n_terms), of `counted`; asked where `additive`."""
        raise NotImplementedError

    def factors(self, fit: Fit) -> np.ndarray:
        """What one unit of a term adds to a document, float64 (n_terms, n_components); asked where `additive`."""
        raise NotImplementedError

    def folded(self, fit: Fit, dataset: Corpus, words: Sequence[str]) -> np.ndarray:
        """The vector (n_components,) of a new document, such as a query; 0 if none of its words counts."""
        raise NotImplementedError

    def explain_terms(self, fit: Fit, dataset: Corpus, pair: tuple[int, int]) -> tuple[Explanation, ...]:
        """The formulas with the numbers of two terms (rows of embedding "term"); asked where it `decomposes`."""
        raise NotImplementedError

    def advice(self, dataset: Corpus) -> list[Advice]:
        """How many documents there will be, and what is wrong with so few."""
        try:
            found = self.counted(dataset)
        except InputError as error:
            return [Advice("error", str(error))]
        told = f"{found.n_documents:,} documents and {len(found.terms):,} different terms are counted."
        advice = [cost(self.estimate(dataset)), Advice("info", told)]
        if found.n_documents < FEW:
            told = f"{found.n_documents} documents are few: choose windows or sentences as documents, or a longer text."
            advice.insert(0, Advice("warning", told))
        return gravest_first(advice)


def document_metadata(found: DocumentTerms, topics: np.ndarray | None = None) -> dict[str, np.ndarray]:
    """Columns of documents: words (n,), leading topic if there are topics, and what their labels are called if there
    are 2 to 50 of them.
    """
    columns = {"words": found.lengths} | ({} if topics is None else {"leading_topic": topics})
    if 2 <= len(set(found.classes)) <= MOST_LABELS:
        columns[found.class_title] = np.array(found.classes)
    return columns
