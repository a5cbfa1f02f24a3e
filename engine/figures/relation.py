"""A relation drawn: an arrow for each pair, on a map of just these items."""

import numpy as np
import plotly.graph_objects as go

from engine.embedding import Embedding
from engine.figures.analogy import arrow, plane
from engine.figures.colors import ACCENT, BASELINE
from engine.figures.label_places import readable_places
from engine.figures.style import escaped, figure

LABELED = 26
"""Pairs up to which items have their names beside them, where there is room; of more, only under the pointer."""


def arrows(embedding: Embedding, rows: np.ndarray, height: int = 460) -> go.Figure:
    """Arrows from the first to the second item of each pair (n_pairs, 2), by the PCA of all their unit vectors."""
    unit = embedding.unit[rows].astype(float)  # (n_pairs, 2, n_components)
    axes, mean, shown = plane(unit.reshape(-1, unit.shape[-1]))
    places = (unit - mean) @ axes.T  # (n_pairs, 2, 2)
    labels = [embedding.labels[row] for row in rows.ravel()]
    names, sides = list(map(escaped, labels)), readable_places(places, labels)
    mode = "markers+text" if len(rows) <= LABELED else "markers"
    traces = [
        go.Scatter(
            x=places[:, side, 0],
            y=places[:, side, 1],
            mode=mode,
            text=[name if shown else "" for name, (_, shown) in zip(names[side::2], sides[side::2], strict=True)],
            textposition=[place for place, _ in sides[side::2]],
            customdata=names[side::2],
            textfont={"size": 11},
            marker={"size": 7, "color": color},
            name=name,
            hovertemplate="%{customdata}<extra></extra>",
        )
        for side, (color, name) in enumerate(((ACCENT, "first of a pair"), (BASELINE, "second")))
    ]
    title = f"the two axes show {shown:.0%} of the variance of these {2 * len(rows)} items"
    result = figure(traces, height, xaxis_title=title, yaxis_scaleanchor="x")
    for tail, head in places:
        arrow(result, tail, head, "rgba(128,128,128,0.7)")
    return result
