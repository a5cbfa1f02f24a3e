"""One step of alternating least squares: a viewer's vector, solved for while the films stay as they are."""

from dataclasses import dataclass

import numpy as np

from engine.insight.explanation import Explanation

ROWS = 8


@dataclass(frozen=True, eq=False)
class SolvedRow:
    """One viewer's vector, solved for with the films fixed.

    matrix: (k, k) Q'Q + alpha Q_liked'Q_liked + lambda I. wanted: (k,) (1 + alpha) times the sum of the liked films'
    vectors. vector: (k,) their solution. residual: largest entry of |matrix vector - wanted|.
    before, after: the viewer's part of the objective at the origin and at the solution.
    """

    matrix: np.ndarray
    wanted: np.ndarray
    vector: np.ndarray
    residual: float
    before: float
    after: float
    n_liked: int


def solved_row(
    items: np.ndarray, liked: np.ndarray, vector: np.ndarray, alpha: float, regularization: float
) -> SolvedRow:
    """The equations of the viewer who liked some rows of items (n_items, k), and the vector (k,) that was found."""
    items = items.astype(np.float64)
    near = items[liked]
    matrix = items.T @ items + alpha * near.T @ near + regularization * np.eye(items.shape[1])
    wanted = (1 + alpha) * near.sum(axis=0)
    before = (1 + alpha) * len(near)
    residual = float(np.abs(matrix @ vector - wanted).max())
    return SolvedRow(matrix, wanted, vector, residual, before, float(before - wanted @ vector), len(near))


def explained(row: SolvedRow, alpha: float, regularization: float) -> Explanation:
    """The first equations in numbers."""
    shown = min(ROWS, len(row.vector))
    table = {f"q{place + 1}": row.matrix[:shown, place].tolist() for place in range(shown)}
    table |= {"right side": row.wanted[:shown].tolist(), "p": row.vector[:shown].tolist()}
    return Explanation(
        "One step",
        "the vector of a viewer, solved for while the films stay as they are",
        (r"(Q^\top Q + \alpha\, Q_u^\top Q_u + \lambda I)\; p = (1 + \alpha)\; Q_u^\top \mathbf{1}",),
        table,
        caption=f"The first {shown} of {len(row.vector)} rows; Q holds all films, Q_u the {row.n_liked:,} that were "
        f"liked; α = {alpha:g}, λ = {regularization:g}. The viewer's part of the objective falls from "
        f"{row.before:.3f} at p = 0 to {row.after:.3f}; the equations hold up to {row.residual:.1e}.",
    )
