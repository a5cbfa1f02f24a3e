"""A gradient step drawn: arrows from where vectors are to where they go."""

import plotly.graph_objects as go

from engine.figures.analogy import arrow
from engine.figures.colors import ACCENT, BASELINE, OKABE_ITO
from engine.figures.style import escaped, figure
from engine.insight.moves import Moves

ROLES = (("what predicts", ACCENT), ("pulled", OKABE_ITO[2]), ("pushed", BASELINE))


def step(moves: Moves, height: int = 440) -> go.Figure:
    """Points before the step, an arrow for each to where it goes; what predicts first, what is pulled second."""
    parts = (slice(0, 1), slice(1, 2), slice(2, None))
    traces = [
        go.Scatter(
            x=moves.before[part, 0],
            y=moves.before[part, 1],
            mode="markers+text",
            text=[escaped(name) for name in moves.names[part]],
            textposition="top center",
            textfont={"size": 11},
            marker={"size": 9, "color": color},
            name=name,
            hovertemplate="%{text}: %{x:.3f}, %{y:.3f}<extra></extra>",
        )
        for part, (name, color) in zip(parts, ROLES, strict=True)
    ]
    across = "along what predicts: inner product over its length"
    ends = go.Scatter(
        x=moves.after[:, 0], y=moves.after[:, 1], mode="markers", marker={"size": 1, "color": BASELINE},
        showlegend=False, hoverinfo="skip",
    )  # fmt: skip
    traces.append(ends)  # so that the axes reach them
    result = figure(traces, height, xaxis_title=across, yaxis_title="along its own step")
    result.update_yaxes(scaleanchor="x", constrain="domain").update_xaxes(constrain="domain")
    for tail, head in zip(moves.before, moves.after, strict=True):
        arrow(result, tail, head, "rgba(128,128,128,0.9)")
    return result
