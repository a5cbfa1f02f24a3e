"""The documents of a corpus as bags of terms: what methods of documents count, and how documents are told apart."""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

import numpy as np

from engine import limits
from engine.algorithms.term_weights import count_matrix
from engine.datasets.text.corpus import Corpus
from engine.datasets.text.tokenizer import STOP_WORDS, Tokenization, Tokenizer

if TYPE_CHECKING:
    from scipy.sparse import csc_array, csr_array

Piece = Literal["document", "paragraph", "sentence", "window"]
PIECES: dict[Piece, str] = {
    "document": "A document as given",
    "paragraph": "A paragraph: what empty lines divide",
    "sentence": "A sentence or line",
    "window": "A window of words",
}
SAMPLE = 1_000
"""Of more documents than so many, each n-th comes first: a map of the first ones is then of all parts of the text."""
BEGINNING = 6
"""Words that stand for a document whose name is a number."""
_NUMBERED = re.compile(r"(.*\s)?\d[\d,.]*")


@dataclass(frozen=True)
class Counting:
    """Which terms count, and what a document is.

    min_count: occurrences of a term, at least. max_terms: only the most frequent; 0 for all. without_stop_words:
    whether English function words are left out. piece: what is a document. length: words of a window, about.
    """

    min_count: int = 1
    max_terms: int = 0
    without_stop_words: bool = False
    piece: Piece = "document"
    length: int = 200


@dataclass(frozen=True, eq=False)
class DocumentTerms:
    """Documents that have at least one counted term, and their terms; many are in another order than the text (SAMPLE).

    counts: float64 (n_documents, n_terms), sparse. terms: int64 (n_terms,) ids in the corpus, rising.
    labels: unique names. classes: the label of each, or the name of the document that it is a piece of, or empty.
    class_title: what these are. offsets: int64 (n_documents, 2), where each begins and
    ends among the tokens of the corpus. n_empty: documents without a counted term, which are left out.
    """

    corpus: Corpus
    counts: "csr_array"
    terms: np.ndarray
    labels: tuple[str, ...]
    classes: tuple[str, ...]
    class_title: str
    offsets: np.ndarray
    n_empty: int

    @property
    def n_documents(self) -> int:
        """How many there are."""
        return len(self.labels)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The terms, spelled."""
        return tuple(self.corpus.words[term] for term in self.terms)

    @cached_property
    def lengths(self) -> np.ndarray:
        """Words of each document, counted or not: int64 (n_documents,)."""
        return np.diff(self.offsets, axis=1)[:, 0]

    @cached_property
    def by_term(self) -> "csc_array":
        """The counts by columns."""
        return self.counts.tocsc()

    @cached_property
    def having(self) -> np.ndarray:
        """Documents that have each term: int64 (n_terms,)."""
        return np.bincount(self.counts.indices, minlength=len(self.terms))

    def columns(self, words: list[str]) -> tuple[np.ndarray, list[str]]:
        """Columns of those words that count, and the words that do not."""
        column = {int(term): place for place, term in enumerate(self.terms)}
        found = [column.get(self.corpus.index.get(word, -1)) for word in words]
        unknown = [word for word, place in zip(words, found, strict=True) if place is None]
        return np.array([place for place in found if place is not None], dtype=np.int64), unknown

    def text(self, row: int) -> list[str]:
        """A document as it was read: its words, a string for each sentence or line."""
        first, last = self.offsets[row].tolist()
        ends = self.corpus.sentences
        inner = ends[np.searchsorted(ends, first, side="right") : np.searchsorted(ends, last)]
        cuts = [first, *inner.tolist(), last]
        words, tokens = self.corpus.words, self.corpus.tokens
        spelled = (" ".join(words[token] for token in tokens[a:b]) for a, b in pairwise(cuts))
        return [sentence for sentence in spelled if sentence]


@lru_cache(maxsize=2)
def document_terms(corpus: Corpus, counting: Counting) -> DocumentTerms:
    """Count the terms of each document; there may be none of either (see `DocumentTerms`)."""
    terms = _counted_terms(corpus, counting)
    offsets, parts, source = _cut(corpus, counting)
    place = np.full(corpus.n_words, -1, dtype=np.int64)
    place[terms] = np.arange(len(terms))
    counts = count_matrix(place[corpus.tokens], np.append(offsets[:, 0], corpus.n_tokens), len(terms))
    kept = np.flatnonzero(np.diff(counts.indptr))
    kept = kept[np.argsort(np.arange(len(kept)) % -(-max(len(kept), 1) // SAMPLE), kind="stable")]
    names = [
        _name(corpus, int(offsets[row, 0]), int(offsets[row, 1]), int(source[row]), int(parts[row])) for row in kept
    ]
    of_pieces = corpus.document_names if counting.piece != "document" else ()
    known = corpus.document_labels or of_pieces
    classes = tuple(known[source[row]] for row in kept) if known else ()
    class_title = corpus.label_title if corpus.document_labels else "document"
    return DocumentTerms(
        corpus, counts[kept], terms, _unique(names), classes, class_title, offsets[kept], len(offsets) - len(kept)
    )


def words_in(text: str, options: Tokenization) -> list[str]:
    """The words of a short text as a corpus read with the same options spells them, in order.

    >>> words_in("The cats, THE dogs.", Tokenization())
    ['the', 'cats', 'the', 'dogs']
    """
    tokenizer = Tokenizer(options)
    codes = tokenizer.encode(text)
    codes, words, _ = tokenizer.mended(codes[codes >= 0])
    return [words[code] for code in codes.tolist()]


def _counted_terms(corpus: Corpus, counting: Counting) -> np.ndarray:
    """Ids of the terms that count, rising: the most frequent first."""
    found = np.arange(corpus.vocabulary_at(counting.min_count))
    if counting.without_stop_words:
        found = np.array([row for row in found.tolist() if corpus.words[row].lower() not in STOP_WORDS], dtype=np.int64)
    return found[: counting.max_terms or None]


def _cut(corpus: Corpus, counting: Counting) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Beginning and end of each piece (n, 2), its number within its document (0 for a whole one), and the document.

    The windows of a document are of even size, nearest to the length that is asked for.
    """
    sizes = np.diff(corpus.documents)
    edges = {"sentence": corpus.sentences, "paragraph": corpus.paragraphs}.get(counting.piece)
    if edges is not None:
        source = np.searchsorted(corpus.documents, edges[:-1], side="right") - 1
        n_parts = np.bincount(source, minlength=len(sizes))
        offsets = np.stack([edges[:-1], edges[1:]], axis=1)
    else:
        n_parts = np.ones(len(sizes), np.int64)
        if counting.piece == "window":
            n_parts = np.maximum(1, np.rint(sizes / counting.length)).astype(np.int64)
        source = np.repeat(np.arange(len(sizes)), n_parts)
    part = np.arange(len(source)) - np.repeat(np.cumsum(n_parts) - n_parts, n_parts)
    if edges is None:
        ends = [corpus.documents[source] + sizes[source] * (part + after) // n_parts[source] for after in (0, 1)]
        offsets = np.stack(ends, axis=1)
    return offsets, np.where(n_parts[source] > 1, part + 1, 0), source


def _name(corpus: Corpus, first: int, last: int, document: int, part: int) -> str:
    """What a document is called; after its first words where the name is a number, as of a row or a window."""
    name = corpus.document_names[document] if corpus.document_names else f"document {document + 1}"
    name = f"{name}, part {part}" if part else name
    if _NUMBERED.fullmatch(name):
        words = " ".join(corpus.words[token] for token in corpus.tokens[first : min(last, first + BEGINNING)])
        name = f"{words}{'…' if last - first > BEGINNING else ''} ({name})"
    return name if len(name) <= limits.LABEL_LENGTH else f"{name[: limits.LABEL_LENGTH - 1]}…"


def _unique(names: list[str]) -> tuple[str, ...]:
    """The names, numbered from the second on where several are the same."""
    taken, found = set(names), []
    seen: dict[str, int] = {}
    for name in names:
        number = seen.get(name, 0) + 1
        unique = name
        while number > 1 and (unique := f"{name} ({number})") in taken:
            number += 1
        seen[name] = number
        taken.add(unique)
        found.append(unique)
    return tuple(found)
