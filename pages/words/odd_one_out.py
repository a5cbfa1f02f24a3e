"""The odd one out: the word whose vector points away from the others."""

import pandas as pd
import streamlit as st

from engine.arithmetic.analogy import doesnt_match
from engine.arithmetic.lookup import rows_of
from engine.errors import InputError
from pages.parts.explore.view import View
from pages.parts.write.plain import plain

EXAMPLE = ("king", "queen", "prince", "banana")


def show(view: View) -> None:
    """Ask for words and name the one that fits least."""
    key = view.key("odd")
    known = all(word in view.embedding.index for word in EXAMPLE)
    st.session_state.setdefault(key, ", ".join(EXAMPLE) if known else "")
    text = st.text_input(
        "Words, separated by commas",
        key=key,
        max_chars=1000,
        placeholder="breakfast, cereal, dinner, car",
        persist_state="session",
    )
    words = [word.strip() for word in text.split(",") if word.strip()]
    if not words:
        st.caption("Type at least three words. The odd one is the one farthest in angle from the mean of all.")
        return
    try:
        rows = rows_of(view.embedding, words)
        found = doesnt_match(view.embedding, rows)
    except InputError as error:
        st.warning(plain(str(error)))
        return
    st.markdown(f"**{plain(view.embedding.labels[found.row])}** does not match.")
    table = pd.DataFrame({"Word": [view.embedding.labels[row] for row in rows], "Cosine with the mean": found.cosines})
    st.dataframe(
        table.sort_values("Cosine with the mean"),
        hide_index=True,
        width=420,
        column_config={"Cosine with the mean": st.column_config.NumberColumn(format="%.3f")},
    )
