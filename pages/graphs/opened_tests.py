"""Tests on graphs opened by themselves, as from Runs: their result, and the way to the vectors they are about."""

import streamlit as st

from engine.evaluation.nodes.bias_effect import BiasEffect
from engine.evaluation.nodes.edge_recall import EdgeRecall
from engine.evaluation.nodes.link_prediction import LinkPrediction
from engine.runs import store
from engine.runs.recipe import Recipe
from pages.graphs import p_and_q, task_results
from pages.graphs.graph_data import watch_drawing
from pages.parts.explore.view import View
from pages.parts.run import method
from pages.parts.write.plain import plain


def bias_effect(view: View) -> None:
    """Two settings of p and q side by side."""
    test = view.recipe.learner
    assert isinstance(test, BiasEffect)
    st.subheader(plain(store.title(view.recipe)), anchor=False)
    watch_drawing(view)
    p_and_q.result(view, test, view.fit)


def hidden_edges(view: View) -> None:
    """How well hidden edges were found, by a method that did not see them."""
    test = view.recipe.learner
    assert isinstance(test, LinkPrediction | EdgeRecall)
    st.subheader(plain(store.title(view.recipe)), anchor=False)
    trained = test.learner
    st.caption(f"{plain(trained.title)} was trained on the edges that were not hidden ({test.share:.0%} were).")
    task_results.result(view, view.fit, test)
    with st.container(key="a_step.whole"):
        if st.button(f"{plain(trained.title)} on the whole graph", icon=":material/hub:"):
            method.start(view.page, Recipe(view.recipe.dataset, trained))
