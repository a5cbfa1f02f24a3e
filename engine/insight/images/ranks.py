"""What k principal components keep of images: the error by Eckart and Young, similarities, bytes, a sum of terms."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.datasets.images.image_set import ImageSet
from engine.insight.explanation import Explanation
from engine.low_rank import Principal

LECTURE_RANKS = (*range(1, 10), 50)
"""The ranks of the lecture's sheets of a hundred pictures."""
N_PAIRS = 600
FLOAT_BYTES = 4
N_TERMS = 6


def identity(errors: np.ndarray, singular_values: np.ndarray, images: ImageSet, k: int) -> Explanation:
    """Measured error of rank k against the sum of the squared singular values left out (Eckart and Young, 1936).

    errors: (r + 1,) mean squared error per pixel of rank 0, 1, ... on the training images.
    """
    squares = np.square(singular_values)
    measured, left_out = errors[k] * images.n_train * images.n_pixels, squares[k:].sum()
    left = rf"\lVert X - X_{{{k}}} \rVert_F^2 = {measured:,.2f}"
    return Explanation(
        "",
        formulas=(rf"{left} \qquad \sum_{{i>{k}}} \sigma_i^2 = {left_out:,.2f}",),
        caption=f"Left: the error measured on the {images.n_train:,} training images. Right: the squared singular "
        f"values left out, summed. Rank {k} keeps {squares[:k].sum() / squares.sum():.1%} of the variance.",
    )


def kept_bytes(images: ImageSet, k: int) -> tuple[int, int]:
    """Bytes of rank k (codes, components and mean as float32), and of the images as bytes."""
    kept = FLOAT_BYTES * (k * images.n_images + (k + 1) * images.n_pixels)
    return kept, images.n_images * images.n_pixels


def built_up(axes: Principal, pixels: np.ndarray, n: int) -> tuple[np.ndarray, Explanation]:
    """An image (1, n_pixels) from its mean and 0, 1, ... n components, (n + 1, n_pixels); and the sum as a formula."""
    coordinates = axes.transform(pixels, n)[0]
    sums = np.concatenate([axes.reconstruct(coordinates[None, :k]) for k in range(n + 1)])
    terms = " ".join(f"{value:+.2f}\\,v_{{{at + 1}}}" for at, value in enumerate(coordinates[:N_TERMS]))
    return sums, Explanation("", formulas=(rf"x \approx \bar x {terms} \; \dots",))


def steps(most: int) -> list[int]:
    """Ranks for a slider: each up to 10, then 24 to every factor of ten, so that equal ways are equal factors."""
    spread = np.rint(10 ** np.arange(1, np.log10(max(most, 10)) + 1e-9, 1 / 24)).astype(int).tolist()
    return sorted({k for k in (*range(1, 11), *LECTURE_RANKS, *spread, most) if k <= most})


def of_ranks(axes: Principal, pixels: np.ndarray, ranks: Sequence[int]) -> np.ndarray:
    """An image (1, n_pixels) at each rank: (n_ranks, n_pixels)."""
    return np.concatenate([of_rank(axes, pixels, k) for k in ranks])


def of_rank(axes: Principal, pixels: np.ndarray, k: int) -> np.ndarray:
    """Images (n, n_pixels) rebuilt from their first k components."""
    return axes.reconstruct(axes.transform(pixels, k))


@dataclass(frozen=True, eq=False)
class Similarities:
    """Of pairs of images in pixels (about the mean) and in codes of k numbers: two (n_pairs,) arrays each."""

    products: tuple[np.ndarray, np.ndarray]
    distances: tuple[np.ndarray, np.ndarray]


def similarities(images: ImageSet, axes: Principal, k: int, n_pairs: int = N_PAIRS) -> Similarities:
    """Inner products and distances of random pairs, always the same ones."""
    rows = np.random.default_rng(0).integers(0, images.n_images, (2, n_pairs))
    first, second = (images.pixels(each) - axes.mean for each in rows)
    codes = [axes.transform(images.pixels(each), k) for each in rows]
    products = (first * second).sum(axis=1), (codes[0] * codes[1]).sum(axis=1)
    return Similarities(products, (np.linalg.norm(first - second, axis=1), np.linalg.norm(codes[0] - codes[1], axis=1)))
