"""The evidence in the text: where words occur, and what stands near them."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from engine.datasets.text.corpus import Corpus


class Line(NamedTuple):
    """A keyword in context: the words left and right of it within its sentence, and its document."""

    left: str
    keyword: str
    right: str
    document: str


def concordance(
    corpus: Corpus,
    word_id: int,
    other_id: int | None = None,
    width: int = 8,
    limit: int = 20,
    window: int = 5,
    counted: Corpus | None = None,
) -> list[Line]:
    """The first `limit` occurrences of a word, with up to `width` words on both sides.

    With `other_id`, only occurrences that have the other word within `window` words in the same sentence: of `counted`,
    if it is given, the same text without its rare words, in which ids are the same and every occurrence is found again.
    """
    at = np.flatnonzero(corpus.tokens == word_id)
    if other_id is not None:
        text = counted or corpus
        at = at[_has_near(text, np.flatnonzero(text.tokens == word_id), other_id, window)]
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
