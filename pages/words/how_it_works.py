"""How it works: the formulas of the method, filled with the numbers of two words that the user picks."""

from typing import cast

import streamlit as st

from engine.arithmetic.lookup import find
from engine.errors import InputError
from engine.insight.explanation import Explanation
from engine.learners.words.contract import WordLearner
from pages.parts.explore.state import PageState
from pages.parts.explore.view import View
from pages.parts.write import explanation
from pages.parts.write.plain import plain


def show(view: View) -> None:
    """What the method of this run says of a word and a context."""
    pair = _pair(view)
    if pair is None:
        return
    try:
        for place, piece in enumerate(_explained(view.run_id, *pair)):
            explanation.show(piece, view.key("explained", place))
    except InputError as error:
        st.warning(plain(str(error)))


def _pair(view: View) -> tuple[int, int] | None:
    """Rows of the word and of the context."""
    embedding = view.embedding
    row = view.selected if view.selected is not None else 0
    usual = embedding.labels[_usual_context(view.run_id, row)]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        key = view.key("mechanics", view.run_id, row)
        asked = [
            st.text_input("Word", embedding.labels[row], key=f"{key}.word", width=200, max_chars=200),
            st.text_input("Context word", usual, key=f"{key}.context", width=200, max_chars=200),
        ]
    rows = [find(embedding, word.strip()) for word in asked]
    unknown = [word for word, row in zip(asked, rows, strict=True) if row is None]
    if unknown:
        st.warning(f"Not among the {embedding.n_items:,} words: {plain(', '.join(unknown))}")
        return None
    word, context = (row for row in rows if row is not None)
    return word, context


@st.cache_data(show_spinner=False, max_entries=500)
def _usual_context(run_id: str, word: int) -> int:
    view = View(PageState(""), run_id, "")
    return cast(WordLearner, view.recipe.learner).usual_context(view.corpus, word)


@st.cache_data(show_spinner=False, max_entries=200)
def _explained(run_id: str, word: int, context: int) -> tuple[Explanation, ...]:
    view = View(PageState(""), run_id, "")
    learner = cast(WordLearner, view.recipe.learner)
    return learner.explain(view.fit, view.corpus, {"word": word, "context": context})
