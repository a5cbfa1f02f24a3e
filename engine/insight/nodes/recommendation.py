"""What suits a node of one kind among the nodes of the other, and whether those joined to it already come first."""

from dataclasses import dataclass

import numpy as np

from engine.datasets.graphs.graph import Graph
from engine.fit import Fit


@dataclass(frozen=True, eq=False)
class Ranked:
    """Nodes, best first: rows int64 (n,) and their scores float (n,)."""

    rows: np.ndarray
    scores: np.ndarray


@dataclass(frozen=True, eq=False)
class Recommendation:
    """fresh: nodes of the other kind that no edge joins yet. joined: those that one does.

    above: share of the pairs of a joined and a fresh node of which the joined one scores higher; None without pairs.
    """

    fresh: Ranked
    joined: Ranked
    above: float | None


def recommended(fit: Fit, undirected: Graph, node: int) -> Recommendation:
    """All nodes of the other kind by inner product with a node of a graph of two kinds.

    A node of the first kind is multiplied as itself and one of the second as a context (`Fit.context`).
    """
    others = np.flatnonzero(undirected.sides != undirected.sides[node])
    first, second = (fit.main, fit.context) if undirected.sides[node] == 0 else (fit.context, fit.main)
    scores = second.vectors[others] @ first.vectors[node]
    joined = np.isin(others, undirected.neighbors(node))
    return Recommendation(
        _ranked(others[~joined], scores[~joined]),
        _ranked(others[joined], scores[joined]),
        share_above(scores[joined], scores[~joined]),
    )


def share_above(high: np.ndarray, low: np.ndarray) -> float | None:
    """Share of the pairs of one of each in which the first is higher; None if there are no pairs."""
    if not len(high) or not len(low):
        return None
    return float(np.searchsorted(np.sort(low), high, side="left").mean() / len(low))


def _ranked(rows: np.ndarray, scores: np.ndarray) -> Ranked:
    order = np.argsort(-scores, kind="stable")
    return Ranked(rows[order], scores[order])
