"""Parts of a word: which n-grams carry it, and what a word is near that the text does not have."""

from typing import cast

import numpy as np
import pandas as pd
import streamlit as st

from engine.arithmetic.lookup import find
from engine.errors import InputError
from engine.insight.words.word_parts import WordParts
from engine.learners.words.contract import WordLearner
from engine.neighbors import Neighbors, nearest
from pages.parts.explore.picking import pickable
from pages.parts.explore.view import View
from pages.parts.write.layout import beside
from pages.parts.write.plain import plain
from pages.words.word_run import is_of_text

NEAREST = 10
NEAR_WITHOUT = 3
NAMED = 6


def has_parts(view: View) -> bool:
    """Whether the words of the run are made of parts."""
    return is_of_text(view) and view.name == "word" and cast(WordLearner, view.recipe.learner).has_parts


def show(view: View) -> None:
    """Ask for a word, known or not; its nearest words, and its parts."""
    chosen = view.selected_label if view.selected is not None else view.embedding.labels[0]
    word = st.text_input(
        "A word, of the text or any other", chosen, key=view.key("parts", view.run_id, chosen), max_chars=64, width=320
    ).strip()
    if not word:
        return
    try:
        apart = cast(WordLearner, view.recipe.learner).parts_of(view.fit, word)
    except InputError as error:
        st.warning(plain(str(error)))
        return
    st.markdown(_headline(view, apart))
    left, right = beside(3, narrowest=270)
    with left:
        _near(view, apart)
    with right:
        _table(view, apart)


def _headline(view: View, apart: WordParts) -> str:
    """What the word's vector is made of."""
    word, n = plain(apart.word), len(apart.names)
    if apart.row is None:
        left_out = ""
        if apart.left_out:
            more = len(apart.left_out) - NAMED
            shown = ", ".join(apart.left_out[:NAMED]) + (f" and {more} more" if more > 0 else "")
            left_out = f" None of them holds {plain(shown)}."
        return (
            f"**{word}** is not among the {view.fit.main.n_items:,} words: its vector is the mean of the **{n}** of "
            f"its n-grams that occur in them.{left_out}"
        )
    alone = apart.ngrams_alone
    if alone is None:
        return f"**{word}** has no n-grams: its vector is its own."
    lengths = np.linalg.norm(alone) * np.linalg.norm(apart.vector)
    cosine = float(alone @ apart.vector / lengths) if lengths else 0.0
    return (
        f"The vector of **{word}** is the mean of its own and of those of its {n - 1} n-grams. If the word were "
        f"unknown, the n-grams alone would give a vector of cosine **{cosine:.3f}** with it."
    )


def _near(view: View, apart: WordParts) -> None:
    """The nearest words; a tick chooses one on the map."""
    found = _nearest(view, apart.vector, apart, NEAREST)
    labels = view.embedding.labels
    st.markdown(f"**Nearest to {plain(apart.word)}**")
    table = pd.DataFrame({"Word": [labels[row] for row in found.rows], "Cosine": found.scores})
    columns = {"Cosine": st.column_config.NumberColumn(format="%.3f")}
    pickable(table, found.rows, view.select, view.key("parts", "near", apart.word), columns)


def _table(view: View, apart: WordParts) -> None:
    """Every part: how much of the vector it is, and what would be without it."""
    labels = view.embedding.labels
    order = np.argsort(-apart.shares, kind="stable")
    without = apart.without
    near = [_nearest(view, without[part], apart, NEAR_WITHOUT).rows for part in order]
    st.markdown("**What carries it**")
    table = pd.DataFrame(
        {
            "Part": [apart.names[part] for part in order],
            "Share": apart.shares[order],
            "Cosine": apart.cosines[order],
            "Cosine without": apart.cosines_without[order],
            "Nearest without": [", ".join(labels[row] for row in rows) for rows in near],
        }
    )
    columns = {
        "Share": st.column_config.NumberColumn(
            format="percent", help="z·v / (n v·v): what the part z adds to the length of the word's vector v, the mean "
            "of n parts. Shares sum to 100 %; a part that points away has a negative one.",
        ),
        "Cosine": st.column_config.NumberColumn(format="%.3f", help="Of the part with the word."),
        "Cosine without": st.column_config.NumberColumn(
            format="%.3f", help="Of the word with the mean of its other parts: the lower, the more this part counts."
        ),
    }  # fmt: skip
    key = view.key("parts", "table", apart.word)
    st.dataframe(table, hide_index=True, column_config=columns, height="content" if len(table) <= 10 else 380, key=key)
    st.caption("Runs of characters of the word between < and >; all words that hold one share its vector.")


def _nearest(view: View, vector: np.ndarray, apart: WordParts, k: int) -> Neighbors:
    """The words nearest to a vector, among those that are shown; the word itself left out."""
    own = find(view.embedding, apart.word)
    return nearest(view.embedding, vector.astype(np.float32), k, exclude=[] if own is None else [own])
