"""Numbers side by side, of the same things."""

from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go

from engine.figures.colors import categorical
from engine.figures.style import escaped, figure


def bars(
    names: Sequence[str], series: Mapping[str, np.ndarray], title: str = "", form: str = ".3g", height: int = 300
) -> go.Figure:
    """A group of bars for each name: series -> (n,), each bar with its number. title: of the axis."""
    traces = [
        go.Bar(
            x=list(range(len(names))), y=values, name=escaped(name), marker_color=color,
            text=[format(value, form) for value in values], textposition="outside", cliponaxis=False,
            hovertemplate=f"%{{text}} ({escaped(name)})<extra></extra>",
        )
        for (name, values), color in zip(series.items(), categorical(len(series)), strict=True)
    ]  # fmt: skip
    across = {"tickvals": list(range(len(names))), "ticktext": list(map(escaped, names))}
    return figure(traces, height, xaxis=across, yaxis_title=title, showlegend=len(series) > 1)


def told(names: Sequence[str], values: Sequence[float] | np.ndarray, form: str = ".3g") -> str:
    """The same as a sentence's part: name value, name value."""
    return ", ".join(f"{name} {value:{form}}" for name, value in zip(names, values, strict=True))
