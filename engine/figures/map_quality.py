"""How true a map is: distances on it beside those in the data."""

import numpy as np
import plotly.graph_objects as go

from engine.figures.colors import ACCENT
from engine.figures.style import figure


def shepard(distances: np.ndarray, correlation: float) -> go.Figure:
    """A point for each pair of items: distances (2, m) in the data and on the map (Shepard, 1962)."""
    pairs = go.Scattergl(
        x=distances[0], y=distances[1], mode="markers", marker={"color": ACCENT, "size": 4, "opacity": 0.25},
        hovertemplate="in the data %{x:.3g}, on the map %{y:.3g}<extra></extra>", showlegend=False,
    )  # fmt: skip
    told = f"{distances.shape[1]:,} pairs of items; rank correlation of all {correlation:.3f}"
    return figure(
        [pairs], height=340, title={"text": told, "font": {"size": 13}},
        xaxis={"title": "distance in the data", "rangemode": "tozero"},
        yaxis={"title": "distance on the map", "rangemode": "tozero"},
    )  # fmt: skip
