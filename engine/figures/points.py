"""A map as a chart of its own, for export: the app itself shows its maps by a component that can be clicked."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from engine.figures.coloring import Categories, Ramp
from engine.figures.colors import ACCENT, OTHER, VIRIDIS, categorical, on_white, scale, white_part
from engine.figures.style import escaped, figure


def points(coordinates: np.ndarray, labels: Sequence[str], colors: Categories | Ramp | None = None) -> go.Figure:
    """Items at (n, 2) or (n, 3) coordinates on white, in the colors that the app's maps have there.

    A trace for each class, in the order of the legend; items without a class or a known number are gray.
    """
    names = np.array([escaped(label) for label in labels])
    if isinstance(colors, Categories):
        traces = _classes(coordinates, names, colors)
    elif isinstance(colors, Ramp):
        traces = [_trace(coordinates, names, _ramp(colors), "")]
    else:
        traces = [_trace(coordinates, names, {"color": ACCENT}, "")]
    hidden = {"visible": False}
    flat = {"xaxis": hidden, "yaxis": hidden | {"scaleanchor": "x"}}
    space = {"scene": {"xaxis": hidden, "yaxis": hidden, "zaxis": hidden, "aspectmode": "data"}}
    return figure(traces, height=800, **(flat if coordinates.shape[1] == 2 else space))


def _classes(coordinates: np.ndarray, names: np.ndarray, colors: Categories) -> list[go.Scattergl]:
    palette = colors.palette or categorical(len(colors.names))
    classes = {code: (on_white(palette[code]), escaped(name)) for code, name in enumerate(colors.names)}
    traces = []
    for code, (color, title) in (classes | {-1: (OTHER, "other")}).items():
        there = colors.codes == code
        if there.any():
            traces.append(_trace(coordinates[there], names[there], {"color": color}, title))
    return traces


def _ramp(colors: Ramp) -> dict[str, object]:
    """The marker of a ramp: numbers, and which of them have the colors at its ends."""
    known = colors.values[np.isfinite(colors.values)]
    ends = np.array(colors.ends or (known.min(initial=np.inf), known.max(initial=-np.inf)), dtype=float)
    values = colors.values.astype(float)
    if colors.log:
        values, ends = np.log10(values), np.log10(ends)
    return {"color": values, "colorscale": scale(white_part(VIRIDIS)), "cmin": ends[0], "cmax": ends[1]}


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
