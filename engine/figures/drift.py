"""How neighbors drift: along a number that the items have, and on two maps beside each other."""

from collections.abc import Mapping, Sequence

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


def by_column(name: str, column: np.ndarray, curves: Mapping[str, np.ndarray], chance: float) -> go.Figure:
    """Mean drift by a column of numbers (n,). curves: title -> drift (n,), the first one drawn strongest; chance: the
    share of neighbors that agree by chance.
    """
    traces: list[go.Scatter] = []
    for at, (title, values) in enumerate(curves.items()):
        middle, mean, error = binned(column, values)
        trace = go.Scatter(
            x=middle, y=mean, mode="lines+markers", name=escaped(title), opacity=1 if at == 0 else 0.75,
            error_y={"type": "data", "array": 2 * error, "thickness": 1},
            line={"color": ACCENT if at == 0 else MUTED, "dash": ("solid", "dot", "dash")[min(at, 2)]},
            hovertemplate=f"{escaped(name)} about %{{x:,.4g}}: drift %{{y:.1%}}<extra></extra>",
        )  # fmt: skip
        traces.append(trace)
    known = column[np.isfinite(column.astype(float))]
    log = len(known) > 0 and known.min() > 0 and known.max() > 30 * known.min()
    drawn = figure(
        traces, height=300, xaxis={"title": escaped(name), "type": "log" if log else "linear"},
        yaxis={"title": "drift", "tickformat": ".0%", "range": [0, 1.05]},
    )  # fmt: skip
    return drawn.add_hline(y=1 - chance, line={"color": OTHER, "dash": "dash"}, annotation={"text": "by chance"})


def two_maps(
    places: Sequence[np.ndarray], labels: Sequence[str], values: np.ndarray, titles: Sequence[str], sentence: str
) -> go.Figure:
    """Two maps (n, 2) beside each other, each item in the color of its drift, values (n,) in [0, 1], NaN gray."""
    names = [escaped(label) for label in labels] if len(labels) <= NAMED else None
    known = np.isfinite(values)
    traces = []
    for at, spots in enumerate(places):
        axes = {"xaxis": f"x{at + 1}", "yaxis": f"y{at + 1}"}
        marker = {
            "size": 5, "color": np.where(known, values, 0.0), "cmin": 0, "cmax": 1, "showscale": at == 1,
            "colorscale": scale(white_part(VIRIDIS)), "colorbar": {"title": "drift", "tickformat": ".0%"},
            "opacity": np.where(known, 1.0, 0.15),
        }  # fmt: skip
        trace = go.Scattergl(
            x=spots[:, 0], y=spots[:, 1], mode="markers", text=names, marker=marker, showlegend=False,
            hovertemplate="%{text}: drift %{marker.color:.0%}<extra></extra>", **axes,
        )  # fmt: skip
        traces.append(trace)
    hidden = {"visible": False}
    notes = [
        {
            "text": escaped(title),
            "x": x,
            "y": 1,
            "xref": "paper",
            "yref": "paper",
            "showarrow": False,
            "yanchor": "bottom",
        }
        for title, x in zip(titles, (0.2, 0.78), strict=True)
    ]
    return figure(
        traces, height=640, title={"text": sentence, "font": {"size": 14}}, annotations=notes, margin={"t": 80},
        xaxis=hidden | {"domain": [0, 0.48]}, yaxis=hidden | {"scaleanchor": "x"},
        xaxis2=hidden | {"domain": [0.52, 1]}, yaxis2=hidden | {"scaleanchor": "x2", "anchor": "x2"},
    )  # fmt: skip
