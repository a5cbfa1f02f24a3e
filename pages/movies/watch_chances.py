"""Will this viewer watch this film? The chance, the network's way to it in numbers, and how good such chances are."""

import numpy as np
import pandas as pd
import streamlit as st

from engine.algorithms.probability import sigmoid
from engine.algorithms.towers.watch_network import NUMBERS, PRODUCTS, Forward
from engine.datasets.ratings.ratings import Histories, Ratings
from engine.evaluation.films.recommending import history_of
from engine.evaluation.films.watching import METHODS, WatchTest
from engine.figures.calibration import calibration
from engine.fit import Fit
from engine.learners.films.watch_prediction import WatchPrediction
from engine.runs.recipe import EmbeddingOf, Recipe
from pages.movies import film_runs
from pages.movies.films import data_of
from pages.parts.explore.view import View
from pages.parts.run.obtain import tested
from pages.parts.write.layout import beside
from pages.parts.write.plain import plain

UNITS = 8
SHOWN = 6


def show(view: View) -> None:
    """A viewer and a film give a chance; then the test."""
    ratings = data_of(view)
    if ratings is None:
        return
    run = film_runs.run_of(view, WatchPrediction())
    if run is None:
        return
    run_id, learner, fit = run
    one_pair(view, ratings, learner, fit)
    st.markdown("**How good are such chances?** Held-out films of every viewer, and random ones they never rated")
    found = tested(Recipe(EmbeddingOf(run_id), WatchTest()))
    if found is not None:
        _scores(view, found)


def one_pair(view: View, ratings: Ratings, learner: WatchPrediction, fit: Fit) -> None:
    """The chance for a viewer and a film, and the network's forward pass in numbers."""
    asked = _asked(view, ratings)
    if asked is None:
        return
    user, item = asked
    history = history_of(ratings, user)
    passed = learner.forward(fit, ratings, history, np.array([item]))
    chance = float(sigmoid(passed.logits[0]))
    what = "will like" if learner.target == "like" else "will watch"
    left, right = beside(3, wide=2)
    with left:
        st.metric(f"{plain(ratings.user_names[user])} {what} {plain(ratings.item_names[item])}", f"{chance:.1%}")
        st.caption(
            f"{_truth(ratings, user, item)} The chance is one among a film watched and {learner.n_negatives} random "
            f"ones, so {1 / (1 + learner.n_negatives):.0%} is what is said of a pair of which nothing is known."
        )
    with right:
        _others(ratings, learner, fit, history, item)
    with st.expander("The network's forward pass, in numbers", icon=":material/function:", expanded=True):
        _forward(view, fit, passed)


def _asked(view: View, ratings: Ratings) -> tuple[int, int] | None:
    films = ratings.item_names
    chosen = ratings.index.get(view.selected_label, 0)
    with st.container(horizontal=True):
        viewer = st.selectbox("Viewer", ratings.user_names, key=f"{view.page}.chance.viewer.{view.run_id}", width=320)
        film = st.selectbox(
            "Film", films, index=chosen, key=f"{view.page}.chance.film.{view.run_id}.{chosen}", width=320
        )
    if viewer is None or film is None:
        st.caption("Choose a viewer and a film.")
        return None
    return ratings.user_names.index(viewer), ratings.index[film]


def _truth(ratings: Ratings, user: int, item: int) -> str:
    rows = np.flatnonzero((ratings.users == user) & (ratings.items == item))
    if not len(rows):
        return "In truth: no rating of this film by this viewer."
    given = f"{ratings.stars[rows[0]]:g} stars" if ratings.explicit else "watched"
    if ratings.held_out[rows[0]]:
        return f"In truth: {given}, held out, so the network has not seen it."
    return f"In truth: {given}, in the training part; the network is asked as if it did not know."


def _others(ratings: Ratings, learner: WatchPrediction, fit: Fit, history: Histories, item: int) -> None:
    """Where this film stands among all that the viewer has not watched."""
    logits = learner.scores(fit, ratings, history)[0]
    open_ = np.ones(ratings.n_items, dtype=bool)
    open_[history.of(0)] = False
    open_[item] = False
    above = int((logits[open_] > logits[item]).sum())
    st.metric("Place among the films not watched yet", f"{above + 1:,} of {int(open_.sum()) + 1:,}")


def _forward(view: View, fit: Fit, passed: Forward) -> None:
    weights, bias, output = (fit.arrays[name] for name in ("weights", "bias", "output"))
    inputs = passed.inputs[0]
    groups = {
        "film: learned row of its id": passed.film[0],
        "viewer: mean row of the films watched": passed.history[0],
        "film: mean row of its genres": passed.film_genres[0],
        "viewer: mean row of genres watched": passed.viewer_genres[0],
        **{f"inner product: {name}": passed.products[0, [place]] for place, name in enumerate(PRODUCTS)},
        **{f"{name} (standardized)": passed.numbers[0, [place]] for place, name in enumerate(NUMBERS)},
    }
    _inputs(view, groups)
    before, hidden = inputs @ weights + bias, passed.hidden[0]
    parts = hidden * output[:-1]
    order = np.argsort(-np.abs(parts), kind="stable")[:UNITS]
    units = pd.DataFrame(
        {"unit": order + 1, "w · x + b": before[order], "h = max(0, ·)": hidden[order], "v": output[:-1][order],
         "v h": parts[order]}
    )  # fmt: skip
    st.dataframe(
        units, hide_index=True, column_config=dict.fromkeys(list(units)[1:], _FOUR), key=f"{view.page}.chance.hidden"
    )
    logit = float(passed.logits[0])
    st.latex(rf"z = \sum_j v_j h_j + c = {float(parts.sum()):.4f} {float(output[-1]):+.4f} = {logit:.4f}")
    st.latex(rf"p = \frac{{1}}{{1 + e^{{-z}}}} = {sigmoid(np.array(logit)):.4f}")
    st.caption(
        f"The {len(order)} of {len(hidden)} hidden units that weigh most; {int((hidden > 0).sum())} are above 0. All "
        f"{len(inputs)} inputs stand side by side in x. Of a film that the viewer watched, "
        "the row is taken out of the mean."
    )


def _inputs(view: View, groups: dict[str, np.ndarray]) -> None:
    table = pd.DataFrame(
        {
            "Input": list(groups),
            "Numbers": [len(values) for values in groups.values()],
            "x": [
                ", ".join(f"{value:.3f}" for value in values[:SHOWN]) + (" …" if len(values) > SHOWN else "")
                for values in groups.values()
            ],
        }
    )
    st.dataframe(table, hide_index=True, key=f"{view.page}.chance.inputs")


def _scores(view: View, found: Fit) -> None:
    names = list(METHODS.values())
    left, right = beside(2)
    with left:
        table = pd.DataFrame({"Method": names, "Log loss": found.arrays["log_loss"], "AUC": found.arrays["auc"]})
        forms = {"Log loss": _FOUR, "AUC": st.column_config.NumberColumn(format="%.3f")}
        st.dataframe(table, hide_index=True, column_config=forms, key=f"{view.page}.chance.scores")
        st.caption(
            f"{found.summary['held_out']:,} held-out pairs and {found.summary['random']:,} random ones. Log loss: the "
            "mean of -ln of the chance given to what was true, lower is better. AUC: how often a held-out film has a "
            "higher chance than a random one; 0.5 is guessing."
        )
    with right:
        chart = calibration(*(found.arrays[name] for name in ("predicted", "observed", "pairs")))
        st.plotly_chart(chart, key=f"{view.page}.chance.calibration")


_FOUR = st.column_config.NumberColumn(format="%.4f")
