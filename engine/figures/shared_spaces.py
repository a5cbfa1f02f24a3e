"""Two languages in one space: how often words are found, and points laid over others by a turn."""

import numpy as np
import plotly.graph_objects as go

from engine.figures.colors import ACCENT, BASELINE
from engine.figures.style import MUTED, figure

EDGES = (0, 1, 2, 3, 5, 10, 20, 50, 100, 200, 500, 1_000, 10_000, 1_000_000)


def occurrences(plain: np.ndarray, fair: np.ndarray) -> go.Figure:
    """How many words are found how often, (n,) counts each: by cosine and by CSLS."""
    largest = int(max(plain.max(), fair.max()))
    edges = [edge for edge in EDGES if edge <= largest]
    names = [_between(low, high) for low, high in zip(edges, [*edges[1:], largest + 1], strict=True)]
    bars = [
        go.Bar(
            x=names, y=np.histogram(counts, [*edges, largest + 1])[0], name=name, marker_color=color,
            hovertemplate="found %{x} times: %{y:,} words<extra></extra>",
        )
        for name, counts, color in (("by cosine", plain, BASELINE), ("by CSLS", fair, ACCENT))
    ]  # fmt: skip
    return figure(bars, height=300, barmode="group", xaxis={"title": "times found", "type": "category"},
                  yaxis_title="words")  # fmt: skip


def _between(low: int, high: int) -> str:
    return f"{low:,}" if high == low + 1 else f"{low:,} to {high - 1:,}"


def turned(points: np.ndarray, others: np.ndarray, laid: np.ndarray) -> go.Figure:
    """Points (n, 2), the others that they belong to, and the points as they are turned onto these."""
    gaps = np.full((len(points), 3, 2), np.nan)
    gaps[:, 0], gaps[:, 1] = laid, others
    lines = go.Scatter(
        x=gaps[:, :, 0].ravel(), y=gaps[:, :, 1].ravel(), mode="lines", line={"color": MUTED}, hoverinfo="skip",
        showlegend=False,
    )  # fmt: skip
    numbers = [str(row + 1) for row in range(len(points))]
    kinds = (
        ("X", points, {"color": MUTED, "symbol": "circle-open", "size": 10}),
        ("Y", others, {"color": BASELINE, "symbol": "square", "size": 9}),
        ("X W", laid, {"color": ACCENT, "symbol": "circle", "size": 9}),
    )
    marks = [
        go.Scatter(
            x=at[:, 0], y=at[:, 1], mode="markers+text", name=name, marker=marker, text=numbers,
            textposition="top center", hovertemplate="%{x:.2f}, %{y:.2f}<extra></extra>",
        )
        for name, at, marker in kinds
    ]  # fmt: skip
    reach = 1.25 * float(np.abs(np.concatenate([points, others])).max())
    return figure(
        [lines, *marks], height=380, xaxis={"range": [-reach, reach]},
        yaxis={"range": [-reach, reach], "scaleanchor": "x"},
    )  # fmt: skip
