"""The nearest of one item in either set, side by side, with what is in both marked."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import streamlit as st

from engine.evaluation.neighbor_drift import Drift
from pages.compare.sentence import percent
from pages.compare.side import Side
from pages.compare.state import CompareState
from pages.parts.explore.picking import pickable
from pages.parts.write.layout import beside
from pages.parts.write.plain import plain


def show(page: CompareState, first: Side, drift: Drift, k: int) -> None:
    """Both lists of the chosen item, by the names of the first side."""
    labels = first.embedding.labels
    place = place_of(page.item, drift, labels)
    if place is None:
        missing = f"“{plain(page.item[:60])}” is not in both. " if page.item else ""
        st.caption(f"{missing}Click a point, or find an item by its name, to see its nearest in A and in B.")
        return
    k = drift.size(k)
    near = drift.near[:, place, :k]
    both = len(np.intersect1d(*near))
    st.markdown(f"##### {plain(labels[int(drift.rows[0, place])])}")
    st.caption(f"{both} of its {k} nearest are the same in A and B ({percent(both / k)}). ✓ marks them.")
    for block, letter, own, other in zip(beside(2), "AB", near, near[::-1], strict=True):
        with block:
            _table(page, first, drift, f"Nearest in {letter}", own, other)


def place_of(label: str, drift: Drift, labels: Sequence[str]) -> int | None:
    """Where an item stands among those of both; of several of that name, the first."""
    rows = (row for row, known in enumerate(labels) if known == label)
    return next((drift.place[row] for row in rows if row in drift.place), None) if label else None


def _table(page: CompareState, first: Side, drift: Drift, title: str, own: np.ndarray, other: np.ndarray) -> None:
    labels, rows = first.embedding.labels, drift.rows[0][own]
    there = {int(place): at for at, place in enumerate(other.tolist(), start=1)}
    table = pd.DataFrame(
        {
            "": ["✓" if int(place) in there else "" for place in own],
            title: [labels[row] for row in rows],
            "Place there": [str(there.get(int(place), "")) for place in own],
        }
    )
    shown = first.pictures(page, rows)
    if shown is not None:
        table.insert(1, "Picture", shown)
    columns = {
        "Picture": st.column_config.ImageColumn(width="small"),
        "": st.column_config.TextColumn(width=30),
        "Place there": st.column_config.TextColumn(help="Its place among the nearest on the other side.", width=90),
    }
    key = page.key("near", title, page.item, *own[:2])
    pickable(
        table,
        rows,
        lambda row: page.change(item=labels[row]),
        key,
        columns,
        height="content" if len(rows) <= 20 else 730,
    )
