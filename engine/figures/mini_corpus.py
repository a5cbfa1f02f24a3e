"""The few words of a mini-corpus on a plane."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from engine.figures.colors import ACCENT
from engine.figures.style import escaped, figure

TOGETHER = 3
"""Words whose places agree to so many decimals are one point, with all their names."""


def places(coordinates: np.ndarray, words: Sequence[str], shown: float, height: int = 420) -> go.Figure:
    """Words (n,) at their places (n, 2); shown: the share of squares that the two axes hold."""
    at: dict[tuple[float, float], list[str]] = defaultdict(list)
    for (x, y), word in zip(np.round(coordinates, TOGETHER) + 0.0, words, strict=True):
        at[float(x), float(y)].append(escaped(word))
    points = go.Scatter(
        x=[x for x, _ in at],
        y=[y for _, y in at],
        mode="markers+text",
        text=[", ".join(names) for names in at.values()],
        textposition="top center",
        marker={"size": 9, "color": ACCENT},
        hovertemplate="%{text}: %{x:.3f}, %{y:.3f}<extra></extra>",
    )
    title = f"the two axes hold {shown:.0%} of the squares of the matrix"
    return figure([points], height, xaxis_title=title, yaxis_scaleanchor="x")
