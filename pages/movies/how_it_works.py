"""How it works: the method's formula, filled with the numbers of films or a viewer that the user picks."""

import streamlit as st

from engine.datasets.ratings.ratings import Ratings
from engine.errors import InputError
from engine.insight.explanation import Explanation
from engine.neighbors import nearest
from pages.movies.films import data_of, learner_of_run, ratings_of_run, recommender_of
from pages.parts.explore.view import View
from pages.parts.run import state
from pages.parts.write import explanation
from pages.parts.write.plain import plain


def show(view: View) -> None:
    """The numbers of this run's method."""
    ratings = data_of(view)
    if ratings is None:
        return
    chosen = _chosen(view, ratings)
    try:
        for place, piece in enumerate(explained(view.run_id, tuple(chosen.items()))):
            explanation.show(piece, view.key("explained", place))
    except InputError as error:
        st.caption(plain(str(error)))


@st.cache_data(show_spinner=False, max_entries=200)
def explained(run_id: str, chosen: tuple[tuple[str, int], ...]) -> tuple[Explanation, ...]:
    """What the method of a run says of chosen items, as (name, row)."""
    return learner_of_run(run_id).explain(state.fit(run_id), ratings_of_run(run_id), dict(chosen))


def _chosen(view: View, ratings: Ratings) -> dict[str, int]:
    """What the method asks for: the film chosen on the map (or the most popular), its nearest, the first viewer, unless
    the user says others.
    """
    films, found = view.fit.main, {}
    first = films.index.get(view.selected_label, 0)
    near = nearest(films, first, 1).rows
    usual = iter((first, int(near[0]) if len(near) else int(first == 0)))
    with st.container(horizontal=True):
        for name, kind in recommender_of(view).explained.items():
            labels = ratings.item_names if kind == "film" else ratings.user_names
            row = next(usual) if kind == "film" else 0
            key = view.key("mechanics", view.run_id, row, name)
            title = name[0].upper() + name[1:]
            asked = st.selectbox(title, labels, index=row, key=key, width=320)
            found[name] = labels.index(asked)
    return found
