"""Errors of normal rows and of others, with the threshold between them."""

import numpy as np
import plotly.graph_objects as go

from engine.figures.colors import ACCENT, BASELINE
from engine.figures.style import MUTED, figure

BINS = 50


def histogram(errors: np.ndarray, normal: np.ndarray, threshold: float) -> go.Figure:
    """Two histograms, one over the other: errors (n,), normal bool (n,)."""
    end = float(max(errors.max(), threshold)) * 1.02
    edges = np.linspace(0, end, BINS + 1)
    traces = []
    for name, rows, color in (("normal", normal, ACCENT), ("other", ~normal, BASELINE)):
        counts, _ = np.histogram(errors[rows], edges)
        traces.append(
            go.Bar(
                x=(edges[1:] + edges[:-1]) / 2, y=counts, name=name, marker_color=color, opacity=0.65,
                width=edges[1] - edges[0], hovertemplate="error %{x:.3g}: %{y:,} rows<extra></extra>",
            )
        )  # fmt: skip
    result = figure(traces, 300, barmode="overlay", xaxis_title="squared error per column", yaxis_title="rows")
    return result.add_vline(x=threshold, line={"color": MUTED, "dash": "dot"}, annotation_text="threshold")
