"""How trainings went beside each other: accuracy by epoch, and errors by the number of features."""

from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go

from engine.evaluation.images.double_descent import PARTS, Descent
from engine.figures.colors import ACCENT, BASELINE, categorical
from engine.figures.style import MUTED, escaped, figure

AFTER, DURING, TEST = "train_accuracy_after", "train_accuracy", "test_accuracy"


def by_epoch(histories: Mapping[str, Mapping[str, Sequence[float]]], chance: float = 0.0) -> go.Figure:
    """Accuracy on the test part (solid) and the training part (dotted) after each epoch, a color for each training.

    histories: title -> columns as in `Fit.history`, of every epoch, or of those that "epoch" names. Runs of before have
    the training accuracy of the epoch alone.
    """
    traces = []
    for (title, history), color in zip(histories.items(), categorical(len(histories)), strict=True):
        known = history.get(AFTER) or history.get(DURING, [])
        for name, column, dash in (("test", history.get(TEST, []), "solid"), ("training", known, "dot")):
            epochs = history.get("epoch", range(1, len(column) + 1))
            line = _line(f"{title}, {name}" if title else name, epochs, column, color, dash)
            traces.append(line.update(showlegend=not title or name == "test"))
    axis = {"tickformat": ".0%", "range": [0, 1.02], "title": "accuracy"}
    result = figure(traces, height=300, xaxis_title="epoch", yaxis=axis)
    if chance:
        result.add_hline(y=chance, line={"color": MUTED, "dash": "dot"}, annotation_text="chance")
    return result


def _line(name: str, epochs: Sequence[float], column: Sequence[float], color: str, dash: str) -> go.Scatter:
    return go.Scatter(
        x=list(epochs),
        y=list(column),
        name=escaped(name),
        mode="lines",
        line={"color": color, "dash": dash},
        hovertemplate=f"{escaped(name)}, epoch %{{x}}: %{{y:.1%}}<extra></extra>",
    )


def descent(found: Descent) -> go.Figure:
    """Share told wrong by the number of features, with the place where they are as many as the images."""
    traces = [
        go.Scatter(
            x=found.features,
            y=found.wrong[:, part].mean(axis=1),
            name=name,
            mode="lines+markers",
            line={"color": color, "dash": dash},
            hovertemplate=f"%{{x:,}} features: %{{y:.1%}} wrong ({name})<extra></extra>",
        )
        for part, (name, color, dash) in enumerate(zip(PARTS, (BASELINE, ACCENT), ("dot", "solid"), strict=True))
    ]
    axis = {"tickformat": ".0%", "rangemode": "tozero", "title": "told wrong"}
    across = {"type": "log", "title": "random features, logarithmic"}
    result = figure(traces, height=320, xaxis=across, yaxis=axis)
    mark = {"color": MUTED, "dash": "dot"}
    return result.add_vline(x=found.n_train, line=mark, annotation_text="as many as images")


def forgotten_shifts(titles: Sequence[str], moved: np.ndarray, shifts: Sequence[int]) -> go.Figure:
    """How far a shift of the image moves the answer of each layer: moved (layers, shifts), relative differences."""
    names = [escaped(title) for title in titles]
    traces = [
        go.Scatter(
            x=names,
            y=moved[:, at],
            name=f"by {shift} pixel{'s' * (shift > 1)}",
            mode="lines+markers",
            line={"color": color},
            hovertemplate="%{x}: %{y:.2f}<extra></extra>",
        )
        for at, (shift, color) in enumerate(zip(shifts, categorical(len(shifts)), strict=True))
    ]
    axis = {"rangemode": "tozero", "title": "relative difference"}
    return figure(traces, height=320, yaxis=axis, xaxis={"tickangle": -40})


def by_labels(
    sizes: Sequence[int], accuracies: Mapping[str, np.ndarray], majority: np.ndarray, spreads: Mapping[str, np.ndarray]
) -> go.Figure:
    """Accuracy by how many labels were known: name -> (sizes,), each with its spread (sizes,); the majority dotted."""
    traces = [
        go.Scatter(
            x=list(sizes),
            y=values,
            name=escaped(name),
            mode="lines+markers",
            line={"color": color},
            error_y={"array": spreads[name], "thickness": 1, "width": 2},
            hovertemplate=f"{escaped(name)}, %{{x:,}} labels: %{{y:.1%}}<extra></extra>",
        )
        for (name, values), color in zip(accuracies.items(), categorical(len(accuracies)), strict=True)
    ]
    blind = go.Scatter(
        x=list(sizes), y=majority, name="most frequent class", mode="lines", line={"color": MUTED, "dash": "dot"},
        hovertemplate="always the most frequent class, %{x:,} labels: %{y:.1%}<extra></extra>",
    )  # fmt: skip
    across = {"type": "log", "title": "labels known, logarithmic", "tickvals": list(sizes), "ticktext": list(sizes)}
    return figure([*traces, blind], height=380, xaxis=across, yaxis={"tickformat": ".0%", "title": "accuracy"})


def by_rank(ranks: np.ndarray, shares: Mapping[str, np.ndarray], chance: float) -> go.Figure:
    """Shares told right by the number of components (n,) on a logarithmic axis, a line a name; dotted is chance."""
    traces = [
        go.Scatter(
            x=ranks, y=values, name=escaped(name), mode="lines+markers", line={"color": color},
            hovertemplate=f"{escaped(name)}, %{{x}} components: %{{y:.1%}}<extra></extra>",
        )
        for (name, values), color in zip(shares.items(), categorical(len(shares)), strict=True)
    ]  # fmt: skip
    across = {"type": "log", "title": "components, logarithmic", "tickvals": list(ranks)}
    axis = {"tickformat": ".0%", "range": [0, 1.02], "title": "share"}
    result = figure(traces, height=320, xaxis=across, yaxis=axis)
    return result.add_hline(y=chance, line={"color": MUTED, "dash": "dot"}, annotation_text="chance")
