"""An association drawn: where each target word stands between two attributes."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from engine.figures.colors import ACCENT, BASELINE
from engine.figures.label_places import label_places
from engine.figures.style import FAINT, escaped, figure

LABELED = 24
"""Words of both targets up to which each has its name beside it."""


def leanings(
    names: tuple[str, str],
    labels: tuple[Sequence[str], Sequence[str]],
    values: tuple[np.ndarray, np.ndarray],
    attributes: tuple[str, str],
) -> go.Figure:
    """A row of points for each of two targets, by leaning; a line marks each mean. attributes: names of A and B."""
    few = len(labels[0]) + len(labels[1]) <= LABELED
    traces = []
    for row, color in enumerate((ACCENT, BASELINE)):
        order = np.argsort(values[row], kind="stable")
        lifts = row + (np.arange(len(order)) % 5 - 2) * 0.14  # so that names do not cover each other
        traces.append(
            go.Scatter(
                x=values[row][order],
                y=lifts,
                mode="markers+text" if few else "markers",
                text=[escaped(labels[row][at]) for at in order],
                textposition="top center",
                textfont={"size": 11},
                marker={"size": 8, "color": color},
                name=escaped(names[row]),
                hovertemplate="%{text}: %{x:.3f}<extra></extra>",
            )
        )
    title = f"mean cosine with {escaped(attributes[0])} less that with {escaped(attributes[1])}"
    result = figure(traces, 360, xaxis_title=title, showlegend=False)
    result.update_yaxes(
        tickvals=[0, 1], ticktext=[escaped(name) for name in names], range=[1.6, -0.6], showgrid=False, zeroline=False
    )
    for row, color in enumerate((ACCENT, BASELINE)):
        if len(values[row]):
            mean = float(values[row].mean())
            result.add_shape(type="line", x0=mean, x1=mean, y0=row - 0.4, y1=row + 0.4, line={"color": color})
    return result


def plane(labels: Sequence[str], places: np.ndarray, names: tuple[str, str]) -> go.Figure:
    """Items at (n, 2) places: how much of either of two categories is in each; names: of the two."""
    points = go.Scatter(
        x=places[:, 0], y=places[:, 1], mode="markers+text" if len(labels) <= LABELED else "markers",
        text=[escaped(label) for label in labels], textposition=label_places(places, labels),
        marker={"size": 8, "color": ACCENT}, hovertemplate="%{text}: %{x:.3f}, %{y:.3f}<extra></extra>",
    )  # fmt: skip
    ends = [float(places.min()), float(places.max())]
    even = go.Scatter(x=ends, y=ends, mode="lines", line={"color": FAINT, "dash": "dot"}, hoverinfo="skip")
    titles = [f"how much of {escaped(name)}" for name in names]
    return figure([even, points], 380, showlegend=False, xaxis_title=titles[0], yaxis_title=titles[1])
