"""The few words of a mini-corpus on a plane."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from engine.figures.colors import ACCENT, OKABE_ITO
from engine.figures.label_places import label_places
from engine.figures.style import FAINT, escaped, figure

LIT = OKABE_ITO[1]
TOGETHER = 3
"""Words whose places agree to so many decimals are one point, with all their names."""


def places(coordinates: np.ndarray, words: Sequence[str], shown: float, lit: str = "", height: int = 420) -> go.Figure:
    """Words (n,) at their places (n, 2); shown: the share of squares that the two axes hold; lit: the word to color."""
    title = f"the two axes hold {shown:.0%} of the squares of the matrix"
    return figure([_points(coordinates, words, lit)], height, xaxis_title=title, yaxis_scaleanchor="x")


def ways(path: np.ndarray, words: Sequence[str], lit: str = "", height: int = 420) -> go.Figure:
    """Words (n,) at their last places, and how they came there: path (steps, n, 2)."""
    breaks = np.full((1, path.shape[1], 2), np.nan)
    x, y = np.concatenate([path, breaks]).transpose(2, 1, 0).reshape(2, -1)
    lines = go.Scatter(x=x, y=y, mode="lines", line={"color": FAINT, "width": 2}, hoverinfo="skip")
    return figure([lines, _points(path[-1], words, lit)], height, showlegend=False, yaxis_scaleanchor="x")


def _points(coordinates: np.ndarray, words: Sequence[str], lit: str) -> go.Scatter:
    at: dict[tuple[float, float], list[str]] = defaultdict(list)
    for (x, y), word in zip(np.round(coordinates, TOGETHER) + 0.0, words, strict=True):
        at[float(x), float(y)].append(word)
    together = [", ".join(names) for names in at.values()]
    return go.Scatter(
        x=[x for x, _ in at],
        y=[y for _, y in at],
        mode="markers+text",
        text=[", ".join(map(escaped, names)) for names in at.values()],
        textposition=label_places(np.array([*at]), together, even=True),
        marker={
            "size": [15 if lit in names else 9 for names in at.values()],
            "color": [LIT if lit in names else ACCENT for names in at.values()],
        },
        hovertemplate="%{text}: %{x:.3f}, %{y:.3f}<extra></extra>",
    )
