"""A graph of a few nodes, drawn with its names, and where a walk has been or may go."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import plotly.graph_objects as go

from engine.figures.colors import ACCENT, BASELINE, OTHER
from engine.figures.style import MUTED, escaped, figure

LOOP = 0.28
"""Radius of a loop, in steps."""
WIDEST = 9
"""Pixels of the edge of a step that is certain."""


def network(
    places: np.ndarray,
    names: Sequence[str],
    edges: Sequence[tuple[int, int]],
    path: Sequence[int] = (),
    chances: Sequence[tuple[int, int, float]] = (),
    height: int = 380,
) -> go.Figure:
    """Nodes (n, 2) as circles with names. path: rows of a walk, drawn over the edges. chances: (from, to, chance) of a
    next step, drawn as wide as it is likely.
    """
    lines = [_line(places, a, b, MUTED, 1.0) for a, b in edges]
    lines += [_line(places, a, b, ACCENT, 3.0) for a, b in pairwise(path)]
    lines += [_line(places, a, b, BASELINE, max(1.0, WIDEST * chance)) for a, b, chance in chances]
    now = path[-1:] if len(path) else [a for a, _, _ in chances[:1]]
    units = go.Scatter(
        x=places[:, 0], y=places[:, 1], mode="markers+text", text=list(map(escaped, names)),
        textfont={"color": "#000000"}, hovertemplate="%{text}<extra></extra>",
        marker={
            "size": 30, "color": ["#F0E442" if row in now else OTHER for row in range(len(names))],
            "line": {"color": MUTED, "width": 1},
        },
    )  # fmt: skip
    hidden = {"visible": False}
    return figure([*lines, units], height, showlegend=False, xaxis=hidden, yaxis=hidden | {"scaleanchor": "x"})


def _line(places: np.ndarray, a: int, b: int, color: str, width: float) -> go.Scatter:
    """An edge; a loop as a circle, away from the middle of the graph."""
    if a == b:
        away = places[a] - places.mean(axis=0)
        length = float(np.linalg.norm(away))
        center = places[a] + LOOP * (away / length if length > 1e-9 else np.array([0.0, 1.0]))
        angles = np.linspace(0, 2 * np.pi, 33)
        points = center + LOOP * np.column_stack([np.cos(angles), np.sin(angles)])
    else:
        points = places[[a, b]]
    return go.Scatter(
        x=points[:, 0], y=points[:, 1], mode="lines", line={"color": color, "width": width}, hoverinfo="skip"
    )
