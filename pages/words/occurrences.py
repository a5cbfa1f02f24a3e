"""Occurrences: a word in its sentences as a cloud of points, its nearest occurrences, and what its words look at."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

import numpy as np
import pandas as pd
import streamlit as st

from engine.arithmetic.lookup import find, suggestion
from engine.datasets.text.corpus import Corpus
from engine.embedding import Embedding
from engine.errors import InputError
from engine.figures.coloring import Categories
from engine.figures.matrices import matrix
from engine.insight.words.examples import telling_rows
from engine.insight.words.occurrences import Attended, Occurrences, senses_of
from engine.learners.words.contextual_contract import ContextualLearner
from engine.learners.words.contract import WordLearner
from engine.low_rank import principal
from engine.neighbors import nearest
from pages.parts.explore.picking import pickable
from pages.parts.explore.state import PageState
from pages.parts.explore.view import View
from pages.parts.map.component import Highlight, embedding_map
from pages.parts.write.layout import beside
from pages.parts.write.plain import plain
from pages.words import occurrence_scores
from pages.words.word_run import is_of_text

FEWEST, MOST = 3, 400
"""Occurrences that are drawn: fewer make no cloud, and of more, some are evenly chosen."""
NEAREST = 10
AROUND = 60
"""Characters of a sentence on either side of the word, in the labels of points."""
HEIGHT = 420


@dataclass(frozen=True, eq=False)
class Cloud:
    """The drawn occurrences of a word by one layer. senses: rows of `sense_names`, int (m,); empty if unknown.

    share: of the variance that the plane of `coordinates` (m, 2) shows. pieces: the sentence of each.
    """

    sentences: list[tuple[str, str, str]]
    vectors: Embedding
    coordinates: np.ndarray
    share: float
    senses: np.ndarray
    pieces: np.ndarray


def are_embedded(view: View) -> bool:
    """Whether the occurrences of the run's words have vectors of their own."""
    return is_of_text(view) and view.name == "word" and cast(WordLearner, view.recipe.learner).in_context


def show(view: View) -> None:
    """Ask for a word and a layer; the cloud, the nearest of an occurrence, its sentence's attention; the scores."""
    try:
        corpus = _text(view.run_id)
    except InputError as error:
        st.warning(plain(str(error)))
        return
    asked = _asked(view, corpus)
    if asked is not None:
        word, layer = asked
        _one_word(view, corpus, word, layer)
    occurrence_scores.told(view, _learner(view.run_id).told)
    if corpus.sense_names:
        occurrence_scores.meanings(view)


def _asked(view: View, corpus: Corpus) -> tuple[int, int] | None:
    """Row of the word, and the layer."""
    learner, words = _learner(view.run_id), view.fit.main
    ambiguous = (
        [corpus.words[row] for row in np.unique(corpus.tokens[corpus.senses >= 0])] if corpus.sense_names else []
    )
    chosen = view.selected_label if view.selected is not None else ""
    begins = chosen or (ambiguous[0] if ambiguous else words.labels[telling_rows(words, 1)[0]])
    layers = list(range(1, learner.n_layers + 1))
    picked = view.key("ambiguous", view.run_id)

    def pick() -> None:
        view.select(words.index.get(st.session_state[picked]))

    with st.container(horizontal=True, vertical_alignment="bottom"):
        if ambiguous:
            st.selectbox(
                "Ambiguous words", ambiguous, index=None, key=picked, on_change=pick, width=220,
                placeholder=f"Choose of {len(ambiguous)}", help="Whose meaning is known wherever they stand.",
            )  # fmt: skip
        word = st.text_input(
            "Word in its sentences", begins, key=view.key("occurrences", view.run_id, begins), max_chars=64, width=280
        ).strip()
        layer = st.segmented_control(
            "Layer", layers, default=layers[-1], required=True, key=view.key("layer", view.run_id),
            help="Each layer mixes in more of the sentence. Below the first all occurrences are the word's one vector.",
        )  # fmt: skip
    row = find(words, word)
    if row is None:
        st.warning(plain(f"“{word}” is not among the {words.n_items:,} words.{suggestion(words, word)}"))
        return None
    return row, int(layer or layers[-1])


def _one_word(view: View, corpus: Corpus, word: int, layer: int) -> None:
    if corpus.counts[word] < FEWEST:
        st.caption(f"{plain(corpus.words[word])} occurs {corpus.counts[word]} times: too few for a cloud.")
        return
    cloud = _cloud(view.run_id, word, layer)
    key = view.key("occurrence", view.run_id, word)
    chosen = st.session_state.get(key, 0)
    chosen = chosen if chosen < len(cloud.sentences) else 0

    def choose(row: int) -> None:
        st.session_state[key] = row

    count = int(corpus.counts[word])
    near = nearest(cloud.vectors, chosen, NEAREST)
    left, right = beside(2, narrowest=330)
    with left:
        drawn = f"{len(cloud.sentences):,} of its {count:,}" if count > len(cloud.sentences) else f"its {count:,}"
        st.markdown(f"**{plain(corpus.words[word])}** in {drawn} sentences, by layer {layer}")
        embedding_map(
            f"{view.page}_occurrences", revision=f"occurrences.{view.run_id}.{word}.{layer}",
            coordinates=cloud.coordinates, labels=[_label(parts) for parts in cloud.sentences],
            colors=_colors(cloud, corpus.sense_names),
            highlight=Highlight(chosen, near.rows.tolist()),
            choose=choose, height=HEIGHT,
        )  # fmt: skip
        st.caption(
            f"Two principal components of these vectors, {cloud.share:.0%} of their variance. Point at an occurrence "
            "for its sentence; click it for its nearest."
        )
    with right:
        before, own, behind = (plain(part) for part in cloud.sentences[chosen])
        st.markdown(f"The occurrence: {before} **{own}** {behind}")
        _nearest_table(view, cloud, corpus.sense_names, near.rows, near.scores, choose)
        _static(view, word)
    if _learner(view.run_id).attends:
        _attention(view, int(cloud.pieces[chosen]))


def _colors(cloud: Cloud, names: tuple[str, ...]) -> Categories | None:
    """By the known meanings."""
    if not len(cloud.senses):
        return None
    found, codes = np.unique(cloud.senses, return_inverse=True)
    return Categories(codes, [names[sense] for sense in found], "meaning")


def _label(parts: tuple[str, str, str]) -> str:
    before, word, behind = parts
    before = f"…{before[-AROUND:]}" if len(before) > AROUND else before
    behind = f"{behind[:AROUND]}…" if len(behind) > AROUND else behind
    return f"{before} [{word}] {behind}".strip()


def _nearest_table(
    view: View,
    cloud: Cloud,
    names: tuple[str, ...],
    rows: np.ndarray,
    scores: np.ndarray,
    choose: Callable[[int], None],
) -> None:
    """Its nearest occurrences with their sentences; a tick goes on to one of them."""
    # the sentences last: they are cut where the table is narrow
    table = pd.DataFrame({"Cosine": scores, "Nearest occurrences": [_label(cloud.sentences[row]) for row in rows]})
    if len(cloud.senses):
        table.insert(1, "Meaning", [names[cloud.senses[row]] for row in rows])
    columns = {"Cosine": st.column_config.NumberColumn(format="%.3f", width="small")}
    pickable(table, rows, choose, view.key("nearest_occurrences"), columns, height="content")


def _static(view: View, word: int) -> None:
    """The neighbors of the word's one vector."""
    words = view.fit.main
    found = nearest(words, word, NEAREST)
    near = ", ".join(f"{words.labels[row]} {score:.2f}" for row, score in zip(found.rows, found.scores, strict=True))
    st.caption(f"The one static vector of {plain(words.labels[word])} is near: {plain(near)} (cosine).")


def _attention(view: View, piece: int) -> None:
    """What every word of the sentence takes from which, by layer and head."""
    found = _attended(view.run_id, piece)
    n_layers, n_heads = found.weights.shape[:2]
    st.markdown("**Attention in this sentence**: from which words (columns) each word (rows) takes")
    with st.container(horizontal=True):
        layer = st.segmented_control(
            "Layer", range(1, n_layers + 1), default=n_layers, required=True, key=view.key("attention", "layer")
        )
        heads = [0, *range(1, n_heads + 1)]
        head = st.segmented_control(
            "Head", heads, default=0, required=True, key=view.key("attention", "head"),
            format_func=lambda number: str(number) if number else "Mean",
        )  # fmt: skip
    of_layer = found.weights[int(layer or n_layers) - 1]
    weights = of_layer[int(head) - 1] if head else of_layer.mean(axis=0)
    st.plotly_chart(matrix(weights, found.words, found.words, ".2f"), key=view.key("attention", "picture"))
    st.caption("Each row sums to 1. The dot stands for what is before and behind the sentence.")


def _learner(run_id: str) -> ContextualLearner:
    return cast(ContextualLearner, View(PageState(""), run_id, "").recipe.learner)


def _text(run_id: str) -> Corpus:
    """The text as the network reads it."""
    return _learner(run_id).trained_on(View(PageState(""), run_id, "").corpus)


@st.cache_resource(show_spinner=False, max_entries=50)
def _cloud(run_id: str, word: int, layer: int) -> Cloud:
    view, learner = View(PageState(""), run_id, ""), _learner(run_id)
    corpus, pieces = _text(run_id), learner.pieces(view.corpus)
    found = Occurrences.of(pieces, word, MOST)
    vectors = found.states(pieces, learner.reader(view.fit))[layer]
    sentences = found.sentences(pieces, corpus.words)
    plane = principal(vectors)
    coordinates = plane.transform(vectors, 2).astype(np.float32)
    embedding = Embedding(vectors, [str(row) for row in range(len(vectors))])
    share = float(plane.explained_variance_ratio[:2].sum())
    return Cloud(sentences, embedding, coordinates, share, senses_of(corpus, found), found.pieces)


@st.cache_resource(show_spinner=False, max_entries=100)
def _attended(run_id: str, piece: int) -> Attended:
    view, learner = View(PageState(""), run_id, ""), _learner(run_id)
    return learner.attended(view.fit, view.corpus, piece)
