"""Word vectors as what other tasks begin with: words are tagged by the nearest of a few that are labeled."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from engine.datasets.text import toy_facts

NAMES = ("countries", "people", "royalty")
"""Kinds whose words name somebody or some place."""
OTHER, NAME = "no name", "a name"
TEN = (
    "capital", "currency", "nationality", "dish", "family", "animal-young", "profession-tool", "past-tense",
    "superlative", "plural",
)  # fmt: skip
"""Relations of the toy world that are asked."""


def kinds_of(words: Sequence[str]) -> list[str]:
    """What each word names, of ten kinds, by the tables of the toy world: the tags to be found."""
    kinds = toy_facts.kinds()
    return [kinds.get(word, "small words") for word in words]


def names_of(words: Sequence[str]) -> list[str]:
    """Whether each word is a name of a country, its people, or a person: the entities to be found."""
    return [NAME if kind in NAMES else OTHER for kind in kinds_of(words)]


def tagged(unit: np.ndarray, classes: np.ndarray, labeled: np.ndarray) -> np.ndarray:
    """For each vector of length 1 (n, k) the class of the nearest of the labeled rows, int (n,)."""
    return classes[labeled[(unit @ unit[labeled].T).argmax(axis=1)]]


class Tagging(NamedTuple):
    """accuracy: of the words that are not labeled, the mean over draws; spread: its standard deviation. majority: share
    of the most frequent class among all words. shuffled: the same accuracy if each word has the vector of another.
    """

    accuracy: float
    spread: float
    majority: float
    shuffled: float


def tagging(unit: np.ndarray, classes: np.ndarray, n_labels: int, n_draws: int = 10, seed: int = 0) -> Tagging:
    """n_labels words of each class are drawn and labeled; all others are asked."""
    rng = np.random.default_rng(seed)
    found: list[float] = []
    by_chance: list[float] = []
    for _ in range(n_draws):
        labeled = np.concatenate([
            rng.choice(rows, min(n_labels, len(rows) - 1), replace=False)
            for rows in (np.flatnonzero(classes == one) for one in np.unique(classes))
        ])  # fmt: skip
        asked = np.setdiff1d(np.arange(len(classes)), labeled)
        mixed = unit[rng.permutation(len(unit))]
        for scores, vectors in ((found, unit), (by_chance, mixed)):
            scores.append(float((tagged(vectors, classes, labeled)[asked] == classes[asked]).mean()))
    majority = np.bincount(classes).max() / len(classes)
    return Tagging(float(np.mean(found)), float(np.std(found)), float(majority), float(np.mean(by_chance)))
