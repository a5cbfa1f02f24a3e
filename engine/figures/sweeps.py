"""A setting and what became of it: a score by value, with every seed; trainings beside each other."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from engine.figures.colors import ACCENT, categorical
from engine.figures.style import MUTED, escaped, figure

BAND = "rgba(0,114,178,0.16)"
GEOMETRIC = 8.0
"""Values of which the last is so many times the first stand on a logarithmic axis."""


def curve(
    values: Sequence[Any],
    names: Sequence[str],
    scores: np.ndarray,
    means: np.ndarray,
    spreads: np.ndarray,
    title: str,
    setting: str,
    baseline: float = float("nan"),
) -> go.Figure:
    """The mean score by value, a band of its standard deviation, and a point for each seed.

    values: numbers in rising order, or anything else, which stands in a row. names: as they are written. scores:
    (n_values, n_seeds), NaN for what is not known; means, spreads: (n_values,). baseline: NaN for none.
    """
    places, axis = _axis(values, names, setting)
    known = np.isfinite(means)
    x, mean = places[known], means[known]
    spread = np.nan_to_num(spreads[known])
    ring = go.Scatter(
        x=np.concatenate([x, x[::-1]]), y=np.concatenate([mean + spread, (mean - spread)[::-1]]), fill="toself",
        fillcolor=BAND, line={"width": 0}, mode="lines", hoverinfo="skip", name="± standard deviation",
    )  # fmt: skip
    told = np.array([escaped(name) for name in names])
    line = go.Scatter(
        x=x, y=mean, mode="lines+markers", name="mean", line={"color": ACCENT}, marker={"size": 8},
        customdata=np.column_stack([told[known], spread.astype(object)]),
        hovertemplate="%{customdata[0]}: %{y:.4g} ± %{customdata[1]:.2g}<extra></extra>",
    )  # fmt: skip
    rows, columns = np.nonzero(np.isfinite(scores))
    points = go.Scatter(
        x=places[rows], y=scores[rows, columns], mode="markers", name="each seed", customdata=told[rows],
        marker={"color": MUTED, "size": 5, "opacity": 0.8}, hovertemplate="%{customdata}: %{y:.4g}<extra></extra>",
    )  # fmt: skip
    several = bool((np.isfinite(scores).sum(axis=1) > 1).any())
    result = figure([ring, points, line] if several else [line], height=320, xaxis=axis, yaxis={"title": title})
    return _with_baseline(result, scores[np.isfinite(scores)], baseline, "baseline")


def _with_baseline(chart: go.Figure, scores: np.ndarray, baseline: float, name: str) -> go.Figure:
    """With a line at the baseline, unless it is so far away from the scores that it would flatten them."""
    if len(scores) and np.isfinite(baseline):
        low, high = float(scores.min()), float(scores.max())
        if 2 * low - high <= baseline <= 2 * high - low:
            chart.add_hline(y=baseline, line={"color": MUTED, "dash": "dash"}, annotation_text=name)
    return chart


def _axis(values: Sequence[Any], names: Sequence[str], setting: str) -> tuple[np.ndarray, dict[str, Any]]:
    """Where the values stand, and the axis."""
    ticks = {"ticktext": [escaped(name) for name in names], "title": escaped(setting)}
    numeric = all(isinstance(value, int | float) and not isinstance(value, bool) for value in values)
    if numeric and min(values) > 0 and max(values) >= GEOMETRIC * min(values):
        return np.array(values, dtype=float), ticks | {"type": "log", "tickvals": list(values)}
    if numeric and 0 not in values[:1]:
        return np.array(values, dtype=float), ticks | {"tickvals": list(values)}
    places = np.arange(len(values), dtype=float)
    return places, ticks | {"tickvals": places}


def seconds(names: Sequence[str], taken: np.ndarray) -> go.Figure:
    """What a training of each value took, in seconds: (n_values,), NaN for what is not known."""
    bar = go.Bar(
        x=[escaped(name) for name in names], y=taken, marker_color=ACCENT,
        hovertemplate="%{x}: %{y:.2f} s<extra></extra>",
    )  # fmt: skip
    return figure([bar], height=220, yaxis={"title": "seconds"}, xaxis={"type": "category"})


def by_step(
    histories: Mapping[str, Mapping[str, Sequence[float]]], tested: str, trained: str, unit: str, title: str
) -> go.Figure:
    """A column of what was held out (solid) and one of the training (dotted) over the training, a color for each value.

    histories: name of a value -> columns as in `Fit.history`. tested, trained: names of columns, "" for none.
    """
    traces = []
    for (name, history), color in zip(histories.items(), categorical(len(histories)), strict=True):
        for column, dash, said in ((tested, "solid", "held out"), (trained, "dot", "training")):
            if column and column in history:
                steps = history.get("step", range(1, len(history[column]) + 1))
                traces.append(go.Scatter(
                    x=list(steps), y=list(history[column]), mode="lines", line={"color": color, "dash": dash},
                    name=escaped(name), legendgroup=name, showlegend=column == (tested or trained),
                    hovertemplate=f"{escaped(name)}, {said}, {escaped(unit)} %{{x:,.0f}}: %{{y:.4g}}<extra></extra>",
                ))  # fmt: skip
    return figure(traces, height=300, xaxis_title=escaped(unit), yaxis_title=escaped(title))


def by_seconds(
    lines: Mapping[str, Sequence[tuple[float, float, float]]],
    budgets: Sequence[float],
    title: str,
    baseline: float = float("nan"),
    baseline_name: str = "baseline",
) -> go.Figure:
    """A score against what the training took, a line for each method; a method with one training is a diamond.

    lines: method -> (seconds, mean score, standard deviation or NaN), rising. budgets: seconds that are marked.
    baseline: NaN for none.
    """
    traces = []
    for (name, points), color in zip(lines.items(), categorical(len(lines)), strict=True):
        symbol = "circle" if len(points) > 1 else "diamond"
        took, means, spreads = map(list, zip(*points, strict=True))
        traces.append(go.Scatter(
            x=took, y=means, name=escaped(name), mode="lines+markers", line={"color": color},
            marker={"symbol": symbol, "size": 9}, error_y={"type": "data", "array": spreads, "thickness": 1.5},
            hovertemplate=f"{escaped(name)}: %{{y:.4g}} in %{{x:.2f}} s<extra></extra>",
        ))  # fmt: skip
    axis = {"type": "log", "title": "seconds of training"}
    result = figure(traces, height=380, xaxis=axis, yaxis={"title": escaped(title)})
    for budget in budgets:
        result.add_vline(x=budget, line={"color": MUTED, "dash": "dot", "width": 1})
    scores = np.array([score for points in lines.values() for _, score, _ in points])
    return _with_baseline(result, scores, baseline, baseline_name)
