"""k, M, Y: a similarity of words, the matrix of it, and vectors of few numbers whose products come near."""

from typing import cast

import numpy as np
import pandas as pd
import streamlit as st

from engine.arithmetic.lookup import rows_of
from engine.errors import InputError
from engine.figures import matrices
from engine.insight.words.mini_corpus import Cells
from engine.insight.words.similarity_matrix import SIDES, Counted, LowRank, Side, counted, low_rank
from engine.learners.words.contract import WordLearner
from pages.parts.explore.state import PageState
from pages.parts.explore.view import View
from pages.parts.tabs import beginning
from pages.parts.write.layout import beside
from pages.parts.write.plain import plain
from pages.words.word_run import begin_with

WISHED = ("king", "queen", "dog", "cat", "france", "paris", "matrix", "vector")
MOST = 16
KINDS: dict[Cells, str] = {
    "count": "count",
    "ratio": "ratio",
    "log": "log ratio",
    "positive": "log ratio above 0",
}
FORMULAS: dict[Cells, str] = {
    "count": r"k(i, j) = n(i, j)",
    "ratio": r"k(i, j) = \frac{p(i, j)}{p(i)\, p(j)}",
    "log": r"k(i, j) = \ln \frac{p(i, j)}{p(i)\, p(j)}",
    "positive": r"k(i, j) = \max\!\left(0,\; \ln \frac{p(i, j)}{p(i)\, p(j)}\right)",
}
FORMS: dict[Cells, str] = {"count": ".4g", "ratio": ".2g", "log": ".2f", "positive": ".2f"}
SAME, TELLING = "The same words", "Those that tell most"


def show(view: View) -> None:
    """Ask for words, k and the rank; M, its two halves Y and C, and Y C^T."""
    words = _words(view)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kind: Cells = st.segmented_control(
            "k", list(KINDS), format_func=KINDS.__getitem__, default="log", required=True, key=view.key("recipe_k"),
            persist_state="session",
        )  # fmt: skip
        columns = st.segmented_control(
            "Contexts", [SAME, TELLING], default=TELLING, required=True, key=view.key("recipe_columns"),
            persist_state="session",
        )  # fmt: skip
        side: Side = st.segmented_control(
            "Counted", list(SIDES), format_func=SIDES.__getitem__, default="both", required=True,
            key=view.key("recipe_side"), persist_state="session",
            help="What follows a word is another matter than what it follows: then M is not symmetric.",
        )  # fmt: skip
    try:
        rows = rows_of(view.embedding, words)
        if len(rows) < 2 or len(rows) > MOST:
            st.warning(f"Name 2 to {MOST} words, not {len(rows)}.")
            return
        labels = [view.embedding.labels[row] for row in rows]
        contexts, cells = _matrix(view.run_id, tuple(labels), kind, columns == SAME, side)
    except InputError as error:
        st.warning(plain(str(error)))
        return
    if not contexts:
        st.warning("None of these words has a context beyond chance; name more frequent ones.")
        return
    most = min(cells.shape)
    rank = st.slider("Rank: numbers a word", 1, most, min(2, most), width=300, key=view.key("recipe_rank", most))
    _drawn(view, labels, contexts, cells, low_rank(cells, rank), kind)


def _words(view: View) -> list[str]:
    key = view.key("recipe_words", view.dataset_id)
    st.session_state.setdefault(key, ", ".join(begin_with(view, WISHED, 8)))
    text = st.text_input(
        f"Words, 2 to {MOST}, separated by commas or blanks", key=key, max_chars=1000, persist_state="session"
    )
    return beginning.words_of(view.embedding, text)


def _drawn(view: View, words: list[str], contexts: list[str], cells: np.ndarray, found: LowRank, kind: Cells) -> None:
    st.latex(FORMULAS[kind] + r",\qquad M_{ij} = k(i, j) \;\approx\; y_i \cdot c_j")
    left, right = beside(2)
    with left:
        st.markdown("**M**: k of each word (row) and context (column)")
        st.plotly_chart(matrices.matrix(cells, words, contexts, FORMS[kind]), key=view.key("recipe_m"))
    with right:
        st.markdown(f"**Y Cᵀ**, of rank {found.left.shape[1]}: misses {found.error:.1%} of the squares of M")
        st.plotly_chart(matrices.matrix(found.made, words, contexts, FORMS[kind]), key=view.key("recipe_made"))
    heads = [str(place + 1) for place in range(found.left.shape[1])]
    left, right = beside(2)
    with left:
        st.markdown("**Y** = U √Σ, the left vectors: of the words")
        st.plotly_chart(matrices.matrix(found.left, words, heads, ".2f"), key=view.key("recipe_y"))
    with right:
        st.markdown("**C** = V √Σ, the right vectors: of the contexts")
        st.plotly_chart(matrices.matrix(found.right, contexts, heads, ".2f"), key=view.key("recipe_c"))
    if words == contexts:
        _halves(view, words, found)
    learner = cast(WordLearner, view.recipe.learner)
    target = learner.target()
    how = "pairs weighted by their distance, " if len(set(target.weights)) > 1 else ""
    st.caption(
        f"Counted in the whole text of this run within {learner.window} words, as {learner.title} counts: {how}the "
        f"shares of the contexts smoothed by α = {target.smoothing:g}. "
        + (
            "Pairs that never meet have no logarithm: their cells are empty, and 0 in the SVD. "
            if kind == "log"
            else ""
        )
        + "Singular values: "
        + ", ".join(f"{value:.3g}" for value in found.values)
        + ". A method makes M of all words, and keeps its Dimensions."
    )


def _halves(view: View, words: list[str], found: LowRank) -> None:
    """The nearest of the others by the left vectors and by the right ones, where both are of the same words."""
    with_left, with_right = (_nearest(half) for half in (found.left, found.right))
    table = pd.DataFrame(
        {
            "Word": words,
            "Nearest by left vectors": [words[row] for row in with_left],
            "Nearest by right vectors": [words[row] for row in with_right],
        }
    )
    st.dataframe(table, hide_index=True, height="content", key=view.key("recipe_halves"))
    st.caption(
        "Each word has two vectors: as a row of M and as a column. They agree, up to a sign for each number, where M "
        "is symmetric; use either, or both one after the other."
    )


def _nearest(vectors: np.ndarray) -> list[int]:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit = vectors / np.where(lengths > 0, lengths, 1)
    cosines = unit @ unit.T
    np.fill_diagonal(cosines, -np.inf)
    return cosines.argmax(axis=1).tolist()


@st.cache_data(show_spinner=False, max_entries=100)
def _matrix(run_id: str, words: tuple[str, ...], kind: Cells, same: bool, side: Side) -> tuple[list[str], np.ndarray]:
    """Names of the contexts, and M. Raises InputError if the text is gone, or is read otherwise now."""
    names, found = _counted(run_id, words, side)
    view = View(PageState(""), run_id, "")
    corpus = cast(WordLearner, view.recipe.learner).trained_on(view.corpus)
    columns = names if same else found.telling(MOST)
    return [corpus.words[column] for column in columns], found.cells(kind)[:, columns]


@st.cache_resource(show_spinner=False, max_entries=20)
def _counted(run_id: str, words: tuple[str, ...], side: Side) -> tuple[list[int], Counted]:
    view = View(PageState(""), run_id, "")
    learner = cast(WordLearner, view.recipe.learner)
    corpus = learner.trained_on(view.corpus)
    missing = [word for word in words if word not in corpus.index]
    if missing:
        raise InputError(f"“{missing[0]:.60}” is not in the text as it is read now.", "E-LAB-04")
    ids = [corpus.index[word] for word in words]
    return ids, counted(corpus, ids, learner.target(), side)
