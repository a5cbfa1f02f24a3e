"""A map as a chart of its own, for export: the app itself shows its maps by a component that can be clicked."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from engine.figures.colors import ACCENT, VIRIDIS, categorical, scale
from engine.figures.style import escaped, figure


def points(coordinates: np.ndarray, labels: Sequence[str], colors: np.ndarray | None = None) -> go.Figure:
    """Items at (n, 2) or (n, 3) coordinates, colored by a column of strings (a trace each) or of numbers."""
    names = np.array([escaped(label) for label in labels])
    if colors is not None and colors.dtype.kind in "US":
        classes = list(dict.fromkeys(colors.tolist()))
        palette = categorical(len(classes))
        traces = [
            _trace(coordinates[colors == one], names[colors == one], {"color": color}, escaped(one))
            for one, color in zip(classes, palette, strict=True)
        ]
    else:
        numbers = np.log10(np.maximum(colors, 1)) if colors is not None else ACCENT
        traces = [_trace(coordinates, names, {"color": numbers, "colorscale": scale(VIRIDIS)}, "")]
    hidden = {"visible": False}
    flat = {"xaxis": hidden, "yaxis": hidden | {"scaleanchor": "x"}}
    space = {"scene": {"xaxis": hidden, "yaxis": hidden, "zaxis": hidden, "aspectmode": "data"}}
    return figure(traces, height=800, **(flat if coordinates.shape[1] == 2 else space))


def _trace(coordinates: np.ndarray, names: np.ndarray, marker: dict[str, object], name: str) -> go.Scattergl:
    places = dict(zip("xyz", coordinates.T, strict=False))
    kind, size = (go.Scattergl, 5) if coordinates.shape[1] == 2 else (go.Scatter3d, 3)
    return kind(
        **places,
        mode="markers",
        text=names,
        hovertemplate="%{text}<extra></extra>",
        name=name,
        marker={"size": size} | marker,
    )
