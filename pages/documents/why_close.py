"""Why close? Two documents side by side, the terms that both have, and those that connect them without being shared."""

import pandas as pd
import streamlit as st

from engine.datasets.text.document_terms import DocumentTerms
from engine.errors import InputError
from engine.insight.documents.closeness import Closeness, closeness
from pages.documents.document_data import chosen, documents_of, learner_of, pick_other, terms_of
from pages.parts.explore.state import PageState
from pages.parts.explore.view import View
from pages.parts.write.layout import beside
from pages.parts.write.plain import plain

MOST_WORDS = 300
"""Words of a document that are shown at first."""
LISTED = 10
PARTS = {"Part of the cosine": st.column_config.NumberColumn(format="%.4f")}


def show(view: View) -> None:
    """Both texts, then what connects them."""
    row = chosen(view)
    if row is None:
        st.caption("Choose a document first: click a point of the map, or type its name under “Find”.")
        return
    try:
        found = terms_of(view)
    except InputError as error:
        st.warning(f"The text of this run cannot be read any more: {plain(str(error))}")
        return
    other = pick_other(view, row)
    if other is None:
        return
    left, right = beside(2)
    with left:
        _text(view, found, row)
    with right:
        _text(view, found, other)
    if not learner_of(view).additive:
        unit = documents_of(view).unit
        st.caption(
            f"Cosine of their vectors {float(unit[row] @ unit[other]):.3f}. These vectors are no sum over words; “How "
            "it works” adds them up block by block."
        )
        return
    near = _closeness(view.run_id, row, other)
    if near is not None:
        _told(near)
        _evidence(view, found, near, (row, other))


def _text(view: View, found: DocumentTerms, row: int) -> None:
    """A document: its words as they were read, sentence by sentence."""
    label = f" · {plain(found.classes[row])}" if found.classes else ""
    st.markdown(f"**{plain(documents_of(view).labels[row])}**{label} · {found.lengths[row]:,} words")
    sentences, n_words = [], 0
    for sentence in found.text(row):
        if n_words >= MOST_WORDS:
            sentences.append("…")
            break
        sentences.append(" ".join(sentence.split()[: MOST_WORDS - n_words]))
        n_words += len(sentence.split())
    with st.container(border=True, height=190):
        st.caption(" / ".join(map(plain, sentences)))


def _told(near: Closeness) -> None:
    shared = f"{len(near.shared)} common term{'s' * (len(near.shared) != 1)}" if near.shared else "no common term"
    st.markdown(
        f"Cosine of their vectors **{near.cosine:.3f}**, of their rows of the matrix **{near.in_words:.3f}**. With "
        f"{shared}: what each adds together with itself makes {near.of_shared:.3f} of the cosine, pairs of different "
        f"terms make {near.cosine - near.of_shared:.3f}."
    )


def _evidence(view: View, found: DocumentTerms, near: Closeness, pair: tuple[int, int]) -> None:
    left, right = beside(2)
    with left:
        st.markdown("**Common terms**")
        if near.shared:
            table = {
                "Term": [found.words[item.term] for item in near.shared[:LISTED]],
                "Part of the cosine": [item.part for item in near.shared[:LISTED]],
                "Documents": [int(found.having[item.term]) for item in near.shared[:LISTED]],
            }
            st.dataframe(pd.DataFrame(table), hide_index=True, column_config=PARTS, key=view.key("shared", *pair))
        else:
            st.caption("There are none: all of their nearness comes from the right.")
    with right:
        st.markdown("**Terms that connect them**")
        table = {
            "of the first": [found.words[item.one] for item in near.bridges],
            "of the second": [found.words[item.other] for item in near.bridges],
            "Part of the cosine": [item.part for item in near.bridges],
            "Documents with both": [item.n_both for item in near.bridges],
        }
        st.dataframe(pd.DataFrame(table), hide_index=True, column_config=PARTS, key=view.key("bridges", *pair))
        st.caption("Different terms of the two documents that point the same way, mostly as other documents have both.")


@st.cache_data(show_spinner=False, max_entries=200)
def _closeness(run_id: str, row: int, other: int) -> Closeness | None:
    view = View(PageState(""), run_id, "")
    learner, found = learner_of(view), terms_of(view)
    matrix = learner.matrix(view.corpus)
    return closeness(matrix, found.by_term, learner.factors(view.fit), (row, other), LISTED)
