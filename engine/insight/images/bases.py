"""Two bases of nearly one subspace: how far apart the spans are, and how far their single directions."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from engine.fit import Fit
from engine.low_rank import Principal, principal_angles


@dataclass(frozen=True, eq=False)
class Bases:
    """All angles in degrees, in [0, 90]. spans: (k,) principal angles between the two spans, rising.

    singles: (k,) between the j-th direction of one and the j-th of the other, signs ignored.
    off_orthonormal: largest entry of |V'V - I|, 0 for columns of length 1 at right angles.
    """

    spans: np.ndarray
    singles: np.ndarray
    off_orthonormal: float


@dataclass(frozen=True)
class Comparison:
    """A linear network beside PCA of as many components. error_ratio: its squared error over PCA's."""

    name: str
    error_ratio: float
    bases: Bases


def beside_pca(fits: Mapping[str, Fit], axes: Principal) -> list[Comparison]:
    """Linear autoencoders by name, each with the columns of its decoder beside the components."""
    found = []
    for name, fit in fits.items():
        columns = fit.arrays["decoder.0.weight"]
        ratio = fit.summary["test_mse"] / fit.summary["pca_test_mse"]
        found.append(Comparison(name, ratio, compared(columns, axes.components[: columns.shape[1]])))
    return found


def open_numbers(k: int, tied: bool) -> int:
    """Numbers that a loss over images leaves open in a basis of k directions: all of A, or only turns where tied."""
    return k * (k - 1) // 2 if tied else k * k


def compared(columns: np.ndarray, axes: np.ndarray) -> Bases:
    """Columns V (d, k) beside orthonormal axes (k, d)."""
    columns = columns.astype(np.float64)
    lengths = np.linalg.norm(columns, axis=0)
    cosines = np.abs((columns * axes.T).sum(axis=0)) / np.where(lengths > 0, lengths, 1)
    off = np.abs(columns.T @ columns - np.eye(columns.shape[1])).max()
    spans = np.degrees(principal_angles(columns, axes.T.astype(np.float64)))
    return Bases(spans, np.degrees(np.arccos(np.clip(cosines, 0, 1))), float(off))
