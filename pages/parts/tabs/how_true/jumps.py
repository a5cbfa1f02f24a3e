"""Which items would be elsewhere on the map if their data were a little different."""

import numpy as np
import pandas as pd
import streamlit as st

from engine.evaluation.map_jumps import Jumps
from pages.parts.explore import truths
from pages.parts.explore.view import View
from pages.parts.run.obtain import tested
from pages.parts.write.plain import plain

NAMED = 8


def show(view: View) -> None:
    """Offer the test; then the items that would jump farthest, and the color for it."""
    recipe = truths.jumped(view)
    if recipe is None:
        st.caption("This is asked of t-SNE maps alone: an item is put on the map anew, held by its perplexity.")
        return
    st.markdown(
        "Each item's data are moved a little, by half of how far nearest neighbors are apart, and the item alone is "
        "put on the map anew. Where it lands elsewhere, the map has chosen one of several places that the data allow: "
        "do not read much into such a place."
    )
    fit = tested(recipe, "Move the items", "open_with")
    if fit is None:
        return
    found = Jumps.from_fit(fit).by_item
    looked = np.flatnonzero(np.isfinite(found))
    order = looked[np.argsort(-found[looked], kind="stable")]
    labels = view.embedding.labels
    sampled = "" if len(looked) == len(found) else f" of the {len(looked):,} that were looked at"
    st.markdown(
        f"Half of the items{sampled} move by less than **{np.median(found[looked]):.2f}** of the map's size; "
        f"**{(found[looked] > 1).mean():.1%}** by more than the whole of it."
    )
    rows = [{"Item": labels[row], "Moves by": found[row]} for row in order[:NAMED]]
    st.dataframe(
        pd.DataFrame(rows), hide_index=True, width="content",
        column_config={"Moves by": st.column_config.NumberColumn(format="%.2f", help="In units of the map's size.")},
    )  # fmt: skip
    if view.selected is not None and view.selected < len(found) and np.isfinite(found[view.selected]):
        st.caption(f"“{plain(labels[view.selected])}” moves by {found[view.selected]:.2f}.")
    st.button(
        "Color by how far they jump", icon=":material/palette:", key=view.key("color_jumps"), on_click=view.page.change,
        kwargs={"color": truths.JUMPS}, disabled=view.page.color == truths.JUMPS,
    )  # fmt: skip
