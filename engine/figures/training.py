"""How a training went."""

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from engine.figures.colors import ACCENT, BASELINE
from engine.figures.style import MUTED, figure

ROOM = 0.1
"""Below the lowest line, for its name."""


def loss_curve(history: Mapping[str, Sequence[float]], unit: str = "steps") -> go.Figure:
    """The loss by step, and the speed on an axis of its own where the history has "words_per_second".

    history: columns of one length as in `Fit.history`; "loss" is needed, "step" is counted from 1 if missing, a second
    line is drawn of "held_out_loss".
    unit: what steps count, such as "epochs".
    """
    steps = list(history.get("step", range(1, len(history["loss"]) + 1)))
    loss = go.Scatter(
        x=steps,
        y=list(history["loss"]),
        name="Loss",
        mode="lines",
        line={"color": ACCENT},
        hovertemplate=f"{unit} %{{x:,.0f}}: %{{y:.4f}}<extra></extra>",
    )
    axes = {"xaxis_title": unit, "yaxis_title": "loss"}
    if "held_out_loss" in history:
        unseen = go.Scatter(
            x=steps, y=list(history["held_out_loss"]), name="Held out", mode="lines",
            line={"color": BASELINE, "dash": "dash"}, hovertemplate=f"{unit} %{{x:,.0f}}: %{{y:.4f}}<extra></extra>",
        )  # fmt: skip
        return figure([loss, unseen], height=260, **axes)
    if "words_per_second" not in history:
        return figure([loss], height=260, showlegend=False, **axes)
    speed = go.Scatter(
        x=steps,
        y=list(history["words_per_second"]),
        name="Words/s",
        mode="lines",
        line={"color": BASELINE, "dash": "dot"},
        yaxis="y2",
        hovertemplate="%{y:,.0f} words/s<extra></extra>",
    )
    second = {"overlaying": "y", "side": "right", "title": "words/s", "rangemode": "tozero", "showgrid": False}
    return figure([loss, speed], height=260, yaxis2=second | {"automargin": True, "tickformat": ".3~s"}, **axes)


def accuracy_curve(
    history: Mapping[str, Sequence[float]],
    baselines: Mapping[str, float],
    unit: str = "steps",
    title: str = "told apart",
) -> go.Figure:
    """Column "accuracy" by step, in [0, 1], and dotted lines at the heights of what it is compared with, by name.

    title: of the axis, what it is a share of."""
    line = go.Scatter(
        x=list(history["step"]),
        y=list(history["accuracy"]),
        mode="lines",
        line={"color": ACCENT},
        hovertemplate=f"{unit} %{{x:,.0f}}: %{{y:.1%}}<extra></extra>",
    )
    lowest = min(*history["accuracy"], *baselines.values())
    axis = {"tickformat": ".0%", "title": title, "range": [lowest - ROOM, 1.02]}
    result = figure([line], height=240, showlegend=False, xaxis_title=unit, yaxis=axis)
    for name, value in baselines.items():
        result.add_hline(
            y=value, line={"color": MUTED, "dash": "dot"}, annotation_text=name, annotation_position="bottom right"
        )
    return result


MEASURES = {"kl": "KL divergence, nats", "stress": "stress", "loss": "loss"}


def course_curve(course: Mapping[str, Sequence[float]], unit: str = "iterations") -> go.Figure:
    """How what a map is to keep low fell while it formed. course: columns "step", in `unit`s, and that of a measure."""
    measure = next(name for name in course if name != "step")
    line = go.Scatter(
        x=list(course["step"]),
        y=list(course[measure]),
        mode="lines",
        line={"color": ACCENT},
        hovertemplate=f"{unit} %{{x:,.0f}}: %{{y:.4g}}<extra></extra>",
    )
    title = MEASURES.get(measure, measure)
    return figure([line], height=220, showlegend=False, xaxis_title=unit, yaxis_title=title)


def film_curves(
    steps: Sequence[float], shares: Mapping[str, Sequence[float]], at: float, unit: str = "steps"
) -> go.Figure:
    """Shares in [0, 1] by step, one line a name: the first solid, the second dashed, others dotted; a line stands at
    the step `at`.
    """
    looks = [(ACCENT, "solid"), (BASELINE, "dash")] + [(MUTED, "dot")] * len(shares)
    traces = [
        go.Scatter(
            x=list(steps), y=list(values), name=name, mode="lines", line={"color": color, "dash": dash},
            hovertemplate=f"{unit} %{{x:,.0f}}: %{{y:.1%}}<extra></extra>",
        )
        for (name, values), (color, dash) in zip(shares.items(), looks, strict=False)
    ]  # fmt: skip
    axis = {"tickformat": ".0%", "range": [-0.02, 1.02]}
    result = figure(traces, height=280, xaxis_title=unit, yaxis=axis)
    result.add_vline(x=at, line={"color": MUTED})
    return result
