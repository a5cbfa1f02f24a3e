"""The odd one out: the item whose vector points away from the others."""

import pandas as pd
import streamlit as st

from engine.arithmetic.analogy import doesnt_match
from engine.arithmetic.lookup import rows_of
from engine.errors import InputError
from engine.insight.words import examples
from pages.parts.explore.view import View
from pages.parts.tabs import beginning
from pages.parts.write.plain import plain


def show(view: View) -> None:
    """Ask for items and name the one that fits least."""
    key = view.key("odd", view.dataset_id)
    example = ", ".join(examples.odd_words(view.embedding))
    st.session_state.setdefault(key, example)
    text = st.text_input(
        f"{view.items.capitalize()}, separated by commas or blanks",
        key=key,
        max_chars=1000,
        placeholder=example,
        persist_state="session",
    )
    words = beginning.words_of(view.embedding, text)
    if not words:
        st.caption(f"Type at least three {view.items}. The odd one is the one farthest in angle from the mean of all.")
        return
    try:
        rows = rows_of(view.embedding, words)
        found = doesnt_match(view.embedding, rows)
    except InputError as error:
        st.warning(plain(str(error)))
        return
    st.markdown(f"**{plain(view.embedding.labels[found.row])}** does not match.")
    asked = [view.embedding.labels[row] for row in rows]
    table = pd.DataFrame({view.items.capitalize(): asked, "Cosine with the mean": found.cosines})
    st.dataframe(
        table.sort_values("Cosine with the mean"),
        hide_index=True,
        width=420,
        column_config={"Cosine with the mean": st.column_config.NumberColumn(format="%.3f")},
    )
