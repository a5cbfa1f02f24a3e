"""How the variance is spread over components."""

from functools import lru_cache
from typing import Any

import numpy as np
import plotly.graph_objects as go

from engine.figures.colors import ACCENT, BASELINE
from engine.figures.style import figure

MOST = 0.95
"""The share of the variance that is usually asked for."""


def scree(ratios: np.ndarray, n_shown: int = 30) -> go.Figure:
    """Scree plot of explained variance ratios (n_components,): a bar for each component, a line for their sum, and how
    many of them it takes to keep 95 %. Do not change it: whoever asks for the same ratios is given the same figure.
    """
    return _scree(np.asarray(ratios, dtype=float).tobytes(), n_shown)


@lru_cache(maxsize=256)
def _scree(given: bytes, n_shown: int) -> go.Figure:
    """Kept, as it stands below a map that is clicked, and takes a tenth of the answer to draw."""
    ratios = np.frombuffer(given)
    numbers = np.arange(1, min(n_shown, len(ratios)) + 1)
    each, together = ratios[: len(numbers)], np.cumsum(ratios)[: len(numbers)]
    bars = go.Bar(
        x=numbers, y=each, name="each", marker_color=ACCENT, hovertemplate="component %{x}: %{y:.2%}<extra></extra>"
    )
    line = go.Scatter(
        x=numbers,
        y=together,
        name="together",
        mode="lines+markers",
        line={"color": BASELINE},
        marker={"size": 4},
        hovertemplate="first %{x}: %{y:.2%}<extra></extra>",
    )
    y_axis = {"title": "share of the variance", "tickformat": ".0%", "range": [0, 1.05]}
    n = n_for_share(ratios)
    shapes, annotations = ([], []) if n is None else _kept_by(n)
    return figure(
        [bars, line], height=280, xaxis_title="component", yaxis=y_axis, shapes=shapes, annotations=annotations
    )


def _kept_by(n: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """A line at MOST, and how many components reach it. In the layout: `add_hline` takes as long as all the rest."""
    across = {"xref": "x domain", "yref": "y", "y0": MOST, "y1": MOST, "x0": 0, "x1": 1}
    line = {"type": "line", "line": {"color": BASELINE, "dash": "dot"}} | across
    told = {"text": f"{MOST:.0%}: {n:,} components", "showarrow": False}
    return [line], [told | {"xref": "x domain", "yref": "y", "x": 1, "y": MOST, "xanchor": "right", "yanchor": "top"}]


def n_for_share(ratios: np.ndarray, share: float = MOST) -> int | None:
    """How many of the first components have that share of the variance; None if all given have less."""
    enough = np.flatnonzero(np.cumsum(ratios) >= share - 1e-9)
    return int(enough[0]) + 1 if len(enough) else None


def error_by_rank(errors: np.ndarray, chosen: int) -> go.Figure:
    """Squared error of the best approximation of rank 0, 1, ... (r + 1,), as part of that of rank 0."""
    shares = np.asarray(errors, dtype=float) / errors[0]
    line = go.Scatter(
        x=np.arange(len(shares)),
        y=shares,
        mode="lines",
        line={"color": ACCENT},
        hovertemplate="rank %{x}: %{y:.3%}<extra></extra>",
    )
    y_axis = {"title": "squared error left", "tickformat": ".0%", "rangemode": "tozero"}
    result = figure([line], height=280, showlegend=False, xaxis_title="rank k", yaxis=y_axis)
    return result.add_vline(x=chosen, line={"color": BASELINE, "dash": "dot"})


def singular_values(values: np.ndarray, kept: int | None = None) -> go.Figure:
    """Singular values (r,) on a logarithmic axis; a line marks the `kept` first ones. Zeros are left out."""
    values = np.asarray(values, dtype=float)
    numbers = np.flatnonzero(values > 0) + 1
    line = go.Scatter(
        x=numbers,
        y=values[numbers - 1],
        mode="lines+markers",
        line={"color": ACCENT},
        marker={"size": 4},
        hovertemplate="%{x}: %{y:.4g}<extra></extra>",
    )
    result = figure([line], height=280, xaxis_title="component", yaxis={"type": "log", "title": "singular value"})
    if kept is not None:
        result.add_vline(x=kept + 0.5, line={"color": BASELINE, "dash": "dot"})
    return result
