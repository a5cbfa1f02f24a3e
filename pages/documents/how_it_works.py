"""How it works: the inner product of two documents, or of two terms, with its numbers."""

import streamlit as st

from engine.errors import InputError
from engine.insight.explanation import Explanation
from engine.neighbors import nearest
from pages.documents.document_data import chosen, learner_of, pick_other
from pages.parts.explore.state import PageState
from pages.parts.explore.view import View
from pages.parts.write import explanation
from pages.parts.write.plain import plain

TERM, NEAR = "term", 15


def show(view: View) -> None:
    """What the method says of the chosen document, or the first, and one near it; of terms where the map shows them."""
    terms = view.name == TERM and learner_of(view).decomposes
    row = (view.selected if terms else chosen(view)) or 0
    other = _pick_term(view, row) if terms else pick_other(view, row)
    if other is None:
        return
    if not terms and learner_of(view).decomposes:
        st.caption("For two terms, let the map show the terms.")
    try:
        for place, piece in enumerate((_of_terms if terms else _explained)(view.run_id, row, other)):
            explanation.show(piece, view.key("explained", place))
    except InputError as error:
        st.warning(plain(str(error)))


def _pick_term(view: View, row: int) -> int | None:
    """One of the terms near the chosen one, as the user picks it."""
    terms = view.embedding
    near = nearest(terms, row, NEAR).rows.tolist()
    key = view.key("other_term", view.run_id, row)
    label = f"Compare {terms.labels[row]} with a term near it"
    return st.selectbox(label, near, format_func=terms.labels.__getitem__, key=key)


@st.cache_data(show_spinner=False, max_entries=100)
def _of_terms(run_id: str, row: int, other: int) -> tuple[Explanation, ...]:
    view = View(PageState(""), run_id, "")
    return learner_of(view).explain_terms(view.fit, view.corpus, (row, other))


@st.cache_data(show_spinner=False, max_entries=100)
def _explained(run_id: str, row: int, other: int) -> tuple[Explanation, ...]:
    view = View(PageState(""), run_id, "")
    return learner_of(view).explain(view.fit, view.corpus, {"document": row, "other": other})
