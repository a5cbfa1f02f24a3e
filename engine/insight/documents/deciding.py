"""Which words decide the class of a text: what each adds to the log odds."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.algorithms.probability import softmax


@dataclass(frozen=True, eq=False)
class Decision:
    """chances: (n_classes,), of a text. terms: those that add anything, spelled. parts: (n_terms, n_classes), what each
    adds to the log odds of a class against the mean of all. rest: (n_classes,), what the text adds without any word.
    """

    chances: np.ndarray
    terms: tuple[str, ...]
    parts: np.ndarray
    rest: np.ndarray


def decision(
    columns: np.ndarray, values: np.ndarray, by_term: np.ndarray, rest: np.ndarray, words: Sequence[str]
) -> Decision:
    """A text with weights `values` of the terms `columns`. by_term: (all terms, n_classes); rest: the intercepts."""
    parts = values[:, None] * by_term[columns]
    order = np.argsort(-np.abs(parts).max(axis=1, initial=0), kind="stable")
    order = order[parts[order].any(axis=1)]
    return Decision(
        softmax(parts.sum(axis=0) + rest), tuple(words[column] for column in columns[order]), parts[order], rest
    )


def heaviest(by_term: np.ndarray, target: int, limit: int) -> np.ndarray:
    """The terms that speak most for a class, as rows of (all terms, n_classes); those that speak against it never."""
    order = np.argsort(-by_term[:, target], kind="stable")[:limit]
    return order[by_term[order, target] > 0]
