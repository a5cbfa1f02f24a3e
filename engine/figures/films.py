"""Films by two numbers of each: how long its vector is by how often it was rated."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from engine.figures.colors import ACCENT, BASELINE
from engine.figures.style import escaped, figure


def lengths_by_count(counts: np.ndarray, lengths: np.ndarray, titles: Sequence[str], chosen: int | None) -> go.Figure:
    """A point for each of n films: ratings on a logarithmic axis, and length of the vector; `chosen` is colored.

    Films without ratings, or whose vector is 0, as of films that a training left out, are not drawn.
    """
    known = (counts > 0) & (lengths > 0)
    names = np.array([escaped(title) for title in titles])
    points = go.Scattergl(
        x=counts[known], y=lengths[known], mode="markers", text=names[known], marker={"size": 5, "color": ACCENT},
        hovertemplate="%{text}: %{x:,} ratings, length %{y:.3f}<extra></extra>",
    )  # fmt: skip
    traces = [points]
    if chosen is not None and known[chosen]:
        traces.append(
            go.Scatter(
                x=[counts[chosen]], y=[lengths[chosen]], mode="markers+text", text=[names[chosen]],
                textposition="top center", marker={"size": 11, "color": BASELINE}, hoverinfo="skip",
            )
        )  # fmt: skip
    axis = {"type": "log", "title": "ratings, logarithmic"}
    return figure(traces, 360, showlegend=False, xaxis=axis, yaxis={"title": "length", "rangemode": "tozero"})
