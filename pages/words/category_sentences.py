"""The sentences behind a leaning: where a target word stands near words of the attributes."""

from collections.abc import Sequence
from typing import cast

import streamlit as st

from engine.arithmetic.association import Category
from engine.errors import InputError
from engine.insight.words.concordance import Line
from engine.insight.words.concordance import concordance as occurrences
from engine.learners.words.contract import WordLearner
from pages.parts.explore.state import PageState
from pages.parts.explore.view import View
from pages.parts.write.layout import beside
from pages.parts.write.plain import plain
from pages.words import concordance
from pages.words.word_run import is_of_text

LINES = 6
"""Sentences with one attribute."""


def show(view: View, targets: Sequence[str], attributes: Sequence[Category]) -> None:
    """Ask for a target word; its sentences with each attribute, side by side. Vectors made elsewhere have none."""
    if not is_of_text(view):
        return
    with st.expander("Sentences behind it"):
        target = st.selectbox(
            "Target word, by size of leaning", targets, key=view.key("weat_word", *targets), width=260
        )
        for block, attribute in zip(beside(2), attributes, strict=True):
            with block:
                words = tuple(view.embedding.labels[row] for row in attribute.rows)
                try:
                    lines = _lines(view.run_id, target, words)
                except InputError as error:
                    st.warning(f"The text of this run cannot be read any more: {plain(str(error))}")
                    return
                st.caption(f"**{plain(target)}** near a word of {plain(attribute.name)}")
                if lines:
                    concordance.show(lines, f"{target} near {attribute.name}", view.key("weat_lines", attribute.name))
                else:
                    st.caption("They never stand within the window of the method: they are near by company alone.")


@st.cache_data(show_spinner=False, max_entries=200)
def _lines(run_id: str, target: str, words: tuple[str, ...]) -> list[Line]:
    view = View(PageState(""), run_id, "")
    learner = cast(WordLearner, view.recipe.learner)
    corpus = view.corpus
    counted, index = learner.trained_on(corpus), corpus.index
    found: list[Line] = []
    for word in words:
        if target in index and word in index and word != target and len(found) < LINES:
            found += occurrences(
                corpus, index[target], index[word], limit=LINES - len(found), window=learner.window, counted=counted
            )
    return list(dict.fromkeys(found))
