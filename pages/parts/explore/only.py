"""Only these: the map, the table and the distances of some items alone, and the way back to all."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import streamlit as st

from engine.arithmetic.lookup import named_in
from engine.errors import InputError
from engine.fields import line_of, names_in
from engine.runs import selections
from pages.parts.explore.view import View
from pages.parts.write.plain import plain

FEWEST = 3
"""Items of a map."""
IN_ADDRESS = 600
"""Characters of names that an address holds itself, so that the link serves on every machine; longer lists are kept on
this one, and the address names them."""
NAMED = 6
DISTANCES = 40
"""Items at most whose similarities are shown as a table."""


def menu(view: View) -> None:
    """The pop-over in which names are pasted, or what is circled is taken."""
    with st.popover("Only these", icon=":material/filter_center_focus:", help="A map of some items alone"):
        st.markdown(
            f"**Only these {view.items}**: their map is computed of them alone, and neighbors are sought among them."
        )
        circled = [view.embedding.labels[row] for row in view.page.circled if row < view.embedding.n_items]
        if len(circled) >= FEWEST:
            st.button(
                f"The {len(circled):,} circled", key=view.key("only_circled"), on_click=show_only, args=(view, circled)
            )
        pasted = st.text_area("Names, a line each or divided by commas", key=view.key("only_pasted"), height=110)
        known, unknown = named_in(view.fit.embeddings[view.name], pasted)  # others may follow those shown alone
        if unknown:
            st.caption(f"Not among the items: {some(unknown)}")
        enough = len(known) >= FEWEST
        if known and not enough:
            st.caption(f"{len(known)} of at least {FEWEST} items.")
        st.button(
            f"Show only these {len(known):,}", disabled=not enough, type="primary", key=view.key("only_show"),
            on_click=show_only, args=(view, known),
        )  # fmt: skip


def show_only(view: View, labels: Sequence[str]) -> None:
    """Let the page show these items alone."""
    view.page.only = as_told(labels)
    view.page.circled = ()


def as_told(labels: Sequence[str]) -> str:
    """Items as an address says them: their names, or the id under which a long list of them is kept."""
    line = line_of(labels)
    return line if len(line) <= IN_ADDRESS else selections.keep(labels)


def labels_of(told: str) -> list[str] | None:
    """The items that an address names; None, with the reason, if its list is not kept here."""
    try:
        return list(selections.labels_of(told) if selections.is_id(told) else names_in(told))
    except InputError as error:
        st.warning(plain(str(error)))
        return None


def some(names: Sequence[str]) -> str:
    """The first of many names."""
    return plain(", ".join(names[:NAMED])) + " …" * (len(names) > NAMED)


def said(labels: Sequence[str]) -> str:
    """Which items are shown alone, Markdown."""
    more = f" and {len(labels) - NAMED:,} more" if len(labels) > NAMED else ""
    return f":material/filter_center_focus: **Only {len(labels):,}**: {plain(', '.join(labels[:NAMED]))}{more}"


def restricted(view: View) -> View:
    """The view of those items alone that the address names; the same view where it names none that are here."""
    labels = labels_of(view.page.only) if view.page.only else None
    if labels is None:
        return view
    rows = view.embedding.rows_of(labels)
    if len(rows) < FEWEST:
        st.warning(
            f"Of the {len(labels):,} items of this link {len(rows)} are in this run; at least {FEWEST} are needed."
        )
        return view
    return view.of_only([view.embedding.labels[row] for row in rows])


def banner(view: View) -> None:
    """Which items are shown alone, and the way back; nothing while all are."""
    if not view.only:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(said(view.embedding.labels))
        st.toggle(
            "Distances on the map", key=view.key("on_map"), persist_state="session",
            help="Off: neighbors are near in the vectors, as among all items. On: near on this map of them alone, by "
            "Euclidean distance.",
        )  # fmt: skip
        st.button(
            "Show all", key=view.key("only_all"), icon=":material/close:", type="tertiary",
            on_click=view.page.change, kwargs={"only": ""},
        )  # fmt: skip


def measures_on_map(view: View) -> bool:
    """Whether distances are asked for as the map of the items shown alone has them."""
    return bool(view.only) and view.page.on_map


def table(view: View) -> None:
    """Below the map: the items shown alone with their columns, and how alike they are."""
    if not view.only:
        return
    embedding = view.embedding
    with st.expander(f"Table and distances of these {embedding.n_items:,}"):
        columns = {"Item": list(embedding.labels)} | {name: list(values) for name, values in embedding.metadata.items()}
        st.dataframe(pd.DataFrame(columns), hide_index=True, height=min(420, 35 * (embedding.n_items + 1) + 3))
        shown = embedding.first(min(DISTANCES, embedding.n_items))
        cosines = pd.DataFrame(
            np.round(shown.unit @ shown.unit.T, 3), index=_once(shown.labels), columns=_once(shown.labels)
        )
        st.caption(
            f"Cosine similarity of the {view.name} vectors"
            + (f", the first {DISTANCES}" * (shown.n_items < embedding.n_items))
        )
        st.dataframe(cosines, height=min(420, 35 * (shown.n_items + 1) + 3))


def _once(labels: Sequence[str]) -> list[str]:
    """Headings, each once: a table cannot have two of one name."""
    seen: dict[str, int] = {}
    found = []
    for label in labels:
        seen[label] = seen.get(label, 0) + 1
        found.append(label if seen[label] == 1 else f"{label} ({seen[label]})")
    return found
