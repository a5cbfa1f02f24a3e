"""Scores: analogy questions, the places of relatives and word similarities, each beside a baseline."""

import pandas as pd
import streamlit as st

from engine.evaluation.words.analogies import AnalogyScores, AnalogyTest
from engine.evaluation.words.relatives import NEAR, RelativesScores, RelativesTest
from engine.evaluation.words.similarity import SimilarityScores, SimilarityTest
from engine.figures import score_bars as figure
from engine.learners.base import Learner
from engine.runs.recipe import EmbeddingOf, Recipe
from pages.parts.explore.view import View
from pages.parts.run import controls
from pages.parts.run.obtain import tested
from pages.parts.tabs.question_files import ANALOGIES, PAIRS, RELATIVES, choose
from pages.parts.write.layout import beside
from pages.parts.write.plain import plain

PERCENT = st.column_config.NumberColumn(format="%.1f %%", width="small")


def show(view: View) -> None:
    """Choose a test, run it as a job, and show what it found."""
    kind = st.segmented_control(
        "Test",
        ["Analogies", "Relatives", "Similarity"],
        default="Analogies",
        required=True,
        key=view.key("test"),
        persist_state="session",
    )
    learner = {"Analogies": _analogy_test, "Relatives": _relatives_test, "Similarity": _similarity_test}[kind](view)
    if learner is None:
        return
    recipe = Recipe(EmbeddingOf(view.run_id, view.name), learner)
    found = tested(recipe)
    if found is None:
        return
    for note in found.notes:
        st.caption(f":material/info: {plain(note)}")
    if kind == "Analogies":
        _analogies(view, AnalogyScores.from_fit(found))
    elif kind == "Relatives":
        _relatives(view, RelativesScores.from_fit(found))
    else:
        _similarity(SimilarityScores.from_fit(found))


def _analogy_test(view: View) -> Learner | None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        questions = choose(view, ANALOGIES)
        fields = ("method", "exclude_inputs", "first_words")
        values = controls.values(AnalogyTest, view.key("analogy_test"), fields)
    return AnalogyTest(questions=questions, **values) if questions else None


def _relatives_test(view: View) -> Learner | None:
    questions = choose(view, RELATIVES)
    return RelativesTest(questions=questions) if questions else None


def _similarity_test(view: View) -> Learner | None:
    pairs = choose(view, PAIRS)
    return SimilarityTest(pairs=pairs) if pairs else None


def _analogies(view: View, found: AnalogyScores) -> None:
    with st.container(horizontal=True):
        st.metric("Answered right", f"{found.accuracy:.1%}", help="Of the questions whose four words are all known.")
        st.metric(
            "Baseline: nearest to c", f"{found.baseline:.1%}", help="Always answering with the word nearest to c."
        )
        st.metric("By chance", f"{found.chance:.3%}")
        st.metric(
            "Asked",
            f"{int(found.covered.sum()):,} of {int(found.total.sum()):,}",
            help="The others hold unknown words.",
        )
    left, right = beside(2)
    left.plotly_chart(figure.by_section(found), key=view.key("sections"))
    table = pd.DataFrame(
        {
            "Section": found.sections,
            "Right": found.accuracy_by_section * 100,
            "Baseline": found.baseline_by_section * 100,
            "Asked": found.covered,
            "of": found.total,
        }
    )
    right.dataframe(table, hide_index=True, column_config={"Right": PERCENT, "Baseline": PERCENT})


def _relatives(view: View, found: RelativesScores) -> None:
    with st.container(horizontal=True):
        st.metric("Mean place", f"{found.mean:.1f}", help="Of the partner among the neighbors by cosine; 1 is nearest.")
        st.metric(f"Among the {NEAR} nearest", f"{found.near:.1%}")
        st.metric("Mean place by chance", f"{found.chance:,.0f}", help="The middle of all words.")
        st.metric("Pairs", f"{len(found.place) // 2:,} of {found.total:,}", help="The others hold unknown words.")
    st.caption(
        "A relation holds pairs such as king and queen. For both words of a pair, the neighbors by cosine are counted "
        "until the partner comes."
    )
    table = pd.DataFrame(
        {
            "Relation": found.sections,
            "Mean place": found.mean_by_section,
            f"In the first {NEAR}": found.near_by_section * 100,
            "Pairs": found.count_by_section,
        }
    )
    places = st.column_config.NumberColumn(format="%.1f", width="small")
    st.dataframe(
        table,
        hide_index=True,
        width=560,
        height="content" if len(table) <= 20 else 500,
        column_config={"Mean place": places, f"In the first {NEAR}": PERCENT},
        key=view.key("relatives"),
    )


def _similarity(found: SimilarityScores) -> None:
    with st.container(horizontal=True):
        st.metric("Spearman correlation", f"{found.spearman:.3f}", help="Of the cosines with people's scores.")
        st.metric("By chance", f"0 ± {found.spread_by_chance:.3f}", help="Standard deviation for unrelated scores.")
        st.metric("Pairs", f"{len(found.pair):,} of {found.n_pairs:,}", help="The others hold unknown words.")
