"""Numbers side by side, of the same things."""

from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go

from engine.figures.colors import categorical
from engine.figures.style import escaped, figure

MOST_LEVEL = 20
"""Bars of all groups together up to which their numbers are written level; those of more stand upright."""
ROOM = 1.2
"""How much farther than the longest bar an axis goes whose bars have upright numbers."""
MOST_ON_A_LINE = 42
"""Letters of all names together, were each as long as the longest, up to which each is written on one line."""


def bars(
    names: Sequence[str], series: Mapping[str, np.ndarray], title: str = "", form: str = ".3g", height: int = 300
) -> go.Figure:
    """A group of bars for each name: series -> (n,), each bar with its number. title: of the axis."""
    upright = len(series) > 1 and len(names) * len(series) > MOST_LEVEL
    traces = [
        go.Bar(
            x=list(range(len(names))), y=values, name=escaped(name), marker_color=color,
            text=[format(value, form) for value in values], textposition="outside", cliponaxis=False,
            textangle=-90 if upright else 0,
            hovertemplate=f"%{{text}} ({escaped(name)})<extra></extra>",
        )
        for (name, values), color in zip(series.items(), categorical(len(series)), strict=True)
    ]  # fmt: skip
    across = {"tickvals": list(range(len(names))), "ticktext": _in_lines(names)}
    drawn = figure(traces, height, xaxis=across, yaxis_title=title, showlegend=len(series) > 1)
    if upright:  # else the numbers would stand in the legend
        every = np.concatenate(list(series.values()))
        drawn.update_yaxes(range=[ROOM * min(0.0, float(every.min())), ROOM * max(0.0, float(every.max()))])
    return drawn


def _in_lines(names: Sequence[str]) -> list[str]:
    """The names below the bars: of several words each below the other, where one line has no room for all names."""
    crowded = max(map(len, names), default=0) * len(names) > MOST_ON_A_LINE
    return ["<br>".join(escaped(name).split()) if crowded else escaped(name) for name in names]


def told(names: Sequence[str], values: Sequence[float] | np.ndarray, form: str = ".3g") -> str:
    """The same as a sentence's part: name value, name value."""
    return ", ".join(f"{name} {value:{form}}" for name, value in zip(names, values, strict=True))
