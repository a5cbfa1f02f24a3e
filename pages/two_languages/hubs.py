"""Hubs: words that are near to very many words of the other language, before CSLS and after."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from engine.algorithms.alignment.retrieval import NEAR
from engine.figures import shared_spaces as figure
from pages.parts.explore.picking import pickable
from pages.parts.explore.view import View
from pages.parts.write.layout import beside
from pages.parts.write.plain import plain
from pages.two_languages.language_data import spaces_of

LISTED = 12


def show(view: View) -> None:
    """How often words of the second language are among the nearest, and the greatest hubs."""
    spaces = spaces_of(view)
    first, second = map(plain, spaces.names)
    plainly, fairly = spaces.occurrences
    skew = spaces.skewness()
    with st.container(horizontal=True):
        st.metric("Greatest hub by cosine", f"{plainly.max():,}", help=f"Words of {first} that it is near to.")
        st.metric("by CSLS", f"{fairly.max():,}")
        st.metric("Skewness by cosine", f"{skew[0]:.2f}", help="0 where all words are found equally often.")
        st.metric("by CSLS ", f"{skew[1]:.2f}")
        st.metric("Never found by cosine", f"{(plainly == 0).mean():.1%}", help=f"Words of {second}.")
        st.metric("by CSLS  ", f"{(fairly == 0).mean():.1%}")
    left, right = beside(2)
    with left:
        st.plotly_chart(figure.occurrences(plainly, fairly), key=view.key("occurrences"))
        st.caption(
            f"For each word of {first} the {NEAR} nearest words of {second} are sought: how many words of {second} are "
            f"found how often. On the average each is found {plainly.mean():.1f} times."
        )
    with right:
        st.markdown(f"**The greatest hubs** of {second}")
        rows = spaces.hubs(LISTED)
        own = spaces.own[rows]
        table = pd.DataFrame(
            {
                "Word": [spaces.embedding.labels[row] for row in rows],
                "By cosine": plainly[own],
                "By CSLS": fairly[own],
                "r": spaces.near[1][own],
            }
        )
        pickable(
            table, rows, replace(view, only="").select, view.key("hubs"),
            {"r": st.column_config.NumberColumn(format="%.3f")}, "content",
        )  # fmt: skip
        st.caption(
            "In a space of many dimensions some points are near to a great many others, whatever these are. r is the "
            "mean cosine of a word with its nearest of the other language, which CSLS takes off."
        )
