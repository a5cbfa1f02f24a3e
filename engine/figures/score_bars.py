"""Scores as bars, each with its baseline: a number alone says little."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from engine.evaluation.words.analogies import AnalogyScores
from engine.figures.colors import ACCENT, BASELINE
from engine.figures.style import escaped, figure


def by_section(scores: AnalogyScores) -> go.Figure:
    """Accuracy by section beside the baseline, the word nearest to c; sections with nothing covered are left out."""
    rows = np.flatnonzero(scores.covered > 0)
    names = [scores.sections[row] for row in rows]
    told = [f"{scores.correct[row]:,} of {scores.covered[row]:,}" for row in rows]
    accuracy, baseline = scores.accuracy_by_section[rows], scores.baseline_by_section[rows]
    return bars(names, accuracy, baseline, told, "nearest to c alone")


def bars(
    names: Sequence[str],
    values: np.ndarray,
    baselines: np.ndarray,
    told: Sequence[str] = (),
    baseline_name: str = "baseline",
    measure: str = "accuracy",
) -> go.Figure:
    """Horizontal bars of shares in [0, 1], the first on top; a marker shows each baseline, `told` stands beside."""
    places = np.arange(len(names))
    beside = np.where(np.asarray(values) > 0.3, "inside", "outside")
    measured = go.Bar(
        x=values, y=places, orientation="h", name=measure, marker_color=ACCENT, text=list(told), textposition=beside,
        customdata=[escaped(name) for name in names], hovertemplate="%{customdata}: %{x:.1%}<extra></extra>",
    )  # fmt: skip
    markers = go.Scatter(
        x=baselines, y=places, mode="markers", name=baseline_name, hovertemplate="%{x:.1%}<extra></extra>",
        marker={"symbol": "line-ns", "size": 14, "line": {"width": 3, "color": BASELINE}},
    )  # fmt: skip
    ticks = {"tickvals": places, "ticktext": [escaped(name) for name in names], "autorange": "reversed"}
    return figure(
        [measured, markers], 80 + 24 * len(names), yaxis=ticks, xaxis={"range": [0, 1.02], "tickformat": ".0%"}
    )
