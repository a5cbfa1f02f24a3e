"""A curve through points."""

import numpy as np
import plotly.graph_objects as go

from engine.figures.colors import ACCENT, BASELINE
from engine.figures.style import MUTED, figure

BEYOND = 1.6
"""Of the picture, times the largest point: curves that swing further are cut."""


def fit(x: np.ndarray, y: np.ndarray, grid: np.ndarray, truth: np.ndarray, curve: np.ndarray) -> go.Figure:
    """Points (n,), and over grid (m,) what they are noisy points of, and the curve that was fitted."""
    reach = BEYOND * float(max(np.abs(y).max(), np.abs(truth).max()))
    traces = [
        go.Scatter(x=grid, y=truth, mode="lines", name="truth", line={"color": MUTED, "dash": "dot"}, hoverinfo="skip"),
        go.Scatter(
            x=grid, y=curve, mode="lines", name="fitted", line={"color": BASELINE},
            hovertemplate="%{x:.2f}: %{y:.3g}<extra></extra>",
        ),
        go.Scatter(
            x=x, y=y, mode="markers", name="points", marker={"color": ACCENT, "size": 9},
            hovertemplate="%{x:.2f}, %{y:.2f}<extra></extra>",
        ),
    ]  # fmt: skip
    return figure(traces, 320, xaxis_title="x", yaxis={"range": [-reach, reach]})
