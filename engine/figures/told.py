"""A chart in words, with its numbers: the text alternative where a page gives none of its own."""

import html
from typing import Any

import numpy as np
import plotly.graph_objects as go

LISTED = 12
"""Points or cells whose numbers are said one by one; of more, the ends and the range."""
TRACES = 8
LONGEST = 1_200
"""Characters."""


def told(figure: go.Figure) -> str:
    """What is drawn along which axes, and the numbers: all of them where they are few, else from where to where."""
    axes = [_plain(getattr(figure.layout, f"{axis}axis").title.text) for axis in "yx"]
    along = f"{axes[0] or 'values'} by {axes[1]}. " if axes[1] else f"{axes[0]}. " if axes[0] else ""
    ticks = {axis: _ticks(getattr(figure.layout, f"{axis}axis")) for axis in "xy"}
    parts = [_trace(trace, ticks) for trace in figure.data[:TRACES]]
    more = [f"{len(figure.data) - TRACES} more"] if len(figure.data) > TRACES else []
    text = along + "; ".join([*filter(None, parts), *more])
    return f"{text[: LONGEST - 1]}…" if len(text) > LONGEST else f"{text}."


def _ticks(axis: Any) -> dict[Any, str]:
    """What stands at places of an axis instead of their numbers."""
    if axis.ticktext is None or axis.tickvals is None:
        return {}
    return dict(zip(np.asarray(axis.tickvals).tolist(), map(_plain, axis.ticktext), strict=False))


def _trace(trace: Any, ticks: dict[str, dict[Any, str]]) -> str:
    name = _plain(trace.name)
    is_table = getattr(trace, "z", None) is not None and trace.type == "heatmap"
    found = _table(trace, ticks) if is_table else _points(trace, ticks)
    return f"{name}: {found}" if name and found else found


def _table(trace: Any, ticks: dict[str, dict[Any, str]]) -> str:
    cells = np.asarray(trace.z, dtype=float)
    rows = _names(trace.y, cells.shape[0], ticks["y"])
    columns = _names(trace.x, cells.shape[1], ticks["x"])
    if cells.size > LISTED:
        return f"{cells.shape[0]} rows, {cells.shape[1]} columns, {_range(cells.ravel())}"
    return ", ".join(
        f"{row} {column} {_said(cells[at, place])}"
        for at, row in enumerate(rows)
        for place, column in enumerate(columns)
    )


def _points(trace: Any, ticks: dict[str, dict[Any, str]]) -> str:
    x, y = (() if values is None else values for values in (getattr(trace, "x", None), getattr(trace, "y", None)))
    n = min(len(x) or len(y), len(y) or len(x))
    if not n:
        return ""
    first = _names(x, n, ticks["x"]) if len(x) else [""] * n
    second = _names(y, n, ticks["y"]) if len(y) else [""] * n
    if n <= LISTED:
        return ", ".join(f"{one} {other}".strip() for one, other in zip(first, second, strict=True))
    ends = f"from {first[0]} {second[0]} to {first[-1]} {second[-1]}"
    return f"{n:,} points {ends}, {_range(y) or _range(x)}".rstrip(", ")


def _names(values: Any, n: int, ticks: dict[Any, str]) -> list[str]:
    """Each value as it is said; numbers from 1 where there is none."""
    if values is None:
        return [str(at + 1) for at in range(n)]
    return [ticks.get(value) or _said(value) for value in list(values)[:n]]


def _said(value: Any) -> str:
    return f"{value:.4g}" if isinstance(value, int | float | np.number) else _plain(str(value))


def _range(values: Any) -> str:
    numbers = np.asarray(values)
    if numbers.dtype.kind not in "iuf" or not np.isfinite(numbers).any():
        return ""
    return f"least {_said(np.nanmin(numbers))}, most {_said(np.nanmax(numbers))}"


def _plain(text: Any) -> str:
    """A title of Plotly's without its marks."""
    return html.unescape(str(text or "")).replace("<br>", " ").strip()
