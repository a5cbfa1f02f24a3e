"""Only these: some items that both sides have, alone on both maps, and in the table of what moved."""

from dataclasses import replace

import streamlit as st

from engine.arithmetic.lookup import named_in
from engine.evaluation.neighbor_drift import FEWEST
from engine.runs import selections
from pages.compare.side import Side
from pages.compare.state import CompareState
from pages.parts.explore.only import as_told, labels_of, said, some

Sides = tuple[Side, Side]


def menu(page: CompareState, sides: Sides) -> None:
    """The pop-over in which names are pasted."""
    with st.popover("Only these", icon=":material/filter_center_focus:", help="Maps of some items alone"):
        st.markdown(
            "**Only these items**: both maps are made of them alone. In the vectors, neighbors are sought among all."
        )
        pasted = st.text_area("Names, a line each or divided by commas", key=page.key("only_pasted"), height=110)
        found, unknown = named_in(sides[0].embedding, pasted)
        there = sides[1].embedding.index
        known = [label for label in found if label in there]
        for names, why in (
            (unknown, "Not among the items of A"),
            ([each for each in found if each not in there], "Not in B"),
        ):
            if names:
                st.caption(f"{why}: {some(names)}")
        if known and len(known) < FEWEST:
            st.caption(f"{len(known)} of at least {FEWEST} items.")
        st.button(
            f"Show only these {len(known):,}", disabled=len(known) < FEWEST, type="primary", key=page.key("only_show"),
            on_click=page.change, kwargs={"only": as_told(known)},
        )  # fmt: skip


def restricted(page: CompareState, sides: Sides) -> Sides:
    """The sides with the items that the address names alone; as they are where too few of them are in both."""
    labels = labels_of(page.only) if page.only else None
    if labels is None:
        return sides
    first, second = (side.embedding for side in sides)
    both = [first.labels[row] for row in first.rows_of(labels) if first.labels[row] in second.index]
    if len(both) < FEWEST:
        st.warning(
            f"Of the {len(labels):,} items of this link {len(both)} are in A and in B; at least {FEWEST} are needed."
        )
        return sides
    only = selections.keep(both)
    return replace(sides[0], only=only), replace(sides[1], only=only)


def banner(page: CompareState, side: Side) -> None:
    """Which items are shown alone, and the way back; nothing while all are."""
    if not side.only:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(said(selections.labels_of(side.only)))
        st.button(
            "Show all", key=page.key("only_all"), icon=":material/close:", type="tertiary", on_click=page.change,
            kwargs={"only": ""},
        )  # fmt: skip
