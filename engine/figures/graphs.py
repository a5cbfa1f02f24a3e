"""Charts about graphs: matrices of pairs, learned against predicted, scores by the share of known labels."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from engine.algorithms.spread import spread
from engine.figures.colors import ACCENT, BASELINE, VIRIDIS, scale
from engine.figures.style import MUTED, escaped, figure

NAMED = 40
"""Nodes whose names find room along a matrix."""
COUNTED = 14
"""Nodes in whose matrix the numbers can be read."""
SHORT = 2
"""Letters of names that stand level below such a matrix."""


def pair_matrix(counts: np.ndarray, labels: Sequence[str], highest: float, title: str) -> go.Figure:
    """(node, context) pairs as colored cells with their numbers; `highest`, a share, makes two matrices comparable.

    counts: (n, n), of walks or expected. All names stand at the sides of up to NAMED nodes, else some of them; in small
    matrices the numbers stand in the cells.
    """
    total = max(float(counts.sum()), 1e-12)
    places, names = np.arange(len(labels)), [escaped(label) for label in labels]
    heat = go.Heatmap(
        z=counts / total, x=places, y=places, zmin=0, zmax=highest, colorscale=scale(VIRIDIS), showscale=False,
        customdata=counts, hovertext=[[f"{one}, {other}" for other in names] for one in names],
        hovertemplate="%{hovertext}: %{customdata:,.4~g} of " + f"{total:,.0f} pairs (%{{z:.3%}})<extra></extra>",
        text=[[_count(count) for count in row] for row in counts] if len(labels) <= COUNTED else None,
        texttemplate="%{text}" if len(labels) <= COUNTED else None,
    )  # fmt: skip
    shown = places[:: -(-len(labels) // NAMED)]
    ticks = {
        "tickvals": shown, "ticktext": [names[place] for place in shown], "tickfont": {"size": 9}, "showgrid": False,
        "zeroline": False,
    }  # fmt: skip
    is_level = len(labels) <= COUNTED and max(map(len, labels), default=0) <= SHORT
    across = ticks | {"tickangle": 0 if is_level else 90}
    down = ticks | {"autorange": "reversed", "scaleanchor": "x", "constrain": "domain"}
    return figure([heat], 420, title=title, xaxis=across, yaxis=down)


def _count(value: float) -> str:
    """A number of pairs, short enough for a cell."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def learned_against_predicted(
    predicted: np.ndarray,
    learned: np.ndarray,
    pairs: Sequence[str] = (),
    name: str = "pairs of nodes",
    matrix: str = "log of the matrix",
) -> go.Figure:
    """Inner products of trained vectors over the matrix they tend to, and the line on which both are equal.

    pairs: what each point is called. The axes depend on `predicted` alone, so that points move when vectors do.
    """
    names = [escaped(pair) for pair in pairs] or ["a pair"] * len(predicted)
    points = go.Scattergl(
        x=predicted, y=learned, mode="markers", text=names, name=name,
        marker={"size": 4, "color": ACCENT, "opacity": 0.4},
        hovertemplate="%{text}: %{x:.2f} predicted, %{y:.2f} learned<extra></extra>",
    )  # fmt: skip
    ends = [float(predicted.min()), float(predicted.max())]
    margin = 0.4 * (ends[1] - ends[0])
    line = go.Scatter(x=ends, y=ends, mode="lines", name="equal", line={"color": MUTED, "dash": "dot"})
    span = [min(ends[0] - margin, float(learned.min())), max(ends[1] + margin, float(learned.max()))]
    axes = {"xaxis_title": matrix, "yaxis": {"title": "inner product", "range": span}}
    return figure([points, line], 380, **axes)


def scores_by_share(
    shares: Sequence[int], scores: dict[str, np.ndarray], baselines: dict[str, np.ndarray]
) -> go.Figure:
    """Mean and spread over the splits (shares, splits) of each score; baselines are dotted."""
    traces = [_by_share(shares, name, values, "solid") for name, values in scores.items()]
    traces += [_by_share(shares, name, values, "dot") for name, values in baselines.items()]
    for place, trace in enumerate(traces):
        trace.line.color = (ACCENT, BASELINE)[place % 2]
    return figure(traces, 320, xaxis_title="labels known (%)", yaxis={"tickformat": ".0%", "rangemode": "tozero"})


def _by_share(shares: Sequence[int], name: str, values: np.ndarray, dash: str) -> go.Scatter:
    return go.Scatter(
        x=list(shares),
        y=values.mean(axis=1),
        name=name,
        mode="lines+markers" if dash == "solid" else "lines",
        error_y={"array": spread(values, axis=1), "visible": dash == "solid" and values.shape[1] > 1},
        line={"dash": dash},
        hovertemplate=f"{name} at %{{x}} % known: %{{y:.1%}}<extra></extra>",
    )


def predicted_against_true(values: np.ndarray, predicted: np.ndarray, names: Sequence[str], title: str) -> go.Figure:
    """Numbers of nodes against those predicted for them, and the line on which both are equal."""
    points = go.Scattergl(
        x=values, y=predicted, mode="markers", text=[escaped(name) for name in names], showlegend=False,
        marker={"size": 6, "color": ACCENT, "opacity": 0.6},
        hovertemplate="%{text}: %{x:,.4g} in truth, %{y:,.4g} predicted<extra></extra>",
    )  # fmt: skip
    ends = [float(values.min()), float(values.max())]
    line = go.Scatter(
        x=ends, y=ends, mode="lines", line={"color": MUTED, "dash": "dot"}, showlegend=False, hoverinfo="skip"
    )
    return figure([points, line], 320, xaxis_title=f"{escaped(title)}, in truth", yaxis_title="predicted")


def difference_by_walks(numbers: np.ndarray, differences: np.ndarray) -> go.Figure:
    """How far counted shares are from the expected ones, by the number of walks; both axes are logarithmic."""
    line = go.Scatter(
        x=numbers, y=differences, mode="lines", line={"color": ACCENT},
        hovertemplate="%{x:,} walks: %{y:.1%}<extra></extra>",
    )  # fmt: skip
    axes = {"xaxis": {"type": "log", "title": "walks"}, "yaxis": {"type": "log", "tickformat": ".0%"}}
    return figure([line], 200, showlegend=False, **axes)


def correlation_curve(steps: Sequence[float], correlations: Sequence[float], unit: str) -> go.Figure:
    """Correlation of learned inner products with the matrix they tend to, over the training."""
    line = go.Scatter(
        x=list(steps), y=list(correlations), mode="lines", line={"color": ACCENT},
        hovertemplate=f"{unit} %{{x:,.0f}}: %{{y:.3f}}<extra></extra>",
    )  # fmt: skip
    return figure([line], 220, showlegend=False, xaxis_title=unit, yaxis_title="correlation")
