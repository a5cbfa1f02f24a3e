"""One step of a walk by the formula of node2vec, with its numbers."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.algorithms.walks.transitions import Transition, transition
from engine.datasets.graphs.graph import Graph
from engine.insight.explanation import Explanation
from engine.insight.nodes.numbers import tex

LISTED = 12
"""Neighbors in the table."""


def last_step(graph: Graph, nodes: Sequence[int], p: float, q: float) -> Transition:
    """Where a walk can go after these nodes, the most probable first."""
    step = transition(graph.csr, nodes[-2] if len(nodes) > 1 else None, nodes[-1], p, q)
    order = np.argsort(-step.probabilities, kind="stable")
    return Transition(step.rows[order], step.factors[order], step.weights[order], step.probabilities[order])


def explained_step(graph: Graph, nodes: Sequence[int], p: float, q: float) -> Explanation:
    """The next step of a walk that has come through these nodes: every neighbor's chance, and one put into figures."""
    step, at = last_step(graph, nodes, p, q), graph.nodes[nodes[-1]]
    before = nodes[-2] if len(nodes) > 1 else None
    came = f", having come from {graph.nodes[before]}" if before is not None else ""
    if not len(step.rows):
        return Explanation("A step of a walk", caption=f"At {at}{came}. No edge leaves this node: the walk ends.")
    shown = slice(0, LISTED)
    table: dict[str, Sequence[Any]] = {
        "To": [graph.nodes[row] for row in step.rows[shown]],
        "Factor": [_kind(int(row), factor, before) for row, factor in zip(step.rows, step.factors, strict=True)][shown],
        "α": step.factors[shown].tolist(),
        "Weight w": step.weights[shown].tolist(),
        "Probability": step.probabilities[shown].tolist(),
    }
    caption = f"At {at}{came}: {len(step.rows):,} edges lead on; the most probable first, and the first one in figures."
    return Explanation("A step of a walk", formulas=(chance(step),), table=table, caption=caption)


def chance(step: Transition) -> str:
    """The probability of the first entry in LaTeX."""
    pull = float((step.factors * step.weights).sum())
    return (
        rf"P = \frac{{\alpha\,w}}{{\sum \alpha\,w}} = \frac{{{tex(step.factors[0])}\cdot {tex(step.weights[0])}}}"
        rf"{{{tex(pull)}}} = {step.probabilities[0]:.3f}"
    )


def _kind(row: int, factor: float, before: int | None) -> str:
    """Which of the three factors a neighbor has."""
    if before is None:
        return "first step: 1"
    if row == before:
        return "back: 1/p"
    return "near: 1" if factor == 1 else "away: 1/q"
