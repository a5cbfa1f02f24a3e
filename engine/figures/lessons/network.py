"""A small network with all of its numbers, and a way down a surface."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from engine.figures.colors import ACCENT, BASELINE, CIVIDIS, scale
from engine.figures.style import MUTED, figure


def layers(values: Sequence[np.ndarray], weights: Sequence[np.ndarray]) -> go.Figure:
    """Units as circles with their numbers, layer by layer from the left; weights[i] (n_next, n) are lines."""
    places = [np.linspace(0, 1, len(each) + 2)[1:-1][::-1] for each in values]
    lines, numbers = [], []
    widest = max(float(np.abs(each).max()) for each in weights) or 1.0
    for at, matrix in enumerate(weights):
        for to, row in enumerate(matrix):
            for start, weight in enumerate(row):
                y = places[at][start], places[at + 1][to]
                share = 0.2 + 0.1 * to
                color = ACCENT if weight >= 0 else BASELINE
                width = 1 + 4 * abs(weight) / widest
                lines.append(
                    go.Scatter(
                        x=[at, at + 1], y=y, mode="lines", line={"color": color, "width": width}, hoverinfo="skip"
                    )
                )
                numbers.append((at + share, y[0] + share * (y[1] - y[0]), f"{weight:g}"))
    marks = go.Scatter(
        x=[x for x, _, _ in numbers], y=[y for _, y, _ in numbers], mode="text", text=[text for *_, text in numbers],
        textposition="top center", hoverinfo="skip",
    )  # fmt: skip
    units = go.Scatter(
        x=np.repeat(np.arange(len(values)), [len(each) for each in values]), y=np.concatenate(places),
        mode="markers+text", text=[f"{value:.2f}" for each in values for value in each],
        textfont={"color": "#000000"}, marker={"size": 52, "color": "#B9BCC4", "line": {"color": MUTED, "width": 1}},
        hovertemplate="%{text}<extra></extra>",
    )  # fmt: skip
    hidden = {"visible": False}
    return figure(
        [*lines, marks, units], 380, showlegend=False, xaxis=hidden | {"range": [-0.3, len(values) - 0.7]},
        yaxis=hidden | {"range": [-0.02, 1.02]},
    )  # fmt: skip


def way_down(path: np.ndarray, steepness: float, reach: tuple[float, float]) -> go.Figure:
    """A path (n, 2) on (x^2 + steepness y^2) / 2, over its contours; reach: of the picture, to both sides."""
    x, y = (np.linspace(-side, side, 81) for side in reach)
    heights = (x[None, :] ** 2 + steepness * y[:, None] ** 2) / 2
    ground = go.Contour(
        x=x, y=y, z=np.log10(heights + 0.05), showscale=False, ncontours=16, colorscale=scale(CIVIDIS), opacity=0.55,
        hoverinfo="skip", line={"width": 0.5},
    )  # fmt: skip
    steps = go.Scatter(
        x=path[:, 0], y=path[:, 1], mode="lines+markers", line={"color": BASELINE, "width": 2}, marker={"size": 6},
        customdata=np.arange(len(path)), hovertemplate="step %{customdata}: %{x:.3f}, %{y:.3f}<extra></extra>",
    )  # fmt: skip
    return figure(
        [ground, steps], 360, xaxis={"range": [-reach[0], reach[0]], "title": "first weight"},
        yaxis={"range": [-reach[1], reach[1]], "title": "second weight"},
    )  # fmt: skip
