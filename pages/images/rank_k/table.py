"""A table taken apart: loadings of its components, its rows on the first two, and columns that others tell."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import streamlit as st

from engine.insight.tables.approximation import Approximation
from engine.insight.tables.redundancy import MOST_COLUMNS, told_by_others
from engine.low_rank import Factors
from pages.parts.map.component import embedding_map
from pages.parts.write.layout import beside
from pages.parts.write.plain import plain

N_LOADINGS = 6
N_TOLD = 60
MOST_POINTS = 5_000
LABELED = 60


def show(key: str, revision: str, found: Approximation, names: Sequence[str], rows: Sequence[str], k: int) -> None:
    """The table taken apart; names and rows: of the columns and rows that are in it."""
    factors = found.factors[0]
    left, right = beside(2)
    with left:
        _loadings(key, factors, names, k)
    with right:
        _map(key, revision, factors, rows)
    _told(key, found.values[0], names)


def _loadings(key: str, factors: Factors, names: Sequence[str], k: int) -> None:
    """How much of each column is in each component."""
    n = min(max(k, 2), N_LOADINGS, len(factors.values))
    table = pd.DataFrame(factors.right[:, :n], columns=[f"v{at + 1}" for at in range(n)])
    table.insert(0, "Column", list(names))
    numbers = {f"v{at + 1}": st.column_config.NumberColumn(format="%.3f") for at in range(n)}
    st.markdown("**Loadings**")
    st.dataframe(table, hide_index=True, column_config=numbers, height=360, key=f"{key}.loadings")
    st.caption("A component is a mixture of columns: large loadings of equal sign rise together.")


def _map(key: str, revision: str, factors: Factors, rows: Sequence[str]) -> None:
    """The rows by their first two numbers."""
    if len(factors.values) < 2:
        return
    shown = min(MOST_POINTS, len(rows))
    scores = (factors.left * factors.values)[:shown, :2]
    embedding_map(
        f"{key.replace('.', '_')}_rows",
        revision=f"rows.{revision}",
        coordinates=scores.astype(np.float32),
        labels=list(rows[:shown]),
        landmarks=range(min(LABELED, shown)),
        axis_titles=("component 1", "component 2"),
        height=420,
    )
    more = "" if shown == len(rows) else f" (the first {shown:,})"
    st.caption(f"The rows{more} by their first two components.")


def _told(key: str, values: np.ndarray, names: Sequence[str]) -> None:
    """Which columns are nearly combinations of others."""
    n, d = values.shape
    if d > MOST_COLUMNS or n <= d:
        st.caption(
            f"With {n:,} rows and {d:,} columns every column is a combination of the others, or nearly; this table has "
            "more rows than columns only if it is turned. Leave columns out to see which tell which."
            if n <= d
            else f"Which columns tell which is shown for at most {MOST_COLUMNS} columns; leave some out."
        )
        return
    found = told_by_others(values)[:N_TOLD]
    table = pd.DataFrame(
        {
            "Column": [names[told.column] for told in found],
            "Told by all others": [100 * told.r_squared for told in found],
            "Best single one": [f"{told.slope:.4g} × {names[told.partner]}" for told in found],
            "Told by it": [100 * told.partner_r_squared for told in found],
        }
    )
    percent = st.column_config.NumberColumn(format="%.2f %%")
    columns = {"Told by all others": percent, "Told by it": percent}
    st.markdown("**Columns that are nearly combinations of others**")
    st.dataframe(table, hide_index=True, column_config=columns, key=f"{key}.told")
    exact = [names[told.column] for told in found if told.r_squared > 0.999]
    words = f"Told at more than 99.9 %: {', '.join(exact)}. " if exact else ""
    st.caption(
        plain(words) + "Share of a column's variance that least squares on the others gives; the slope is how much the "
        "column changes with one unit of the single other column. Where it is near 100 %, the rank is smaller than the "
        "number of columns."
    )
