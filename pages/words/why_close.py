"""Why are two words close? The contexts that both keep, and the sentences in which they stand."""

from dataclasses import dataclass
from typing import cast

import pandas as pd
import streamlit as st

from engine.arithmetic.lookup import find
from engine.datasets.text.corpus import Corpus
from engine.errors import InputError
from engine.insight.words.concordance import Line
from engine.insight.words.concordance import concordance as occurrences
from engine.insight.words.shared_contexts import SharedContext, shared_contexts
from engine.learners.words.contract import WordLearner
from engine.neighbors import nearest
from pages.parts.explore.view import View
from pages.parts.write.layout import beside
from pages.parts.write.plain import plain
from pages.words import concordance

NEAREST = 10
LINES = 8
MOST = 100
"""Occurrences of two words together are counted up to here."""


def show(view: View) -> None:
    """Compare the chosen word with one of its neighbors, or with any other word."""
    if view.selected is None:
        st.caption("Choose a word first: click a point of the map, or type one under “Find”.")
        return
    other = _other(view, view.selected)
    if other is None:
        return
    try:
        corpus = view.corpus
    except InputError as error:
        st.warning(f"The text of this run cannot be read any more: {plain(str(error))}")
        return
    labels = view.embedding.labels
    pair = (corpus.index.get(labels[view.selected]), corpus.index.get(labels[other]))
    if pair[0] is None or pair[1] is None:
        st.warning("One of the words is not in the text as it is read now.")
        return
    cosine = float(view.embedding.unit[view.selected] @ view.embedding.unit[other])
    text = Text(corpus, cast(WordLearner, view.recipe.learner))
    shared = shared_contexts(text.counted, pair[0], pair[1], text.learner.target())
    st.markdown(
        f"**{plain(labels[view.selected])}** and **{plain(labels[other])}** have cosine {cosine:.3f}"
        + (", and they keep the same company:" if shared else f": {_without_company(text, pair[0], pair[1])}")
    )
    _evidence(view, text, shared, pair[0], pair[1])


@dataclass(frozen=True)
class Text:
    """A text, and the method that counts its words within its window, without those that get no vector."""

    corpus: Corpus
    learner: WordLearner

    @property
    def counted(self) -> Corpus:
        """The words that the method counts."""
        return self.learner.trained_on(self.corpus)

    def lines(self, word: int, other: int | None = None, limit: int = LINES) -> list[Line]:
        """Sentences with a word, and with the other within the window as the method counts it."""
        return occurrences(self.corpus, word, other, limit=limit, window=self.learner.window, counted=self.counted)


def _without_company(text: Text, a: int, b: int) -> str:
    """What the text shows of two words that share no telling context."""
    together = len(text.lines(a, b, MOST))
    if together:
        times = f"{together} times" if together < MOST else f"{MOST} times or more"
        return f"no telling context is shared, but they stand near each other {times}."
    return "the text shows no shared context and no sentence with both, so their nearness has no evidence here."


def _other(view: View, chosen: int) -> int | None:
    """The second word: a neighbor picked from the list, or one typed."""
    labels = view.embedding.labels
    near = [labels[row] for row in nearest(view.embedding, chosen, NEAREST).rows]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        picked = st.selectbox(
            f"{plain(labels[chosen])} and its neighbor", near, key=view.key("pair", chosen), width=240
        )
        typed = st.text_input(
            "or any other word", key=view.key("pair", "typed", chosen), max_chars=200, width=200
        ).strip()
    word = typed or picked
    row = find(view.embedding, word) if word else None
    if row is None or row == chosen:
        st.caption(f"“{plain(word or '')}” is not another word of this embedding.")
        return None
    return row


def _evidence(view: View, text: Text, shared: list[SharedContext], a: int, b: int) -> None:
    left, right = beside(2)
    with left:
        context = _contexts(view, text, shared, a, b)
    with right:
        if context is not None:
            _lines(view, text.lines(a, context.word_id), f"with {context.word}")
            _lines(view, text.lines(b, context.word_id), f"with {context.word}")
        together = text.lines(a, b)
        if together:
            _lines(view, together, f"with {text.corpus.words[b]} itself")
        elif context is None:
            _lines(view, text.lines(a), "anywhere")
            _lines(view, text.lines(b), "anywhere")


def _contexts(view: View, text: Text, shared: list[SharedContext], a: int, b: int) -> SharedContext | None:
    """The shared contexts as a table; returns the one whose sentences are wanted."""
    if not shared:
        reach = text.learner.window
        st.caption(f"No word stands within {reach} words of both, twice each and more often than by chance.")
        return None
    first, second = text.corpus.words[a], text.corpus.words[b]
    table = pd.DataFrame(
        {
            "Context": [c.word for c in shared],
            f"near {first}": [c.near_a for c in shared],
            f"near {second} ": [c.near_b for c in shared],
            f"PMI {first}": [c.pmi_a for c in shared],
            f"PMI {second} ": [c.pmi_b for c in shared],
        }
    )
    nats = st.column_config.NumberColumn(format="%.2f", help="Pointwise mutual information, natural logarithm")
    picked = st.dataframe(
        table,
        hide_index=True,
        height="content" if len(table) <= 10 else 380,
        column_config={f"PMI {first}": nats, f"PMI {second} ": nats},
        on_select="rerun",
        selection_mode="single-row",
        key=view.key("contexts", view.run_id, a, b),
    )
    st.caption(
        f"Words within {text.learner.window} words of both, most telling first. PMI is the natural logarithm of how "
        "many times more often than by chance, as this run counts: How it works shows the formula with its numbers. "
        "Tick a row for its sentences."
    )
    rows = picked.selection.rows
    return shared[rows[0]] if rows and rows[0] < len(shared) else shared[0]


def _lines(view: View, lines: list[Line], what: str) -> None:
    """Keyword in context."""
    if not lines:
        return
    word = lines[0].keyword
    st.caption(f"**{plain(word)}** {plain(what)}")
    concordance.show(lines, f"{word} {what}", view.key("lines", word, what))
