"""Encodings: a small table of films as integer codes, one-hot and multi-hot, beside the learned vectors."""

import numpy as np
import streamlit as st

from engine.datasets.ratings.ratings import Ratings
from engine.figures.matrices import matrix
from engine.insight.films.feature_codes import (
    Encoded,
    Table,
    dropped_values,
    integer_codes,
    learned_distances,
    lecture_table,
    memory,
    multi_hot,
    one_hot,
    table_of,
)
from pages.movies.films import data_of
from pages.parts.explore.view import View
from pages.parts.write.layout import beside

WAYS = {"Integer": integer_codes, "One-hot": one_hot, "Multi-hot": multi_hot}
ABOUT = {
    "Integer": "Dense, but it invents an order: the second value lies between the first and the third, and all steps "
    "are equal. Right only for values that have such an order.",
    "One-hot": "A column for each value. Every two different values are equally far apart: “good” is as far from "
    "“great” as from “bad”, and a list of genres is a value of its own.",
    "Multi-hot": "A column for each value, several of them 1 at once: films that share genres come closer. Still one "
    "column for every value there is, nearly all of it zeros.",
}
OWN_FILMS = 4
MOST_FILMS = 8
LEARNED = 12


def show(view: View) -> None:
    """Choose a table and see it in all encodings."""
    ratings = data_of(view)
    if ratings is None:
        return
    table, rows = _chosen(view, ratings)
    if not table.labels or not table.columns:
        st.caption("Choose at least one film of which something is known.")
        return
    encoded = {way: encode(table) for way, encode in WAYS.items()}
    with st.container(horizontal=True):
        for way, one in encoded.items():
            st.metric(f"{way}: columns ({one.share_of_zeros:.0%} zeros)", f"{one.matrix.shape[1]:,}")
    way = st.segmented_control("Encoding", list(WAYS), default="Multi-hot", required=True, key=view.key("encoding"))
    st.caption(_about(way, table))
    st.plotly_chart(_scaled(table, encoded[way]), key=view.key("encoded", way))
    left, right = beside(2)
    with left:
        st.markdown("**Distances** between the categories under this encoding")
        distances = encoded[way].distances()
        st.plotly_chart(matrix(distances, table.labels, table.labels, ".2f"), key=view.key("distances", way))
    with right:
        _learned(view, rows)
    _cost(view, ratings)


def _about(way: str, table: Table) -> str:
    """What an encoding does to this table, and that the counts of columns can be compared."""
    dropped, there = dropped_values(table)
    first = f" Of several genres it keeps the first: {dropped:,} of {there:,} are lost." if way == "Integer" else ""
    n_titles = len(table.labels)
    return f"{ABOUT[way]}{first} The title is one code in all three; as one-hot it would add {n_titles - 1:,} columns."


def _chosen(view: View, ratings: Ratings) -> tuple[Table, list[int]]:
    """The table, and the rows of its films in the data (none for the four titles)."""
    kind = st.segmented_control(
        "Table", ["Four titles", "Films of these data"], default="Four titles", required=True,
        key=view.key("encoding", "table"),
    )  # fmt: skip
    if kind == "Four titles":
        return lecture_table(), []
    names = st.multiselect(
        "Films",
        ratings.item_names,
        default=ratings.item_names[:OWN_FILMS],
        max_selections=MOST_FILMS,
        key=view.key("encoding", "films", view.run_id),
    )
    rows = [ratings.index[name] for name in names]
    return table_of(ratings, rows), rows


def _scaled(table: Table, encoded: Encoded) -> object:
    """The matrix, each column shaded by the share of its largest number: so years do not drown the marks, and 0 alone
    looks like 0. Numbers are those of the encoding.
    """
    values = encoded.matrix
    shades = values / np.maximum(np.abs(values).max(axis=0), 1e-12)
    drawn = matrix(values, table.labels, [name.split(": ")[-1] for name in encoded.columns], "g")
    drawn.update_xaxes(tickangle=-90)  # slanted names run over each other, and the last one out of the picture
    return drawn.update_traces(z=shades, hovertemplate="%{customdata}: %{text}<extra></extra>")


def _learned(view: View, rows: list[int]) -> None:
    embedding = view.fit.main
    known = [row for row in rows if embedding.norms[row] > 0]
    st.markdown(f"**Learned**: {embedding.n_components} numbers a film, none of them zero by design")
    if not known:
        st.caption("Choose “Films of these data” to see their learned vectors.")
        return
    labels = [embedding.labels[row] for row in known]
    shown = min(LEARNED, embedding.n_components)
    drawn = matrix(embedding.vectors[known, :shown], labels, [f"d{place + 1}" for place in range(shown)], ".2f")
    st.plotly_chart(drawn, key=view.key("learned"))
    st.caption("The first numbers of each vector; below, 1 less the cosine between the vectors.")
    st.plotly_chart(
        matrix(learned_distances(embedding, known), labels, labels, ".2f"), key=view.key("learned_distances")
    )


def _cost(view: View, ratings: Ratings) -> None:
    n_components = view.fit.main.n_components
    st.markdown("**What titles cost** as one-hot columns, for a table with a row for each of them")
    for n in (ratings.n_items, 1_000_000):
        cost = memory(n, n, n_components)
        st.caption(
            f"{n:,} titles: {_size(cost.dense)} as a full table, {_size(cost.sparse)} if only the places of the ones "
            f"are kept, {_size(cost.embedding)} as learned vectors of {n_components} numbers."
        )


def _size(n_bytes: float) -> str:
    for unit, size in (("TB", 1e12), ("GB", 1e9), ("MB", 1e6)):
        if n_bytes >= size:
            return f"{n_bytes / size:,.3g} {unit}"
    return f"{n_bytes / 1e3:,.3g} kB"
