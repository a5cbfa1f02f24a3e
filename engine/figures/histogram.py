"""A small histogram, to stand over a range that is chosen."""

import numpy as np
import plotly.graph_objects as go

from engine.figures.colors import ACCENT

BINS = 30


def small(values: np.ndarray) -> go.Figure:
    """Bars without axes: how the finite numbers (n,) are spread between the least and the greatest."""
    counts, _ = np.histogram(values, bins=BINS)
    figure = go.Figure(go.Bar(y=np.sqrt(counts), marker_color=ACCENT, hoverinfo="skip"))
    figure.update_layout(margin={"l": 4, "r": 4, "t": 0, "b": 0}, bargap=0.08, showlegend=False)
    figure.update_xaxes(visible=False, fixedrange=True)
    figure.update_yaxes(visible=False, fixedrange=True)
    return figure
