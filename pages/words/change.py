"""Change of use: which words are used otherwise in another text, or in another part of this one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import streamlit as st

from engine.arithmetic.lookup import found_in
from engine.datasets.base import Source
from engine.datasets.joint.text_parts import MixedTexts, TextPart
from engine.errors import InputError
from engine.evaluation.words.use_change import UseChange, UseChangeTest
from engine.learners import LEARNERS
from engine.learners.base import Learner
from engine.runs import jobs
from engine.runs.recipe import EmbeddingOf, Recipe
from pages.parts.explore.picking import pickable
from pages.parts.explore.view import View
from pages.parts.run import controls, state
from pages.parts.run.listed import with_vectors
from pages.parts.run.obtain import begin, obtain, tested
from pages.parts.write.layout import beside
from pages.parts.write.plain import plain

LISTED = 15
SHOWN = 12
"""Neighbors of the chosen word in either text."""
MOST_LABELS = 50
NARROWEST = 400
"""Pixels of a list of words with their counts."""
RARE = 0.01
"""Share of the words of mixed texts below which a difference is worth a look."""
HALVES, RUN = "Both halves of this text", "Another run"


@dataclass(frozen=True)
class Side:
    """A run of one of the two texts. called: the text, for the user. recipe: as it was, or will be, trained."""

    run_id: str
    called: str
    recipe: Recipe


Sides = tuple[Side, Side]


def show(view: View) -> None:
    """Ask with what to compare; then both lists, the neighbors of a word in both, and what chance gives."""
    st.markdown(
        "Which words are used otherwise elsewhere? Two texts are trained each for itself; a word has changed if its "
        "neighbors differ."
    )
    ways = _ways(view)
    way = st.segmented_control(
        "Compare", list(ways), default=next(iter(ways)), required=True, key=view.key("change"),
        label_visibility="collapsed",
    )  # fmt: skip
    sides = ways[way]()
    if sides is None:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        values = controls.values(UseChangeTest, view.key("use_change"), ("n_neighbors", "min_count"))
    fit = tested(_test(sides, values), "Compare", "compare_arrows")
    if fit is None:
        return
    found = UseChange.from_fit(fit)
    null = _null(view, sides, values)
    _lists(view, found, sides, null)
    _neighbors(view, found, sides)


def _ways(view: View) -> Mapping[str, Callable[[], Sides | None]]:
    """What can be compared, in words."""
    ways: dict[str, Callable[[], Sides | None]] = {HALVES: lambda: _halves(view)}
    labels, title = _labels(view.dataset_id)
    if len(labels) >= 2:
        ways[f"By {title}"] = lambda: _two_labels(view, labels, title)
    return ways | {RUN: lambda: _another_run(view)}


@st.cache_data(show_spinner=False, max_entries=50)
def _labels(dataset_id: str) -> tuple[list[str], str]:
    """The labels of a text's documents, those with most words first, and what they are; none if it is not here."""
    try:
        corpus = state.corpus(dataset_id)
    except InputError:
        return [], ""
    words = pd.Series(np.diff(corpus.documents)[: len(corpus.document_labels)]).groupby(list(corpus.document_labels))
    ordered = [str(label) for label in words.sum().sort_values(ascending=False, kind="stable").index if label]
    return ordered if len(ordered) <= MOST_LABELS else [], corpus.label_title


def _halves(view: View) -> Sides | None:
    whole = _source(view)
    return _trained(view, (TextPart(whole, "first"), TextPart(whole, "second")), ("first half", "second half"))


def _two_labels(view: View, labels: list[str], title: str) -> Sides | None:
    chosen = []
    with st.container(horizontal=True):
        for place, name in enumerate(("One", "Other")):
            chosen.append(
                st.selectbox(
                    f"{name} {title}", labels, index=place, key=view.key("change_label", place, view.dataset_id),
                    width=240,
                )
            )  # fmt: skip
    if chosen[0] == chosen[1]:
        st.caption("Choose two different ones.")
        return None
    whole = _source(view)
    first, second = (TextPart(whole, "label", label) for label in chosen)
    return _trained(view, (first, second), (chosen[0], chosen[1]))


def _another_run(view: View) -> Sides | None:
    rows = {
        run_id: row
        for run_id, row in with_vectors().items()
        if run_id != view.run_id and LEARNERS[row.task].embeds == "word"
    }
    run_id = st.selectbox(
        "Run", list(rows), index=None, key=view.key("change_run"), placeholder="Type to search",
        format_func=lambda run_id: rows[run_id].label if run_id in rows else run_id,
        help="Best of the same method and settings on another text: another method's neighbors differ, too. The same "
        "text with another seed shows what chance alone changes.",
    )  # fmt: skip
    if not run_id:
        return None
    other = state.recipe_of(run_id)
    return (
        Side(view.run_id, "this run", view.recipe),
        Side(run_id, "the other run", other),
    )


def _trained(view: View, sources: tuple[Source, Source], called: tuple[str, str], key: str = "parts") -> Sides | None:
    """The view's method trained on two texts, once a button was pressed; None until both are there."""
    learner = _learner(view)
    recipes = [Recipe(source, learner) for source in sources]
    if any(jobs.status(recipe.run_id) is None for recipe in recipes):
        if not st.button(
            "Train on both", type="primary", icon=":material/play_arrow:", key=view.key("change_train", key, *called),
            help=f"{learner.title}, with the settings of this run.",
        ):  # fmt: skip
            return None
        for recipe in recipes:
            begin(recipe)
        st.rerun()
    fits = [obtain(recipe, f"{learner.title}: {name}") for recipe, name in zip(recipes, called, strict=True)]
    if any(fit is None for fit in fits):
        return None
    first, second = (Side(recipe.run_id, name, recipe) for recipe, name in zip(recipes, called, strict=True))
    return first, second


def _source(view: View) -> Source:
    source = view.recipe.dataset
    assert isinstance(source, Source)  # runs of words are trained on texts
    return source


def _learner(view: View) -> Learner:
    learner = view.recipe.learner
    assert learner is not None
    return learner


def _test(sides: Sides, values: Mapping[str, object]) -> Recipe:
    first, second = sides
    return Recipe(EmbeddingOf(first.run_id), UseChangeTest(run=second.run_id, **values))  # type: ignore[arg-type]


def _null(view: View, sides: Sides, values: Mapping[str, object]) -> UseChange | None:
    """The same comparison of two texts that hold the sentences of both by chance; None until it was asked for."""
    one, other = (side.recipe.dataset for side in sides)
    if not isinstance(one, Source) or not isinstance(other, Source):
        return None
    first, second = (MixedTexts(one, other, side=side) for side in (0, 1))
    with st.expander("What would chance give?", icon=":material/casino:"):
        st.markdown(
            "The sentences of both texts are shuffled and dealt out anew into two texts of the same lengths. Whatever "
            "differs between these is chance; the columns “By chance” then say how many words of like count differ as "
            "much there."
        )
        mixed = _trained(view, (first, second), ("mixed text 1", "mixed text 2"), f"mixed {sides[0].run_id}")
        fit = obtain(_test(mixed, values), "What chance gives") if mixed else None
        if fit is None:
            return None
        null = UseChange.from_fit(fit)
        st.markdown(
            f"Of {null.k} neighbors the median word of the mixed texts shares **{np.median(null.shared):.0f}**, and "
            f"has cosine **{np.median(null.cosine):.2f}** with itself after the turn."
        )
    return null


def _lists(view: View, found: UseChange, sides: Sides, null: UseChange | None) -> None:
    names = [plain(side.called) for side in sides]
    st.markdown(
        f"**{len(found.labels):,}** common words; of their {found.k} nearest the median word shares "
        f"**{np.median(found.shared):.0f}** between {names[0]} and {names[1]}."
    )
    chance: tuple[np.ndarray | None, ...] = (None, None)
    if null is not None:
        chance = found.share_by_chance(null)
        fewer = [int((share <= RARE).sum()) for share in found.share_by_chance(null)]
        st.markdown(
            f"By neighbors **{fewer[0]:,}** and by the turn **{fewer[1]:,}** of them differ as much as at most "
            f"{RARE:.0%} do in the mixed texts; by chance some {RARE * len(found.labels):,.0f} would."
        )
    left, right = beside(2, narrowest=NARROWEST)
    with left:
        st.markdown("**Neighbors that differ most**")
        _table(view, found, found.by_neighbors[:LISTED], "Shared", found.shared, chance[0], sides)
    with right:
        st.markdown("**Farthest from itself after the turn**")
        _table(view, found, found.by_cosine[:LISTED], "Cosine", found.cosine, chance[1], sides)
    first, second = UseChangeTest.papers
    st.caption(
        f"Left: how many of the {found.k} nearest common words are the same in both texts "
        f"([{first.cited}]({first.url})). Right: one space is turned as a whole onto the other by all common words "
        f"(Procrustes), and each word compared with itself ([{second.cited}]({second.url})). What both lists name has "
        "changed most likely; rare words head either list by chance."
    )


def _table(
    view: View,
    found: UseChange,
    rows: np.ndarray,
    name: str,
    values: np.ndarray,
    chance: np.ndarray | None,
    sides: Sides,
) -> None:
    counts = [f"In {side.called}"[:30] for side in sides]
    table = {
        "Word": [found.labels[row] for row in rows],
        name: values[rows],
        counts[0]: found.counts[0, rows],
        f"{counts[1]} ": found.counts[1, rows],
    }
    formats = {name: st.column_config.NumberColumn(format="%.2f" if name == "Cosine" else "%d", width="small")}
    if chance is not None:
        table["By chance"] = 100 * chance[rows]
        formats["By chance"] = st.column_config.NumberColumn(
            format="%.1f %%",
            width="small",
            help="Of the words of like count in the mixed texts, those that differ as much.",
        )

    def choose(row: int) -> None:
        st.session_state[view.key("change_word")] = found.labels[row]

    key = view.key("change_list", name, sides[0].run_id, sides[1].run_id)
    pickable(pd.DataFrame(table), rows, choose, key, formats, height="content")


def _neighbors(view: View, found: UseChange, sides: Sides) -> None:
    """A word's nearest in both texts, those marked that it has in one alone."""
    key = view.key("change_word")
    index = {label: row for row, label in enumerate(found.labels)}
    st.session_state.setdefault(key, found.labels[found.by_neighbors[0]])
    written = st.text_input(
        "Word", key=key, max_chars=200, width=240, help="One of the common words, or tick one above."
    )
    row = found_in(index, written.strip())
    if row is None:
        st.caption(f"{plain(written.strip()) or 'Nothing'} is not among the words that are common in both texts.")
        return
    word = found.labels[row]
    st.markdown(
        f"**{plain(word)}** shares {found.shared[row]:,} of {found.k} neighbors, and has cosine "
        f"{found.cosine[row]:.2f} with itself after the turn. Bold: not among its {len(found.near[0, row])} nearest in "
        "the other text."
    )
    for place, block in enumerate(beside(2)):
        near, other = found.near[place, row], set(found.near[1 - place, row].tolist())
        named = [plain(found.labels[one]) for one in near[:SHOWN] if one >= 0]
        bold = [one not in other for one in near[:SHOWN] if one >= 0]
        written = ", ".join(f"**{name}**" if only else name for name, only in zip(named, bold, strict=True))
        block.markdown(f"In {plain(sides[place].called)}, {found.counts[place, row]:,} times: {written}")
