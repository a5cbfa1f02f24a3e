"""Bytes against error of compressed pictures."""

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from engine.figures.colors import ACCENT, BASELINE, TEN
from engine.figures.style import figure
from engine.insight.images.compression import Rate
from engine.insight.images.picture_formats import FORMATS

LOOKS = ((BASELINE, "solid"), (TEN[2], "dash"), (TEN[3], "dot"))
"""Color and dashes of each format."""


def rate_curves(formats: Mapping[str, Sequence[Rate]], pca: Sequence[Rate], networks: Mapping[str, Rate]) -> go.Figure:
    """Squared error against bytes per picture, both logarithmic: formats by their setting, PCA by rank, a point per
    network.
    """
    traces = [_curve("PCA", pca, ACCENT, "rank")]
    for (key, rates), (color, dash) in zip(formats.items(), LOOKS, strict=True):
        traces.append(_curve(FORMATS[key].title, rates, color, FORMATS[key].setting, dash))
    for at, (title, rate) in enumerate(networks.items()):
        traces.append(
            go.Scatter(
                x=[rate.n_bytes], y=[rate.mse], name=title, mode="markers",
                marker={"color": TEN[at % len(TEN)], "size": 11, "symbol": "diamond"},
                hovertemplate="%{x:.1f} bytes: %{y:.5f}<extra></extra>",
            )
        )  # fmt: skip
    log = {"type": "log", "dtick": "D2", "tickformat": "~g"}
    axes = {"xaxis": log | {"title": "bytes per picture"}, "yaxis": log | {"title": "squared error", "dtick": 1}}
    return figure(traces, height=340, **axes)


def _curve(name: str, rates: Sequence[Rate], color: str, setting: str, dash: str = "solid") -> go.Scatter:
    return go.Scatter(
        x=[rate.n_bytes for rate in rates],
        y=[rate.mse for rate in rates],
        customdata=[rate.setting for rate in rates],
        name=name,
        mode="lines+markers",
        line={"color": color, "dash": dash},
        hovertemplate=f"{setting} %{{customdata}}: %{{x:.1f}} bytes, %{{y:.5f}}<extra>{name}</extra>",
    )
