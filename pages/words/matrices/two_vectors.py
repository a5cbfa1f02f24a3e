"""Two vectors a word, w as a word and y as a context: their neighbors, and all their inner products."""

import numpy as np
import pandas as pd
import streamlit as st

from engine.arithmetic.lookup import find, rows_of
from engine.errors import InputError
from engine.figures import matrices
from engine.insight.words.two_vectors import By, nearest_by, stacked
from pages.parts.explore.view import View
from pages.parts.tabs import beginning
from pages.parts.write.layout import beside
from pages.parts.write.plain import plain
from pages.words.word_run import begin_with

WISHED = ("king", "queen", "dog", "cat", "france", "paris")
MOST = 10
NEAREST = 10
COLUMNS: dict[By, str] = {
    "w": "by w, as words",
    "y": "by y, as contexts",
    "both": "by [w, y], both",
    "meets": "w · y: it meets",
}
BLOCKS, SUMS = "All of w and y", "Stacked [w, y]"


def show(view: View) -> None:
    """The neighbors of a word by each vector; then XᵀX of a few words."""
    _neighbors(view)
    _products(view)


def _neighbors(view: View) -> None:
    words, contexts = view.fit.main, view.fit.context
    usual = words.labels[view.selected or 0]
    word = st.text_input("Word", usual, key=view.key("two", view.run_id, usual), max_chars=200, width=220).strip()
    row = find(words, word)
    if row is None:
        st.warning(f"“{plain(word)}” is not among the {words.n_items:,} words.")
        return
    columns = {}
    for by, title in COLUMNS.items():
        found = nearest_by(words, contexts, row, by, NEAREST)
        columns[title] = pd.Series([words.labels[one] for one in found.rows])
        columns[f"{title} "] = pd.Series(found.scores.astype(float))
    form = st.column_config.NumberColumn("", format="%.3f", width="small")
    st.dataframe(
        pd.DataFrame(columns), hide_index=True, height="content", key=view.key("two_neighbors"),
        column_config={f"{title} ": form for title in COLUMNS.values()},
    )  # fmt: skip
    st.caption(
        "The first three are cosines: words near by w or y stand in like places. The last is the inner product of the "
        "word's w with the y of others, which is large for what stands *beside* it."
        + (" In this run w and y are the same." if np.array_equal(words.vectors, contexts.vectors) else "")
    )


def _products(view: View) -> None:
    key = view.key("two_words", view.dataset_id)
    st.session_state.setdefault(key, ", ".join(begin_with(view, WISHED, 6)))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        text = st.text_input(
            f"Words, 2 to {MOST}, separated by commas or blanks", key=key, max_chars=1000, width=420,
            persist_state="session",
        )  # fmt: skip
        drawn = st.segmented_control(
            "XᵀX of", [BLOCKS, SUMS], default=BLOCKS, required=True, key=view.key("two_drawn"), persist_state="session"
        )
    try:
        rows = rows_of(view.fit.main, beginning.words_of(view.fit.main, text))
    except InputError as error:
        st.warning(plain(str(error)))
        return
    if not 2 <= len(rows) <= MOST:
        st.warning(f"Name 2 to {MOST} words, not {len(rows)}.")
        return
    names = [view.fit.main.labels[row] for row in rows]
    found = stacked(view.fit.main, view.fit.context, rows)
    left, right = beside(3, wide=2)
    with left:
        if drawn == SUMS:
            st.plotly_chart(matrices.matrix(found.sums, names, names, ".2f"), key=view.key("two_matrix"))
        else:
            both = [f"{name}, w" for name in names] + [f"{name}, y" for name in names]
            st.plotly_chart(matrices.matrix(found.blocks, both, both, ".2f"), key=view.key("two_matrix"))
    with right:
        if drawn == SUMS:
            st.latex(r"X = \begin{bmatrix} w_1 & \cdots & w_n \\ y_1 & \cdots & y_n \end{bmatrix}")
            st.latex(r"[X^\top X]_{ij} = w_i \cdot w_j + y_i \cdot y_j")
            a, b = names[:2]
            cross = found.blocks
            n = len(rows)
            st.caption(
                f"{plain(a)} and {plain(b)}: {cross[0, 1]:.3f} + {cross[n, n + 1]:.3f} = {found.sums[0, 1]:.3f}. The "
                "stacked vector says in what a word is like others, both as a word and as a context."
            )
        else:
            st.latex(r"X = \begin{bmatrix} w_1 & \cdots & w_n & y_1 & \cdots & y_n \end{bmatrix}")
            st.latex(
                r"X^\top X = \begin{bmatrix} w_i \cdot w_j & w_i \cdot y_j \\ y_i \cdot w_j & y_i \cdot y_j "
                r"\end{bmatrix}"
            )
            st.caption(
                "Upper right stands w · y, which the training brings near to how two words meet. i beside j and j "
                "beside i have two products for one count, and so they differ a little."
            )
