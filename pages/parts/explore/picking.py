"""Tables of items of which a tick chooses one.

A choice is taken in the callback, before the page runs: what stops that run early, such as a map that has just become
ready, cannot lose it, and all that is drawn shows it.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any, Literal

import numpy as np
import pandas as pd
import streamlit as st

from pages.parts.explore.view import View

Columns = Mapping[str, Any]
Height = int | Literal["auto", "content"]
Width = int | Literal["stretch"]


def pickable(
    view: View,
    table: pd.DataFrame,
    rows: np.ndarray,
    key: str,
    columns: Columns,
    height: Height = "auto",
    width: Width = "stretch",
) -> None:
    """Draw the table; rows: (lines of the table,) the item of each. columns: their formats."""
    st.dataframe(
        table,
        hide_index=True,
        on_select=partial(_choose, view, rows, key),
        selection_mode="single-row",
        key=key,
        column_config=columns,
        height=height,
        width=width,
    )


def _choose(view: View, rows: np.ndarray, key: str) -> None:
    ticked = st.session_state[key].selection.rows
    if ticked:
        view.select(int(rows[ticked[0]]))
