"""Matrix: a part of the matrix of documents by terms, the same part at rank k, and the error of every rank."""

import numpy as np
import streamlit as st

from engine.errors import InputError
from engine.figures import documents as figure
from engine.figures import spectrum
from engine.insight.documents.rank_k import part, squared_errors
from pages.documents.document_data import chosen, learner_of, near, terms_of
from pages.parts.explore.state import PageState
from pages.parts.explore.view import View
from pages.parts.write.layout import beside
from pages.parts.write.plain import plain

DOCUMENTS, TERMS = 16, 24
NARROWEST = 330
"""Pixels of a picture in which names still have room."""


def show(view: View) -> None:
    """The chosen document and those near it, or the first ones, by their heaviest terms."""
    try:
        found = terms_of(view)
    except InputError as error:
        st.warning(f"The text of this run cannot be read any more: {plain(str(error))}")
        return
    learner, values = learner_of(view), view.fit.arrays["singular_values"]
    matrix, axes = learner.matrix(view.corpus), _axes(view)
    k = len(values)
    if k > 1:
        k = st.slider("Rank k", 1, k, k, key=view.key("rank", view.run_id), width=360)
    row = chosen(view)
    rows = np.arange(min(DOCUMENTS, found.n_documents))
    if row is not None:
        rows = np.append(row, near(view, row, DOCUMENTS - 1))
    shown = part(matrix, axes, rows, TERMS, k)
    names, terms = [found.labels[at] for at in rows], [found.words[at] for at in shown.terms]
    largest = float(max(np.abs(shown.given).max(initial=0), np.abs(shown.made).max(initial=0))) or 1.0
    for block, title, cells in zip(
        beside(2, narrowest=NARROWEST), ("As it is", f"At rank {k}"), (shown.given, shown.made), strict=True
    ):
        with block:
            st.markdown(f"**{title}**")
            st.plotly_chart(
                figure.weights(cells, names, terms, largest), key=view.key("matrix", title[:2], view.run_id)
            )
    of = "The chosen document and those nearest to it" if row is not None else "The first documents"
    st.caption(
        f"{of}, by the terms that weigh most in them: {len(rows)} x {len(terms)} of the {found.n_documents:,} x "
        f"{len(found.words):,} cells, {matrix.nnz / (matrix.shape[0] * matrix.shape[1]):.2%} of which are not 0. Rank "
        "k fills cells of terms that a document does not have but might, and takes from those that only it has; the "
        "other color is below 0."
    )
    errors = _errors(view.run_id)
    st.plotly_chart(spectrum.error_by_rank(errors, k), key=view.key("rank_errors", view.run_id))
    st.caption(
        f"At rank {k} the squared error of all cells is **{errors[k] / errors[0]:.1%}** of their squares; no matrix of "
        "that rank is nearer (Eckart and Young, 1936), but for the rounding of the iteration."
    )


@st.cache_data(show_spinner=False, max_entries=50)
def _errors(run_id: str) -> np.ndarray:
    """The squared error of each rank: a product of the whole matrix, which the slider does not change."""
    view = View(PageState(""), run_id, "")
    return squared_errors(learner_of(view).matrix(view.corpus) @ _axes(view), float(view.fit.summary["squares"]))


def _axes(view: View) -> np.ndarray:
    """The right singular vectors, float64 (n_terms, k)."""
    vectors = view.fit.embeddings["term"].vectors.astype(np.float64)
    return vectors / np.linalg.norm(vectors, axis=0)
