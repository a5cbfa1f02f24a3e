"""A gradient step on a plane: which vectors are pulled, which are pushed, before and after."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

LONGEST = 0.25
"""How long the longest arrow is drawn, beside the extent of the plane."""
_STEPS = (1, 2, 5)


@dataclass(frozen=True, eq=False)
class Moves:
    """A step in the plane in which all of it happens.

    names: what predicts, then the word that is there, then the others. before: float64 (n, 2). after: (n, 2), at the
    ends of arrows that are `times` as long as the step. Across: inner product with what predicts, over its length.
    """

    names: tuple[str, ...]
    before: np.ndarray
    after: np.ndarray
    times: float


def moves(names: Sequence[str], center: np.ndarray, pull: np.ndarray, outputs: np.ndarray, steps: np.ndarray) -> Moves:
    """The step that adds `pull` (d,) to `center` (d,), and steps (n, d) to outputs (n, d).

    The plane is that of the center and its pull. Where the outputs move along the center, no part of the step is left
    out, only of where the outputs stand.
    """
    if len(names) != 1 + len(outputs):
        raise ValueError(f"{len(names)} names for 1 + {len(outputs)} vectors")
    axes = _axes(center, pull, outputs)
    before = np.vstack([center, outputs]) @ axes.T
    drawn = np.vstack([pull, steps]) @ axes.T
    extent = float(np.ptp(before, axis=0).max())
    longest = float(np.linalg.norm(drawn, axis=1).max())
    times = _round_down(LONGEST * extent / longest) if longest > 0 else 1.0
    return Moves(tuple(names), before, before + times * drawn, times)


def _axes(center: np.ndarray, pull: np.ndarray, outputs: np.ndarray) -> np.ndarray:
    """Two directions of length 1: of the center, and of what else its pull has; (2, d)."""
    first = _unit(center)
    rests = [each - (each @ first) * first for each in (pull, *outputs)]
    second = next(
        (rest for rest in rests if np.linalg.norm(rest) > 1e-9 * max(1.0, float(np.linalg.norm(center)))), rests[0]
    )
    return np.stack([first, _unit(second)])


def _unit(vector: np.ndarray) -> np.ndarray:
    length = float(np.linalg.norm(vector))
    return vector / length if length > 0 else vector


def _round_down(value: float) -> float:
    """The largest of 1, 2, 5, 10, 20, 50 ... that is no larger; 1 at least."""
    if value < 1:
        return 1.0
    power = 10.0 ** float(np.floor(np.log10(value)))
    return float(max(step * power for step in _STEPS if step * power <= value))
