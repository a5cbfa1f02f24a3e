"""Things with names on a plane, and arrows from its origin."""

from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go

from engine.figures.colors import categorical
from engine.figures.label_places import SIZE, label_places
from engine.figures.style import escaped, figure


def named(
    kinds: Mapping[str, tuple[np.ndarray, Sequence[str]]],
    axes: tuple[str, str] = ("", ""),
    height: int = 420,
    size: tuple[float, float] = SIZE,
) -> go.Figure:
    """Points with their names: kind -> (coordinates (n, 2), n names), each kind in its color; equal scales.

    size: of the chart on the page, in pixels.
    """
    together = np.concatenate([places for places, _ in kinds.values()]) if kinds else np.empty((0, 2))
    sides = iter(label_places(together, [name for _, names in kinds.values() for name in names], size, even=True))
    traces = [
        go.Scatter(
            x=places[:, 0], y=places[:, 1], name=escaped(kind), mode="markers+text", text=list(map(escaped, names)),
            textposition=[next(sides) for _ in names], marker={"size": 10, "color": color}, cliponaxis=False,
            hovertemplate="%{text}: %{x:.2f}, %{y:.2f}<extra></extra>",
        )
        for (kind, (places, names)), color in zip(kinds.items(), categorical(len(kinds)), strict=True)
    ]  # fmt: skip
    return figure(
        traces, height, xaxis_title=axes[0], yaxis={"title": axes[1], "scaleanchor": "x"}, showlegend=len(kinds) > 1
    )


def told(places: np.ndarray, names: Sequence[str]) -> str:
    """The same in words: name (x, y), ..."""
    return ", ".join(f"{name} ({x:.2f}, {y:.2f})" for (x, y), name in zip(places[:, :2], names, strict=True))
