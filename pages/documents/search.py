"""Search: a query is folded in as a document of its own; beside it stands BM25, which counts its words alone."""

from typing import cast

import numpy as np
import pandas as pd
import streamlit as st

from engine.algorithms.bm25 import K1, B, bm25
from engine.datasets.text.document_terms import DocumentTerms, words_in
from engine.datasets.text.tokenizer import Tokenization
from engine.errors import InputError
from engine.insight.documents.topics import topics
from engine.neighbors import nearest
from pages.documents.document_data import choose, documents_of, learner_of, terms_of
from pages.parts.explore.picking import pickable
from pages.parts.explore.view import View
from pages.parts.write.layout import beside
from pages.parts.write.plain import plain

LISTED = 10
LONGEST = 2_000
"""Characters of a query."""
SCORES = {name: st.column_config.NumberColumn(format="%.3f") for name in ("Cosine", "BM25")}


def show(view: View) -> None:
    """A field for the query, and the best documents by both."""
    try:
        found = terms_of(view)
    except InputError as error:
        st.warning(f"The text of this run cannot be read any more: {plain(str(error))}")
        return
    usual = _usual(view)
    query = st.text_input("Words, or a whole text", usual, key=view.key("query", view.run_id), max_chars=LONGEST)
    words = words_in(query, cast(Tokenization, view.recipe.dataset))
    columns, unknown = found.columns(words)
    if unknown:
        st.caption(f"Not counted here, and passed over: {plain(', '.join(dict.fromkeys(unknown)))}.")
    if not len(columns):
        st.caption("Type a word of the documents.")
        return
    left, right = beside(2)
    with left:
        st.markdown(f"**{plain(learner_of(view).title)}**: the query as a document")
        vector = learner_of(view).folded(view.fit, view.corpus, words)
        made = nearest(documents_of(view), vector, LISTED)
        _table(view, found, made.rows, made.scores, "Cosine", columns)
    with right:
        st.markdown("**BM25**: the query's own words, counted")
        scores = bm25(found.by_term, found.lengths, columns)
        rows = np.argsort(-scores, kind="stable")[:LISTED]
        rows = rows[scores[rows] > 0]
        _table(view, found, rows, scores[rows], "BM25", columns)
    st.caption(
        f"“Has” counts how many of the query's {len(set(columns.tolist()))} counted words a document holds: BM25 finds "
        f"none without any, which the vectors do. BM25 with k1 = {K1:g} and b = {B:g} (Robertson and Zaragoza, 2009). "
        "Tick a row to go there."
    )


def _usual(view: View) -> str:
    """The heaviest terms of the first dimension that tells documents apart."""
    terms = view.fit.embeddings["term"]
    found = topics(terms.vectors, terms.labels, 2, 2)[-1]
    return " ".join(item.term for item in found.positive)


def _table(
    view: View, found: DocumentTerms, rows: np.ndarray, scores: np.ndarray, name: str, columns: np.ndarray
) -> None:
    labels, asked = documents_of(view).labels, np.unique(columns)
    table = pd.DataFrame(
        {
            "Document": [labels[row] for row in rows],
            name: scores,
            "Has": (found.counts[rows][:, asked].toarray() > 0).sum(axis=1),
        }
    )
    key = view.key("found", view.run_id, name, *columns[:20].tolist(), len(columns))
    pickable(table, rows, lambda row: choose(view, row), key, SCORES, height="content")
