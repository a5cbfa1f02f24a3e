"""Graphs: turn the nodes of a network into vectors, see them beside the drawing, and watch the walks."""

from collections.abc import Callable, Mapping
from functools import partial

import streamlit as st

from engine.datasets.graphs.graph import Graph
from engine.datasets.graphs.sources import ClassicGraph, GeneratedGraph, GraphSource
from engine.errors import InputError
from engine.evaluation.nodes.bias_effect import BiasEffect
from engine.evaluation.nodes.edge_recall import EdgeRecall
from engine.evaluation.nodes.link_prediction import LinkPrediction
from engine.learners import LEARNERS
from engine.learners.base import Learner, cost
from engine.learners.nodes.force_layout import ForceLayout
from engine.learners.nodes.node2vec import Node2Vec
from engine.runs import store
from engine.runs.recipe import Recipe
from pages.graphs import drawing, p_and_q, picker, recommend, tasks, walk_matrix, walks, why_close
from pages.graphs.graph_data import follow_drawing, graph_of
from pages.parts import defaults, site
from pages.parts.explore import explorer
from pages.parts.explore.view import View
from pages.parts.run import method, run_view, state
from pages.parts.tabs import export, training
from pages.parts.write.plain import plain

PAGE = "graphs"
GRAPH_LEARNERS = {
    name: cls for name, cls in LEARNERS.items() if cls.takes in (Graph.kind, "bipartite") and cls is not ForceLayout
}
TESTS_OF_GRAPHS = (LinkPrediction, EdgeRecall, BiasEffect)
MISSING = "This run holds no node vectors; train a method on its graph to see it here."
VECTORS = "Two vectors for each node: as itself, and as a neighbor of others."
EFFECT = "p and q"
TABS = {
    "Why close?": why_close.show,
    "Walks": walks.show,
    "Walks = matrix": walk_matrix.show,
    "Tasks": tasks.show,
    EFFECT: p_and_q.show,
    "Training": training.show,
    "Export": export.show,
}
EXPERIMENTS = {
    f"{title} (q = {q:g})": Recipe(source, Node2Vec(n_components=16, n_epochs=10, p=1.0, q=q))
    for title, source, q in (
        ("Les Misérables: communities", ClassicGraph("lesmis"), 0.5),
        ("Les Misérables: roles", ClassicGraph("lesmis"), 2.0),
        ("Barbell: communities", GeneratedGraph("barbell", n_nodes=60), 0.1),
        ("Barbell: roles", GeneratedGraph("barbell", n_nodes=60), 10.0),
    )
}


def main() -> None:
    site.enter()
    run_id = state.run_in_url(PAGE) or defaults.GRAPHS.run_id
    _adopt(run_id)
    with st.sidebar:
        st.subheader("Data")
        source, graph = picker.pick(f"{PAGE}.data")
        st.subheader("Method")
        learner = method.choose(_offered(graph), f"{PAGE}.method")
        if source is not None and graph is not None and learner is not None:
            method.train(PAGE, source, learner, [cost(learner.estimate(graph))])
        _experiments()
    method.show_run(PAGE, run_id, defaults.GRAPHS, _explore, partial(walk_matrix.live, PAGE))


def _offered(graph: Graph | None) -> dict[str, type[Learner]]:
    """The methods that a graph allows: two towers need two kinds of nodes."""
    two_kinds = graph is not None and len(graph.sides) > 0
    offered = {name: cls for name, cls in GRAPH_LEARNERS.items() if two_kinds or cls.takes == Graph.kind}
    if graph is not None and st.session_state.get(f"{PAGE}.method.method", "") not in ("", *offered):
        del st.session_state[f"{PAGE}.method.method"]
    return offered


def _experiments() -> None:
    with st.expander("Ready experiments", icon=":material/science:"):
        st.caption(
            "The effect of q (node2vec): walks that stay near are to find roles, walks that leave communities. The tab "
            f"“{EFFECT}” puts two settings side by side."
        )
        for title, recipe in EXPERIMENTS.items():
            if st.button(title, width="stretch"):
                method.start(PAGE, recipe)


def _adopt(run_id: str) -> None:
    """When a run is opened, the controls show its recipe; afterwards they are the user's."""
    recipe = method.newly_opened(PAGE, run_id, defaults.GRAPHS)
    if recipe is not None and isinstance(recipe.dataset, GraphSource) and _is_embedder(recipe.learner):
        picker.adopt(recipe.dataset, f"{PAGE}.data")
        method.adopt(recipe.learner, f"{PAGE}.method")  # type: ignore[arg-type]


def _is_embedder(learner: Learner | None) -> bool:
    return learner is not None and learner.name in GRAPH_LEARNERS


def _explore(run_id: str) -> None:
    if _is_test(run_id):
        _show_test(View(PAGE, run_id, ""))
        return
    view = run_view.opened(PAGE, run_id, GRAPH_LEARNERS, MISSING, VECTORS)
    if view is not None:
        follow_drawing(view)
        companion = explorer.Companion(drawing.follow, drawing.draw)
        explorer.show(view, run_view.questions(_tabs(view)), {}, companion)


def _is_test(run_id: str) -> bool:
    """Whether a run holds the scores of a test on a graph, and no vectors."""
    try:
        return isinstance(state.recipe_of(run_id).learner, TESTS_OF_GRAPHS)
    except InputError:
        return False


def _show_test(view: View) -> None:
    """The result of a test that was opened by itself, as from Runs, and the way to the vectors it was about."""
    recipe, learner = view.recipe, view.recipe.learner
    st.subheader(plain(store.title(recipe)), anchor=False)
    if isinstance(learner, BiasEffect):
        follow_drawing(view)
        p_and_q.result(view, learner, state.fit(view.run_id))
    elif isinstance(learner, LinkPrediction | EdgeRecall):
        trained = learner.learner
        st.caption(f"{plain(trained.title)} was trained on the edges that were not hidden ({learner.share:.0%} were).")
        tasks.result(view, state.fit(view.run_id), learner)
        if st.button(f"{plain(trained.title)} on the whole graph", icon=":material/hub:"):
            method.start(PAGE, Recipe(recipe.dataset, trained))


def _tabs(view: View) -> Mapping[str, Callable[[View], None]]:
    """The questions that the graph of a run allows."""
    first = {"Recommend": recommend.show} if len(graph_of(view).sides) else {}
    return first | TABS


main()
