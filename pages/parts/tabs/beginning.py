"""What a page of labeled vectors begins with: items that are there, and an analogy that the vectors answer."""

import streamlit as st

from engine.arithmetic.lookup import find, listed
from engine.datasets.text.questions import Words
from engine.embedding import Embedding
from engine.evaluation.words import example_questions
from engine.insight.words import examples
from pages.parts.explore.view import View


def begin(view: View) -> None:
    """Choose a telling word where the word chosen before, in another run, is not among these.

    A word that the address names is not replaced: then the page says that it is not here.
    """
    page = view.page
    before = st.session_state.get(page.key("begun"), "")
    st.session_state[page.key("begun")] = view.run_id
    asked = not before and bool(st.query_params.get("item"))
    if page.item and view.selected is None and before != view.run_id and not asked:
        rows = examples.telling_rows(view.embedding, 1)
        page.item = view.embedding.labels[rows[0]] if rows else ""


@st.cache_data(show_spinner=False, max_entries=50)
def analogy(_embedding: Embedding, run_id: str, name: str) -> Words | None:
    """An analogy that the embedding of this run answers right; None if it answers none of those tried."""
    return example_questions.answered(_embedding)


def words_of(embedding: Embedding, text: str) -> list[str]:
    """The words of a list that a user typed, separated by commas or blanks."""
    return listed(text, lambda word: find(embedding, word) is not None)
