"""As a graph: the films of these ratings joined by the viewers that they share, opened on Graphs."""

import streamlit as st

from engine.datasets.joint.film_graph import FilmGraph
from engine.errors import InputError
from engine.learners.nodes.node2vec import Node2Vec
from engine.runs.recipe import Recipe
from pages.movies.films import data_of
from pages.parts.explore.view import View
from pages.parts.run import controls
from pages.parts.run.obtain import begin
from pages.parts.write.plain import plain


def show(view: View) -> None:
    """Ask when two films are joined; a button leads to the graph and its vectors."""
    if data_of(view) is None:
        return
    st.markdown(
        "Two films are joined where enough viewers liked both. Walks from film to film then make vectors of them, as "
        "of the nodes of any network."
    )
    left, _ = st.columns(2)
    with left:
        try:
            graph = controls.draw(FilmGraph, view.key("as_graph"), fixed={"ratings": view.recipe.dataset})
            method = controls.draw(Node2Vec, view.key("as_graph.method"), fixed={"n_components": 32})
        except InputError as error:
            st.error(plain(str(error)))
            return
    if st.button("Make the graph and open it", type="primary", icon=":material/hub:", key=view.key("as_graph.go")):
        open_graph(Recipe(graph, method))


def open_graph(recipe: Recipe) -> None:
    """Ask for the run, and go to the page that shows it."""
    from pages.parts.domains import DOMAINS  # which itself imports this page
    from pages.parts.navigation import page_of

    begin(recipe)
    assert recipe.learner is not None
    domain = next(one for one in DOMAINS if one.item == recipe.learner.embeds)
    st.switch_page(page_of(domain), query_params={"run": recipe.run_id})
