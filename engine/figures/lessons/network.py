"""A small network with all of its numbers, and a way down a surface."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from engine.figures.colors import ACCENT, BASELINE, CIVIDIS, scale
from engine.figures.style import MUTED, figure

ROOM = 0.16
"""Above the highest unit and below the lowest, as a share of a layer's height."""
MINUS = "\N{MINUS SIGN}"
"""Longer than a hyphen, which a line behind it would hide."""
ABOVE = 0.045
"""How far above its line the middle of a number is."""
SHARES = np.linspace(0.14, 0.86, 37)
"""Of the way along a line: where its number may stand."""


def layers(values: Sequence[np.ndarray], weights: Sequence[np.ndarray], letters: Sequence[str]) -> go.Figure:
    """Units as circles with their numbers, layer by layer from the left; weights[i] (n_next, n) are lines.

    letters: of the layers; the units of x are called x₁, x₂ ...
    """
    places = [np.linspace(0, 1, len(each) + 2)[1:-1][::-1] for each in values]
    lines, numbers = [], []
    widest = max(float(np.abs(each).max()) for each in weights) or 1.0
    for at, matrix in enumerate(weights):
        ways = [(places[at][start], places[at + 1][to]) for to, row in enumerate(matrix) for start in range(len(row))]
        for way, weight, share in zip(ways, matrix.ravel(), _shares(np.array(ways)), strict=True):
            color = ACCENT if weight >= 0 else BASELINE
            width = 1 + 4 * abs(weight) / widest
            lines.append(
                go.Scatter(x=[at, at + 1], y=way, mode="lines", line={"color": color, "width": width}, hoverinfo="skip")
            )
            numbers.append((at + share, way[0] + share * (way[1] - way[0]), f"{weight:g}".replace("-", MINUS)))
    marks = go.Scatter(
        x=[x for x, _, _ in numbers], y=[y for _, y, _ in numbers], mode="text", text=[text for *_, text in numbers],
        textposition="top center", hoverinfo="skip",
    )  # fmt: skip
    units = go.Scatter(
        x=np.repeat(np.arange(len(values)), [len(each) for each in values]), y=np.concatenate(places),
        mode="markers+text",
        text=[
            f"{letter}{chr(ord('₁') + row)}<br>{value:.2f}".replace("-", MINUS)
            for letter, each in zip(letters, values, strict=True)
            for row, value in enumerate(each)
        ],
        textfont={"color": "#000000"}, marker={"size": 52, "color": "#B9BCC4", "line": {"color": MUTED, "width": 1}},
        hovertemplate="%{text}<extra></extra>",
    )  # fmt: skip
    hidden = {"visible": False}
    heights = np.concatenate(places)
    return figure(
        [*lines, marks, units], 300, showlegend=False, xaxis=hidden | {"range": [-0.3, len(values) - 0.7]},
        yaxis=hidden | {"range": [heights.min() - ROOM, heights.max() + ROOM]},
    )  # fmt: skip


def _shares(ways: np.ndarray) -> list[float]:
    """How far along each line (n, 2), from height to height, its number stands: farthest from all other lines, and
    from the numbers before it.
    """
    chosen: list[float] = []
    taken = np.empty((0, 2))
    for row, (start, end) in enumerate(ways):
        heights = start + SHARES * (end - start) + ABOVE
        others = np.delete(ways, row, axis=0)
        crossing = others[:, :1] + SHARES * np.diff(others, axis=1)  # (n - 1, n_shares)
        free = np.abs(crossing - heights).min(axis=0, initial=ABOVE)
        apart = np.hypot(SHARES[:, None] - taken[:, 0], heights[:, None] - taken[:, 1]).min(axis=1, initial=2 * ABOVE)
        best = int(np.argmax(free + apart))
        chosen.append(float(SHARES[best]))
        taken = np.vstack([taken, (SHARES[best], heights[best])])
    return chosen


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
