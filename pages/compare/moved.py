"""The items that moved most, and the file with the drift of all."""

import numpy as np
import pandas as pd
import streamlit as st

from engine import exports
from engine.evaluation.neighbor_drift import KEPT, Drift
from pages.compare.pair import by_item
from pages.compare.side import Side
from pages.compare.state import CompareState
from pages.parts.explore.controlled import choose
from pages.parts.explore.picking import pickable

LISTED = 200
ORDERS = {"": "Moved most", "stayed": "Stayed most"}


def order_of(values: np.ndarray, wider: np.ndarray, stayed: bool = False) -> np.ndarray:
    """Places of the LISTED items that moved most (or least); of equal ones those first that did so in a wider
    neighborhood, too, then those that come first.
    """
    sign = 1 if stayed else -1
    return np.lexsort((sign * wider, sign * values))[:LISTED]


def show(page: CompareState, first: Side, drift: Drift, run_id: str, k: int, only: np.ndarray | None = None) -> None:
    """The table; a row chooses its item on both maps. only: rows of the first vectors that are shown alone."""
    embedding, values, k = first.embedding, by_item(run_id, k), drift.size(k)
    chosen = choose(
        st.segmented_control, "Order", page, "order", list(ORDERS), "", format_func=ORDERS.__getitem__, required=True,
        label_visibility="collapsed",
    )  # fmt: skip
    among = np.flatnonzero(np.isin(drift.rows[0], only)) if only is not None else np.arange(drift.n)
    places = among[order_of(values[among], by_item(run_id, KEPT)[among], stayed=chosen == "stayed")]
    rows = drift.rows[0][places]
    kept = np.rint((1 - values[places]) * k).astype(int)
    columns = {"Item": [embedding.labels[row] for row in rows], "Drift": values[places], "In both": kept}
    pictures = first.pictures(page, rows)
    if pictures is not None:
        columns = {"Picture": pictures} | columns
    number = next((name for name in ("count", "degree") if name in embedding.metadata), "")
    if number:
        columns[number.capitalize()] = embedding.metadata[number][rows]
    pickable(
        pd.DataFrame(columns), rows, lambda row: page.change(item=embedding.labels[row]),
        page.key("moved", run_id, k, chosen), _formats(k, number), height=420,
    )  # fmt: skip
    st.caption(f"The first {len(places):,} of {len(among):,}. Tick a row to see the item on both maps.")
    st.download_button(
        "Drift of all items (CSV)", lambda: exports.columns_csv(_all(first, drift, values, k)),
        f"drift-{run_id[:8]}.csv", "text/csv", icon=":material/download:", on_click="ignore",
    )  # fmt: skip


def _formats(k: int, number: str) -> dict[str, object]:
    formats: dict[str, object] = {
        "Picture": st.column_config.ImageColumn(width="small"),
        "Drift": st.column_config.ProgressColumn(
            min_value=0, max_value=1, format="percent", help="1 - the share of its neighbors that are the same."
        ),
        "In both": st.column_config.NumberColumn(help=f"How many of its {k} nearest are the same.", width="small"),
    }
    if number:
        formats[number.capitalize()] = st.column_config.NumberColumn(format="localized", width="small")
    return formats


def _all(first: Side, drift: Drift, values: np.ndarray, k: int) -> dict[str, list[object]]:
    """Columns of the file, in the order of the first set."""
    embedding, rows = first.embedding, drift.rows[0].tolist()
    told: dict[str, list[object]] = {
        "item": [embedding.labels[row] for row in rows],
        "drift": values.round(6).tolist(),
        f"in_both_of_{k}": np.rint((1 - values) * k).astype(int).tolist(),
    }
    return told | {name: column[drift.rows[0]].tolist() for name, column in embedding.metadata.items()}
