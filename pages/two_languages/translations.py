"""Translations: the nearest words of the other language, by cosine and by CSLS side by side."""

from dataclasses import replace

import numpy as np
import pandas as pd
import streamlit as st

from engine.insight.shared_spaces.two_languages import Translations, TwoLanguages
from pages.parts.explore.picking import pickable
from pages.parts.explore.view import View
from pages.parts.write.layout import beside
from pages.parts.write.plain import plain
from pages.two_languages.language_data import chosen, spaces_of

LISTED = 10
NUMBER = st.column_config.NumberColumn(format="%.3f", width=80)
ROLES = {
    "learned from": "The map was learned from a pair with this word, so that its translation is no surprise.",
    "held out": "The map was **not** learned from this word: what is right here was found.",
    "not used": "This word was not learned from.",
}


def show(view: View) -> None:
    """Both lists for the chosen word, with the known translations marked."""
    spaces = spaces_of(view)
    row = chosen(view)
    if view.selected_label not in view.fit.main.index:
        st.caption("The first word; click a point of the map, or type a word under “Find”, for another.")
    label = plain(spaces.embedding.labels[row])
    here = int(spaces.side[row])
    st.markdown(f"**{label}** ({plain(spaces.names[here])}), and what is nearest in {plain(spaces.names[1 - here])}")
    known = ", ".join(spaces.embedding.labels[found] for found in spaces.known(row))
    st.caption(f"{ROLES[spaces.role(row)]} Known translations: {plain(known) if known else 'none'}.")
    left, right = beside(2)
    with left:
        st.markdown("**Nearest by cosine**")
        _list(view, spaces, spaces.translations(row, LISTED), fair=False, row=row)
    with right:
        st.markdown("**By CSLS**, which is fair to hubs")
        _list(view, spaces, spaces.translations(row, LISTED, fair=True), fair=True, row=row)


def _list(view: View, spaces: TwoLanguages, found: Translations, fair: bool, row: int) -> None:
    there = 1 - int(spaces.side[row])
    table = pd.DataFrame({"Word": [spaces.embedding.labels[place] for place in found.rows], "Cosine": found.cosines})
    if fair:
        table["r"] = spaces.near[there][spaces.own[found.rows]]
        table["CSLS"] = found.scores
    table["Known"] = np.where(found.known, "✓", "")
    pickable(
        table, found.rows, replace(view, only="").select, view.key("translations", fair, row),
        {"Cosine": NUMBER, "r": NUMBER, "CSLS": NUMBER, "Known": st.column_config.TextColumn(width=60)}, "content",
    )  # fmt: skip
