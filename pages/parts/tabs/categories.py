"""Categories: how much of one is in each item, and whether two kinds of items lean to different ones (bias)."""

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
import pandas as pd
import streamlit as st

from engine import exports
from engine.arithmetic.association import (
    Association,
    Category,
    association,
    categories,
    cosine_of_mean,
    mean_of_cosines,
    parse,
)
from engine.errors import InputError
from engine.figures import association as figure
from engine.insight.words.category_lists import SETS, SUITS, by_known
from engine.papers import Paper
from pages.parts.domain import Tab
from pages.parts.explore.picking import pickable
from pages.parts.explore.view import View
from pages.parts.tabs import category_plane
from pages.parts.write.layout import beside
from pages.parts.write.plain import plain

PAPER = Paper(
    "Caliskan, Bryson and Narayanan",
    2017,
    "Semantics derived automatically from language corpora contain human-like biases",
    "doi:10.1126/science.aal4230",
)
LISTED = 100
LENGTH = 20_000
OWN = "Your own lists"
ROLES = ("Target X", "Target Y", "Attribute A", "Attribute B")
Evidence = Callable[[View, Sequence[str], Sequence[Category]], None]
"""Draws what the data say of targets (labels) and attributes."""


def nothing(view: View, targets: Sequence[str], attributes: Sequence[Category]) -> None:
    """Vectors alone say no more."""


def tab(evidence: Evidence = nothing) -> Tab:
    """The tab, with what the page's data say."""
    return Tab("Categories", partial(show, evidence=evidence))


def show(view: View, evidence: Evidence = nothing) -> None:
    """Ask for lists; the place of every item, and the test of association."""
    left, right = beside(2)
    with left:
        found = _asked(view)
    with right:
        _places(view, found)
    if len(found) > 1:
        category_plane.show(view, found)
    if len(found) >= len(ROLES):
        _test(view, found, evidence)
    else:
        st.caption("With four lists of known words or more, a test asks whether two of them lean to different others.")


def _asked(view: View) -> list[Category]:
    """The lists that hold known items."""
    shares = _shares(view.run_id, view.name, view.only, view)
    suited = max(shares.values()) >= SUITS
    chosen = st.selectbox(
        "Begin with", [*shares, OWN] if suited else [OWN, *shares], width=420,
        format_func=lambda name: SETS[name][0] if name in SETS else name,
        key=view.key("lists", view.run_id, view.name, view.only), persist_state="session",
    )  # fmt: skip
    key = view.key("lists_text", chosen)
    st.session_state.setdefault(key, SETS[chosen][1] if chosen in SETS else "")
    text = st.text_area(
        "Lists, one a line", key=key, height=180, max_chars=LENGTH, persist_state="session",
        placeholder="fruit: apple, pear, plum", help="A name, a colon, and words divided by commas or blanks.",
    )  # fmt: skip
    try:
        found = categories(view.embedding, parse(text))
    except InputError as error:
        st.warning(plain(str(error)))
        return []
    missing = [f"{one.name}: {', '.join(one.missing)}" for one in found if one.missing]
    if missing:
        st.caption(f"Not among the {view.items}, or without direction: {plain('; '.join(missing))}.")
    return [one for one in found if len(one.rows)]


@st.cache_data(show_spinner=False, max_entries=50)
def _shares(run_id: str, name: str, only: str, _view: View) -> dict[str, float]:
    return by_known(_view.embedding)


def _places(view: View, found: list[Category]) -> None:
    """How much of a category is in each item, or where it stands between two."""
    if not found:
        st.caption(f"Write lists of {view.items} that are known here, in the language of these vectors.")
        return
    names = [one.name for one in found]
    by_name = {one.name: one for one in found}
    with st.container(horizontal=True):
        name = st.selectbox("How much of", names, key=view.key("category", *names), width=200)
        beside_it = st.selectbox(
            "less", ["nothing", *names], key=view.key("category_less", *names), width=200,
            help="A second list makes a direction: what leans to one list and away from the other.",
        )  # fmt: skip
    of = [by_name[name], *([by_name[beside_it]] if beside_it in by_name else [])]
    means = [mean_of_cosines(view.embedding, one.rows) for one in of]
    angles = [cosine_of_mean(view.embedding, one.rows) for one in of]
    mean, angle = (values[0] - values[1] if len(of) > 1 else values[0] for values in (means, angles))
    known = np.flatnonzero(view.embedding.norms > 0)
    order = known[np.argsort(-mean[known], kind="stable")]
    at = np.arange(len(order))
    at = at[(at < LISTED) | (at >= len(order) - LISTED)]
    shown = order[at]
    inside = np.zeros(view.embedding.n_items, dtype=bool)
    inside[np.concatenate([one.rows for one in of])] = True
    table = pd.DataFrame(
        {
            "Place": at + 1,
            view.items.capitalize(): [view.embedding.labels[row] for row in shown],
            "Mean of cosines": mean[shown],
            "Cosine of mean": angle[shown],
            "Listed": inside[shown],
        }
    )
    decimals = st.column_config.NumberColumn(format="%.3f")
    columns = {"Mean of cosines": decimals, "Cosine of mean": decimals}
    pickable(table, shown, view.select, view.key("category_places", name, beside_it, len(shown)), columns, height=300)
    _said(view, found, of, mean, order)


def _said(view: View, found: list[Category], of: list[Category], mean: np.ndarray, order: np.ndarray) -> None:
    told = [
        f"The first and last {LISTED} of {len(order):,} {view.items}." if len(order) > 2 * LISTED else "",
        "Mean of cosines: with each word of the list alone. Cosine of mean: with the mean of their vectors as they "
        "are, in which long vectors weigh more. For vectors of one length the two differ by a factor alone, the length "
        "of the mean of the unit vectors: "
        + ", ".join(
            f"{np.linalg.norm(view.embedding.unit[one.rows].mean(axis=0)):.2f} for {plain(one.name)}" for one in of
        )
        + "; near 1, the list points one way.",
    ]
    st.caption(" ".join(filter(None, told)))
    if view.selected is not None and view.embedding.norms[view.selected] > 0:
        place = int(np.flatnonzero(order == view.selected)[0]) + 1
        label = plain(view.embedding.labels[view.selected])
        st.markdown(f"**{label}** is at place {place:,} of {len(order):,}, with {mean[view.selected]:.3f}.")

    def csv() -> bytes:
        labels = [view.embedding.labels[row] for row in order]
        columns = {one.name: mean_of_cosines(view.embedding, one.rows)[order].tolist() for one in found}
        named = {f"mean cosine: {name}": column for name, column in columns.items()}
        return exports.columns_csv({"item": labels} | named)

    st.download_button(
        "All places (CSV)", csv, f"categories-{view.run_id[:8]}.csv", "text/csv",
        icon=":material/download:", on_click="ignore",
    )  # fmt: skip


def _test(view: View, found: list[Category], evidence: Evidence) -> None:
    """Word Embedding Association Test, of four lists."""
    st.markdown("**Do X and Y lean to different attributes?**")
    names = [one.name for one in found]
    with st.container(horizontal=True):
        chosen = [
            st.selectbox(role, names, index=place, key=view.key("weat", role, *names), width=180)
            for place, role in enumerate(ROLES)
        ]
    x, y, a, b = (next(one for one in found if one.name == name) for name in chosen)
    try:
        four = tuple(tuple(one.rows.tolist()) for one in (x, y, a, b))
        result = _associated(view.run_id, view.name, view.only, four, view)
    except InputError as error:
        st.warning(plain(str(error)))
        return
    _metrics(result)
    labels = tuple([view.embedding.labels[row] for row in one.rows] for one in (x, y))
    st.plotly_chart(
        figure.leanings((x.name, y.name), (labels[0], labels[1]), (result.first, result.second), (a.name, b.name)),
        key=view.key("weat_leanings"),
    )
    evidence(view, _farthest(labels[0] + labels[1], np.concatenate([result.first, result.second])), (a, b))


def _farthest(labels: list[str], values: np.ndarray) -> list[str]:
    """The labels, those that lean most first, to whichever side."""
    return [labels[place] for place in np.argsort(-np.abs(values), kind="stable")]


@st.cache_resource(show_spinner="Testing", max_entries=100)
def _associated(run_id: str, name: str, only: str, four: tuple[tuple[int, ...], ...], _view: View) -> Association:
    x, y, a, b = (np.array(rows, dtype=np.int64) for rows in four)
    return association(_view.embedding, x, y, a, b)


def _metrics(result: Association) -> None:
    smallest = f"1 / {result.n_ways:,}" if result.exact else f"1 / {result.n_ways + 1:,}"
    with st.container(horizontal=True):
        st.metric("Effect", f"{result.effect:.2f}", help="Difference of the means of X and Y, in standard deviations.")
        st.metric("p", f"{result.p:.2g}", help=f"One-sided; the smallest that can come out is {smallest}.")
        st.metric("X, mean", f"{result.first.mean():.3f}")
        st.metric("Y, mean", f"{result.second.mean():.3f}")
    how = "all" if result.exact else "drawn with seed 0"
    st.caption(
        f"[{PAPER.cited}]({PAPER.url}): each target word has its mean cosine with A less that with B. The effect lies "
        "between -2 and 2 for targets of one length; p is the share of the ways to part the same words into lists of "
        f"these lengths that have such an effect or a larger one ({result.n_ways:,} ways, {how}). Small lists "
        "chosen by hand say what was chosen: a large effect is a fact about these words and this text alone."
    )
