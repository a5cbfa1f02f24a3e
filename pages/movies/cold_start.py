"""Cold start: films that no training has seen, placed by the two towers from genres and year alone."""

import numpy as np
import pandas as pd
import streamlit as st

from engine.datasets.ratings.ratings import Ratings
from engine.errors import InputError
from engine.evaluation.films.cold_start import METHODS, ColdStartTest, Unseen, share_above, unseen_films
from engine.fit import Fit
from engine.learners.films.two_tower import TwoTower
from engine.neighbors import nearest
from engine.runs.recipe import EmbeddingOf, Recipe
from pages.movies import film_runs
from pages.movies.films import data_of
from pages.parts.explore.view import View
from pages.parts.run.obtain import tested
from pages.parts.write.layout import beside
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
    run_id, learner, fit = run
    try:
        unseen = unseen_films(fit, ratings)
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
            _scores(view, found)
    _film(view, ratings, learner, fit, unseen)


def _scores(view: View, found: Fit) -> None:
    half = (found.arrays["high"] - found.arrays["low"]) / 2
    table = pd.DataFrame({"Method": list(METHODS.values()), "AUC": found.arrays["auc"], "±": half})
    three = st.column_config.NumberColumn(format="%.3f")
    st.dataframe(table, hide_index=True, column_config={"AUC": three, "±": three}, key=f"{view.page}.cold.scores")
    st.caption(
        f"How often a film that the viewer liked is above one that they never rated, both kept unseen: "
        f"{found.summary['likings']:,} likings of {found.summary['films']:,} films by {found.summary['viewers']:,} "
        f"viewers; 0.5 is chance, ± half of the interval of 95 % over viewers. Among all films, seen or not, "
        f"{found.summary['median_place']:.0%} are above such a film in the middle case; by chance it were 50 %."
    )


def _film(view: View, ratings: Ratings, learner: TwoTower, fit: Fit, unseen: Unseen) -> None:
    rows = unseen.items[:LISTED].tolist()
    item = st.selectbox(
        "A film kept unseen", rows, format_func=lambda row: ratings.item_names[row], width=320,
        key=f"{view.page}.cold.film.{len(rows)}.{rows[0]}",
    )  # fmt: skip
    if item is None:
        return
    left, right = beside(2)
    with left:
        _nearest(view, ratings, fit, item)
    with right:
        _viewers(view, ratings, learner, fit, unseen, item)


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
    st.dataframe(table, hide_index=True, column_config=form, key=f"{view.page}.cold.near.{item}")
    year = f", {ratings.years[item]}" if ratings.years[item] else ""
    st.caption(f"All that is known of it: {plain(genres_of(ratings, item))}{year}.")


def _viewers(view: View, ratings: Ratings, learner: TwoTower, fit: Fit, unseen: Unseen, item: int) -> None:
    """Where the film stands for those who liked it in truth."""
    users = np.unique(unseen.likers.users[unseen.likers.items == item])
    users = users[unseen.known.lengths[users] > 0][:VIEWERS]
    if not len(users):
        return
    scores = learner.scores(fit, ratings, unseen.known.rows(users))
    shares = [
        float(share_above(line, unseen, int(user))[unseen.likers.of(user) == item][0])
        for line, user in zip(scores, users, strict=True)
    ]
    n_open = ratings.n_items - unseen.known.lengths[users]
    places = np.rint(np.array(shares) * (n_open - 1)).astype(int) + 1
    order = np.argsort(places, kind="stable")
    st.markdown("**Its place for viewers who liked it in truth**")
    table = pd.DataFrame(
        {"Viewer": [ratings.user_names[users[row]] for row in order], "Place": places[order], "of": n_open[order]}
    )
    whole = st.column_config.NumberColumn(format="localized")
    forms = {"Place": whole, "of": whole}
    st.dataframe(table, hide_index=True, column_config=forms, height=300, key=f"{view.page}.cold.places.{item}")
    st.caption(
        f"In the middle {int(np.median(places)):,}; by chance {int(np.median(n_open)) // 2:,}. An id-only "
        "method ties it with every other film that it has never seen."
    )


def genres_of(ratings: Ratings, item: int) -> str:
    """The genres of a film, in words."""
    return ", ".join(np.array(ratings.genres)[ratings.item_genres[item]].tolist()) or "no genres"
