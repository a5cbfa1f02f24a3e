"""Tables of which a tick chooses a row's item.

A choice is taken in the callback, before the page runs: what stops that run early, such as a map that has just become
ready, cannot lose it, and all that is drawn shows it.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Literal

import numpy as np
import pandas as pd
import streamlit as st

Columns = Mapping[str, Any]
Height = int | Literal["auto", "content"]
Width = int | Literal["stretch"]


def pickable(
    table: pd.DataFrame,
    rows: np.ndarray,
    choose: Callable[[int], None],
    key: str,
    columns: Columns,
    height: Height = "auto",
    width: Width = "stretch",
) -> None:
    """Draw the table; rows: (lines of the table,) the item of each, which `choose` is told, or -1 where there is none.
    columns: their formats.
    """
    st.dataframe(
        table,
        hide_index=True,
        on_select=partial(_take, rows, choose, key),
        selection_mode="single-row",
        key=key,
        column_config=columns,
        height=height,
        width=width,
    )


def _take(rows: np.ndarray, choose: Callable[[int], None], key: str) -> None:
    ticked = st.session_state[key].selection.rows
    if ticked and rows[ticked[0]] >= 0:
        choose(int(rows[ticked[0]]))
