"""One-hot times W: the first layer of word2vec looks up a row, with the vectors of this run."""

import streamlit as st

from engine.arithmetic.lookup import find
from engine.figures import lookup
from engine.insight.words.one_hot import one_hot_product
from pages.parts.explore.view import View
from pages.parts.write.plain import plain


def show(view: View) -> None:
    """Ask for a word, and multiply its one-hot vector by the vectors of all words."""
    embedding = view.embedding
    usual = embedding.labels[view.selected or 0]
    word = st.text_input("Word", usual, key=view.key("one_hot", view.run_id, usual), max_chars=200, width=220).strip()
    row = find(embedding, word)
    if row is None:
        st.warning(f"“{plain(word)}” is not among the {embedding.n_items:,} words.")
        return
    found = one_hot_product(embedding.vectors, row)
    labels = [embedding.labels[one] for one in found.rows]
    st.latex(
        rf"x^\top W = v_w, \qquad x \in \{{0, 1\}}^{{{embedding.n_items}}}, \qquad "
        rf"W \in \mathbb{{R}}^{{{embedding.n_items} \times {embedding.n_components}}}"
    )
    st.plotly_chart(lookup.one_hot(found, labels, embedding.n_components), key=view.key("one_hot_picture"))
    st.caption(
        f"Rows {found.rows[0] + 1:,} to {found.rows[-1] + 1:,} of the {embedding.n_items:,} rows of W, the vectors of "
        f"this run. x is 1 in row {row + 1:,}, of {plain(embedding.labels[row])}, and 0 in all others, so that the sum "
        "over all rows is that row: the vector of the word. A program takes the row and multiplies nothing."
    )
