"""A text that asks for pictures, and a picture that asks for texts."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.datasets.joint.captions.captioned_images import CaptionedImages
from engine.insight.captions.queries import query_in


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
    query = query_in(words, dataset)
    if query is None:
        return None
    right = dataset.with_values(query.told)
    return Suiting(", ".join(query.told.values()), right[found], float(right[searched].mean()))


def texts_about(dataset: CaptionedImages, most: int) -> list[str]:
    """Different captions, the most frequent first."""
    captions, n_times = np.unique(np.array(dataset.captions), return_counts=True)
    return [str(caption) for caption in captions[np.argsort(-n_times, kind="stable")[:most]]]
