"""Words by their places along semantic axes."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from engine.figures.colors import ACCENT, BASELINE
from engine.figures.style import escaped, figure


def along(labels: Sequence[str], scores: np.ndarray, left: str, right: str, n_shown: int = 12) -> go.Figure:
    """The words farthest to the left and to the right of one axis, `n_shown` of each at most.

    scores: cosines with the axis (n_items,), negative to the left; each word appears once.
    """
    order = np.argsort(scores, kind="stable")
    rows = order if len(order) <= 2 * n_shown else np.concatenate([order[:n_shown], order[-n_shown:]])
    values = np.asarray(scores)[rows]
    bars = go.Bar(
        x=values,
        y=np.arange(len(rows)),
        orientation="h",
        marker_color=np.where(values < 0, ACCENT, BASELINE),
        customdata=[escaped(labels[row]) for row in rows],
        hovertemplate="%{customdata}: %{x:.3f}<extra></extra>",
    )
    ticks = {"tickvals": np.arange(len(rows)), "ticktext": [escaped(labels[row]) for row in rows]}
    title = f"← {escaped(left)} · cosine with the axis · {escaped(right)} →"
    return figure([bars], height=60 + 18 * len(rows), xaxis_title=title, yaxis=ticks)


def plane(
    labels: Sequence[str], x: np.ndarray, y: np.ndarray, titles: tuple[str, str], highlight: Sequence[int] = ()
) -> go.Figure:
    """Words as points by two axes: cosines x and y (n_items,); the rows in `highlight` carry their labels."""
    names = np.array([escaped(label) for label in labels])
    rows = list(highlight)
    points = go.Scattergl(
        x=x, y=y, mode="markers", text=names, marker={"size": 5, "color": ACCENT, "opacity": 0.5},
        hovertemplate="%{text}: %{x:.3f}, %{y:.3f}<extra></extra>",
    )  # fmt: skip
    named = go.Scatter(
        x=np.asarray(x)[rows], y=np.asarray(y)[rows], mode="markers+text", text=names[rows], hoverinfo="skip",
        textposition="top center", marker={"size": 8, "color": BASELINE},
    )  # fmt: skip
    axes = {"xaxis_title": escaped(titles[0]), "yaxis_title": escaped(titles[1])}
    return figure([points, named], height=480, showlegend=False, **axes)
