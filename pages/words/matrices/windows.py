"""Pairs by window: what skip-gram and CBOW read of a sentence."""

import pandas as pd
import streamlit as st

from engine.arithmetic.lookup import find
from engine.errors import InputError
from engine.figures import lookup
from engine.insight.words.mini_corpus import mini_corpus
from pages.parts.explore.view import View
from pages.parts.write.layout import beside, fitting
from pages.parts.write.plain import plain

EXAMPLE = "I read sci-fi books and drink orange juice"
MOST_DRAWN = 25
"""Words of a sentence up to which its windows are drawn."""


def show(view: View) -> None:
    """Ask for a sentence and a window; its windows as a picture, its pairs as a list."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        key = view.key("sentence")
        st.session_state.setdefault(key, EXAMPLE)
        text = st.text_input("Sentence", key=key, max_chars=400, width=480, persist_state="session")
        window = st.slider(
            "Window", 1, 10, 2, key=view.key("sentence_window"), width=220, persist_state="session",
            help="Words to the left and right that count as context.",
        )  # fmt: skip
    try:
        corpus = mini_corpus(" ".join(text.split()), window, ends=False)
    except InputError as error:
        st.warning(plain(str(error)))
        return
    (sentence,) = corpus.sentences
    pairs = list(corpus.pairs())
    left, right = beside(3, wide=2)
    with left:
        if len(sentence) <= MOST_DRAWN:
            st.plotly_chart(lookup.windows(sentence, window), key=view.key("windows"))
            st.caption("A row for each place: the word in the middle is orange, its contexts blue.")
        else:
            st.caption(f"Sentences of up to {MOST_DRAWN} words are drawn; this one has {len(sentence)}.")
    with right:
        st.markdown(f"**{len(pairs):,} pairs** (word, context)")
        table = pd.DataFrame(
            {"Word": [pair.word for pair in pairs], "Context": [pair.context for pair in pairs],
             "Distance": [pair.distance for pair in pairs]}
        )  # fmt: skip
        st.dataframe(table, hide_index=True, height=fitting(len(table), 330), key=view.key("sentence_pairs"))
    unknown = list(dict.fromkeys(word for word in sentence if find(view.embedding, word) is None))
    st.caption(
        "Skip-gram predicts the context from the word, pair by pair; CBOW the word from all contexts of its row at "
        "once. " + (f"Without a vector in this run: {plain(', '.join(unknown))}." if unknown else "")
    )
