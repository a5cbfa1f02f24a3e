"""Why are two films close? The viewers who liked both, how many more than by chance, and common genres."""

import numpy as np
import pandas as pd
import streamlit as st

from engine.arithmetic.lookup import find
from engine.datasets.ratings.ratings import Ratings
from engine.embedding import Embedding
from engine.insight.films.why import explained, shared
from engine.neighbors import nearest
from pages.movies.films import data_of
from pages.parts.explore.view import View
from pages.parts.write import explanation
from pages.parts.write.plain import plain

NEAREST = 10
VIEWERS = 200


def show(view: View) -> None:
    """Compare the chosen film with its neighbors."""
    ratings = data_of(view)
    if ratings is None:
        return
    films = view.embedding if view.embedding.labels == ratings.item_names else view.fit.main
    chosen = films.index.get(view.selected_label)
    if chosen is None:
        st.caption("The film of most viewers; click a point of the map, or type a title under “Find”, for another.")
        chosen = 0
    near = nearest(films, chosen, NEAREST)
    if not len(near.rows):
        st.caption("This film was left out of the training, so it has no neighbors.")
        return
    _neighbors(view, ratings, chosen, [int(row) for row in near.rows], near.scores.tolist())
    other = _other(view, films, chosen, [int(row) for row in near.rows])
    if other is not None:
        found = shared(ratings, chosen, other)
        _distance(films, chosen, other)
        explanation.show(explained(found, *(ratings.item_names[row] for row in (chosen, other))), view.key("shared"))
        _viewers(found.viewers)


def _neighbors(view: View, ratings: Ratings, chosen: int, rows: list[int], scores: list[float]) -> None:
    found = [shared(ratings, chosen, row) for row in rows]
    st.markdown(f"**{plain(ratings.item_names[chosen])}** and the films nearest to it")
    table = pd.DataFrame(
        {
            "Film": [ratings.item_names[row] for row in rows],
            "Cosine": scores,
            "Liked both": [one.both for one in found],
            "By chance": [one.expected for one in found],
            "Lift": [one.lift for one in found],
            "More than by chance": ["✓" if one.beyond_chance else "" for one in found],
            "Common genres": [", ".join(one.genres) for one in found],
        }
    )
    columns = {
        "Cosine": st.column_config.NumberColumn(format="%.3f"),
        "By chance": st.column_config.NumberColumn(format="%.1f"),
        "Lift": st.column_config.NumberColumn(format="%.1f ×"),
    }
    st.dataframe(table, hide_index=True, column_config=columns, key=view.key("why", chosen))


def _other(view: View, films: Embedding, chosen: int, near: list[int]) -> int | None:
    labels = films.labels
    with st.container(horizontal=True, vertical_alignment="bottom"):
        picked = st.selectbox("Compare with", [labels[row] for row in near], key=view.key("pair", chosen), width=320)
        typed = st.text_input("or any other film", key=view.key("pair", "typed", chosen), max_chars=200, width=280)
    row = find(films, typed.strip() or picked or "")
    if row is None or row == chosen:
        st.caption(f"“{plain(typed or picked or '')}” is not another film of these data.")
        return None
    return row


def _distance(films: Embedding, one: int, other: int) -> None:
    far = float(np.linalg.norm(films.vectors[one].astype(float) - films.vectors[other]))
    st.markdown(f"**How far**: cosine {float(films.unit[one] @ films.unit[other]):.3f}, Euclidean distance {far:.3f}.")


def _viewers(names: tuple[str, ...]) -> None:
    if names:
        with st.expander(f"Who liked both ({len(names):,})"):
            st.caption(plain(", ".join(names[:VIEWERS])) + (" …" if len(names) > VIEWERS else ""))
