"""An analogy drawn: two arrows that should be parallel and of one length."""

import numpy as np
import plotly.graph_objects as go

from engine.algorithms.decompositions import svd
from engine.embedding import Embedding
from engine.figures.colors import ACCENT, BASELINE
from engine.figures.style import MUTED, escaped, figure


def plane(vectors: np.ndarray) -> tuple[np.ndarray, np.ndarray, float]:
    """The two principal axes (2, d) of a few vectors (m, d), their mean (d,), and the share of variance they show.

    Turned so that the second vector lies right of and above the first.
    """
    mean = vectors.mean(axis=0)
    _, lengths, right = svd(vectors - mean)
    axes = np.pad(right.T[:2], ((0, 2 - min(right.shape[1], 2)), (0, 0)))  # (2, d)
    axes = axes * np.where(axes @ (vectors[1] - vectors[0]) < 0, -1, 1)[:, None]
    total = np.square(lengths).sum()
    return axes, mean, float(np.square(lengths[:2]).sum() / total) if total else 1.0


def arrows(embedding: Embedding, a: int, b: int, c: int, answer: int) -> go.Figure:
    """Arrows from a to b and from c to the answer (rows), in the plane of the four unit vectors' PCA.

    A cross marks b - a + c, the place that 3CosAdd looks from.
    """
    unit = embedding.unit[[a, b, c, answer]].astype(float)
    axes, mean, shown = plane(unit)
    places = (unit - mean) @ axes.T
    target = (unit[1] - unit[0] + unit[2] - mean) @ axes.T
    labels = [escaped(embedding.labels[row]) for row in (a, b, c, answer)]
    points = go.Scatter(
        x=places[:, 0],
        y=places[:, 1],
        mode="markers+text",
        text=labels,
        textposition="top center",
        marker={"size": 9, "color": [ACCENT] * 3 + [BASELINE]},
        hovertemplate="%{text}<extra></extra>",
    )
    cross = go.Scatter(
        x=target[:1],
        y=target[1:],
        mode="markers",
        marker={"symbol": "x-thin", "size": 10, "line": {"width": 2, "color": MUTED}},
        text=[f"{labels[1]} − {labels[0]} + {labels[2]}"],
        hovertemplate="%{text}<extra></extra>",
    )
    title = f"the two axes show {shown:.0%} of the four words' variance"
    result = figure([points, cross], showlegend=False, xaxis_title=title, yaxis_scaleanchor="x")
    arrow(result, places[0], places[1], ACCENT)
    arrow(result, places[2], places[3], BASELINE)
    return result


def arrow(result: go.Figure, tail: np.ndarray, head: np.ndarray, color: str) -> None:
    """Draw an arrow between two places (2,) of a figure."""
    result.add_annotation(
        x=head[0], y=head[1], ax=tail[0], ay=tail[1], xref="x", yref="y", axref="x", ayref="y",
        text="", showarrow=True, arrowhead=2, arrowwidth=2, arrowcolor=color, standoff=6, startstandoff=6,
    )  # fmt: skip
