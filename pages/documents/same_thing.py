"""Same thing? Two texts by the cosine of their vectors, and a threshold from pairs of which it is known."""

from typing import cast

import numpy as np
import pandas as pd
import streamlit as st

from engine.datasets.text.document_terms import words_in
from engine.datasets.text.tokenizer import Tokenization
from engine.errors import InputError
from engine.evaluation.documents.classification import bag_of_words, labeled
from engine.figures import matching as figure
from engine.insight.documents.same_thing import (
    MOST_PASTED,
    Judged,
    LabeledPairs,
    cosine,
    judged,
    of_labels,
    of_pasted,
    pasted,
)
from pages.documents.document_data import documents_of, learner_of, terms_of
from pages.parts.explore.state import PageState
from pages.parts.explore.view import View
from pages.parts.write.layout import beside
from pages.parts.write.plain import plain

N_PAIRS = 2_000
MOST_DOCUMENTS = 20_000
LONGEST = 2_000
LABELS, PASTED = "Of the labels", "Pasted"
EXAMPLE = "how do I solve a linear system | solving linear equations | same"
FEWEST = 2


def show(view: View) -> None:
    """Where the pairs come from, the curve and threshold, and two fields."""
    try:
        terms_of(view)
    except InputError as error:
        st.warning(f"The text of this run cannot be read any more: {plain(str(error))}")
        return
    st.markdown(
        "Two texts are taken for the same if the cosine of their vectors is high enough. How high, pairs tell of which "
        "it is known."
    )
    sources = [LABELS, PASTED] if _has_labels(view.run_id) else [PASTED]
    chosen = st.segmented_control(
        "Known pairs", sources, default=sources[0], required=True, key=view.key("known_pairs"),
    )  # fmt: skip
    pairs = _drawn(view.run_id) if chosen == LABELS else _of_text(view)
    found = _curve(view, pairs, chosen == LABELS) if pairs is not None else None
    _two_texts(view, found)


@st.cache_data(show_spinner=False, max_entries=50)
def _has_labels(run_id: str) -> bool:
    view = View(PageState(""), run_id, "")
    try:
        labeled(terms_of(view), view.corpus, MOST_DOCUMENTS, 0)
    except InputError:
        return False
    return True


@st.cache_data(show_spinner="Comparing pairs …", max_entries=20)
def _drawn(run_id: str) -> LabeledPairs:
    """Pairs of documents of one label, and of two."""
    view = View(PageState(""), run_id, "")
    found = terms_of(view)
    rows, targets, _ = labeled(found, view.corpus, MOST_DOCUMENTS, 0)
    bag = bag_of_words(found, found.counts)[rows]
    return of_labels(targets, N_PAIRS, 0, bag, documents_of(view).unit[rows])[1]


def _of_text(view: View) -> LabeledPairs | None:
    """Pairs that the user pastes."""
    text = st.text_area(
        "Pairs, one a line: text | text | same or different", key=view.key("pasted_pairs"), placeholder=EXAMPLE,
        height=140, max_chars=200_000, help="Tabs may stand for |, and 1 and 0, or yes and no, for the last word. The "
        f"first {MOST_PASTED:,} are read.",
    )  # fmt: skip
    pairs, unread = pasted(text)
    if unread:
        st.caption(f"Lines that are no such pair, passed over: {', '.join(map(str, unread[:20]))}.")
    same = sum(each[2] for each in pairs)
    if min(same, len(pairs) - same) < FEWEST:
        st.caption(f"Give at least {FEWEST} pairs that are the same and {FEWEST} that are not.")
        return None
    return of_pasted(pairs, lambda each: _folded(view, each))


def _folded(view: View, text: str) -> np.ndarray:
    words = words_in(text[:LONGEST], cast(Tokenization, view.recipe.dataset))
    return learner_of(view).folded(view.fit, view.corpus, words).astype(np.float64)


def _curve(view: View, pairs: LabeledPairs, of_documents: bool) -> Judged:
    """The curves of all thresholds, and the one that half of the pairs choose."""
    cosines, curves = pairs.cosines["This run"], pairs.curves()
    found = judged(cosines, pairs.same)
    hits, alarms = curves["This run"].at(1 - found.threshold)[0], curves["This run"].at(1 - found.threshold)[1]
    left, right = beside(2)
    left.plotly_chart(figure.curves(curves, (alarms, hits)), key=view.key("same_roc", view.run_id))
    with right:
        table = pd.DataFrame(
            {
                "Cosine of": list(curves),
                "Area under the curve": [curve.area for curve in curves.values()],
                "Equal error rate": [curve.equal_error[0] for curve in curves.values()],
            }
        )
        forms = {"Area under the curve": "%.3f", "Equal error rate": "percent"}
        columns = {name: st.column_config.NumberColumn(format=form) for name, form in forms.items()}
        st.dataframe(table, hide_index=True, column_config=columns, key=view.key("areas"))
        n_same = int(pairs.same.sum())
        where = "documents of one label, and of two, drawn by chance" if of_documents else "pasted pairs"
        told = f"{n_same:,} pairs that are the same and {len(pairs.same) - n_same:,} that are not: {where}. "
        told += f"Half of them choose the threshold **{found.threshold:.3f}**, with the most hits less false alarms"
        if found.hits is not None and found.alarms is not None:
            told += (
                f"; of the other half it recognizes **{found.hits:.0%}** of the same, and takes **{found.alarms:.0%}** "
                "of the others for it"
            )
        st.caption(f"{told}. An area of 0.5 is chance.")
    return found


def _two_texts(view: View, found: Judged | None) -> None:
    """Two fields, and the verdict."""
    left, right = beside(2)
    one = left.text_area("One text", key=view.key("one_text"), max_chars=LONGEST, height=100)
    other = right.text_area("Another", key=view.key("other_text"), max_chars=LONGEST, height=100)
    if not one.strip() or not other.strip():
        st.caption("Write two texts, to be told whether they are about the same.")
        return
    vectors = _folded(view, one), _folded(view, other)
    if not all(vector.any() for vector in vectors):
        st.caption("One of them has no counted word with a vector.")
        return
    value = cosine(*vectors)
    if found is None:
        st.markdown(f"Cosine **{value:.3f}**; no pairs are known that would choose a threshold.")
        return
    verdict = "the same" if value >= found.threshold else "different"
    sign = "≥" if value >= found.threshold else "<"
    st.markdown(f"**Taken for {verdict}**: cosine **{value:.3f}** {sign} {found.threshold:.3f}.")
