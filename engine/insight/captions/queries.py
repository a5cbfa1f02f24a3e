"""Texts of which it is known which pictures they are true of, and how many of the nearest pictures are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from engine.datasets.joint.captions.captioned_images import CaptionedImages
from engine.datasets.joint.captions.wording import class_words, words_of

NEAREST = 10
"""Pictures of which it is counted how many suit a text."""


@dataclass(frozen=True)
class Query:
    """told: attribute (or "class") -> its value."""

    told: Mapping[str, str]

    @property
    def text(self) -> str:
        """As a caption would say it, the class last."""
        said = [value for name, value in self.told.items() if name != "class"]
        return " ".join([*said, *(class_words(value) for name, value in self.told.items() if name == "class")])

    @property
    def words(self) -> tuple[str, ...]:
        """The words of the text."""
        return words_of(self.text)


def queries(dataset: CaptionedImages, n_attributes: int) -> list[Query]:
    """Every class with so many attributes; of each attribute the lowest and the highest value are asked for."""
    ends = [
        (name, value) for name, found in dataset.attributes.items() for value in (found.values[0], found.values[-1])
    ]
    chosen = [pairs for pairs in combinations(ends, n_attributes) if len({name for name, _ in pairs}) == n_attributes]
    return [Query({**dict(pairs), "class": name}) for name in dataset.images.class_names for pairs in chosen]


@dataclass(frozen=True)
class Precision:
    """Means over the texts that at least NEAREST pictures suit: of the NEAREST pictures the share that suits; the same
    by chance; and how many texts there are.
    """

    share: float
    chance: float
    n_texts: int


def precision(
    asked: Sequence[Query], dataset: CaptionedImages, rows: np.ndarray, codes: np.ndarray, texts: np.ndarray
) -> Precision | None:
    """Among pictures `rows` (m,) with codes (m, k), for texts (n_texts, k) in order of `asked`; None if none can be
    asked.
    """
    shares, chances = [], []
    for query, text in zip(asked, texts, strict=True):
        suits = dataset.with_values(query.told)[rows]
        if suits.sum() < NEAREST:
            continue
        nearest = np.argsort(-(codes @ text), kind="stable")[:NEAREST]
        shares.append(suits[nearest].mean())
        chances.append(suits.mean())
    return Precision(float(np.mean(shares)), float(np.mean(chances)), len(shares)) if shares else None
