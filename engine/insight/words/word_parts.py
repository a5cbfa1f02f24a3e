"""A word taken apart into what fastText makes its vector of (Bojanowski et al., 2017), whether it is known or not."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from engine.algorithms.fasttext.ngrams import NGrams, ngrams
from engine.arithmetic.lookup import find
from engine.errors import InputError
from engine.fit import Fit
from engine.insight.explanation import Explanation

OWN = "the word itself"
LISTED = 30


@dataclass(frozen=True, eq=False)
class WordParts:
    """The parts of a word and their vectors; its vector is their mean.

    row: of the word in the vocabulary, None if it is not there. names: `OWN` first if the word has a vector of its
    own, then its n-grams by where they begin. vectors: float64 (n_parts, n_components). left_out: its n-grams that
    have no vector, since no word of the vocabulary holds them.
    """

    word: str
    row: int | None
    names: tuple[str, ...]
    vectors: np.ndarray
    left_out: tuple[str, ...]

    @cached_property
    def vector(self) -> np.ndarray:
        """(n_components,)"""
        return np.asarray(self.vectors.mean(axis=0))

    @property
    def cosines(self) -> np.ndarray:
        """Of each part with the word: (n_parts,)."""
        return _cosines(self.vectors, self.vector)

    @property
    def shares(self) -> np.ndarray:
        """(n_parts,): z.v / (n v.v), what each part z adds to the length of the word's vector v; they sum to 1."""
        return np.asarray(self.vectors @ self.vector / (len(self.vectors) * max(self.vector @ self.vector, 1e-30)))

    @property
    def without(self) -> np.ndarray:
        """(n_parts, n_components): the mean of the other parts; 0 where there are none."""
        others = max(len(self.vectors) - 1, 1)
        return np.asarray((len(self.vectors) * self.vector - self.vectors) / others)

    @property
    def cosines_without(self) -> np.ndarray:
        """Of the word with the mean of its other parts: (n_parts,)."""
        return _cosines(self.without, self.vector)

    @property
    def ngrams_alone(self) -> np.ndarray | None:
        """(n_components,): what the vector would be if the word were unknown; None if it is, or has no n-grams."""
        return None if self.row is None or len(self.names) < 2 else np.asarray(self.vectors[1:].mean(axis=0))


def taken_apart(fit: Fit, word: str, found: NGrams) -> WordParts:
    """The parts of a word by a Fit of fastText; raises InputError (E-ANA-10) if nothing of it has a vector.

    A word that is not in the vocabulary is read in small letters if all words there are.
    """
    row = find(fit.main, word)
    if row is not None:
        word = fit.main.labels[row]
    elif not any(label != label.lower() for label in fit.main.labels):
        word = word.lower()
    names, rows = found.named(word)
    vectors = fit.arrays["ngrams"][rows].astype(np.float64)
    if row is not None:
        # Only the mean is kept: n times it is the sum of all parts.
        own = (len(vectors) + 1) * fit.main.vectors[row].astype(np.float64) - vectors.sum(axis=0)
        names, vectors = [OWN, *names], np.vstack([own, vectors])
    if not names:
        raise InputError(
            f"No n-gram of “{word:.60}” occurs in a word of the vocabulary, so it gets no vector: "
            f"{found.minn} to {found.maxn} of its characters must stand together in some word there.",
            "E-ANA-10",
        )
    wanted = dict.fromkeys(ngrams(word, found.minn, found.maxn))
    return WordParts(word, row, tuple(names), vectors, tuple(name for name in wanted if name not in set(names)))


def explained_parts(apart: WordParts, context: str, u: np.ndarray) -> Explanation:
    """What each part adds to the inner product with the vector u (n_components,) of a context."""
    n = len(apart.names)
    added = apart.vectors @ u / n
    order = np.argsort(-np.abs(added), kind="stable")[:LISTED]
    product = float(added.sum())
    formulas = (
        rf"v_w = \frac{{1}}{{{n}}} \Big(z_w + \sum_{{g}} z_g\Big), \qquad "
        rf"v_w \cdot u_c = \frac{{1}}{{{n}}} \sum_{{p}} z_p \cdot u_c = {product:.3f}",
    )
    listed = f" The {LISTED} that add most of {n}." if n > LISTED else ""
    return Explanation(
        "The word is the mean of its parts",
        "each part adds its inner product with the context.",
        formulas,
        {"Part": [apart.names[part] for part in order], "z·u / n": [float(added[part]) for part in order]},
        caption=(
            f"w = {apart.word}, c = {context}. z_w is its own vector, z_g that of an n-gram g of <{apart.word}>, "
            f"shared by all words that hold it. In training each part takes the whole step of v.{listed}"
        ),
    )


def _cosines(vectors: np.ndarray, to: np.ndarray) -> np.ndarray:
    lengths = np.linalg.norm(vectors, axis=1) * np.linalg.norm(to)
    return np.asarray(vectors @ to / np.where(lengths > 0, lengths, 1))
