"""Classification: how many labels it takes by words and by vectors, which words decide, and a sentence of your own."""

from typing import cast

import numpy as np
import pandas as pd
import streamlit as st

from engine.algorithms.spread import spread
from engine.datasets.text.document_terms import DocumentTerms, words_in
from engine.datasets.text.tokenizer import Tokenization
from engine.errors import InputError
from engine.evaluation.documents.classification import (
    ClassScores,
    DocumentClassification,
    by_bag,
    by_run,
    labeled,
)
from engine.figures import learning as figure
from engine.insight.documents.deciding import heaviest
from engine.runs.recipe import EmbeddingOf, Recipe
from pages.documents.document_data import learner_of, terms_of
from pages.parts.explore.view import View
from pages.parts.run import controls
from pages.parts.run.obtain import tested
from pages.parts.write.layout import beside
from pages.parts.write.plain import plain

LISTED = 12
LONGEST = 2_000
PARTS = {"adds": st.column_config.NumberColumn(format="%.3f")}
WEIGHTS = {"Weight": st.column_config.NumberColumn(format="%.2f")}


def show(view: View) -> None:
    """The test as a job; then its curves, the words, and a field for a text."""
    try:
        found = terms_of(view)
        labeled(found, view.corpus, DocumentClassification.most, 0)
    except InputError as error:
        st.caption(plain(str(error)))
        return
    st.markdown(
        f"Can the {plain(found.class_title)} of a document be told by its words, and by its vector? The vectors were "
        "learned from all texts without a label; the classifier sees the labels of ever more documents."
    )
    with st.popover("Settings", icon=":material/tune:"):
        test = controls.draw(DocumentClassification, view.key("classification"))
    fit = tested(Recipe(EmbeddingOf(view.run_id), test), "Classify", "label")
    if fit is None:
        return
    scores = ClassScores.from_fit(fit)
    _curves(view, scores, int(fit.summary["documents"]))
    _typed(view, found, scores)
    _deciding(view, found, scores)


def _curves(view: View, scores: ClassScores, n_documents: int) -> None:
    means = dict(zip(scores.names, scores.accuracies.mean(axis=2), strict=True))
    spreads = dict(zip(scores.names, spread(scores.accuracies, axis=2), strict=True))
    majority = scores.majority.mean(axis=1)
    chart = figure.by_labels(scores.sizes, means, majority, spreads)
    left, right = beside(3, wide=2)
    left.plotly_chart(chart, key=view.key("by_labels", view.run_id))
    table = {"Told by": [*means, "Most frequent class"]}
    for place, size in ((0, scores.sizes[0]), (-1, scores.sizes[-1])):
        table[f"{size:,} labels"] = [*(values[place] for values in means.values()), majority[place]]
    percent = {name: st.column_config.NumberColumn(format="percent") for name in table if name != "Told by"}
    right.dataframe(pd.DataFrame(table), hide_index=True, column_config=percent, key=view.key("accuracies"))
    st.caption(
        f"{n_documents:,} documents of {len(scores.classes)} classes in {scores.accuracies.shape[2]} folds: mean and "
        "standard deviation of the share told right, of documents whose label was not seen. Softmax regression; its "
        "penalty is chosen on a fifth of the known labels."
    )


def _typed(view: View, found: DocumentTerms, scores: ClassScores) -> None:
    """A text of the user's, classified by its words and by its vector."""
    usual = found.text(0)[0][:LONGEST]
    text = st.text_input("A sentence of yours", usual, key=view.key("classified", view.run_id), max_chars=LONGEST)
    words = words_in(text, cast(Tokenization, view.recipe.dataset))
    decided = by_bag(found, scores, words)
    chances = by_run(learner_of(view), view.fit, view.corpus, scores, words)
    best = int(decided.chances.argmax())
    left, right = beside(2)
    with left:
        order = np.argsort(-decided.chances, kind="stable")[:LISTED]
        table = {
            "Class": [scores.classes[row] for row in order],
            "By its words": decided.chances[order],
            "By its vector": chances[order],
        }
        columns = {
            name: st.column_config.ProgressColumn(format="percent", min_value=0.0, max_value=1.0)
            for name in ("By its words", "By its vector")
        }
        st.dataframe(pd.DataFrame(table), hide_index=True, column_config=columns, key=view.key("chances"))
    with right:
        if not decided.terms:
            st.caption("None of its words is counted: what is left is how frequent the classes are.")
            return
        parts = {"Word": decided.terms[:LISTED], "adds": decided.parts[:LISTED, best]}
        st.dataframe(pd.DataFrame(parts), hide_index=True, column_config=PARTS, key=view.key("adds", best))
        st.caption(f"What each word adds to the log odds of “{plain(scores.classes[best])}” against the mean of all.")


def _deciding(view: View, found: DocumentTerms, scores: ClassScores) -> None:
    """The words of the largest weights for a class, by the bag of words and through the vectors."""
    target = st.selectbox(
        "Words that speak for", range(len(scores.classes)), format_func=scores.classes.__getitem__,
        key=view.key("speak_for", view.run_id), width=260,
    )  # fmt: skip
    learner = learner_of(view)
    sides = [("In the bag of words", scores.bag[:-1])]
    if learner.additive:
        sides.append(("Through the vectors of this run", learner.factors(view.fit) @ scores.run[:-1]))
    for block, (title, by_term) in zip(beside(2), sides, strict=False):
        with block:
            st.markdown(f"**{title}**")
            rows = heaviest(by_term, target, LISTED)
            table = {
                "Word": [found.words[row] for row in rows],
                "Weight": by_term[rows, target],
                "Documents": found.having[rows],
            }
            st.dataframe(pd.DataFrame(table), hide_index=True, column_config=WEIGHTS, key=view.key("speak", title))
    if learner.additive:
        st.caption(
            "Through vectors, words weigh that were rare or missing where labels are, if they stand near words that "
            "decide: they share what was learned."
        )
