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
from pages.documents.document_data import NAME, choose, documents_of, learner_of, others_on, terms_of
from pages.parts.explore.picking import pickable
from pages.parts.explore.state import PageState
from pages.parts.explore.view import View
from pages.parts.write.layout import NARROWEST
from pages.parts.write.plain import plain

LISTED = 10
LONGEST = 2_000
"""Characters of a query."""
SCORES = {name: st.column_config.NumberColumn(format="%.3f", width=70) for name in ("Cosine", "BM25")}
COLUMNS = SCORES | {"Document": st.column_config.TextColumn(width=215), "Has": st.column_config.NumberColumn(width=50)}
"""Narrow enough for three tables side by side."""


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
    others = others_on(view)
    beside_it = None
    if others:
        beside_it = st.selectbox(
            "Beside it", list(others), key=view.key("search_beside", view.run_id), width=360,
            format_func=others.__getitem__, help="Another run on the same texts, asked the same.",
        )  # fmt: skip
    grid = st.grid(3 if beside_it else 2, min_column_width=NARROWEST, gap="medium")
    with grid.cell():
        _folded(view, view, words)
    if beside_it:
        with grid.cell():
            _folded(view, View(PageState(""), beside_it, NAME), words)
    with grid.cell():
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


def _folded(view: View, asked: View, words: list[str]) -> None:
    """The documents nearest to the query in the vectors of a run: this one, or another on the same texts."""
    learner = learner_of(asked)
    st.markdown(f"**{plain(learner.title)}**: the query as a document")
    try:
        found = terms_of(asked)
        vector = learner.folded(asked.fit, asked.corpus, words)
    except InputError as error:
        st.warning(plain(str(error)))
        return
    if not vector.any():
        st.caption("None of the query's words has a vector here.")
        return
    made = nearest(documents_of(asked), vector, LISTED)
    _table(view, found, made.rows, made.scores, "Cosine", found.columns(words)[0], asked.run_id)


def _table(
    view: View,
    found: DocumentTerms,
    rows: np.ndarray,
    scores: np.ndarray,
    name: str,
    columns: np.ndarray,
    run_id: str = "",
) -> None:
    """Documents of a run, by their names: a tick goes to that of the page's own run, if it has it."""
    asked, own = np.unique(columns), documents_of(view).index
    table = pd.DataFrame(
        {
            "Document": [found.labels[row] for row in rows],
            name: scores,
            "Has": (found.counts[rows][:, asked].toarray() > 0).sum(axis=1),
        }
    )
    key = view.key("found", run_id or view.run_id, name, *columns[:20].tolist(), len(columns))

    def go(row: int) -> None:
        if found.labels[row] in own:
            choose(view, own[found.labels[row]])

    pickable(table, rows, go, key, COLUMNS, height="content")
