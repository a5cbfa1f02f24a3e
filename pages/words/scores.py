"""Scores: analogy questions and word similarities, each beside a baseline."""

import pandas as pd
import streamlit as st

from engine.errors import InputError
from engine.evaluation.words.analogies import TOY_WORLD, AnalogyScores, AnalogyTest
from engine.evaluation.words.similarity import SimilarityScores, SimilarityTest
from engine.figures import score_bars as figure
from engine.files import uploads
from engine.files.downloads.entries import CATALOGUE
from engine.learners.base import Learner
from engine.runs.recipe import EmbeddingOf, Recipe
from pages.parts.explore.view import View
from pages.parts.run import controls
from pages.parts.run.obtain import tested
from pages.parts.write.layout import beside
from pages.parts.write.plain import plain

UPLOAD = "upload"


def show(view: View) -> None:
    """Choose a test, run it as a job, and show what it found."""
    kind = st.segmented_control(
        "Test",
        ["Analogies", "Similarity"],
        default="Analogies",
        required=True,
        key=view.key("test"),
        persist_state="session",
    )
    learner = _analogy_test(view) if kind == "Analogies" else _similarity_test(view)
    if learner is None:
        return
    recipe = Recipe(EmbeddingOf(view.run_id, view.name), learner)
    found = tested(recipe)
    if found is not None:
        for note in found.notes:
            st.caption(f":material/info: {plain(note)}")
        if kind == "Analogies":
            _analogies(view, AnalogyScores.from_fit(found))
        else:
            _similarity(SimilarityScores.from_fit(found))


def _analogy_test(view: View) -> Learner | None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        questions = _file(view, "Questions", {TOY_WORLD: "Toy world's own questions"}, "analogies")
        fields = ("method", "exclude_inputs", "first_words")
        values = controls.values(AnalogyTest, view.key("analogy_test"), fields)
    return AnalogyTest(questions=questions, **values) if questions else None


def _similarity_test(view: View) -> Learner | None:
    pairs = _file(view, "Word pairs", {}, "word_pairs")
    return SimilarityTest(pairs=pairs) if pairs else None


def _file(view: View, what: str, own: dict[str, str], kind: str) -> str:
    """A built-in test, a known public one if it is on this machine, or an uploaded one; "" while there is none."""
    known = {key: entry.title for key, entry in CATALOGUE.items() if entry.kind == kind}
    options = own | known | {UPLOAD: "Your own file…"}
    chosen = st.selectbox(what, list(options), format_func=options.__getitem__, key=view.key(what), width=280)
    if chosen != UPLOAD:
        return str(chosen)
    file = st.file_uploader(
        f"{what}: Google's layout or CSV", type=["txt", "csv", "tsv"], key=view.key(what, "file"), width=380
    )
    try:
        return uploads.keep(file.getvalue(), file.name).sha256 if file is not None else ""
    except InputError as error:
        st.error(plain(str(error)))
        return ""


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
    percent = st.column_config.NumberColumn(format="%.1f %%", width="small")
    right.dataframe(table, hide_index=True, column_config={"Right": percent, "Baseline": percent})


def _similarity(found: SimilarityScores) -> None:
    with st.container(horizontal=True):
        st.metric("Spearman correlation", f"{found.spearman:.3f}", help="Of the cosines with people's scores.")
        st.metric("By chance", f"0 ± {found.spread_by_chance:.3f}", help="Standard deviation for unrelated scores.")
        st.metric("Pairs", f"{len(found.pair):,} of {found.n_pairs:,}", help="The others hold unknown words.")
