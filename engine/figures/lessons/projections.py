"""Vectors, lines and planes, and what falls onto them."""

from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go

from engine.figures.analogy import arrow
from engine.figures.colors import ACCENT, BASELINE, OKABE_ITO, categorical
from engine.figures.style import MUTED, escaped, figure

ABOVE = 25
"""Degrees, of the eye over a picture of space."""
REACH = 1.15
"""How far beyond the points a line is drawn."""


def arrows(x: np.ndarray, y: np.ndarray, along: np.ndarray) -> go.Figure:
    """x and y as arrows from the origin, and the perpendicular from x to the line of y."""
    reach = REACH * float(np.abs([x, y, along]).max()) or 1.0
    foot = go.Scatter(
        x=[x[0], along[0]], y=[x[1], along[1]], mode="lines", line={"color": MUTED, "dash": "dot"}, hoverinfo="skip"
    )
    names = go.Scatter(
        x=[x[0], y[0], along[0]], y=[x[1], y[1], along[1]], mode="text", text=["x", "y", "projection"],
        textposition=["top center", "top center", _beside(x, along)],
        hovertemplate="%{text}: %{x:.2f}, %{y:.2f}<extra></extra>",
    )  # fmt: skip
    axis = {"range": [-reach, reach]}
    drawn = figure([foot, names], 400, showlegend=False, xaxis=axis, yaxis=axis | {"scaleanchor": "x"})
    for head, color in ((y, BASELINE), (along, OKABE_ITO[2]), (x, ACCENT)):
        if np.abs(head).max() > 0:
            arrow(drawn, np.zeros(2), head, color)
            drawn.layout.annotations[-1].update(standoff=0, startstandoff=0)
    return drawn


def _beside(x: np.ndarray, along: np.ndarray) -> str:
    """Where the name of a projection covers neither its arrow nor the perpendicular: across the line from x."""
    below = x[1] >= along[1]
    right = (along[0] * along[1] >= 0) == below
    return f"{'bottom' if below else 'top'} {'right' if right else 'left'}"


def line(points: np.ndarray, axis: np.ndarray) -> go.Figure:
    """Points (n, 2), the line along a unit vector (2,), and the way of each point to it."""
    feet = np.outer(points @ axis, axis)
    reach = REACH * float(np.abs(points).max(initial=1e-9))
    ways = np.stack([points, feet, np.full_like(points, np.nan)], axis=1).reshape(-1, 2)
    traces = [
        go.Scatter(
            x=[-2 * reach * axis[0], 2 * reach * axis[0]], y=[-2 * reach * axis[1], 2 * reach * axis[1]], mode="lines",
            line={"color": BASELINE, "width": 2}, name="the line", hoverinfo="skip",
        ),
        go.Scatter(
            x=ways[:, 0], y=ways[:, 1], mode="lines", line={"color": MUTED, "width": 1}, name="what is lost",
            hoverinfo="skip",
        ),
        go.Scatter(
            x=feet[:, 0], y=feet[:, 1], mode="markers", marker={"color": BASELINE, "size": 6}, name="what comes out",
            hovertemplate="%{x:.2f}, %{y:.2f}<extra></extra>",
        ),
        go.Scatter(
            x=points[:, 0], y=points[:, 1], mode="markers", marker={"color": ACCENT, "size": 9}, name="points",
            hovertemplate="%{x:.2f}, %{y:.2f}<extra></extra>",
        ),
    ]  # fmt: skip
    sides = {"range": [-reach, reach]}
    return figure(traces, 430, xaxis=sides, yaxis=sides | {"scaleanchor": "x"})


def curves(
    x: Sequence[float] | np.ndarray, lines: Mapping[str, np.ndarray], titles: tuple[str, str], mark: float | None = None
) -> go.Figure:
    """Lines over x, name -> (n,); titles of the axes; mark: a dotted line at that x."""
    traces = [
        go.Scatter(
            x=list(x), y=values, name=escaped(name), mode="lines", line={"color": color},
            hovertemplate=f"{escaped(name)}, %{{x:.4g}}: %{{y:.4g}}<extra></extra>",
        )
        for (name, values), color in zip(lines.items(), categorical(len(lines)), strict=True)
    ]  # fmt: skip
    across = {"x0": mark, "x1": mark, "y0": 0, "y1": 1, "xref": "x", "yref": "y domain"}
    shapes = [] if mark is None else [{"type": "line", "line": {"color": MUTED, "dash": "dot"}} | across]
    return figure(
        traces, 280, xaxis_title=titles[0], yaxis={"title": titles[1], "rangemode": "tozero"}, shapes=shapes,
        showlegend=len(lines) > 1,
    )  # fmt: skip


def plane(points: np.ndarray, made: np.ndarray, axes: np.ndarray, degrees: float) -> go.Figure:
    """Points (n, 3) in space, the plane through the origin along axes (2, 3), and where each point comes out.

    Seen from that angle around the upright axis, from a little above: drawn flat, which needs no graphics card.
    """
    reach = REACH * np.abs(points @ axes.T).max(axis=0)
    corners = np.array([[-1, -1], [-1, 1], [1, 1], [1, -1], [-1, -1]]) * reach @ axes
    seen = _view(degrees)
    sheet, shown = corners @ seen.T, points @ seen.T
    ways = np.stack([points, made, np.full_like(points, np.nan)], axis=1).reshape(-1, 3) @ seen.T
    traces = [
        go.Scatter(
            x=sheet[:, 0], y=sheet[:, 1], mode="lines", fill="toself", line={"color": BASELINE, "width": 1},
            fillcolor="rgba(213,94,0,0.15)", hoverinfo="skip",
        ),
        go.Scatter(x=ways[:, 0], y=ways[:, 1], mode="lines", line={"color": MUTED, "width": 2}, hoverinfo="skip"),
        go.Scatter(
            x=shown[:, 0], y=shown[:, 1], mode="markers", marker={"color": ACCENT, "size": 7}, text=_places(points),
            hovertemplate="%{text}<extra></extra>",
        ),
    ]  # fmt: skip
    radius = 1.05 * float(np.linalg.norm(corners, axis=1).max(initial=np.linalg.norm(points, axis=1).max()))
    hidden = {"visible": False, "range": [-radius, radius]}
    return figure(traces, 420, showlegend=False, xaxis=hidden, yaxis=hidden | {"scaleanchor": "x"})


def _view(degrees: float) -> np.ndarray:
    """Across and up on the screen as directions in space, orthonormal (2, 3)."""
    around, above = np.radians(degrees), np.radians(ABOVE)
    across = (np.cos(around), np.sin(around), 0.0)
    up = (-np.sin(above) * np.sin(around), np.sin(above) * np.cos(around), np.cos(above))
    return np.array([across, up])


def _places(points: np.ndarray) -> list[str]:
    return [", ".join(f"{value:.2f}" for value in point) for point in points]
