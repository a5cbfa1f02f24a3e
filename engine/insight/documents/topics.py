"""Dimensions of documents as topics: each has terms of both signs, and each document one topic that leads it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

FIRST = 12
"""Dimensions among which the leading one is sought: further ones tell small things."""
SHARED = 0.9
"""Share of the squared length from which the first dimension leads: what all documents have in common."""
NAMED_BY = 3
NO_TOPIC = "none"


@dataclass(frozen=True)
class Weighted:
    """A term and its weight in a dimension: the entry of the singular vector of length 1."""

    term: str
    weight: float


@dataclass(frozen=True)
class Topic:
    """A dimension, from 1. positive, negative: terms of either sign, the heaviest first."""

    number: int
    positive: tuple[Weighted, ...]
    negative: tuple[Weighted, ...]


def topics(term_vectors: np.ndarray, words: Sequence[str], n_topics: int, n_terms: int = 10) -> list[Topic]:
    """The first dimensions by their terms. term_vectors: (n_terms, k), of any scale a dimension."""
    lengths = np.linalg.norm(term_vectors.astype(np.float64), axis=0)
    unit = term_vectors / np.where(lengths > 0, lengths, 1)
    found = []
    for column in range(min(n_topics, unit.shape[1])):
        sides = (_heaviest(sign * unit[:, column], words, n_terms, sign) for sign in (1, -1))
        found.append(Topic(column + 1, *sides))
    return found


def _heaviest(weights: np.ndarray, words: Sequence[str], n_terms: int, sign: int) -> tuple[Weighted, ...]:
    order = np.argsort(-weights, kind="stable")[:n_terms]
    return tuple(Weighted(words[row], sign * float(weights[row])) for row in order if weights[row] > 1e-9)


def leading_topics(vectors: np.ndarray, term_vectors: np.ndarray, words: Sequence[str]) -> np.ndarray:
    """The topic of each document by its number, sign and heaviest terms: strings (n_documents,).

    It is the dimension of the largest coordinate, in size. The first one, in which all terms have one sign (Perron,
    1907), tells documents apart only where there is nothing else of them. vectors: (n_documents, k).
    """
    squares = np.square(vectors[:, :FIRST].astype(np.float64))
    leads = squares.argmax(axis=1)
    if squares.shape[1] > 1:
        shared = squares[:, 0] >= SHARED * squares.sum(axis=1)
        leads = np.where(shared, 0, 1 + squares[:, 1:].argmax(axis=1))
    signs = np.where(vectors[np.arange(len(vectors)), leads] < 0, 1, 0)
    names = {}
    for topic in topics(term_vectors, words, FIRST, NAMED_BY):
        for place, side in enumerate((topic.positive, topic.negative)):
            spelled = ", ".join(weighted.term for weighted in side)
            names[topic.number - 1, place] = f"{topic.number}{'+-'[place]} {spelled}"
    chosen = [names[key] for key in zip(leads.tolist(), signs.tolist(), strict=True)]
    return np.where(squares.any(axis=1), np.array(chosen), NO_TOPIC)
