"""A table of pairs and its vectors: eigenvalues of both signs, and given numbers beside those that were made."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from engine.figures.colors import ACCENT, BASELINE, OTHER
from engine.figures.style import MUTED, escaped, figure


def eigenvalues(values: np.ndarray, places: np.ndarray, n_taken: int) -> go.Figure:
    """Bars of eigenvalues (m,) that stand at these places in the falling order, from 1: those that were taken, other
    positive ones, and negative ones have a color each.
    """
    values, places = np.asarray(values, dtype=float), np.asarray(places)
    parts = (
        ("taken", (places <= n_taken) & (values > 0), ACCENT),
        ("left out", (places > n_taken) & (values >= 0), OTHER),
        ("negative", values < 0, BASELINE),
    )
    bars = [
        go.Bar(
            x=places[chosen], y=values[chosen], name=name, marker_color=color,
            hovertemplate="eigenvalue %{x}: %{y:.4g}<extra></extra>",
        )
        for name, chosen, color in parts if chosen.any()
    ]  # fmt: skip
    return figure(
        bars,
        height=280,
        showlegend=True,
        bargap=0.1,
        xaxis_title="place",
        yaxis={"title": "eigenvalue", "tickformat": "~s"},
    )


def given_and_made(
    given: np.ndarray, made: np.ndarray, names: Sequence[str], given_title: str, made_title: str
) -> go.Figure:
    """A point for each pair (m,): its given number and that of the vectors (Shepard, 1962), and the line of equals."""
    low, high = min(given.min(), made.min(), 0.0), max(given.max(), made.max())
    line = go.Scatter(
        x=[low, high], y=[low, high], mode="lines", line={"color": MUTED, "dash": "dot"}, hoverinfo="skip",
        showlegend=False,
    )  # fmt: skip
    pairs = go.Scattergl(
        x=given, y=made, mode="markers", marker={"color": ACCENT, "size": 4, "opacity": 0.35},
        text=[escaped(name) for name in names],
        hovertemplate="%{text}<br>given %{x:.4g}, vectors %{y:.4g}<extra></extra>", showlegend=False,
    )  # fmt: skip
    return figure([pairs, line], height=380, xaxis_title=given_title, yaxis_title=made_title)
