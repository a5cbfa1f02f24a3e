"""Small gray pictures side by side, and three points of which two belong together."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from engine.figures.colors import ACCENT, BASELINE, DIVERGING, OKABE_ITO, scale
from engine.figures.style import MUTED, escaped, figure

GRAY = [[0, "#000000"], [1, "#FFFFFF"]]
REACH = 3.2


def strip(pictures: np.ndarray, titles: Sequence[str], signed: bool = False, height: int = 170) -> go.Figure:
    """Pictures (n, h, w) in a row with their titles above. Brightness from 0, black, to 1; signed: numbers of either
    sign, 0 gray, all pictures on one scale.
    """
    n, rows, columns = pictures.shape
    framed = np.full((rows, n * (columns + 1) - 1), np.nan)
    for place, picture in enumerate(pictures):
        framed[:, place * (columns + 1) : place * (columns + 1) + columns] = picture
    largest = float(np.abs(pictures).max(initial=0)) or 1.0
    colors = {"colorscale": scale(DIVERGING), "zmin": -largest, "zmax": largest}
    drawn = go.Heatmap(
        z=framed, showscale=False, hoverongaps=False, hovertemplate="%{z:.3f}<extra></extra>",
        **(colors if signed else {"colorscale": GRAY, "zmin": 0, "zmax": 1}),
    )  # fmt: skip
    middles = np.arange(n) * (columns + 1) + (columns - 1) / 2
    across = {"tickvals": middles, "ticktext": list(map(escaped, titles)), "side": "top", "showgrid": False}
    down = {"visible": False, "autorange": "reversed", "scaleanchor": "x", "constrain": "domain"}
    return figure([drawn], height, xaxis=across | {"tickangle": 0, "constrain": "domain"}, yaxis=down)


def triplet(path: np.ndarray, margin: float) -> go.Figure:
    """The ways (n, 3, 2) of anchor, positive and negative, each from a ring to a point. The dotted circle about the
    anchor is where the negative costs nothing any more.
    """
    anchor, positive, negative = path[-1]
    radius = float(np.sqrt(np.square(anchor - positive).sum() + margin))
    traces = [
        go.Scatter(
            x=[anchor[0], end[0]], y=[anchor[1], end[1]], mode="lines", line={"color": MUTED}, showlegend=False,
            hoverinfo="skip",
        )
        for end in (positive, negative)
    ]  # fmt: skip
    for place, (name, color) in enumerate(
        zip(("anchor", "positive", "negative"), (ACCENT, OKABE_ITO[2], BASELINE), strict=True)
    ):
        way = path[:, place]
        sizes = [5] * (len(way) - 1) + [15]
        traces.append(
            go.Scatter(
                x=way[:, 0], y=way[:, 1], mode="lines+markers", name=name, line={"color": color},
                marker={"size": sizes, "color": color}, hovertemplate=f"{name}: %{{x:.2f}}, %{{y:.2f}}<extra></extra>",
            )
        )  # fmt: skip
    circle = {"type": "circle", "line": {"color": MUTED, "dash": "dot"}}
    circle |= {"x0": anchor[0] - radius, "x1": anchor[0] + radius, "y0": anchor[1] - radius, "y1": anchor[1] + radius}
    sides = {"range": [-REACH, REACH], "constrain": "domain"}
    return figure(traces, 430, xaxis=sides, yaxis=sides | {"scaleanchor": "x"}, shapes=[circle])
