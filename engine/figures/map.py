"""A map as a chart of its own, for export; on the pages the map component draws it."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from engine.figures.colors import ACCENT, VIRIDIS, categorical, scale
from engine.figures.style import escaped, figure

MAX_CLASSES = 30
"""A text column of more different values is not told apart by color."""


def points(
    coordinates: np.ndarray, labels: Sequence[str], color_by: np.ndarray | None = None, titles: Sequence[str] = ()
) -> go.Figure:
    """Items as points in 2-D or 3-D by coordinates (n_items, 2 or 3), colored by a column of texts or numbers.

    Texts make a trace for each class, the most frequent first; `titles` name the axes where they mean something.
    """
    names = np.array([escaped(label) for label in labels])
    if color_by is None:
        traces = [_trace(coordinates, names, {"color": ACCENT})]
    elif color_by.dtype.kind in "biuf":
        marker = {"color": color_by, "colorscale": scale(VIRIDIS), "showscale": True}
        traces = [_trace(coordinates, names, marker)]
    else:
        traces = _classes(coordinates, names, color_by)
    result = figure(traces, height=720, showlegend=len(traces) > 1)
    if coordinates.shape[1] == 3:
        axes = dict(zip(("xaxis_title", "yaxis_title", "zaxis_title"), map(escaped, titles), strict=False))
        return result.update_scenes(aspectmode="data", **axes)
    axes = dict(zip(("xaxis_title", "yaxis_title"), map(escaped, titles), strict=False))
    return result.update_layout(yaxis_scaleanchor="x", **axes)


def _classes(coordinates: np.ndarray, names: np.ndarray, color_by: np.ndarray) -> list[Any]:
    values, group, counts = np.unique(color_by.astype(str), return_inverse=True, return_counts=True)
    if len(values) > MAX_CLASSES:
        return [_trace(coordinates, names, {"color": ACCENT})]
    order = np.argsort(-counts, kind="stable")
    return [
        _trace(coordinates[group == one], names[group == one], {"color": color}, escaped(str(values[one])))
        for one, color in zip(order, categorical(len(values)), strict=True)
    ]


def _trace(coordinates: np.ndarray, names: np.ndarray, marker: dict[str, Any], name: str = "") -> Any:
    common = {"mode": "markers", "text": names, "name": name, "hovertemplate": "%{text}<extra>%{fullData.name}</extra>"}
    x, y, *z = coordinates.T
    if z:
        return go.Scatter3d(x=x, y=y, z=z[0], marker={"size": 3} | marker, **common)
    return go.Scattergl(x=x, y=y, marker={"size": 5, "opacity": 0.7} | marker, **common)
