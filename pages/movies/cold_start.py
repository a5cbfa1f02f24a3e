"""Cold start: films that no training has seen, placed by the two towers from genres and year alone."""

import numpy as np
import pandas as pd
import streamlit as st

from engine.datasets.ratings.ratings import Ratings
from engine.errors import InputError
from engine.evaluation.films.cold_start import (
    METHODS,
    ColdStartScores,
    ColdStartTest,
    Placed,
    Unseen,
    placed,
    unseen_films,
)
from engine.fit import Fit
from engine.learners.films.two_tower import TwoTower
from engine.neighbors import nearest
from engine.runs.recipe import EmbeddingOf, Recipe
from pages.movies import film_runs
from pages.movies.films import data_of, learner_of_run, ratings_of_run
from pages.parts.explore.view import View
from pages.parts.run import state
from pages.parts.run.obtain import tested
from pages.parts.write.layout import beside, fitting
from pages.parts.write.plain import plain

UNSEEN_SHARE = 0.2
NEAREST = 10
LISTED = 300
VIEWERS = 50


def show(view: View) -> None:
    """The score, then one film."""
    ratings = data_of(view)
    if ratings is None:
        return
    run = film_runs.run_of(view, TwoTower(cold_share=UNSEEN_SHARE))
    if run is None:
        return
    run_id, _, fit = run
    try:
        unseen = _unseen(run_id)
    except InputError as error:
        st.caption(plain(str(error)))
        return
    st.caption(
        f"{int(fit.arrays['cold'].sum()):,} of {ratings.n_items:,} films were kept from the training with all of their "
        f"ratings; {len(unseen.items):,} of them were liked by somebody. Methods that know only ids have no vector for "
        "them; the towers add up learned rows of their genres and decade."
    )
    with st.container():
        found = tested(Recipe(EmbeddingOf(run_id), ColdStartTest()))
        if found is not None:
            _scores(view, ColdStartScores.from_fit(found))
    _film(view, ratings, run_id, fit, unseen)


@st.cache_resource(show_spinner=False, max_entries=8)
def _unseen(run_id: str) -> Unseen:
    """The same object for every session; nothing writes to it."""
    return unseen_films(state.fit(run_id), ratings_of_run(run_id))


@st.cache_data(show_spinner=False, max_entries=200)
def _placed(run_id: str, item: int) -> Placed:
    learner, fit, ratings = learner_of_run(run_id), state.fit(run_id), ratings_of_run(run_id)
    return placed(lambda histories: learner.scores(fit, ratings, histories), _unseen(run_id), item, VIEWERS)


def _scores(view: View, found: ColdStartScores) -> None:
    half = (found.high - found.low) / 2
    table = pd.DataFrame({"Method": list(METHODS.values()), "AUC": found.auc, "±": half})
    three = st.column_config.NumberColumn(format="%.3f")
    st.dataframe(table, hide_index=True, column_config={"AUC": three, "±": three}, key=view.key("cold", "scores"))
    st.caption(
        f"How often a film that the viewer liked is above one that they never rated, both kept unseen: "
        f"{found.n_likings:,} likings of {found.n_films:,} films by {found.n_viewers:,} viewers; 0.5 is chance, ± half "
        f"of the interval of 95 % over viewers. Among all films, seen or not, {found.median_place:.0%} are above such "
        "a film in the middle case; by chance it were 50 %."
    )


def _film(view: View, ratings: Ratings, run_id: str, fit: Fit, unseen: Unseen) -> None:
    rows = unseen.items[:LISTED].tolist()
    item = st.selectbox(
        "A film kept unseen", rows, format_func=lambda row: ratings.item_names[row], width=320,
        key=view.key("cold", "film", len(rows), rows[0]),
    )  # fmt: skip
    if item is None:
        return
    left, right = beside(2)
    with left:
        _nearest(view, ratings, fit, item)
    with right:
        _viewers(view, ratings, _placed(run_id, item), item)


def _nearest(view: View, ratings: Ratings, fit: Fit, item: int) -> None:
    near = nearest(fit.main, item, NEAREST, exclude=np.flatnonzero(fit.arrays["cold"]).tolist())
    st.markdown("**Nearest of the films seen in training**")
    table = pd.DataFrame(
        {
            "Film": [ratings.item_names[row] for row in near.rows],
            "Cosine": near.scores,
            "Genres": [genres_of(ratings, int(row)) for row in near.rows],
        }
    )
    form = {"Cosine": st.column_config.NumberColumn(format="%.3f")}
    st.dataframe(table, hide_index=True, column_config=form, key=view.key("cold", "near", item))
    year = f", {ratings.years[item]}" if ratings.years[item] else ""
    st.caption(f"All that is known of it: {plain(genres_of(ratings, item))}{year}.")


def _viewers(view: View, ratings: Ratings, found: Placed, item: int) -> None:
    """Where the film stands for those who liked it in truth."""
    if not len(found.users):
        return
    order = np.argsort(found.places, kind="stable")
    st.markdown("**Its place for viewers who liked it in truth**")
    names = [ratings.user_names[user] for user in found.users[order]]
    table = pd.DataFrame({"Viewer": names, "Place": found.places[order], "of": found.n_open[order]})
    whole = st.column_config.NumberColumn(format="localized")
    forms = {"Place": whole, "of": whole}
    height = fitting(len(table), 300)
    st.dataframe(table, hide_index=True, column_config=forms, height=height, key=view.key("cold", "places", item))
    st.caption(
        f"In the middle {int(np.median(found.places)):,}; by chance {int(np.median(found.n_open)) // 2:,}. An id-only "
        "method ties it with every other film that it has never seen."
    )


def genres_of(ratings: Ratings, item: int) -> str:
    """The genres of a film, in words."""
    return ", ".join(np.array(ratings.genres)[ratings.item_genres[item]].tolist()) or "no genres"
