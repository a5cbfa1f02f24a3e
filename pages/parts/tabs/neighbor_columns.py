"""Neighbors of many items, side by side: a column each, as papers print them."""

import pandas as pd
import streamlit as st

from engine import exports
from engine.arithmetic.lookup import named_in
from engine.insight.words.examples import telling_rows
from engine.neighbors import METRICS, Metric, nearest
from pages.parts.explore.view import View
from pages.parts.write.plain import plain

WISHED = (
    ("france", "jesus", "xbox", "reddish", "scratched", "megabits"),
    ("france", "king", "dog", "computer", "good"),
)
"""The first is of the table of Collobert et al. (2011)."""
MOST = 8
FIRST = 5


def show(view: View) -> None:
    """Ask for the items; their nearest in a table, and the scores with it as a file."""
    embedding = view.embedding
    key = view.key("neighbor_columns", view.dataset_id)
    st.session_state.setdefault(key, ", ".join(_example(view)))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        text = st.text_input(
            f"{view.items.capitalize()}, up to {MOST}, separated by commas or blanks", key=key, max_chars=1000,
            width=480, persist_state="session",
        )  # fmt: skip
        k = st.number_input(
            "Nearest", 1, 50, 10, key=view.key("neighbor_columns_k"), width=110, persist_state="session"
        )
        metric: Metric = st.selectbox(
            "By", list(METRICS), format_func=METRICS.__getitem__, key=view.key("neighbor_columns_by"), width=200,
            persist_state="session",
        )  # fmt: skip
    known, unknown = named_in(embedding, text)
    if unknown:
        st.warning(f"Not among the {embedding.n_items:,} {view.items}: {plain(', '.join(unknown[:MOST]))}")
    if len(known) > MOST:
        st.caption(f"The first {MOST} of {len(known)} are shown.")
    if not known:
        return
    shown: dict[str, pd.Series] = {}
    told: dict[str, list[object]] = {"place": list(range(1, int(k) + 1))}
    for label in known[:MOST]:
        found = nearest(embedding, embedding.index[label], int(k), metric)
        names = [embedding.labels[row] for row in found.rows]
        rest = [""] * (int(k) - len(names))
        shown[label] = pd.Series([*names, *rest])
        told |= {label: [*names, *rest], f"{label} ({metric})": [*map(float, found.scores), *rest]}
    st.dataframe(
        pd.DataFrame(shown), hide_index=True, height="content" if k <= 20 else 730,
        key=view.key("neighbor_columns_table"),
    )  # fmt: skip
    st.download_button(
        "With the numbers (CSV)", lambda: exports.columns_csv(told), f"neighbors-{view.run_id[:8]}.csv", "text/csv",
        icon=":material/download:", on_click="ignore",
    )  # fmt: skip


def _example(view: View) -> list[str]:
    """The first list of which this run has three or more; the chosen item and telling ones if there is none."""
    embedding = view.embedding
    for wished in WISHED:
        known, _ = named_in(embedding, ", ".join(wished))
        if len(known) >= 3:
            return known
    rows = telling_rows(embedding, FIRST)
    if view.selected is not None:
        rows = list(dict.fromkeys([view.selected, *rows]))[:FIRST]
    return [embedding.labels[row] for row in rows]
