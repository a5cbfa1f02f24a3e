"""Matrices of either sign, small enough to show every number."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from engine.figures.colors import DIVERGING, scale
from engine.figures.matrices import matrix


def signed(values: np.ndarray, rows: Sequence[str], columns: Sequence[str], form: str = ".2f") -> go.Figure:
    """Values (n, m), every cell with its number; 0 is gray, and equal sizes of either sign are equally strong."""
    largest = float(np.abs(np.nan_to_num(values)).max(initial=0)) or 1.0
    drawn = matrix(values, rows, columns, form)
    return drawn.update_traces(colorscale=scale(DIVERGING), zmin=-largest, zmax=largest)


def told(values: np.ndarray, rows: Sequence[str], form: str = ".2f") -> str:
    """The same in words: row: its numbers; ... An empty cell is "none"."""
    numbers = [["none" if np.isnan(value) else format(value, form) for value in row] for row in values]
    return "; ".join(f"{name}: {', '.join(row)}" for name, row in zip(rows, numbers, strict=True))
