"""One weight of the linear autoencoder, and the largest weights in the score of a film."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.datasets.ratings.ratings import Histories
from engine.insight.explanation import Explanation

LARGEST = 10


@dataclass(frozen=True)
class EaseCell:
    """One weight of EASE: how much having liked `first` adds to the score of `second`.

    inverse: P of the pair; diagonal: P of (second, second); weight = -inverse / diagonal.
    both: viewers who liked both.
    """

    inverse: float
    diagonal: float
    weight: float
    both: int


def ease_cell(weight: float, diagonal: float, likings: Histories, first: int, second: int) -> EaseCell:
    """One cell of the matrix of weights; `first` and `second` differ."""
    users = [likings.users[likings.items == item] for item in (first, second)]
    return EaseCell(-weight * diagonal, diagonal, weight, len(np.intersect1d(*users)))


def explained(cell: EaseCell, regularization: float, inverted: str) -> Explanation:
    """The weight by its formula; inverted: over which side the inverse was taken."""
    fraction = rf"\frac{{{_power_of_ten(cell.inverse)}}}{{{_power_of_ten(cell.diagonal)}}}"
    return Explanation(
        "One weight",
        "how much having liked one film adds to the score of another",
        (
            r"P = (X^\top X + \lambda I)^{-1} \qquad B_{ij} = -P_{ij} / P_{jj}",
            rf"B_{{ij}} = -{fraction} = {cell.weight:.5f}",
        ),
        caption=f"λ = {regularization:g}; viewers who liked both: {cell.both:,}. The matrix inverted was that over "
        f"{inverted}, whichever are fewer.",
    )


def explained_largest(weights: np.ndarray, names: Sequence[str], item: int) -> Explanation:
    """The largest weights (n_items,) in the score of `item`."""
    order = np.argsort(-np.abs(weights), kind="stable")[:LARGEST]
    table = {"Having liked": [names[row] for row in order], "adds": weights[order].tolist()}
    return Explanation("The largest weights", table=table, caption=f"In the score of {names[item]}.")


def _power_of_ten(value: float) -> str:
    mantissa, exponent = f"{value:.3e}".split("e")
    return rf"{mantissa} \cdot 10^{{{int(exponent)}}}"
