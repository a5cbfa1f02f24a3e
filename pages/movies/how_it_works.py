"""How it works: the method's formula, filled with the numbers of two films or a viewer that the user picks."""

import numpy as np
import pandas as pd
import streamlit as st

from engine.datasets.ratings.ratings import Histories, Ratings
from engine.evaluation.films.recommending import history_of
from engine.insight.films.steps import ease_cell, pair_step, solved_row, tower_score
from engine.learners.films.cowatch import CoWatch
from engine.learners.films.ease import EASE
from engine.learners.films.implicit_als import ImplicitALS
from engine.learners.films.two_tower import TwoTower
from engine.learners.films.watch_prediction import WatchPrediction
from engine.neighbors import nearest
from pages.movies import watch_chances
from pages.movies.films import data_of, recommender_of
from pages.parts.explore.view import View
from pages.parts.write.formula import power_of_ten
from pages.parts.write.plain import plain

UNITS = 8
WEIGHTS = 10


def show(view: View) -> None:
    """The numbers of this run's method."""
    ratings = data_of(view)
    if ratings is None:
        return
    learner = recommender_of(view)
    if isinstance(learner, CoWatch):
        _pair(view, learner)
    elif isinstance(learner, EASE):
        _cell(view, ratings, learner)
    elif isinstance(learner, ImplicitALS):
        _row(view, ratings, learner)
    elif isinstance(learner, TwoTower):
        _towers(view, ratings)
    elif isinstance(learner, WatchPrediction):
        watch_chances.one_pair(view, ratings, learner, view.fit)
    else:
        _product(view, ratings)


def _films(view: View, names: tuple[str, str], trained: np.ndarray | None = None) -> tuple[int, int] | None:
    """Two different films: the chosen one, or the most popular, and its nearest, unless the user says others."""
    films = view.fit.main
    first = films.index.get(view.selected_label, 0)
    usual = nearest(films, first, 1).rows
    second = int(usual[0]) if len(usual) else int(first == 0)
    with st.container(horizontal=True):
        key = f"{view.page}.mechanics.{view.run_id}.{first}"
        asked = [
            st.selectbox(name, films.labels, index=row, key=f"{key}.{name}", width=320)
            for name, row in zip(names, (first, second), strict=True)
        ]
    a, b = (films.index[name] for name in asked)
    if a == b:
        st.caption("Choose two different films.")
        return None
    if trained is not None and not (trained[a] and trained[b]):
        st.caption("One of these films was left out of the training; choose others.")
        return None
    return a, b


def _pair(view: View, learner: CoWatch) -> None:
    st.markdown("**One pair through the network**: a viewer liked m1; how likely is it that m2 is another one?")
    found = _films(view, ("m1", "m2"), view.fit.arrays["used"])
    if found is None:
        return
    step = pair_step(learner, view.fit, *found)
    st.latex(
        rf"p(m_2 \mid m_1) = \frac{{e^{{u \cdot v + b}}}}{{\sum_m e^{{u \cdot v_m + b_m}}}} = "
        rf"\frac{{e^{{{step.score:.3f}}}}}{{e^{{{step.log_sum:.3f}}}}} = {step.probability:.5f}"
    )
    st.latex(rf"\mathrm{{loss}} = -\ln p = {step.loss:.4f}")
    output = view.fit.embeddings["output"].vectors[found[1]]
    table = pd.DataFrame({"u (layer of m1)": step.hidden, "v (output of m2)": output, "gradient of u": step.gradient})
    st.dataframe(table.head(UNITS), column_config=dict.fromkeys(table.columns, _FOUR))
    st.caption(
        f"The first {min(UNITS, len(table))} of {len(table)} units. A step of u against its gradient, of length "
        f"{step.rate:g} times the gradient, takes the loss of this pair to {step.loss_after:.4f}."
    )


def _cell(view: View, ratings: Ratings, learner: EASE) -> None:
    st.markdown("**One weight**: how much having liked one film adds to the score of another")
    found = _films(view, ("liked", "scored"))
    if found is None:
        return
    cell = ease_cell(learner, view.fit, ratings, *found)
    st.latex(r"P = (X^\top X + \lambda I)^{-1} \qquad B_{ij} = -P_{ij} / P_{jj}")
    inverse, diagonal = power_of_ten(cell.inverse), power_of_ten(cell.diagonal)
    st.latex(rf"B_{{ij}} = -\frac{{{inverse}}}{{{diagonal}}} = {cell.weight:.5f}")
    st.caption(
        f"λ = {learner.regularization:g}; viewers who liked both: {cell.both:,}. The matrix inverted was that over "
        f"{view.fit.summary['inverted']}, whichever are fewer."
    )
    weights = learner.weights_of(view.fit, ratings, found[1])
    order = np.argsort(-np.abs(weights), kind="stable")[:WEIGHTS]
    names = ratings.item_names
    st.markdown(f"The largest weights in the score of **{plain(names[found[1]])}**")
    table = pd.DataFrame({"Having liked": [names[row] for row in order], "adds": weights[order]})
    st.dataframe(table, hide_index=True, column_config={"adds": _FOUR}, key=f"{view.page}.weights.{found[1]}")


def _row(view: View, ratings: Ratings, learner: ImplicitALS) -> None:
    st.markdown("**One step**: the vector of a viewer, solved for while the films stay as they are")
    row = solved_row(learner, view.fit, ratings, _history(view, ratings))
    st.latex(r"(Q^\top Q + \alpha\, Q_u^\top Q_u + \lambda I)\; p = (1 + \alpha)\; Q_u^\top \mathbf{1}")
    shown = min(UNITS, len(row.vector))
    table = pd.DataFrame(row.matrix[:shown, :shown], columns=[f"q{place + 1}" for place in range(shown)])
    table["right side"], table["p"] = row.wanted[:shown], row.vector[:shown]
    st.dataframe(table, column_config=dict.fromkeys(table.columns, _FOUR))
    st.caption(
        f"The first {shown} of {len(row.vector)} rows; Q holds all films, Q_u the {row.n_liked:,} that were liked; "
        f"α = {learner.alpha:g}, λ = {learner.regularization:g}. The viewer's part of the objective falls from "
        f"{row.before:.3f} at p = 0 to {row.after:.3f}; the equations hold up to {row.residual:.1e}."
    )


def _towers(view: View, ratings: Ratings) -> None:
    st.markdown("**One score**: what each part of the viewer's tower and of the film's tower adds to it")
    films = view.fit.main
    with st.container(horizontal=True):
        history = _history(view, ratings)
        usual = films.index.get(view.selected_label, 0)
        key = f"{view.page}.towers.{view.run_id}.{usual}"
        film = films.index[st.selectbox("Film", films.labels, index=usual, key=key, width=320)]
    found = tower_score(view.fit, ratings, history, film)
    st.latex(
        r"(u_\mathrm{films} + u_\mathrm{genres}) \cdot (v_\mathrm{film} + v_\mathrm{genres} + v_\mathrm{decade}) = "
        rf"{found.score:.4f}"
    )
    columns = ["the film itself", "its genres", "its decade"]
    table = pd.DataFrame(found.parts, columns=columns, index=[f"mean of {found.n_liked:,} films liked", "their genres"])
    st.dataframe(table, column_config=dict.fromkeys(columns, _FOUR))
    unseen = bool(view.fit.arrays["cold"][film])
    st.caption(
        "The six inner products add up to the score."
        + (" This film was trained without ratings: it has no vector of its own, only genres and decade." * unseen)
    )


def _history(view: View, ratings: Ratings) -> Histories:
    """The ratings of a viewer whom the user picks."""
    name = st.selectbox("Viewer", ratings.user_names, key=f"{view.page}.mechanics.viewer.{view.run_id}", width=320)
    return history_of(ratings, ratings.user_names.index(name))


def _product(view: View, ratings: Ratings) -> None:
    """For the other methods: the inner product of two vectors, term by term."""
    st.markdown("**An inner product**, term by term: the score of two films for each other")
    found = _films(view, ("film", "other film"))
    if found is None:
        return
    first = view.fit.main.vectors[found[0]]
    second = view.fit.embeddings.get("output", view.fit.main).vectors[found[1]]
    st.latex(rf"u \cdot v = \sum_k u_k v_k = {float(first @ second):.4f}")
    order = np.argsort(-np.abs(first * second), kind="stable")[:UNITS]
    table = pd.DataFrame({"k": order + 1, "u": first[order], "v": second[order], "u v": (first * second)[order]})
    st.dataframe(table, hide_index=True, column_config=dict.fromkeys(("u", "v", "u v"), _FOUR))
    st.caption(f"The {len(order)} largest of {len(first)} terms.")


_FOUR = st.column_config.NumberColumn(format="%.4f")
