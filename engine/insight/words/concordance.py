"""The evidence in the text: where words occur, and which contexts two words share."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from engine.datasets.text.corpus import Corpus


class Line(NamedTuple):
    """A keyword in context: the words left and right of it within its sentence, and its document."""

    left: str
    keyword: str
    right: str
    document: str


@dataclass(frozen=True)
class SharedContext:
    """A context word found near two words a and b.

    near_a, near_b: how often it stands within the window of a and of b. count: its occurrences in the corpus.
    pmi_a, pmi_b: pointwise mutual information with a and b, in bits.
    """

    word: str
    word_id: int
    near_a: int
    near_b: int
    count: int
    pmi_a: float
    pmi_b: float


def concordance(
    corpus: Corpus, word_id: int, other_id: int | None = None, width: int = 8, limit: int = 20, window: int = 5
) -> list[Line]:
    """The first `limit` occurrences of a word, with up to `width` words on both sides.

    With `other_id`, only occurrences that have the other word within `window` words in the same sentence.
    """
    at = np.flatnonzero(corpus.tokens == word_id)
    if other_id is not None:
        at = at[_has_near(corpus, at, other_id, window)]
    at = at[:limit]
    starts, ends = _sentences_of(corpus, at)
    documents = np.searchsorted(corpus.documents, at, side="right") - 1
    return [
        Line(
            _spelled(corpus, max(start, place - width), place),
            corpus.words[word_id],
            _spelled(corpus, place + 1, min(end, place + 1 + width)),
            corpus.document_names[document] if corpus.document_names else "",
        )
        for place, start, end, document in np.stack([at, starts, ends, documents], axis=1).tolist()
    ]


def shared_contexts(
    corpus: Corpus, a: int, b: int, window: int = 5, limit: int = 20, min_near: int = 2
) -> list[SharedContext]:
    """Other words that stand near both `a` and `b`, at least `min_near` times each, and more often than by chance.

    Near is at most `window` words away in the same sentence. PMI(w, c) = log2(p(c | w) / p(c)), which is
    log2(p(w, c) / (p(w) p(c))) (Church and Hanks 1990): p(c | w) is the share of c among the words near w, and p(c)
    its share of the corpus. Only the occurrences of a and b are counted.
    Sorted by the smaller of the two PMI values, largest first; contexts for which it is not positive are left out.
    """
    near_a, near_b = _near(corpus, a, window), _near(corpus, b, window)
    near_a[[a, b]] = near_b[[a, b]] = 0
    both = np.flatnonzero(np.minimum(near_a, near_b) >= max(1, min_near))
    share = corpus.counts[both] / corpus.n_tokens
    pmi_a, pmi_b = (np.log2(near[both] / near.sum() / share) for near in (near_a, near_b))
    smaller = np.minimum(pmi_a, pmi_b)
    order = np.lexsort((both, -smaller))[: min(limit, np.count_nonzero(smaller > 0))]
    return [
        SharedContext(corpus.words[c], c, int(near_a[c]), int(near_b[c]), int(corpus.counts[c]), bits_a, bits_b)
        for c, bits_a, bits_b in zip(both[order].tolist(), pmi_a[order].tolist(), pmi_b[order].tolist(), strict=True)
    ]


def _near(corpus: Corpus, word_id: int, window: int) -> np.ndarray:
    """int64 (n_words,): how often each word stands near the word."""
    near = np.zeros(corpus.n_words, np.int64)
    for _, places, _ in neighborhoods(corpus, np.flatnonzero(corpus.tokens == word_id), window):
        near += np.bincount(corpus.tokens[places], minlength=corpus.n_words)
    return near


def _has_near(corpus: Corpus, at: np.ndarray, other_id: int, window: int) -> np.ndarray:
    """bool, one for each position in `at`: the other word stands near."""
    found = np.zeros(len(at), dtype=bool)
    for _, places, inside in neighborhoods(corpus, at, window):
        found[inside] |= corpus.tokens[places] == other_id
    return found


def neighborhoods(corpus: Corpus, at: np.ndarray, window: int) -> Iterator[tuple[int, np.ndarray, np.ndarray]]:
    """For each distance from -window to window, 0 left out: (distance, places, inside).

    at: int64 (m,) positions in the corpus. inside: bool (m,), whether a place so far away is in the same sentence;
    places: int64, those places.
    """
    starts, ends = _sentences_of(corpus, at)
    for distance in (*range(-window, 0), *range(1, window + 1)):
        places = at + distance
        inside = (places >= starts) & (places < ends)
        yield distance, places[inside], inside


def _sentences_of(corpus: Corpus, at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where the sentence of each position begins and ends."""
    row = np.searchsorted(corpus.sentences, at, side="right")
    return corpus.sentences[row - 1], corpus.sentences[row]


def _spelled(corpus: Corpus, start: int, end: int) -> str:
    return " ".join(corpus.words[token] for token in corpus.tokens[start:end])
