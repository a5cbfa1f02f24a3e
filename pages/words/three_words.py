"""Three words: a word, a synonym, an antonym; all distances, and the contexts that make the antonym so near."""

from itertools import combinations
from typing import cast

import pandas as pd
import streamlit as st

from engine.arithmetic.lookup import rows_of
from engine.errors import InputError
from engine.insight.words import examples
from engine.insight.words.three_words import Between, Company, between, company
from engine.learners.words.contract import WordLearner
from pages.parts.explore.state import PageState
from pages.parts.explore.view import View
from pages.parts.write.layout import beside
from pages.parts.write.plain import plain

PLACES = ("Word", "Synonym", "Antonym")
TWOS = tuple(combinations(range(3), 2))
SHOWN = 10


def show(view: View) -> None:
    """Ask for the three, then what is between each two of them."""
    words = _asked(view)
    if not all(words):
        st.caption("Name a word, one that means nearly the same, and one that means the opposite.")
        return
    try:
        rows = rows_of(view.embedding, words)
    except InputError as error:
        st.warning(plain(str(error)))
        return
    labels = [view.embedding.labels[row] for row in rows]
    if len(set(rows)) < 3 or not all(view.embedding.norms[row] > 0 for row in rows):
        st.warning("The three words have to be different, and each needs a vector of some length.")
        return
    found = [between(view.embedding, rows[a], rows[b]) for a, b in TWOS]
    try:
        kept = [_company(view.run_id, labels[a], labels[b]) for a, b in TWOS]
    except InputError as error:
        st.warning(f"The text of this run cannot be read any more: {plain(str(error))}")
        return
    _verdict(labels, found, kept)
    _distances(view, labels, found, kept)
    blocks = beside(2)
    for place, block in zip((0, 1), blocks, strict=True):
        with block:
            _contexts(view, labels, TWOS[place], kept[place])
    with st.expander(f"Contexts that {plain(labels[1])} and {plain(labels[2])} share"):
        _contexts(view, labels, TWOS[2], kept[2])
    st.caption(
        "The rows of two words in the matrix of positive PMI, as this run counts, have a cosine that is the sum of the "
        "shares of all contexts near both. Words of opposite meaning stand in the same sentences, one in place of the "
        "other; only what is near one of them and not near the other can keep them apart."
    )


def _asked(view: View) -> list[str]:
    example = examples.three(view.embedding) or ("", "", "")
    words = []
    with st.container(horizontal=True):
        for place, label in enumerate(PLACES):
            key = view.key("three", place, view.dataset_id)
            st.session_state.setdefault(key, example[place])
            words.append(st.text_input(label, key=key, max_chars=200, width=180, persist_state="session").strip())
    return words


@st.cache_data(show_spinner=False, max_entries=300)
def _company(run_id: str, a: str, b: str) -> Company:
    """Raises InputError if the text is gone, or is read otherwise now."""
    view = View(PageState(""), run_id, "")
    learner = cast(WordLearner, view.recipe.learner)
    corpus = learner.trained_on(view.corpus)
    missing = [word for word in (a, b) if word not in corpus.index]
    if missing:
        raise InputError(f"“{missing[0]:.60}” is not in the text as it is read now.", "E-LAB-04")
    return company(corpus, corpus.index[a], corpus.index[b], learner.target(), SHOWN)


def _verdict(labels: list[str], found: list[Between], kept: list[Company]) -> None:
    word, synonym, antonym = map(plain, labels)
    nearer, farther = (antonym, synonym) if found[1].cosine > found[0].cosine else (synonym, antonym)
    which = "antonym" if nearer == antonym else "synonym"
    company_too = (kept[1].cosine > kept[0].cosine) == (nearer == antonym)
    st.markdown(
        f"**The {which} is nearer**: {word} and {nearer} have cosine {max(found[0].cosine, found[1].cosine):.3f}, "
        f"{word} and {farther} {min(found[0].cosine, found[1].cosine):.3f}. "
        + ("The bare counts say the same:" if company_too else "The bare counts say the opposite:")
        + f" the rows of positive PMI have cosine {kept[0].cosine:.3f} with {synonym} and {kept[1].cosine:.3f} with "
        f"{antonym}."
    )


def _distances(view: View, labels: list[str], found: list[Between], kept: list[Company]) -> None:
    table = pd.DataFrame(
        {
            "Pair": [f"{labels[a]}, {labels[b]}" for a, b in TWOS],
            "Cosine": [one.cosine for one in found],
            "Angle": [one.angle for one in found],
            "Euclidean": [one.distance for one in found],
            "Place": [one.place for one in found],
            "Place back": [one.back for one in found],
            "Cosine of PPMI rows": [one.cosine for one in kept],
            "Shared contexts": [one.n_shared for one in kept],
        }
    )
    decimals = st.column_config.NumberColumn(format="%.3f")
    st.dataframe(
        table, hide_index=True, key=view.key("three_distances"),
        column_config={
            "Cosine": decimals,
            "Angle": st.column_config.NumberColumn(format="%.1f°"),
            "Euclidean": st.column_config.NumberColumn(format="%.3f", help="Of the vectors as they are, not scaled."),
            "Place": st.column_config.NumberColumn(help="Of the second word among the neighbors of the first."),
            "Place back": st.column_config.NumberColumn(help="Of the first word among the neighbors of the second."),
            "Cosine of PPMI rows": decimals,
            "Shared contexts": st.column_config.NumberColumn(help="Near both, more often than by chance."),
        },
    )  # fmt: skip


def _contexts(view: View, labels: list[str], two: tuple[int, int], kept: Company) -> None:
    a, b = (labels[place] for place in two)
    st.markdown(f"**{plain(a)}** and **{plain(b)}**: {kept.n_shared:,} shared contexts")
    if not kept.parts:
        st.caption("No word stands near both more often than by chance.")
        return
    table = pd.DataFrame(
        {
            "Context": [part.word for part in kept.parts],
            f"near {a}": [part.near_a for part in kept.parts],
            f"near {b} ": [part.near_b for part in kept.parts],
            "Share": [part.share for part in kept.parts],
        }
    )
    share = st.column_config.NumberColumn(format="%.4f", help=f"Of the cosine, {kept.cosine:.3f} in all.")
    st.dataframe(
        table, hide_index=True, height="content", key=view.key("three_contexts", *two), column_config={"Share": share}
    )
