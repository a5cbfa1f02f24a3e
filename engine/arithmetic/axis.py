"""Axes that run from one group of words to another."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.arithmetic.lookup import find, suggestion
from engine.embedding import Embedding
from engine.errors import InputError


@dataclass(frozen=True, eq=False)
class Axis:
    """A direction from one group of words to another.

    direction: float32 (n_components,), of length 1. left, right: the labels that were found; unknown: those not.
    """

    direction: np.ndarray
    left: tuple[str, ...]
    right: tuple[str, ...]
    unknown: tuple[str, ...] = ()

    def scores(self, embedding: Embedding) -> np.ndarray:
        """Cosine of each item with the axis, float32 (n_items,) in [-1, 1]: negative is left; 0 without direction."""
        return np.clip(embedding.unit @ self.direction, -1, 1)


def axis(embedding: Embedding, left_words: Sequence[str], right_words: Sequence[str]) -> Axis:
    """The axis from the mean of the left words' unit vectors to that of the right ones.

    Unknown words are left out and named in the result; with none known on a side, InputError.
    """
    left, right = _known(embedding, left_words, "left"), _known(embedding, right_words, "right")
    unknown = tuple(word for word in (*left_words, *right_words) if find(embedding, word) is None)
    difference = embedding.unit[right].mean(axis=0) - embedding.unit[left].mean(axis=0)
    if np.linalg.norm(difference) < 1e-6:
        raise InputError("Both ends of the axis are at the same place; choose other words for one of them.", "E-ANA-07")

    def labels(rows: list[int]) -> tuple[str, ...]:
        return tuple(embedding.labels[row] for row in rows)

    return Axis(difference / np.linalg.norm(difference), labels(left), labels(right), unknown)


def _known(embedding: Embedding, words: Sequence[str], side: str) -> list[int]:
    """Rows of the known words with a direction, each once."""
    found = [row for row in (find(embedding, word) for word in words) if row is not None]
    rows = [row for row in dict.fromkeys(found) if embedding.norms[row] > 0]
    if not rows:
        listed = ", ".join(f"“{word:.40}”" for word in words[:5]) or "nothing"
        hint = suggestion(embedding, words[0]) if words else ""
        raise InputError(
            f"The {side} end of the axis needs at least one of the {embedding.n_items:,} items; "
            f"none matches {listed}{hint}.",
            "E-ANA-08",
        )
    return rows
