"""How it works: the inner product of two documents with its numbers."""

import streamlit as st

from engine.errors import InputError
from engine.insight.explanation import Explanation
from pages.documents.document_data import chosen, learner_of, pick_other
from pages.parts.explore.state import PageState
from pages.parts.explore.view import View
from pages.parts.write import explanation
from pages.parts.write.plain import plain


def show(view: View) -> None:
    """What the method says of the chosen document, or the first, and one near it."""
    row = chosen(view) or 0
    other = pick_other(view, row)
    if other is None:
        return
    try:
        for place, piece in enumerate(_explained(view.run_id, row, other)):
            explanation.show(piece, view.key("explained", place))
    except InputError as error:
        st.warning(plain(str(error)))


@st.cache_data(show_spinner=False, max_entries=100)
def _explained(run_id: str, row: int, other: int) -> tuple[Explanation, ...]:
    view = View(PageState(""), run_id, "")
    return learner_of(view).explain(view.fit, view.corpus, {"document": row, "other": other})
