"""Arithmetic with films and genres: sums, differences and means of vectors, and axes between two lists of films."""

import numpy as np
import pandas as pd
import streamlit as st

from engine.arithmetic.axis import axis
from engine.arithmetic.groups import group_means, signed_sum
from engine.embedding import Embedding
from engine.errors import InputError
from engine.neighbors import nearest
from pages.movies.films import data_of, ratings_of_run
from pages.parts.explore.view import View
from pages.parts.run import state
from pages.parts.write.layout import beside
from pages.parts.write.plain import plain

SHOWN = 10
ENDS = 10
GENRE = "genre: "


def show(view: View) -> None:
    """A sum of films and genres, then an axis."""
    if data_of(view) is None:
        return
    embedding = view.fit.main
    _sum(view, embedding, _genre_means(view.run_id))
    _axis(view, embedding)


@st.cache_data(show_spinner=False, max_entries=20)
def _genre_means(run_id: str) -> dict[str, np.ndarray]:
    """Name of a genre, with GENRE before it -> mean of its films."""
    ratings = ratings_of_run(run_id)
    means = group_means(state.fit(run_id).main, ratings.genres, ratings.item_genres)
    return {GENRE + genre: mean for genre, mean in means.items()}


def _sum(view: View, embedding: Embedding, means: dict[str, np.ndarray]) -> None:
    options = [*means, *embedding.labels]
    chosen = embedding.labels[view.selected] if view.selected is not None and view.name == "item" else None
    key = view.key("sum", view.run_id)
    left, right = beside(2)
    first = chosen or embedding.labels[0]
    plus = left.multiselect("Plus", options, default=[first], key=f"{key}.plus.{first}", help="Several: their sum.")
    minus = right.multiselect("Minus", options, key=f"{key}.minus")
    if not plus and not minus:
        st.caption("Choose films or genres: film - genre + genre, or the mean of several films.")
        return
    total = signed_sum(embedding, means, plus, minus)
    used = [embedding.index[name] for name in (*plus, *minus) if name in embedding.index]
    near = nearest(embedding, total, SHOWN, exclude=used)
    if not len(near.rows):
        st.caption("These vectors add up to nothing; choose others.")
        return
    spelled = " + ".join(plus) + "".join(f" - {name}" for name in minus)
    st.markdown(f"{plain(spelled)} = **{plain(embedding.labels[near.rows[0]])}**")
    table = pd.DataFrame({"Film": [embedding.labels[row] for row in near.rows], "Cosine": near.scores})
    if "genre" in embedding.metadata:
        table["Genre"] = embedding.metadata["genre"][near.rows]
    st.dataframe(table, hide_index=True, column_config={"Cosine": _THREE}, key=f"{key}.answers")
    st.caption("Every film counts with length 1; a genre is the mean of its films. The films asked with are left out.")


def _axis(view: View, embedding: Embedding) -> None:
    st.markdown(
        "**An axis** from the mean of some films to the mean of others; each film's place is its cosine with it"
    )
    key = view.key("axis", view.run_id)
    columns = beside(2)
    sides = [
        column.multiselect(title, embedding.labels, key=f"{key}.{title}")
        for column, title in zip(columns, ("From", "To"), strict=True)
    ]
    if not all(sides):
        st.caption("Choose at least one film on each side.")
        return
    try:
        scores = axis(embedding, *sides).scores(embedding)
    except InputError as error:
        st.warning(plain(str(error)))
        return
    trained = np.flatnonzero(embedding.norms > 0)
    order = trained[np.argsort(scores[trained], kind="stable")]
    left, right = order[:ENDS], order[::-1][:ENDS]
    table = pd.DataFrame(
        {
            "Left end": [embedding.labels[row] for row in left],
            "cos": scores[left],
            "Right end": [embedding.labels[row] for row in right],
            "cos ": scores[right],
        }
    )
    st.dataframe(table, hide_index=True, column_config={"cos": _THREE, "cos ": _THREE}, key=f"{key}.ends")


_THREE = st.column_config.NumberColumn(format="%.3f")
