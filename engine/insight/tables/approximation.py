"""A picture or table at every rank: what is taken off first, the error measured and by theory, numbers and bytes."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from engine.datasets.tables.matrix import Matrix
from engine.insight.explanation import Explanation
from engine.low_rank import Factors, factorize

FLOAT_BYTES = 4
Scaling = Literal["standardized", "centered", "bare"]


@dataclass(frozen=True, eq=False)
class Approximation:
    """A matrix taken apart. values: float64 (channels, n, d) in its own units. offset, scale: (d,), what was taken off
    each column and what it was divided by. factors: of each channel of the rest.
    """

    values: np.ndarray
    offset: np.ndarray
    scale: np.ndarray
    factors: tuple[Factors, ...]

    @property
    def n_ranks(self) -> int:
        """The largest rank."""
        return min(self.values.shape[1:])

    @cached_property
    def errors(self) -> np.ndarray:
        """Squared error of rank 0, 1, ..., over all channels."""
        return np.sum([each.squared_errors for each in self.factors], axis=0)

    @cached_property
    def singular_values(self) -> np.ndarray:
        """Of all channels together: the root of the sum of their squares."""
        return np.sqrt(np.sum([np.square(each.values) for each in self.factors], axis=0))

    def rank(self, k: int) -> np.ndarray:
        """Rank k of every channel, (channels, n, d), of what was left after scaling."""
        return np.stack([each.rank(k) for each in self.factors])

    def layer(self, k: int) -> np.ndarray:
        """What component k, from 0, adds: σ u vᵀ of rank 1, the mean over the channels, float64 (n, d)."""
        parts = [each.values[k] * np.outer(each.left[:, k], each.right[:, k]) for each in self.factors]
        return np.mean(parts, axis=0)

    def picture(self, k: int) -> np.ndarray:
        """Rank k of a picture, uint8 (height, width, channels)."""
        return np.rint(np.clip(self.rank(k).transpose(1, 2, 0), 0, 1) * 255).astype(np.uint8)

    def identity(self, k: int) -> Explanation:
        """The error of rank k, measured entry by entry, and by the singular values left out (Eckart and Young)."""
        measured = float(np.square((self.values - self.offset) / self.scale - self.rank(k)).sum())
        left_out, total = float(self.errors[k]), float(self.errors[0])
        left = rf"\lVert X - X_{{{k}}} \rVert_F^2 = {_number(measured)}"
        return Explanation(
            "",
            formulas=(rf"{left} \qquad \sum_{{i>{k}}} \sigma_i^2 = {_number(left_out)}",),
            caption="Left: measured entry by entry; right: the squared singular values left out, summed. "
            f"Rank {k} keeps {1 - left_out / total:.2%} of the squared size.",
        )

    def size(self, k: int) -> "Size":
        """Numbers and bytes of rank k."""
        channels, n_rows, n_columns = self.values.shape
        numbers = sum(each.numbers_kept(k) for each in self.factors)
        pays = (n_rows * n_columns) // (n_rows + n_columns + 1)
        return Size(numbers, channels * n_rows * n_columns, pays)


@dataclass(frozen=True)
class Size:
    """numbers: that a rank is stored with; whole: of the matrix. pays_to: the last rank that needs fewer."""

    numbers: int
    whole: int
    pays_to: int

    @property
    def n_bytes(self) -> int:
        """Of the rank, as float32."""
        return FLOAT_BYTES * self.numbers


def approximation(matrix: Matrix, scaling: Scaling, left_out: Sequence[str] = ()) -> Approximation:
    """Take a matrix apart, without the columns of those names.

    standardized: each column less its mean, over its spread; centered: less its mean alone.
    """
    kept = [place for place in range(matrix.shape[1]) if not matrix.columns or matrix.columns[place] not in left_out]
    values = matrix.channels[:, :, kept].astype(np.float64)
    n_columns = len(kept)
    offset = values[0].mean(axis=0) if scaling != "bare" else np.zeros(n_columns)
    spread = values[0].std(axis=0)
    scale = np.where(spread > 0, spread, 1) if scaling == "standardized" else np.ones(n_columns)
    return Approximation(values, offset, scale, tuple(factorize(channel) for channel in (values - offset) / scale))


def _number(value: float) -> str:
    """A positive number for a formula, in full or as a power of ten where it is small."""
    if value >= 0.01 or value == 0:
        return f"{value:,.2f}"
    mantissa, exponent = f"{value:.3e}".split("e")
    return rf"{mantissa} \cdot 10^{{{int(exponent)}}}"
