"""Documents by terms: a part of the matrix, and terms by weight."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from engine.figures.colors import ACCENT, BASELINE
from engine.figures.style import escaped, figure

LONGEST = 26
"""Characters of a name beside a row."""
COLORS = [[0.0, BASELINE], [0.5, "rgba(128,128,128,0.08)"], [1.0, ACCENT]]


def weights(values: np.ndarray, rows: Sequence[str], columns: Sequence[str], largest: float) -> go.Figure:
    """Weights (n, m) of terms in documents as colors, from -largest to largest; 0 is the ground."""
    drawn = go.Heatmap(
        z=values, x=np.arange(len(columns)), y=np.arange(len(rows)), colorscale=COLORS, zmin=-largest, zmax=largest,
        showscale=False, xgap=1, ygap=1,
        customdata=np.array([[escaped(f"{row} · {column}") for column in columns] for row in rows]),
        hovertemplate="%{customdata}: %{z:.4g}<extra></extra>",
    )  # fmt: skip
    names = [row if len(row) <= LONGEST else f"…{row[-LONGEST + 1 :]}" for row in rows]
    down = {
        "tickvals": np.arange(len(rows)),
        "ticktext": list(map(escaped, names)),
        "autorange": "reversed",
        "showgrid": False,
        "zeroline": False,
    }
    across = {
        "tickvals": np.arange(len(columns)), "ticktext": list(map(escaped, columns)), "ticklabeloverflow": "allow",
        "showgrid": False, "zeroline": False,
    }  # fmt: skip
    return figure([drawn], 130 + 18 * len(rows), xaxis=across | {"tickangle": -60, "side": "top"}, yaxis=down)
