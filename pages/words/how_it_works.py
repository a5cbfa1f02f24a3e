"""How it works: the formulas of the method, filled with the numbers of two words that the user picks."""

from typing import cast

import streamlit as st

from engine.arithmetic.lookup import find
from engine.errors import InputError
from engine.evaluation.words.matrix_agreement import OFTEN, Agreement, MatrixAgreement
from engine.figures import graphs
from engine.insight.explanation import Explanation
from engine.learners.words.contract import WordLearner
from engine.runs.recipe import EmbeddingOf, Recipe
from pages.parts.explore.state import PageState
from pages.parts.explore.view import View
from pages.parts.run.obtain import tested
from pages.parts.write import explanation
from pages.parts.write.plain import plain


def show(view: View) -> None:
    """What the method of this run says of a word and a context."""
    pair = _pair(view)
    if pair is None:
        return
    try:
        for place, piece in enumerate(_explained(view.run_id, *pair)):
            explanation.show(piece, view.key("explained", place))
    except InputError as error:
        st.warning(plain(str(error)))
        return
    target = cast(WordLearner, view.recipe.learner).products_tend_to()
    if target is not None:
        _all_pairs(view, f"{'max(0, PMI - ln k)' if target.clipped else 'PMI - ln k'}, k = {target.shift:g}")


def _all_pairs(view: View, matrix: str) -> None:
    """The inner products of all pairs that meet beside what they tend to, once the job for it has run."""
    st.markdown("**All pairs**: how near do the trained vectors come to that matrix? (Levy and Goldberg, 2014)")
    found = tested(Recipe(EmbeddingOf(view.run_id), MatrixAgreement()), "Compare all pairs", "scatter_plot")
    if found is None:
        return
    agreement = Agreement.from_fit(found)
    of_frequent = f"; of pairs that meet {OFTEN} times or more **{agreement.of_frequent:.3f}**"
    st.markdown(
        f"Inner products against {matrix}: correlation **{agreement.correlation:.3f}**"
        f"{of_frequent if agreement.n_frequent > 2 else ''}"
    )
    labels = view.embedding.labels
    names = [f"{labels[word]}, {labels[context]}" for word, context in agreement.pairs.tolist()]
    chart = graphs.learned_against_predicted(agreement.predicted, agreement.learned, names, "pairs of words", matrix)
    st.plotly_chart(chart, key=view.key("all_pairs"))
    st.caption(_compared(agreement))


def _compared(agreement: Agreement) -> str:
    """What the correlation is of."""
    words = f"{agreement.n_words:,} of {agreement.of_words:,} words (drawn at random, seed 0)"
    if agreement.n_words == agreement.of_words:
        words = f"all {agreement.n_words:,} words"
    side = "above" if agreement.difference > 0 else "below"
    return (
        f"Over the {agreement.n_pairs:,} pairs in which one of {words} meets a context, {agreement.n_frequent:,} of "
        f"them {OFTEN} times or more; {len(agreement.pairs):,} are drawn. On average the inner product is "
        f"{abs(agreement.difference):.2f} {side} the cell. Pairs that never meet are left out; of those that meet once "
        "or twice the cell is mostly chance."
    )


def _pair(view: View) -> tuple[int, int] | None:
    """Rows of the word and of the context."""
    embedding = view.embedding
    row = view.selected if view.selected is not None else 0
    usual = embedding.labels[_usual_context(view.run_id, row)]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        key = view.key("mechanics", view.run_id, row)
        asked = [
            st.text_input("Word", embedding.labels[row], key=f"{key}.word", width=200, max_chars=200),
            st.text_input("Context word", usual, key=f"{key}.context", width=200, max_chars=200),
        ]
    rows = [find(embedding, word.strip()) for word in asked]
    unknown = [word for word, row in zip(asked, rows, strict=True) if row is None]
    if unknown:
        st.warning(f"Not among the {embedding.n_items:,} words: {plain(', '.join(unknown))}")
        return None
    word, context = (row for row in rows if row is not None)
    return word, context


@st.cache_data(show_spinner=False, max_entries=500)
def _usual_context(run_id: str, word: int) -> int:
    view = View(PageState(""), run_id, "")
    return cast(WordLearner, view.recipe.learner).usual_context(view.corpus, word)


@st.cache_data(show_spinner=False, max_entries=200)
def _explained(run_id: str, word: int, context: int) -> tuple[Explanation, ...]:
    view = View(PageState(""), run_id, "")
    learner = cast(WordLearner, view.recipe.learner)
    return learner.explain(view.fit, view.corpus, {"word": word, "context": context})
