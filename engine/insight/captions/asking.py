"""A text that asks for pictures, and a picture that asks for texts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from engine.datasets.joint.captions.captioned_images import CaptionedImages
from engine.datasets.joint.captions.wording import class_words, words_of


@dataclass(frozen=True, eq=False)
class Nearest:
    """rows: int64 (k,) of pictures or texts, the nearest first; scores: float32 (k,), their cosines."""

    rows: np.ndarray
    scores: np.ndarray


def nearest_of(vectors: np.ndarray, asked: np.ndarray, rows: np.ndarray, k: int) -> Nearest:
    """The k among `rows` of vectors (n, d) of length 1 whose cosine with asked (d,), of length 1, is the largest."""
    scores = vectors[rows] @ asked
    order = np.argsort(-scores, kind="stable")[:k]
    return Nearest(rows[order], scores[order])


@dataclass(frozen=True, eq=False)
class Suiting:
    """told: what the text says, in words. suits: bool (k,), of the pictures found; share: of all that were searched."""

    told: str
    suits: np.ndarray
    share: float


def suiting(words: Sequence[str], dataset: CaptionedImages, found: np.ndarray, searched: np.ndarray) -> Suiting | None:
    """Which of the pictures found have what the text says, as it was measured; None where it cannot be told."""
    said = values_in(words, dataset)
    if not said:
        return None
    right = np.ones(dataset.images.n_images, dtype=bool)
    for name, values in said.items():
        right &= np.any([dataset.with_values({name: value}) for value in values], axis=0)
    told = ", ".join(" or ".join(values) for values in said.values())
    return Suiting(told, right[found], float(right[searched].mean()))


def values_in(words: Sequence[str], dataset: CaptionedImages) -> Mapping[str, tuple[str, ...]]:
    """What a text says: attribute (or "class") -> its values, any of which suits; nothing if it says two of one thing.

    A value is said by all its words, or, where none is, by one of them: "slanted" is slanted left or slanted right.
    """
    padded = f" {' '.join(words)} "
    said: dict[str, tuple[str, ...]] = {}
    for name, attribute in dataset.attributes.items():
        whole = tuple(value for value in attribute.values if _within(value, padded))
        said[name] = whole or tuple(value for value in attribute.values if set(words_of(value)) & set(words))
        if len(whole) > 1:
            return {}
    said["class"] = tuple(name for name in dataset.images.class_names if _within(class_words(name), padded))
    return {name: values for name, values in said.items() if values} if len(said["class"]) < 2 else {}


def _within(value: str, padded: str) -> bool:
    return f" {' '.join(words_of(value))} " in padded


def texts_about(dataset: CaptionedImages, most: int) -> list[str]:
    """Different captions, the most frequent first."""
    captions, n_times = np.unique(np.array(dataset.captions), return_counts=True)
    return [str(caption) for caption in captions[np.argsort(-n_times, kind="stable")[:most]]]
