"""A score of CBOW and of skip-gram by the size of the text."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from engine.figures.colors import ACCENT, BASELINE
from engine.figures.style import figure

NAMES = (("CBOW", BASELINE), ("skip-gram", ACCENT))


def curve(sizes: Sequence[int], scores: np.ndarray, asked: str, height: int = 320) -> go.Figure:
    """Lines of the means over seeds, and a point for each seed; scores (2, n_sizes, n_seeds). asked: the axis."""
    traces = []
    for (name, color), of_method in zip(NAMES, scores, strict=True):
        traces.append(
            go.Scatter(
                x=list(sizes), y=of_method.mean(axis=1), name=name, mode="lines", line={"color": color},
                hovertemplate=f"{name}, %{{x:,}} words: %{{y:.3f}}<extra></extra>",
            )
        )  # fmt: skip
        if of_method.shape[1] > 1:
            traces.append(
                go.Scatter(
                    x=np.repeat(sizes, of_method.shape[1]), y=of_method.ravel(), mode="markers",
                    marker={"color": color, "size": 6}, showlegend=False,
                    hovertemplate=f"{name}, one seed, %{{x:,}} words: %{{y:.3f}}<extra></extra>",
                )
            )  # fmt: skip
    across = {"type": "log", "title": "words of the text, logarithmic", "tickformat": ",.0f", "dtick": 1}
    return figure(traces, height, xaxis=across, yaxis_title=asked)
