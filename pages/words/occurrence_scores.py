"""How well words are told from their sentences, and whether the meanings of ambiguous words lie apart."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import streamlit as st

from engine.evaluation.words.sense_scores import SenseScores, SenseTest
from engine.figures.training import accuracy_curve
from engine.runs.recipe import EmbeddingOf, Recipe
from pages.parts.explore.view import View
from pages.parts.run.obtain import tested

MEASURES = {
    "accuracy": ("Masked words", "The word seen most often between the same two neighbors."),
    "next": ("Next words", "The word seen most often after the same word."),
    "previous": ("Previous words", "The word seen most often before the same word."),
}
"""Measure -> what is told, and what counts would say."""


def told(view: View, measures: Mapping[str, str]) -> None:
    """How well words are told in sentences that were held out, beside what counts tell."""
    summary, history = view.fit.summary, view.fit.history
    if "held_out_words" not in summary:
        return
    st.markdown(f"**Words told** in held-out sentences: {summary['held_out_words']:,} of them, each unseen")
    with st.container(horizontal=True):
        for name in measures:
            title, counted = MEASURES[name]
            st.metric(title, f"{summary[name]:.1%}")
            st.metric("By counts", f"{summary[f'{name}_of_counts']:.1%}", help=counted)
        st.metric("Always the most frequent", f"{summary['of_unigram']:.1%}")
    if len(history["accuracy"]) > 1:
        mean = float(np.mean([summary[f"{name}_of_counts"] for name in measures]))
        baselines = {"counts": mean, "most frequent": float(summary["of_unigram"])}
        curve = accuracy_curve(history, baselines, "sentences", "told right")
        st.plotly_chart(curve, key=view.key("told"))


def meanings(view: View) -> None:
    """Are occurrences of one meaning near to each other? As a test, with what would do without a network."""
    st.markdown("**Are meanings told apart?** All ambiguous words, whose meanings are known here")
    fit = tested(Recipe(EmbeddingOf(view.run_id), SenseTest()), "Compare occurrences")
    if fit is None:
        return
    found = SenseScores.from_fit(fit)
    by_few = f"From {found.n_labelled} examples a meaning"
    table = pd.DataFrame(
        {
            "Vectors of occurrences": found.rows,
            "By the nearest occurrence": 100 * found.mean(found.nearest),
            by_few: 100 * found.mean(found.few),
        }
    )
    percent = st.column_config.NumberColumn(format="%.1f %%")
    columns = {"By the nearest occurrence": percent, by_few: percent}
    st.dataframe(table, hide_index=True, column_config=columns, key=view.key("meanings"))
    st.caption(
        f"{int(found.counts.sum()):,} occurrences of {len(found.words)} words. By the nearest: whether the most "
        "similar other occurrence of the word has the same meaning. From examples: whether the mean of few labelled "
        "occurrences of its meaning is nearer than that of the other; the mean over 20 choices of them."
    )
