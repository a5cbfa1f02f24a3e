"""Matrices as pictures: each cell a color."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from engine.figures.colors import OKABE_ITO, scale
from engine.figures.style import LABEL_LENGTH, escaped, figure

FRAME = OKABE_ITO[1]
SLANTED = 4
"""Pixels to the right that a letter of a slanted label takes: without room the last label is left out."""
MOST_LEVEL = 32
"""Letters of all names of columns together, were each as long as the longest, up to which they are written level: they
have room for it on half of a narrow page.
"""
MOST_NUMBERS = 400
"""Cells up to which each shows its number."""


def matrix(
    values: np.ndarray, rows: Sequence[str], columns: Sequence[str], form: str = ".3g", lit: str = ""
) -> go.Figure:
    """Values (n, m) as a table of colors, the first row on top; small tables show their numbers too.

    Cells that are NaN stay empty. lit: the row and the column of that name are framed.
    """
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
    down |= {"showgrid": False, "zeroline": False}  # lines would be seen through empty cells
    across = {"tickvals": np.arange(len(columns)), "ticktext": [escaped(column) for column in columns]}
    across |= {"showgrid": False, "zeroline": False}
    frames = [_frame(0, len(columns), row, row + 1) for row, name in enumerate(rows) if lit and name == lit]
    frames += [_frame(column, column + 1, 0, len(rows)) for column, name in enumerate(columns) if lit and name == lit]
    is_level = max(map(len, columns), default=0) * len(columns) <= MOST_LEVEL
    top = across | {"tickangle": 0 if is_level else -45, "side": "top"}
    beyond = 8 + SLANTED * min(len(columns[-1]), LABEL_LENGTH) if len(columns) else 8
    return figure([drawn], 130 + 28 * len(rows), xaxis=top, yaxis=down, shapes=frames, margin_r=beyond)


def _frame(left: int, right: int, top: int, bottom: int) -> dict[str, Any]:
    """A rectangle around cells, from a row or column on and before another."""
    sides = {"x0": left - 0.5, "x1": right - 0.5, "y0": top - 0.5, "y1": bottom - 0.5}
    return {"type": "rect", "line": {"color": FRAME, "width": 3}} | sides


def _number(value: float, form: str) -> str:
    return "" if np.isnan(value) else format(value, form)
