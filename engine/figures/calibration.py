"""Chances told beside what happened."""

import numpy as np
import plotly.graph_objects as go

from engine.figures.colors import ACCENT, BASELINE
from engine.figures.style import figure


def calibration(predicted: np.ndarray, observed: np.ndarray, pairs: np.ndarray) -> go.Figure:
    """Groups of pairs: the mean chance told (across) and the share that came true (up); right is the diagonal."""
    told = [f"{n:,} pairs: told {p:.1%}, true {o:.1%}" for n, p, o in zip(pairs, predicted, observed, strict=True)]
    groups = go.Scatter(
        x=predicted, y=observed, mode="markers+lines", name="groups of pairs", text=told, line={"color": ACCENT},
        hovertemplate="%{text}<extra></extra>",
    )  # fmt: skip
    right = go.Scatter(
        x=[0, 1], y=[0, 1], mode="lines", name="as told", line={"color": BASELINE, "dash": "dot"}, hoverinfo="skip"
    )
    axis = {"range": [0, 1.02], "tickformat": ".0%"}
    across, up = axis | {"title": "chance told"}, axis | {"title": "came true"}
    return figure([right, groups], height=300, xaxis=across, yaxis=up)
