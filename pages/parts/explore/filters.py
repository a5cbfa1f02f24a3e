"""Which items a map shows by what is known of them: ranges of numbers and lists of classes; the rest is dimmed or left
out.
"""

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
import streamlit as st

from engine.embedding import Embedding
from pages.parts.explore import summaries
from pages.parts.explore.state import from_json
from pages.parts.explore.view import View

LEFT_OUT = "left_out"
MOST_CLASSES = 200
DIMMED, AWAY = 1, 2
"""What the map does to an item that is not let in."""


def menu(view: View) -> None:
    """The pop-over with a range or a list for each column."""
    chosen = _chosen(view)
    n_set = len(chosen) - (LEFT_OUT in chosen)
    with st.popover(
        f"Filter {n_set}" if n_set else "Filter",
        icon=":material/filter_list:",
        help="Filter by what is known of the items",
    ):
        st.caption(
            f"{int((kept(view, view.embedding) == 0).sum()):,} of {view.embedding.n_items:,} {view.items} are let in."
        )
        for name in view.embedding.metadata:
            (_range if summaries.is_numeric(view, name) else _list)(view, name, chosen)
        _toggle(view, chosen)
        if chosen:
            st.button(
                "No filter", key=view.key("filter_none"), icon=":material/close:", on_click=view.page.change,
                kwargs={"filter": ""},
            )  # fmt: skip


def _range(view: View, name: str, chosen: Mapping[str, Any]) -> None:
    found = summaries.numbers(view, name)
    if found is None:
        return
    low, high = found.low, found.high
    key = view.key("filter", name)
    told = chosen.get(name, [low, high])
    st.session_state[key] = (max(low, min(high, float(told[0]))), max(low, min(high, float(told[1]))))

    def take() -> None:
        ends = st.session_state[key]
        _set(view, name, None if ends == (low, high) else list(ends))

    st.plotly_chart(found.bars, key=f"{key}.bars", height=46)
    st.slider(name.replace("_", " "), low, high, key=key, on_change=take, step=1.0 if found.whole else None,
              format="%.0f" if found.whole else "%.3g")  # fmt: skip


def _list(view: View, name: str, chosen: Mapping[str, Any]) -> None:
    found = summaries.classes(view, name)
    if not 2 <= len(found.values) <= MOST_CLASSES:
        return
    key = view.key("filter", name)
    titles = {value: f"{value or 'none'} ({count:,})" for value, count in zip(*found, strict=True)}
    st.session_state[key] = [value for value in chosen.get(name, []) if value in titles]
    st.multiselect(
        name.replace("_", " "), list(titles), format_func=titles.__getitem__, key=key, placeholder="all",
        on_change=lambda: _set(view, name, st.session_state[key] or None),
    )  # fmt: skip


def _toggle(view: View, chosen: Mapping[str, Any]) -> None:
    key = view.key("filter_left_out")
    st.session_state[key] = LEFT_OUT in chosen
    st.toggle(
        "Leave the others out", key=key, help="Otherwise they are dimmed.",
        on_change=lambda: _set(view, LEFT_OUT, True if st.session_state[key] else None),
    )  # fmt: skip


def _set(view: View, name: str, value: Any) -> None:
    chosen = {other: known for other, known in _chosen(view).items() if other != name}
    if value is not None:
        chosen[name] = value
    view.page.filter = json.dumps(chosen, ensure_ascii=False) if chosen else ""


def _chosen(view: View) -> dict[str, Any]:
    """What the address says, as far as it suits the columns: [low, high] of numbers, a list of classes."""
    found = from_json(view.page.filter, dict)
    columns = view.embedding.metadata
    suits = {name: value for name, value in found.items() if name in columns and _suits(columns[name], value)}
    return suits | ({LEFT_OUT: True} if found.get(LEFT_OUT) is True else {})


def _suits(column: np.ndarray, value: object) -> bool:
    if not isinstance(value, list) or not value:
        return False
    if not np.issubdtype(column.dtype, np.number):
        return all(isinstance(one, str) for one in value)
    return len(value) == 2 and all(isinstance(one, int | float) and np.isfinite(one) for one in value)


def kept(view: View, embedding: Embedding) -> np.ndarray:
    """For each item 0 where it is let in, else DIMMED or AWAY. uint8 (n_items,)."""
    chosen = _chosen(view)
    inside = np.ones(embedding.n_items, dtype=bool)
    for name, value in chosen.items():
        column = embedding.metadata.get(name)
        if column is None:
            continue
        if np.issubdtype(column.dtype, np.number):
            inside &= (column >= value[0]) & (column <= value[1])
        else:
            inside &= np.isin(column.astype(str), value)
    return np.where(inside, 0, AWAY if LEFT_OUT in chosen else DIMMED).astype(np.uint8)
