"""Matrices as pictures: each cell a color."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from engine.figures.colors import scale
from engine.figures.style import escaped, figure

MOST_NUMBERS = 400
"""Cells up to which each shows its number."""


def matrix(values: np.ndarray, rows: Sequence[str], columns: Sequence[str], form: str = ".3g") -> go.Figure:
    """Values (n, m) as a table of colors, the first row on top; small tables show their numbers too.

    Cells that are NaN stay empty."""
    drawn = go.Heatmap(
        z=values,
        x=np.arange(len(columns)),
        y=np.arange(len(rows)),
        colorscale=scale(),
        showscale=False,
        xgap=1,
        ygap=1,
        text=[[_number(value, form) for value in row] for row in values] if values.size <= MOST_NUMBERS else None,
        texttemplate="%{text}" if values.size <= MOST_NUMBERS else None,
        customdata=np.array([[escaped(f"{row} · {column}") for column in columns] for row in rows]),
        hoverongaps=False,
        hovertemplate="%{customdata}: %{z:.4g}<extra></extra>",
    )
    down = {"tickvals": np.arange(len(rows)), "ticktext": [escaped(row) for row in rows], "autorange": "reversed"}
    across = {"tickvals": np.arange(len(columns)), "ticktext": [escaped(column) for column in columns]}
    return figure([drawn], 130 + 28 * len(rows), xaxis=across | {"tickangle": -45, "side": "top"}, yaxis=down)


def _number(value: float, form: str) -> str:
    return "" if np.isnan(value) else format(value, form)
