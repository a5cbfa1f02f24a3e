"""The contrastive loss of one pair in a small batch, with its numbers."""

from dataclasses import dataclass

import numpy as np

from engine.algorithms.contrastive import shares
from engine.datasets.joint.captions.captioned_images import CaptionedImages
from engine.errors import InputError
from engine.insight.explanation import Explanation

BATCH = 6


@dataclass(frozen=True, eq=False)
class Batch:
    """pictures: int64 (n,), rows of images, the chosen one first; captions: int64 (n,), places of their captions."""

    pictures: np.ndarray
    captions: np.ndarray


def batch_with(dataset: CaptionedImages, picture: int, seed: int, size: int = BATCH, alike: bool = False) -> Batch:
    """A picture and others that scores are measured on, all with captions that say different things.

    alike: those whose captions share most words with that of the picture, which are the hardest to tell from it.
    Raises InputError if the picture has no caption, or no other has another one.
    """
    first = dataset.first_captions
    if first[picture] < 0:
        raise InputError("This picture has no caption, and so no loss. Choose another.", "E-CAP-06")
    rows = np.arange(dataset.images.n_images)[dataset.images.test_rows]
    chosen, said = [picture], {dataset.captions[first[picture]]}
    drawn = np.random.default_rng(seed).permutation(rows[first[rows] >= 0]).tolist()
    if alike:
        own = set(dataset.tokens[first[picture]])
        drawn.sort(key=lambda row: -len(own & set(dataset.tokens[first[row]])))
    for row in drawn:
        if len(chosen) == size:
            break
        if dataset.captions[first[row]] not in said:
            chosen.append(row)
            said.add(dataset.captions[first[row]])
    if len(chosen) < 2:
        raise InputError("All captions say the same; there is no other to tell a picture's own from.", "E-CAP-07")
    found = np.array(chosen)
    return Batch(found, first[found])


def explained(
    batch: Batch, similarities: np.ndarray, temperature: float, dataset: CaptionedImages
) -> tuple[Explanation, ...]:
    """The similarities, both softmaxes and the loss of the first pair. similarities: (n, n), pictures by captions."""
    found = shares(similarities, temperature)
    captions = [dataset.captions[at] for at in batch.captions]
    names = [dataset.images.names[row] for row in batch.pictures]
    row, column = found.by_row[0, 0], found.by_column[0, 0]
    table = {
        "s₁ⱼ": similarities[0], "p₁ⱼ": found.by_row[0],
        "picture i": names, "sᵢ₁": similarities[:, 0], "qᵢ₁": found.by_column[:, 0],
    }  # fmt: skip
    formulas = (
        rf"p_{{11}} = \frac{{e^{{s_{{11}} / \tau}}}}{{\sum_j e^{{s_{{1j}} / \tau}}}} = {row:.4f} \qquad "
        rf"q_{{11}} = \frac{{e^{{s_{{11}} / \tau}}}}{{\sum_i e^{{s_{{i1}} / \tau}}}} = {column:.4f}",
        rf"L = -\tfrac12 (\ln p_{{11}} + \ln q_{{11}}) = \tfrac12 ({-np.log(row):.4f} + {-np.log(column):.4f}) "
        rf"= {found.losses[0]:.4f}",
    )
    step = (1 - (row + column) / 2) / temperature
    told = (
        f"s: cosines of picture 1 with each caption j, and of caption 1 with each picture i; τ = "
        f"{temperature:.3f}. The picture asks for its caption among {len(captions)}, the caption for its picture. "
        f"By the slope of the loss the pair is drawn together with the strength (1 - (p + q) / 2) / τ = {step:.2f}, "
        f"and each other cell is pushed apart by its own share. By chance the loss is ln {len(captions)} = "
        f"{np.log(len(captions)):.2f}; the mean of this batch is {found.loss:.2f}."
    )
    return (Explanation("The loss of one pair", "", formulas, table, tuple(captions), told),)
