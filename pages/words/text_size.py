"""CBOW or skip-gram: which needs less text? Measured on the user's own text, beside what a benchmark measured."""

import streamlit as st

from engine.datasets.base import Source
from engine.datasets.text.library_docs import LibraryDocs
from engine.datasets.text.toy_world import ToyWorld
from engine.errors import InputError
from engine.evaluation.words import similarity
from engine.evaluation.words.analogies import TOY_WORLD
from engine.evaluation.words.method_scores import LIBRARIES
from engine.evaluation.words.text_size import OF_TEXT, SizeCurve, TextSizeTest
from engine.figures import text_size as figure
from engine.insight.words.measured_sizes import SETTINGS, measured_sizes
from engine.runs.recipe import Recipe
from pages.parts.explore.view import View
from pages.parts.run import controls, jobs_panel
from pages.parts.run.obtain import tested
from pages.parts.tabs.question_files import PAIRS, given
from pages.parts.write.plain import plain
from pages.words.all_methods.questions import TITLES

UPLOAD = "upload"
OWN, NOVELS = "This text", "A hundred novels, as measured"
RELATED, RATED = "share of partners among the ten nearest", "Spearman's correlation"


def show(view: View) -> None:
    """The question, then one of both curves."""
    st.markdown(
        "**CBOW or skip-gram: which needs less text?** Lectures say both. Ever larger parts of one text are read about "
        "as many words by both methods; the same words are asked the same at all sizes."
    )
    key = view.key("text_size")
    way = st.segmented_control(
        "Of", [OWN, NOVELS], default=OWN, required=True, key=key, label_visibility="collapsed", persist_state="session"
    )
    if way == NOVELS:
        _measured(key)
    else:
        _own(view, key)


def _measured(key: str) -> None:
    found = measured_sizes()
    st.plotly_chart(figure.curve(found.sizes, found.scores, RATED), key=f"{key}.measured")
    st.caption(
        f"Measured once, on {found.date}, by the app's benchmark `text_size`, and not on your text: sentences drawn "
        f"from 100 English novels, two seeds; {SETTINGS}. Asked are the pairs of MEN that are known at the smallest "
        "size."
    )


def _own(view: View, key: str) -> None:
    source = view.recipe.dataset
    assert isinstance(source, Source)  # runs of words are trained on texts
    with st.container(horizontal=True, vertical_alignment="bottom"):
        asked = _questions(view, source, key)
        values = controls.values(TextSizeTest, key, ("n_sizes", "n_seeds", "n_read"))
    if not asked:
        return
    test = TextSizeTest(asked, **values)
    try:
        sizes = test.sizes(view.corpus.n_tokens)
        seconds = test.estimate(view.corpus).seconds
    except InputError as error:
        st.caption(plain(str(error)))
        return
    recipe = Recipe(source, test)
    st.caption(
        f"Parts of {', '.join(f'{size:,}' for size in sizes)} words, read {test.epochs(sizes[0])} to "
        f"{test.epochs(sizes[-1])} times: {2 * len(sizes) * test.n_seeds} trainings, about "
        f"{jobs_panel.seconds(seconds)}."
    )
    fit = tested(recipe, "Measure it on this text", "show_chart")
    if fit is None:
        return
    found = SizeCurve.from_fit(fit)
    related = found.questions in (TOY_WORLD, LIBRARIES)
    st.plotly_chart(figure.curve(found.sizes, found.scores, RELATED if related else RATED), key=f"{key}.own")
    told = "cosines of their counted contexts (PPMI-SVD) in the whole text" if found.questions == OF_TEXT else "answers"
    st.caption(
        f"Lines: means over {found.scores.shape[2]} seed{'s' * (found.scores.shape[2] > 1)}. Asked are the "
        f"{min(found.n_words):,} to {max(found.n_words):,} words that occur often enough in the smallest part, and "
        f"compared with {told}. The curve is of this text and these settings alone."
    )


def _questions(view: View, source: Source, key: str) -> str:
    """What is asked: the text itself, the app's relations where they fit, lists of pairs; "" while there is none."""
    options = {OF_TEXT: "Contexts in the whole text"}
    options |= {TOY_WORLD: "Toy world's relations"} if isinstance(source, ToyWorld) else {}
    options |= {LIBRARIES: "Library words' relations"} if isinstance(source, LibraryDocs) else {}
    options |= {name: TITLES[name] for name in similarity.KNOWN} | {UPLOAD: "Your own pairs…"}
    chosen = st.selectbox("Asked", list(options), format_func=options.__getitem__, key=f"{key}.asked", width=260)
    if chosen != UPLOAD:
        return str(chosen)
    file = st.file_uploader(f"{PAIRS.label}: {PAIRS.layout}", key=f"{key}.file", width=380)
    return given(view.embedding, PAIRS, file.getvalue(), file.name) if file is not None else ""
