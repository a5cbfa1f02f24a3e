"""What an approximate search finds against what it compares, and how long it takes."""

import numpy as np
import plotly.graph_objects as go

from engine.figures.colors import ACCENT, BASELINE
from engine.figures.style import MUTED, figure

LABELLED = (1, 2, 4, 8, 16)


def recall_by_share(
    measured: tuple[np.ndarray, np.ndarray], predicted: tuple[np.ndarray, np.ndarray], n_planes: int
) -> go.Figure:
    """Shares compared and recall, (16,) each, of 1 to 16 planes; a ring around the chosen number of them."""
    numbers = np.arange(1, len(measured[0]) + 1)
    theory = go.Scatter(
        x=predicted[0], y=predicted[1], customdata=numbers, name="by theory", mode="lines",
        line={"color": MUTED, "dash": "dash"},
        hovertemplate="%{customdata} planes: %{x:.2%} compared, %{y:.1%} found<extra>by theory</extra>",
    )  # fmt: skip
    found = go.Scatter(
        x=measured[0], y=measured[1], customdata=numbers, name="measured", mode="lines+markers+text",
        text=[str(number) if number in LABELLED else "" for number in numbers], textposition="bottom right",
        line={"color": ACCENT}, marker={"size": 6},
        hovertemplate="%{customdata} planes: %{x:.2%} compared, %{y:.1%} found<extra>measured</extra>",
    )  # fmt: skip
    return figure(
        [theory, found, _ring(measured[0][n_planes - 1], measured[1][n_planes - 1])], height=340,
        xaxis={"title": "items compared", "tickformat": ".0%", "rangemode": "tozero"},
        yaxis={"title": "nearest 10 found (recall)", "tickformat": ".0%", "range": [-0.05, 1.05]},
    )  # fmt: skip


def time_by_planes(milliseconds: np.ndarray, exact: float, n_planes: int) -> go.Figure:
    """Milliseconds of a query (16,) by tables of 1 to 16 planes, beside comparing all."""
    numbers = np.arange(1, len(milliseconds) + 1)
    found = go.Scatter(
        x=numbers, y=milliseconds, name="by buckets", mode="lines+markers", line={"color": ACCENT}, marker={"size": 6},
        hovertemplate="%{x} planes: %{y:.3g} ms<extra></extra>",
    )  # fmt: skip
    everything = go.Scatter(
        x=numbers, y=np.full(len(numbers), exact), name="comparing all", mode="lines",
        line={"color": BASELINE, "dash": "dot"}, hovertemplate="comparing all: %{y:.3g} ms<extra></extra>",
    )  # fmt: skip
    return figure(
        [everything, found, _ring(n_planes, milliseconds[n_planes - 1])], height=280,
        xaxis={"title": "planes"}, yaxis={"title": "ms a query", "type": "log", "dtick": 1},
    )  # fmt: skip


def _ring(x: float, y: float) -> go.Scatter:
    """Around what is chosen."""
    return go.Scatter(
        x=[x], y=[y], mode="markers", showlegend=False, hoverinfo="skip",
        marker={"size": 14, "symbol": "circle-open", "color": BASELINE, "line": {"width": 2}},
    )  # fmt: skip
