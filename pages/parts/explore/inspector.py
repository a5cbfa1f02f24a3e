"""The chosen item: search, its nearest neighbors in the embedding, and what was circled on the map."""

import numpy as np
import pandas as pd
import streamlit as st

from engine.arithmetic.lookup import find
from engine.embedding import Embedding
from engine.neighbors import METRICS, Neighbors, nearest
from pages.parts.explore import cards
from pages.parts.explore.picking import pickable
from pages.parts.explore.view import View
from pages.parts.write import pictures
from pages.parts.write.layout import beside, fitting
from pages.parts.write.plain import plain

SUGGESTIONS = 8
NEAR = 5
EXACT, HOLDS, KNOWN, NEAR_IN_MEANING = "exactly", "holds it", "known of it", "near in meaning"
ROWS_SHOWN = 12
ON_MAP = "Distance on the map"
NAMED = 4
"""Of circled items so many are named at once, so that nothing below is pushed away."""
TABLE_HEIGHT = 420
KINDS = ("language", "kind")
"""Columns that say of what kind an item is."""
OTHERS, EVERYTHING = "The other kind", "Everything"
"""Among which neighbors are sought where two kinds of items lie together."""


def neighbors_of(view: View, places: np.ndarray | None = None) -> Neighbors | None:
    """Nearest neighbors of the chosen item by the chosen metric; None if nothing is chosen.

    places: coordinates (n, 2 or 3) of the first items on a map, where distances are asked for on it.
    """
    if view.selected is None:
        return None
    if places is not None and view.selected < len(places):
        on_map = Embedding(places, view.embedding.labels[: len(places)])
        return nearest(on_map, view.selected, view.page.k, "euclidean")
    return nearest(view.embedding, view.selected, view.page.k, view.page.metric, exclude=_barred(view))


def two_kinds(view: View) -> np.ndarray | None:
    """Where two kinds of items lie together, as films and viewers, the kind of each item shown; else None."""
    columns = view.fit.embeddings[view.name].metadata
    name = next((name for name in KINDS if name in columns and len(np.unique(columns[name])) == 2), None)
    return None if name is None else view.embedding.metadata[name]


def _barred(view: View) -> list[int]:
    """Where two kinds of items lie together, the rows of the kind that the user does not ask for."""
    kinds = two_kinds(view)
    if kinds is None or view.selected is None:
        return []
    among = view.page.among or OTHERS
    same = kinds == kinds[view.selected]
    return [] if among == EVERYTHING else np.flatnonzero(same if among == OTHERS else ~same).tolist()


def show(view: View, neighbors: Neighbors | None, on_map: bool = False) -> None:
    """Draw the inspector. on_map: whether the neighbors are those of the map."""
    _search(view)
    chosen = view.selected
    if chosen is None:
        _nothing_chosen(view)
    else:
        _item(view, chosen)
        assert neighbors is not None
        _neighbor_table(view, chosen, neighbors, on_map)
    cards.show_pinned(view)


def in_a_line(view: View) -> None:
    """The search and the chosen item alone, where there is no map."""
    left, right = beside(3)
    with left:
        _search(view)
    with right:
        if view.selected is None:
            _nothing_chosen(view)
        else:
            st.markdown(f"##### {plain(view.embedding.labels[view.selected])}")


def _search(view: View) -> None:
    key = view.key("find")
    typed = st.text_input(
        "Find",
        key=key,
        placeholder="Find an item",
        label_visibility="collapsed",
        type="search",
        max_chars=200,
        live=True,
    )
    query = (typed or "").strip()
    if not query or query == view.page.sought:
        return
    found = sought(view.embedding, query)
    if not any(found.values()):
        st.caption(f"“{plain(query)}” is not among the {view.embedding.n_items:,} items, nor part of one.")
    with st.container(key="a_step.found", gap=None):
        for way, rows in found.items():
            _found(view, way, rows, query)


def _found(view: View, way: str, rows: list[int], query: str) -> None:
    if not rows:
        return
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.caption(way, width="content")
        for row in rows:
            st.button(
                plain(view.embedding.labels[row]),
                key=view.key("find", way, row),
                type="tertiary",
                on_click=_take,
                args=(view, row, query),
            )


def _take(view: View, row: int, query: str) -> None:
    """A suggestion: choose it, and let the list go."""
    view.page.sought = query
    view.select(row)


def sought(embedding: Embedding, query: str) -> dict[str, list[int]]:
    """How items answer a query, in words -> their rows, each once: by their label, by a text that is known of them,
    and by what is near, in the vectors, to the items that the query names.
    """
    by_label = matches(embedding, query)
    exact = [row for row in by_label if embedding.labels[row].casefold() == query.casefold()]
    holds = [row for row in by_label if row not in exact]
    known = [row for row in _of_texts(embedding, query) if row not in by_label][: SUGGESTIONS - len(exact)]
    named = [row for name in [query, *query.split()] if (row := find(embedding, name)) is not None]
    near: list[int] = []
    if named:
        middle = embedding.unit[list(dict.fromkeys(named))].mean(axis=0)
        near = nearest(embedding, middle, NEAR, exclude=[*by_label, *known, *named]).rows.tolist()
    return {EXACT: exact, HOLDS: holds, KNOWN: known, NEAR_IN_MEANING: near}


def _of_texts(embedding: Embedding, query: str) -> list[int]:
    """Rows of which a column of texts holds the query; letters of either case."""
    wanted = query.casefold()
    found: list[int] = []
    for column in embedding.metadata.values():
        if column.dtype.kind == "U" and len(found) < SUGGESTIONS:
            values = np.unique(column)
            hits = [value for value in values if wanted in value.casefold()]
            found += np.flatnonzero(np.isin(column, hits))[:SUGGESTIONS].tolist() if hits else []
    return list(dict.fromkeys(found))[:SUGGESTIONS]


def matches(embedding: Embedding, query: str) -> list[int]:
    """Rows whose label is the query, then begins with it, then holds it; letters of either case, a plain substring."""
    wanted = query.casefold()
    exact: list[int] = []
    begins: list[int] = []
    holds: list[int] = []
    for row, label in enumerate(embedding.labels):
        folded = label.casefold()
        if wanted in folded:
            (exact if folded == wanted else begins if folded.startswith(wanted) else holds).append(row)
            if len(begins) >= SUGGESTIONS and exact:
                break
    return (exact + begins + holds)[:SUGGESTIONS]


def _nothing_chosen(view: View) -> None:
    label = view.selected_label
    if label and label != view.page.usual_item:
        there = "among those shown alone" if view.only else "in this embedding"
        st.caption(f"“{plain(label[:60])}” is not {there}; choose another item.")
    else:
        st.caption("Click a point, or type above, to see an item's nearest neighbors.")


def _item(view: View, row: int) -> None:
    embedding = view.embedding
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.markdown(f"##### {plain(embedding.labels[row])}")
        cards.tools(view, embedding.labels[row])
    if view.has_picture(row):
        picture, white = view.pictured.raw[view.rows_in_run([row])[0]], view.pictured.maximum
        st.image(pictures.enlarged(picture, white), alt=pictures.told(embedding.labels[row], picture, white))
    told = [cards.facts(view, row), f"row {row + 1:,} of {embedding.n_items:,}", f"length {embedding.norms[row]:.2f}"]
    st.caption(" · ".join(filter(None, told)))


def _neighbor_table(view: View, chosen: int, neighbors: Neighbors, on_map: bool) -> None:
    embedding = view.embedding
    with st.container(horizontal=True, vertical_alignment="bottom"):
        metric = st.selectbox(
            "Metric",
            list(METRICS),
            format_func=METRICS.__getitem__,
            key=view.key("metric"),
            width=165,
            persist_state="session",
        )
        if two_kinds(view) is not None:
            kinds = [OTHERS, "The same kind", EVERYTHING]
            st.selectbox("Among", kinds, key=view.key("among"), width=165, persist_state="session")
        st.number_input("Neighbors", 1, 100, value=10, key=view.key("k"), width=90, persist_state="session")
    counts = embedding.metadata.get("count")
    if not len(neighbors.rows):
        st.caption("It has no neighbors: its vector is 0, as of items that the training left out.")
        return
    measure = ON_MAP if on_map else METRICS[metric]
    table = pd.DataFrame({"Neighbor": [embedding.labels[row] for row in neighbors.rows], measure: neighbors.scores})
    if counts is not None:
        table["Count"] = counts[neighbors.rows]
    if view.shows_images:
        table.insert(0, "Picture", pictures.addresses(view.pictured, view.rows_in_run(neighbors.rows)))
    columns = {
        "Picture": st.column_config.ImageColumn(width="small"),
        measure: st.column_config.NumberColumn(format="%.3f"),
        "Count": st.column_config.NumberColumn(format="localized"),
    }
    pickable(
        table,
        neighbors.rows,
        view.select,
        view.key("neighbors", view.run_id, view.name, chosen, measure, neighbors.rows[:2]),
        columns,
        height="content" if len(table) <= ROWS_SHOWN else TABLE_HEIGHT,
    )
    told = f"In the {embedding.n_components}-dimensional {view.name} vectors, among all {embedding.n_items:,} items"
    where = f"On this map of {embedding.n_items:,} items alone" if on_map else f"{told}; never in the map"
    st.caption(f"{where}. Tick a row to go there.")


def circled(view: View) -> None:
    """Items inside the last lasso or box, in one line below the map: some by name, all when asked for."""
    rows = [row for row in view.page.circled if row < view.embedding.n_items]
    if not rows:
        return
    labels = [view.embedding.labels[row] for row in rows]
    more = f" and {len(rows) - NAMED:,} more" if len(rows) > NAMED else ""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        told = f"**{len(rows):,} circled:** {plain(', '.join(labels[:NAMED]))}{more}"
        st.markdown(told, help="Name them under Groups, or see them alone by Only these.")
        with st.popover(f"Show all {len(rows):,}", icon=":material/list:"):
            height = fitting(len(labels), TABLE_HEIGHT)
            st.dataframe(pd.DataFrame({"Item": labels}), hide_index=True, height=height, width=320)
        st.download_button("Save list", "\n".join(labels), "items.txt", icon=":material/download:", on_click="ignore")
        nothing: dict[str, object] = {"circled": ()}
        st.button("Clear", key=view.key("clear_circled"), on_click=view.page.change, kwargs=nothing)
