"""Blocks side by side where there is room, one below the other where there is not."""

from typing import Literal

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

NARROWEST = 230
"""Pixels; with less for each column the second block goes below the first."""

ROW_HEIGHT = 35
"""Pixels of a table's row, and of its head."""

ONLY_ICON = "only_icon"
"""In the key of a button: its words are for those who hear the page, and not to be seen (assets/page/page.css)."""


def fitting(n_rows: int, most: int) -> int | Literal["content"]:
    """The height of a table: that of its rows, and no more than `most` pixels, so that none shows empty rows."""
    return "content" if (n_rows + 1) * ROW_HEIGHT < most else most


def beside(n_columns: int, wide: int = 1, narrowest: int = NARROWEST) -> tuple[DeltaGenerator, DeltaGenerator]:
    """Two blocks that share `n_columns` columns of at least `narrowest` pixels, `wide` of them for the first."""
    grid = st.grid(n_columns, min_column_width=narrowest, gap="medium")
    first = grid.cell(column_span=wide) if wide > 1 else grid.cell()
    rest = n_columns - wide
    return first, grid.cell(column_span=rest) if rest > 1 else grid.cell()
