"""Same or not: the curve of all thresholds, and how far apart pairs lie."""

from collections.abc import Mapping

import numpy as np
import plotly.graph_objects as go

from engine.algorithms.verification import Roc
from engine.figures.colors import ACCENT, BASELINE
from engine.figures.style import MUTED, figure

DASHES = ("dot", "dash", "solid")


def curves(found: Mapping[str, Roc], chosen: tuple[float, float]) -> go.Figure:
    """A curve for each representation, the last one solid, with the place (false alarms, hits) of a threshold on it.

    On the falling line as many are missed as are let in: there a curve has its equal error rate.
    """
    dashes = DASHES[-len(found) :]
    traces = [
        go.Scatter(
            x=curve.false_alarms,
            y=curve.hits,
            name=name,
            mode="lines",
            line={"color": ACCENT if dash == "solid" else BASELINE, "dash": dash},
            hovertemplate=f"{name}: %{{y:.1%}} of the same, %{{x:.1%}} of the others<extra></extra>",
        )
        for (name, curve), dash in zip(found.items(), dashes, strict=True)
    ]
    place = go.Scatter(
        x=[chosen[0]], y=[chosen[1]], mode="markers", marker={"color": ACCENT, "size": 11}, name="threshold",
        hovertemplate="threshold: %{y:.1%} of the same, %{x:.1%} of the others<extra></extra>",
    )  # fmt: skip
    equal = go.Scatter(
        x=[0, 1], y=[1, 0], mode="lines", line={"color": MUTED, "width": 1}, hoverinfo="skip", showlegend=False
    )
    share = {"tickformat": ".0%", "range": [-0.02, 1.02]}
    return figure(
        [equal, *traces, place], height=320, xaxis=share | {"title": "different pairs taken for the same"},
        yaxis=share | {"title": "same pairs recognized"},
    )  # fmt: skip


def apart(distances: np.ndarray, same: np.ndarray, threshold: float) -> go.Figure:
    """How often each distance occurs among pairs of the same and of different classes, and the threshold."""
    traces = [
        go.Histogram(
            x=distances[part],
            name=name,
            marker={"color": color},
            opacity=0.6,
            nbinsx=50,
            histnorm="probability",
            hovertemplate="%{x}: %{y:.1%}<extra></extra>",
        )
        for name, part, color in (("same", same, ACCENT), ("different", ~same, BASELINE))
    ]
    axis = {"tickformat": ".0%", "title": "share of the pairs"}
    result = figure(traces, height=320, barmode="overlay", xaxis_title="distance", yaxis=axis)
    return result.add_vline(x=threshold, line={"color": MUTED, "dash": "dot"})
