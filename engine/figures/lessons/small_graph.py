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
    loops = {a: _loop(places, a, edges) for a, b in edges if a == b}
    drawn = [(a, b, MUTED, 1.0) for a, b in edges] + [(a, b, ACCENT, 3.0) for a, b in pairwise(path)]
    drawn += [(a, b, BASELINE, max(1.0, WIDEST * chance)) for a, b, chance in chances]
    lines = [_line(loops[a] if a == b else places[[a, b]], color, width) for a, b, color, width in drawn]
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


def _line(points: np.ndarray, color: str, width: float) -> go.Scatter:
    return go.Scatter(
        x=points[:, 0], y=points[:, 1], mode="lines", line={"color": color, "width": width}, hoverinfo="skip"
    )


def _loop(places: np.ndarray, node: int, edges: Sequence[tuple[int, int]]) -> np.ndarray:
    """A circle (33, 2) at a node, where most room is between its edges."""
    ends = [b if a == node else a for a, b in edges if node in (a, b) and a != b]
    steps = places[ends] - places[node]
    taken = np.arctan2(steps[:, 1], steps[:, 0])
    angles = np.linspace(-np.pi, np.pi, 33)
    room = np.cos(angles[:, None] - taken).max(axis=1, initial=-1)
    free = angles[int(room.argmin())]
    center = places[node] + LOOP * np.array([np.cos(free), np.sin(free)])
    return center + LOOP * np.column_stack([np.cos(angles), np.sin(angles)])
