"""What a run of two languages knows: translations of a word by cosine and by CSLS, hubs, and how it was tested."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from engine.algorithms.alignment import hubs
from engine.embedding import Embedding
from engine.fit import Fit


@dataclass(frozen=True, eq=False)
class Translations:
    """The nearest words of the other language. rows: of the run's embedding, best first. cosines and scores: of these,
    by CSLS the latter. known: whether each is a known translation."""

    rows: np.ndarray
    cosines: np.ndarray
    scores: np.ndarray
    known: np.ndarray


@dataclass(frozen=True, eq=False)
class Tested:
    """precision: (splits, map, way of search, at 1 and 5), see `engine.algorithms.alignment.trials`. chance: (2,);
    same_spelling: precision at 1 of the word itself. n_held_out, n_seeds: words asked and pairs learned from."""

    precision: np.ndarray
    chance: np.ndarray
    same_spelling: float
    n_held_out: int
    n_seeds: int


@dataclass(frozen=True, eq=False)
class TwoLanguages:
    """names: of both. embedding: their words in one space. place: (2, ...) for each language the rows of its words.
    side, own: (n,) which language a row of the embedding is of, and the which word of it. near: for each language the
    mean cosine of its words with the nearest of the other (the r of CSLS). pairs: (p, 2) known, as words of each.
    """

    names: tuple[str, str]
    embedding: Embedding
    place: tuple[np.ndarray, np.ndarray]
    side: np.ndarray
    own: np.ndarray
    near: tuple[np.ndarray, np.ndarray]
    pairs: np.ndarray
    seeds: np.ndarray
    held_out: np.ndarray
    occurrences: np.ndarray
    """(2, n_second): how often each word of the second is among the ten nearest of a word of the first, by cosine and
    by CSLS."""

    @classmethod
    def of(cls, fit: Fit) -> "TwoLanguages":
        """As a Fit of the learner keeps it."""
        arrays, embedding = fit.arrays, fit.main
        side, own = arrays["rows"].T
        order = [np.flatnonzero(side == place) for place in (0, 1)]
        place = order[0][np.argsort(own[order[0]])], order[1][np.argsort(own[order[1]])]
        names = fit.summary["first_language"], fit.summary["second_language"]
        near = arrays["near_first"], arrays["near_second"]
        kept = (arrays[name] for name in ("pairs", "seeds", "held_out", "occurrences"))
        return cls(names, embedding, place, side, own, near, *kept)

    def translations(self, row: int, k: int = 10, fair: bool = False) -> Translations:
        """Of a word of either language; by CSLS if `fair`, else by cosine."""
        here = int(self.side[row])
        there = 1 - here
        rows = self.place[there]
        cosines = self.embedding.unit[rows] @ self.embedding.unit[row]
        scores = 2 * cosines - self.near[here][self.own[row]] - self.near[there]
        order = np.argsort(-(scores if fair else cosines), kind="stable")[:k]
        return Translations(rows[order], cosines[order], scores[order], np.isin(rows[order], self.known(row)))

    def known(self, row: int) -> np.ndarray:
        """Rows of the known translations of a word of either language."""
        here = int(self.side[row])
        return self.place[1 - here][self.pairs[self.pairs[:, here] == self.own[row], 1 - here]]

    def role(self, row: int) -> str:
        """What the word is in the dictionary: see the column of that name."""
        return str(self.embedding.metadata["dictionary"][row])

    def skewness(self) -> tuple[float, float]:
        """Of the occurrences, by cosine and by CSLS."""
        return hubs.skewness(self.occurrences[0]), hubs.skewness(self.occurrences[1])

    def hubs(self, k: int = 10) -> np.ndarray:
        """Words of the second language that are near most words of the first by cosine: rows of the embedding."""
        return np.asarray(self.place[1][np.argsort(-self.occurrences[0], kind="stable")[:k]])


def how_tested(fit: Fit) -> Tested | None:
    """How the run was tested; None if too few pairs are known to hold any out."""
    arrays: Mapping[str, np.ndarray] = fit.arrays
    if not len(arrays["held_out"]):
        return None
    sizes = len(arrays["held_out"]), len(arrays["seeds"])
    return Tested(arrays["precision"], arrays["chance"], float(arrays["same_spelling"]), *sizes)
