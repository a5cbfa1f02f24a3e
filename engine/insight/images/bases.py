"""Two bases of nearly one subspace: how far apart the spans are, and how far their single directions."""

from dataclasses import dataclass

import numpy as np

from engine.low_rank import principal_angles


@dataclass(frozen=True, eq=False)
class Bases:
    """All angles in degrees, in [0, 90]. spans: (k,) principal angles between the two spans, rising.

    singles: (k,) between the j-th direction of one and the j-th of the other, signs ignored.
    off_orthonormal: largest entry of |V'V - I|, 0 for columns of length 1 at right angles.
    """

    spans: np.ndarray
    singles: np.ndarray
    off_orthonormal: float


def compared(columns: np.ndarray, axes: np.ndarray) -> Bases:
    """Columns V (d, k) beside orthonormal axes (k, d)."""
    columns = columns.astype(np.float64)
    lengths = np.linalg.norm(columns, axis=0)
    cosines = np.abs((columns * axes.T).sum(axis=0)) / np.where(lengths > 0, lengths, 1)
    off = np.abs(columns.T @ columns - np.eye(columns.shape[1])).max()
    spans = np.degrees(principal_angles(columns, axes.T.astype(np.float64)))
    return Bases(spans, np.degrees(np.arccos(np.clip(cosines, 0, 1))), float(off))
