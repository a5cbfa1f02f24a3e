"""Procrustes in the plane, number by number: points, the same turned by an angle, and the turn found again."""

from dataclasses import dataclass

import numpy as np

from engine.algorithms.procrustes import rotation
from engine.insight.explanation import Explanation

EXAMPLE = ((2.0, 0.5), (0.5, 1.5), (-1.5, 1.0), (-0.5, -1.5))


@dataclass(frozen=True, eq=False)
class Decomposed:
    """The product X^T Y (2, 2), its singular value decomposition, and U V^T. mirrored: whether this mirrors, too.
    angle: by how many degrees it turns the x-axis, counter-clockwise."""

    product: np.ndarray
    left: np.ndarray
    values: np.ndarray
    right: np.ndarray
    rotation: np.ndarray

    @property
    def mirrored(self) -> bool:
        return bool(np.linalg.det(self.rotation) < 0)

    @property
    def angle(self) -> float:
        return float(np.degrees(np.arctan2(self.rotation[0, 1], self.rotation[0, 0])))

    def told(self) -> str:
        """What it does, in words."""
        return f"turns by {self.angle:.1f}°" + (" and mirrors" if self.mirrored else "")


def decomposed(points: np.ndarray, others: np.ndarray) -> Decomposed:
    """The turn of points (n, 2) onto others (n, 2) with what it is made of."""
    product = points.T @ others
    left, values, right = np.linalg.svd(product)
    return Decomposed(product, left, values, right, rotation(points, others).matrix)


def turned(points: np.ndarray, angle: float, mirrored: bool, noise: float, seed: int = 0) -> np.ndarray:
    """Points (n, 2) as rows, turned counter-clockwise by an angle in degrees, before that mirrored at the x-axis, with
    normal noise of that size."""
    radians = np.radians(angle)
    turn = np.array([[np.cos(radians), np.sin(radians)], [-np.sin(radians), np.cos(radians)]])
    flipped = points * (1, -1) if mirrored else points
    return np.asarray(flipped @ turn + noise * np.random.default_rng(seed).normal(size=points.shape))


def explained(points: np.ndarray, others: np.ndarray) -> Explanation:
    """Each step of Procrustes with its numbers, and what is left over."""
    found = decomposed(points, others)
    off = float(np.square(points @ found.rotation - others).sum())
    sizes = float(np.square(points).sum() + np.square(others).sum())
    return Explanation(
        "The turn, from a singular value decomposition",
        "",
        (
            r"X^\top Y = " + matrix_tex(found.product) + r" = U S V^\top",
            "U = " + matrix_tex(found.left) + r",\quad S = " + diagonal_tex(found.values) + r",\quad V^\top = "
            + matrix_tex(found.right),
            r"W = U V^\top = " + matrix_tex(found.rotation),
            r"\lVert XW - Y\rVert^2 = \lVert X\rVert^2 + \lVert Y\rVert^2 - 2\,(s_1 + s_2) = "
            rf"{sizes:.3f} - 2 \cdot {found.values.sum():.3f} = {off:.3f}",
        ),
        caption=f"W {found.told()}. No orthogonal matrix leaves less: the trace of WᵀXᵀY is at most the sum of the "
        "singular values, and UVᵀ reaches it.",
    )  # fmt: skip


def diagonal_tex(values: np.ndarray) -> str:
    """A diagonal matrix of two numbers in LaTeX."""
    return rf"\operatorname{{diag}}({values[0]:.2f}, {values[1]:.2f})"


def matrix_tex(matrix: np.ndarray) -> str:
    """A small matrix in LaTeX."""
    rows = r" \\ ".join(" & ".join(f"{value:.2f}" for value in row) for row in matrix)
    return rf"\begin{{pmatrix}} {rows} \end{{pmatrix}}"
