"""The documents behind a run, as the page's tabs need them, whichever of the run's vectors the map shows."""

from dataclasses import replace
from typing import cast

import numpy as np
import streamlit as st

from engine.datasets.text.document_terms import DocumentTerms
from engine.embedding import Embedding
from engine.learners import LEARNERS
from engine.learners.documents.contract import DocumentLearner
from engine.neighbors import nearest
from engine.runs import catalogue
from pages.parts.explore.view import View
from pages.parts.run import state

NAME = "document"


def learner_of(view: View) -> DocumentLearner:
    """The learner of the run; the page opens runs of such learners alone."""
    return cast(DocumentLearner, view.recipe.learner)


def decomposed(view: View) -> bool:
    """Whether the run decomposes the matrix of documents by terms."""
    return learner_of(view).decomposes


def terms_of(view: View) -> DocumentTerms:
    """The documents of the run with their terms. Raises InputError if the text cannot be read any more."""
    return learner_of(view).counted(view.corpus)


def documents_of(view: View) -> Embedding:
    """The vectors of the documents."""
    return view.fit.embeddings[NAME]


def others_on(view: View) -> dict[str, str]:
    """Other listed runs on the same texts: run id -> label, the latest first."""
    names = [name for name, cls in LEARNERS.items() if cls.embeds == NAME]
    rows = catalogue.on_dataset(view.dataset_id, names, owner=state.owner())
    return {row.run_id: row.label for row in rows if row.run_id != view.run_id}


def chosen(view: View) -> int | None:
    """The row of the chosen document."""
    return documents_of(view).index.get(view.selected_label)


def choose(view: View, row: int) -> None:
    """Choose a document."""
    replace(view, name=NAME, only="").select(row)


def near(view: View, row: int, k: int) -> np.ndarray:
    """The rows of the documents nearest to one, by the cosine of their vectors."""
    return nearest(documents_of(view), row, k).rows


def pick_other(view: View, row: int, k: int = 15) -> int | None:
    """One of the nearest documents, as the user picks it; None if it has none."""
    labels = documents_of(view).labels
    rows = near(view, row, k).tolist()
    if not rows:
        st.caption("This document is near no other: its vector is 0.")
        return None
    key = view.key("other_document", view.run_id, row)
    return st.selectbox("Compare it with a document near it", rows, format_func=labels.__getitem__, key=key)
