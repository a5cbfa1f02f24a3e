"""Drift along a number that the items have: frequency, degree, year ..."""

import numpy as np
import streamlit as st

from engine.embedding import Embedding
from engine.evaluation.neighbor_drift import Drift
from engine.figures.drift import by_column
from pages.compare import seeds
from pages.compare.asked import Asked
from pages.compare.pair import by_item, drift_of
from pages.compare.state import CompareState
from pages.parts.explore.controlled import choose

USUAL = ("count", "degree", "ratings", "viewers", "year")
FEWEST = 40
"""Items that make a curve."""


def numbers(embedding: Embedding) -> list[str]:
    """Columns of numbers of more than a few values."""
    return [
        name for name, column in embedding.metadata.items()
        if column.dtype.kind in "iuf" and len(np.unique(column)) > 5
    ]  # fmt: skip


def show(page: CompareState, asked: Asked, drift: Drift, k: int) -> None:
    """The curve, those of two seeds of one method beside it, and what chance gives."""
    embedding = asked.first.embedding
    names = numbers(embedding)
    if not names or drift.n < FEWEST:
        return
    usual = next((name for name in USUAL if name in names), names[0])
    with st.container(border=True):
        name = choose(st.selectbox, "Drift by", page, "column", names, usual, width=200)
        column = embedding.metadata[name].astype(float)
        lines = {"A and B": by_item(asked.drift.run_id, k)}
        for title, run_id in seeds.curves(asked):
            other = drift_of(run_id)
            if other.n == drift.n and np.array_equal(other.rows[0], drift.rows[0]):
                lines[title] = by_item(run_id, k)
        st.plotly_chart(by_column(name, column[drift.rows[0]], lines, 1 - drift.chance(k)), key=page.key("curve"))
        st.caption("Each point: the mean drift of items with about as large a number, with twice its standard error.")
