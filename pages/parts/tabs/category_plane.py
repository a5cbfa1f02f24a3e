"""The plane of two categories: words of the user's own, by how much of either is in each."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import streamlit as st

from engine.algorithms.probability import softmax
from engine.arithmetic.association import Category, cosine_of_mean, mean_of_cosines
from engine.arithmetic.lookup import find
from engine.figures import association as figure
from pages.parts.explore.view import View
from pages.parts.tabs import beginning
from pages.parts.write.layout import beside, fitting
from pages.parts.write.plain import plain

MOST = 60
FORMULAS = {"Mean of cosines": mean_of_cosines, "Cosine of mean": cosine_of_mean}


def show(view: View, found: Sequence[Category]) -> None:
    """Ask for words, two categories and a formula; the plane, and the shares by softmax."""
    st.markdown("**Words between two categories**")
    names = [one.name for one in found]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        across = st.selectbox("Across", names, key=view.key("plane_across", *names), width=180)
        up = st.selectbox("Up", names, min(1, len(names) - 1), key=view.key("plane_up", *names), width=180)
        formula = st.segmented_control(
            "Formula", list(FORMULAS), default="Mean of cosines", required=True, key=view.key("plane_formula")
        )
        sharpness = st.number_input(
            "Sharpness", 1.0, 100.0, 1.0, 1.0, key=view.key("plane_sharpness"), width=110,
            help="What the two numbers are multiplied by before the softmax; 1 takes them as they are.",
        )  # fmt: skip
    two = [next(one for one in found if one.name == name) for name in (across, up)]
    rows = _words(view, two)
    if not len(rows):
        return
    places = np.column_stack([FORMULAS[str(formula)](view.embedding, one.rows)[rows] for one in two]).astype(float)
    shares = softmax(sharpness * places)
    labels = [view.embedding.labels[row] for row in rows]
    near, lists = _nearest_listed(view, found, rows)
    left, right = beside(2)
    with left:
        alt = "; ".join(f"{label} {x:.3f}, {y:.3f}" for label, (x, y) in zip(labels, places, strict=True))
        st.plotly_chart(figure.plane(labels, places, (across, up)), key=view.key("category_plane"), alt=alt)
    with right:
        titles = [across, up if up != across else f"{up} "]
        table = {"Word": labels} | {title: places[:, at] for at, title in enumerate(titles)}
        table |= {f"softmax: {title}": shares[:, at] for at, title in enumerate(titles)}
        table |= {"Nearest listed": near, "Its list": lists}
        decimals = st.column_config.NumberColumn(format="%.3f")
        st.dataframe(
            pd.DataFrame(table), hide_index=True, height=fitting(len(rows), 380), key=view.key("plane_table"),
            column_config=dict.fromkeys(list(table)[1:-2], decimals),
        )  # fmt: skip
        st.caption(
            "Nearest listed: of all words in the lists, the one of largest cosine; its list is the class that one "
            "neighbor gives."
        )


def _nearest_listed(view: View, found: Sequence[Category], rows: np.ndarray) -> tuple[list[str], list[str]]:
    """Of each word the nearest other one in any list, and the list that it is in."""
    listed = np.concatenate([one.rows for one in found])
    names = [one.name for one in found for _ in one.rows]
    cosines = view.embedding.unit[rows] @ view.embedding.unit[listed].T
    cosines[rows[:, None] == listed] = -np.inf
    best = cosines.argmax(axis=1)
    return [view.embedding.labels[listed[at]] for at in best], [names[at] for at in best]


def _words(view: View, two: Sequence[Category]) -> np.ndarray:
    """Rows of the words that the user typed; at first those of the two lists."""
    usual = ", ".join(view.embedding.labels[row] for row in np.concatenate([one.rows for one in two])[:MOST])
    key = view.key("plane_words", *(one.name for one in two))
    text = st.text_input("Words in the plane", usual, key=key, max_chars=2_000)
    words = beginning.words_of(view.embedding, text)[:MOST]
    rows = {word: find(view.embedding, word) for word in words}
    unknown = [word for word, row in rows.items() if row is None]
    if unknown:
        st.caption(f"Not among the {view.items}: {plain(', '.join(unknown))}.")
    return np.array([row for row in rows.values() if row is not None], dtype=np.int64)
