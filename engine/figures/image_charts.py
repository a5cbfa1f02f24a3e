"""Charts about images: error by rank, similarities before and after."""

from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go

from engine.figures.colors import ACCENT, BASELINE
from engine.figures.style import MUTED, figure


def error_by_rank(errors: np.ndarray, chosen: int) -> go.Figure:
    """Mean squared error per pixel of rank 0, 1, ... : errors (r + 1, 2) on the training and test part."""
    ranks = np.arange(len(errors))
    traces = [
        go.Scatter(
            x=ranks,
            y=errors[:, part],
            name=name,
            mode="lines",
            line={"color": color},
            hovertemplate="rank %{x}: %{y:.5f}<extra></extra>",
        )
        for part, (name, color) in enumerate((("training", ACCENT), ("test", BASELINE)))
        if errors[:, part].any()
    ]
    result = figure(traces, height=280, xaxis_title="rank k", yaxis_title="squared error per pixel")
    return result.add_vline(x=chosen, line={"color": MUTED, "dash": "dot"})


def before_and_after(before: np.ndarray, after: np.ndarray, what: str) -> go.Figure:
    """A point for each pair of images: a similarity in pixels against the same in codes, with the line of equality."""
    low = float(min(before.min(), after.min()))
    high = float(max(before.max(), after.max()))
    points = go.Scatter(
        x=before,
        y=after,
        mode="markers",
        marker={"color": ACCENT, "size": 4, "opacity": 0.5},
        hovertemplate="pixels %{x:.3f}, code %{y:.3f}<extra></extra>",
    )
    equal = go.Scatter(
        x=[low, high], y=[low, high], mode="lines", line={"color": MUTED, "dash": "dot"}, hoverinfo="skip"
    )
    return figure(
        [points, equal], height=280, showlegend=False, xaxis_title=f"{what} of pixels", yaxis_title=f"{what} of codes"
    )


def towards_pca(history: Mapping[str, Sequence[float]], floor: float, error: str = "test_mse") -> go.Figure:
    """A linear autoencoder on its way: an error with PCA's as a line, angles to PCA's span on the right.

    error: the column of the history, "test_mse", or "loss" while it trains.
    """
    steps = list(history["step"])
    name = "test error" if error == "test_mse" else "training error"
    curve = go.Scatter(x=steps, y=list(history[error]), name=name, line={"color": ACCENT})
    angles = [
        go.Scatter(x=steps, y=list(history[name]), name=title, line={"color": BASELINE, "dash": dash}, yaxis="y2")
        for name, title, dash in (("largest_angle", "largest angle", "solid"), ("mean_angle", "mean angle", "dot"))
    ]
    second = {"overlaying": "y", "side": "right", "title": "degrees", "rangemode": "tozero", "showgrid": False}
    axes = {"xaxis_title": "images", "yaxis_title": "squared error per pixel", "yaxis2": second | {"automargin": True}}
    result = figure([curve, *angles], height=300, **axes)
    return result.add_hline(y=floor, line={"color": MUTED, "dash": "dot"}, annotation_text="PCA")


def normalized(before: np.ndarray, after: np.ndarray) -> go.Figure:
    """How often each number occurs in a channel before batch normalization and after it."""
    traces = [
        go.Histogram(
            x=values,
            name=name,
            marker={"color": color},
            opacity=0.6,
            nbinsx=60,
            histnorm="probability",
            hovertemplate="%{x}: %{y:.1%}<extra></extra>",
        )
        for values, name, color in ((before, "before", BASELINE), (after, "after", ACCENT))
    ]
    axis = {"type": "log", "tickformat": ".2~%", "title": "share, logarithmic"}
    return figure(traces, height=260, barmode="overlay", xaxis_title="number", yaxis=axis)


def under_attack(epsilons: np.ndarray, accuracy: np.ndarray, names: Sequence[str]) -> go.Figure:
    """Accuracy (n_attacks, n_epsilons) by the size of the change; the first attack, chance, is dotted."""
    colors = (BASELINE, ACCENT, ACCENT)
    traces = [
        go.Scatter(
            x=epsilons,
            y=shares,
            name=name,
            mode="lines+markers",
            line={"color": colors[at], "dash": ("dot", "dash", "solid")[at]},
            hovertemplate=f"{name} of %{{x}}: %{{y:.1%}}<extra></extra>",
        )
        for at, (name, shares) in enumerate(zip(names, accuracy, strict=True))
    ]
    axis = {"tickformat": ".0%", "range": [0, 1.02]}
    return figure(traces, height=300, xaxis_title="epsilon", yaxis_title="accuracy", yaxis=axis)
