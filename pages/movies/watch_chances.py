"""Will this viewer watch this film? The chance, the network's way to it in numbers, and how good such chances are."""

from typing import cast

import numpy as np
import pandas as pd
import streamlit as st

from engine.datasets.ratings.ratings import Ratings
from engine.evaluation.films.watching import METHODS, WatchScores, WatchTest
from engine.figures.calibration import calibration
from engine.insight.films.watch_step import WatchChance
from engine.learners.films.watch_prediction import WatchPrediction
from engine.runs.recipe import EmbeddingOf, Recipe
from pages.movies import film_runs
from pages.movies.films import data_of, learner_of_run, ratings_of_run
from pages.movies.how_it_works import explained
from pages.parts.explore.view import View
from pages.parts.run import state
from pages.parts.run.obtain import tested
from pages.parts.write import explanation
from pages.parts.write.layout import beside
from pages.parts.write.plain import plain


def show(view: View) -> None:
    """A viewer and a film give a chance; then the test."""
    ratings = data_of(view)
    if ratings is None:
        return
    run = film_runs.run_of(view, WatchPrediction())
    if run is None:
        return
    run_id, _, _ = run
    _one_pair(view, ratings, run_id)
    st.markdown("**How good are such chances?** Held-out films of every viewer, and random ones they never rated")
    found = tested(Recipe(EmbeddingOf(run_id), WatchTest()))
    if found is not None:
        _scores(view, WatchScores.from_fit(found))


def _one_pair(view: View, ratings: Ratings, run_id: str) -> None:
    """The chance for a viewer and a film, and the network's forward pass in numbers."""
    asked = _asked(view, ratings)
    if asked is None:
        return
    user, item = asked
    found = _chance(run_id, user, item)
    left, right = beside(3, wide=2)
    with left:
        st.metric(
            f"{plain(ratings.user_names[user])} will {found.target} {plain(ratings.item_names[item])}",
            f"{found.chance:.1%}",
        )
        st.caption(
            f"{_truth(ratings, user, item)} The chance is one among a film watched and {found.n_negatives} random "
            f"ones, so {1 / (1 + found.n_negatives):.0%} is what is said of a pair of which nothing is known."
            f"{_searched(ratings, user, found)}"
        )
    with right:
        st.metric("Place among the films not watched yet", f"{found.place:,} of {found.n_open:,}")
    with st.expander("The network's forward pass, in numbers", icon=":material/function:", expanded=True):
        for place, piece in enumerate(explained(run_id, (("viewer", user), ("film", item)))):
            explanation.show(piece, view.key("chance", place))


@st.cache_data(show_spinner=False, max_entries=200)
def _chance(run_id: str, user: int, item: int) -> WatchChance:
    learner = cast(WatchPrediction, learner_of_run(run_id))
    return learner.chance(state.fit(run_id), ratings_of_run(run_id), user, item)


def _asked(view: View, ratings: Ratings) -> tuple[int, int] | None:
    films = ratings.item_names
    chosen = ratings.index.get(view.selected_label, 0)
    with st.container(horizontal=True):
        viewer = st.selectbox("Viewer", ratings.user_names, key=view.key("chance", "viewer", view.run_id), width=320)
        film = st.selectbox("Film", films, index=chosen, key=view.key("chance", "film", view.run_id, chosen), width=320)
    if viewer is None or film is None:
        st.caption("Choose a viewer and a film.")
        return None
    return ratings.user_names.index(viewer), ratings.index[film]


def _searched(ratings: Ratings, user: int, found: WatchChance) -> str:
    """What the viewer searched for, the network's second sparse input; nothing of data without searches."""
    if not ratings.terms:
        return ""
    words = ratings.words_searched(user)
    if not words:
        return " This viewer searched for nothing."
    return f" Searched for: {plain(', '.join(words))}; without these words the chance is {found.without_searches:.1%}."


def _truth(ratings: Ratings, user: int, item: int) -> str:
    rows = np.flatnonzero((ratings.users == user) & (ratings.items == item))
    if not len(rows):
        return "In truth: no rating of this film by this viewer."
    given = f"{ratings.stars[rows[0]]:g} stars" if ratings.explicit else "watched"
    if ratings.held_out[rows[0]]:
        return f"In truth: {given}, held out, so the network has not seen it."
    return f"In truth: {given}, in the training part; the network is asked as if it did not know."


def _scores(view: View, found: WatchScores) -> None:
    left, right = beside(2)
    with left:
        table = pd.DataFrame({"Method": list(METHODS.values()), "Log loss": found.log_loss, "AUC": found.auc})
        forms = {
            "Log loss": st.column_config.NumberColumn(format="%.4f"),
            "AUC": st.column_config.NumberColumn(format="%.3f"),
        }
        st.dataframe(table, hide_index=True, column_config=forms, key=view.key("chance", "scores"))
        st.caption(
            f"{found.n_held_out:,} held-out pairs and {found.n_random:,} random ones. Log loss: the "
            "mean of -ln of the chance given to what was true, lower is better. AUC: how often a held-out film has a "
            "higher chance than a random one; 0.5 is guessing."
        )
    with right:
        groups = found.calibration
        st.plotly_chart(
            calibration(groups.predicted, groups.observed, groups.pairs), key=view.key("chance", "calibration")
        )
