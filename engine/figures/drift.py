"""How neighbors drift: along a number that the items have, and on two maps beside each other."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from engine.figures.colors import ACCENT, OTHER, VIRIDIS, scale, white_part
from engine.figures.style import MUTED, escaped, figure

FEWEST_OF_BIN = 20
BINS = 12
NAMED = 20_000
"""Points of an exported figure that have names; with more it would be too large to open."""


def binned(column: np.ndarray, values: np.ndarray, n_bins: int = BINS) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Items in bins of about equal size by a column (n,), equal numbers together: the median of the column in each bin,
    the mean of the values (n,) and its standard error; float64 (at most n_bins,) each. NaN is left out.
    """
    known = np.isfinite(column.astype(float)) & np.isfinite(values)
    column, values = column[known].astype(float), values[known]
    n_bins = max(1, min(n_bins, len(column) // FEWEST_OF_BIN))
    if not len(column):
        return np.empty(0), np.empty(0), np.empty(0)
    edges = np.unique(np.quantile(column, np.linspace(0, 1, n_bins + 1)[1:-1]))
    codes = np.searchsorted(edges, column, side="right")
    there = np.unique(codes)
    parts = [codes == code for code in there]
    middle = np.array([np.median(column[part]) for part in parts])
    mean = np.array([values[part].mean() for part in parts])
    error = np.array([values[part].std() / np.sqrt(part.sum()) for part in parts])
    return middle, mean, error


def by_column(
    name: str, column: np.ndarray, curves: Mapping[str, np.ndarray], by_chance: float, share: str = "drift"
) -> go.Figure:
    """The mean of a share by a column of numbers (n,). curves: title -> share (n,), the first one drawn strongest;
    by_chance: what the share is by chance. share: what it is called.
    """
    traces: list[go.Scatter] = []
    for at, (title, values) in enumerate(curves.items()):
        middle, mean, error = binned(column, values)
        trace = go.Scatter(
            x=middle, y=mean, mode="lines+markers", name=escaped(title), opacity=1 if at == 0 else 0.75,
            error_y={"type": "data", "array": 2 * error, "thickness": 1},
            line={"color": ACCENT if at == 0 else MUTED, "dash": ("solid", "dot", "dash")[min(at, 2)]},
            hovertemplate=f"{escaped(name)} about %{{x:,.4g}}: {share} %{{y:.1%}}<extra></extra>",
        )  # fmt: skip
        traces.append(trace)
    known = column[np.isfinite(column.astype(float))]
    log = len(known) > 0 and known.min() > 0 and known.max() > 30 * known.min()
    drawn = figure(
        traces, height=300, xaxis={"title": escaped(name), "type": "log" if log else "linear"},
        yaxis={"title": share, "tickformat": ".0%", "range": [0, 1.05]},
    )  # fmt: skip
    return drawn.add_hline(y=by_chance, line={"color": OTHER, "dash": "dash"}, annotation={"text": "by chance"})


def two_maps(
    places: Sequence[np.ndarray], labels: Sequence[str], values: np.ndarray, titles: Sequence[str], sentence: str
) -> go.Figure:
    """Two maps (n, 2 or 3) beside each other, each item in the color of its drift, values (n,) in [0, 1], NaN gray."""
    names = [escaped(label) for label in labels] if len(labels) <= NAMED else None
    in_space = places[0].shape[1] == 3
    traces = [(_in_space if in_space else _flat)(at, spots, names, values) for at, spots in enumerate(places)]
    notes = [
        {"text": escaped(title), "x": x, "y": 1, "xref": "paper", "yref": "paper", "showarrow": False,
         "yanchor": "bottom"}
        for title, x in zip(titles, (0.2, 0.78), strict=True)
    ]  # fmt: skip
    hidden = {"visible": False}
    scene = dict.fromkeys(("xaxis", "yaxis", "zaxis"), hidden) | {"aspectmode": "data"}
    layout = {
        "scene": scene | {"domain": {"x": [0, 0.48]}}, "scene2": scene | {"domain": {"x": [0.52, 1]}},
    } if in_space else {
        "xaxis": hidden | {"domain": [0, 0.48]}, "yaxis": hidden | {"scaleanchor": "x"},
        "xaxis2": hidden | {"domain": [0.52, 1]}, "yaxis2": hidden | {"scaleanchor": "x2", "anchor": "x2"},
    }  # fmt: skip
    return figure(
        traces, height=640, title={"text": sentence, "font": {"size": 14}}, annotations=notes, margin={"t": 80},
        **layout,
    )  # fmt: skip


HOVER = "%{text}: drift %{marker.color:.0%}<extra></extra>"


def _marker(values: np.ndarray, at: int) -> dict[str, Any]:
    return {
        "size": 5, "color": values, "cmin": 0, "cmax": 1, "showscale": at == 1,
        "colorscale": scale(white_part(VIRIDIS)), "colorbar": {"title": "drift", "tickformat": ".0%"},
    }  # fmt: skip


def _flat(at: int, spots: np.ndarray, names: Sequence[str] | None, values: np.ndarray) -> go.Scattergl:
    known = np.isfinite(values)
    marker = _marker(np.where(known, values, 0.0), at) | {"opacity": np.where(known, 1.0, 0.15)}
    return go.Scattergl(
        x=spots[:, 0], y=spots[:, 1], mode="markers", text=names, marker=marker, showlegend=False,
        hovertemplate=HOVER, xaxis=f"x{at + 1}", yaxis=f"y{at + 1}",
    )  # fmt: skip


def _in_space(at: int, spots: np.ndarray, names: Sequence[str] | None, values: np.ndarray) -> go.Scatter3d:
    """Those that are known alone: in space, all points of a trace are equally opaque."""
    known = np.flatnonzero(np.isfinite(values))
    x, y, z = spots[known].T
    return go.Scatter3d(
        x=x, y=y, z=z, mode="markers", text=None if names is None else [names[place] for place in known.tolist()],
        marker=_marker(values[known], at) | {"size": 3}, showlegend=False, hovertemplate=HOVER,
        scene=f"scene{at + 1 if at else ''}",
    )  # fmt: skip
