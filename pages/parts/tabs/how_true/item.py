"""The chosen item: which of its true neighbors the map keeps, which it put elsewhere, and which it made up."""

from functools import partial

import numpy as np
import streamlit as st

from engine.evaluation.map_truth import Truth
from pages.parts.explore import truths
from pages.parts.explore.view import View
from pages.parts.write.plain import plain


def show(view: View, found: Truth) -> None:
    """Three lists of the chosen item; each name leads to its item."""
    row = view.selected
    if row is None or row >= found.found.n:
        st.caption("Choose an item on the map first: click it.")
        return
    missing, false = found.missing(row), found.false(row)
    kept = np.setdiff1d(found.true(row), missing)
    st.markdown(
        f"**{plain(view.embedding.labels[row])}**: {len(kept)} of its {found.found.k} nearest among the items on the "
        f"map are near it here; the mean of all items is {found.scores.kept * found.found.k:.1f}."
    )
    if view.page.truth != truths.ITEM:
        st.button(
            "Draw them on the map", icon=":material/timeline:", key=view.key("draw_item"),
            on_click=view.page.change, kwargs={"truth": truths.ITEM},
        )  # fmt: skip
    ranks = dict(zip(found.true(row).tolist(), found.found.ranks_of_near[row].tolist(), strict=True))
    places = dict(zip(found.found.shown[row].tolist(), found.found.ranks_of_shown[row].tolist(), strict=True))
    _names(view, "Kept", "near in the data and here", [int(each) for each in kept], {})
    _names(view, "Missing", "near in the data; in brackets, the place by nearness here", missing.tolist(), ranks)
    _names(view, "False", "near here; in brackets, the place by nearness in the data", false.tolist(), places)


def _names(view: View, title: str, told: str, rows: list[int], places: dict[int, int]) -> None:
    with st.container(gap=None):
        st.caption(f"**{title}** ({len(rows)}): {told}" if rows else f"**{title}**: none")
        with st.container(horizontal=True, gap="small"):
            for row in rows:
                place = f" ({places[row]:,})" if row in places else ""
                key = view.key(f"truth_{title}", row)
                label = plain(view.embedding.labels[row])
                st.button(f"{label}{place}", key=key, type="tertiary", on_click=partial(view.select, row))
