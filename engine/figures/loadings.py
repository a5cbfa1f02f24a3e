"""Loadings of components by column."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from engine.figures.colors import ACCENT
from engine.figures.style import escaped, figure


def by_column(values: np.ndarray, names: Sequence[str], title: str) -> go.Figure:
    """A mark for each column in the order of the table, its loading upwards; a bar where there are few."""
    shown = [escaped(name) for name in names]
    hover = {"hovertext": shown, "hovertemplate": "%{hovertext}: %{y:.4f}<extra></extra>"}
    places = np.arange(len(values))
    few = len(values) <= 60
    mark = (
        go.Bar(x=places, y=values, marker={"color": ACCENT}, **hover)
        if few
        else go.Scattergl(
            x=places, y=values, mode="markers", marker={"size": 4, "color": ACCENT, "opacity": 0.5}, **hover
        )
    )
    ticks = {"tickvals": places, "ticktext": shown} if few else {"title": "columns, in order"}
    return figure([mark], 320, showlegend=False, xaxis=ticks, yaxis_title=f"loading on {title}")
