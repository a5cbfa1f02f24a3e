"""The score of a film for a viewer, by the parts that the two towers add up."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.insight.explanation import Explanation

PARTS = ("the film itself", "its genres", "its decade")


@dataclass(frozen=True, eq=False)
class TowerScore:
    """The inner product of a viewer and a film, by the parts that the two towers add up.

    parts: (2, 3); rows: the films liked, their genres; columns: PARTS of the film. score: their sum.
    n_liked: films in the viewer's history, without those that were trained without ratings.
    """

    parts: np.ndarray
    score: float
    n_liked: int


def tower_score(
    viewer: np.ndarray, features: Sequence[np.ndarray], rows: Sequence[np.ndarray], n_liked: int
) -> TowerScore:
    """viewer: (2, k), what the tower of viewers adds up. features, rows: for each of PARTS the film's features (m,)
    and the learned rows (m, k) of these features.
    """
    towers = np.stack([known @ learned.astype(np.float64) for known, learned in zip(features, rows, strict=True)])
    parts = viewer @ towers.T  # (2, k) by (k, 3)
    return TowerScore(parts, float(parts.sum()), n_liked)


def explained(found: TowerScore, unseen: bool) -> Explanation:
    """The six inner products; unseen: whether the film was trained without ratings."""
    alone = " This film was trained without ratings: it has no vector of its own, only genres and decade." * unseen
    formula = (
        r"(u_\mathrm{films} + u_\mathrm{genres}) \cdot (v_\mathrm{film} + v_\mathrm{genres} + v_\mathrm{decade}) = "
        rf"{found.score:.4f}"
    )
    return Explanation(
        "One score",
        "what each part of the viewer's tower and of the film's tower adds to it",
        (formula,),
        {name: found.parts[:, place].tolist() for place, name in enumerate(PARTS)},
        (f"mean of {found.n_liked:,} films liked", "their genres"),
        f"The six inner products add up to the score.{alone}",
    )
