"""Tabs of the graphs page on runs that are made by hand: wide windows, vectors of 0, nodes that no edge joins."""

from pathlib import Path

import numpy as np
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from engine.datasets.graphs.builder import Edges
from engine.datasets.graphs.graph import Graph
from engine.datasets.graphs.sources import GeneratedGraph
from engine.embedding import Embedding
from engine.fit import Fit
from engine.learners.base import Learner
from engine.learners.nodes.deepwalk import DeepWalk
from engine.learners.nodes.force_layout import ForceLayout
from engine.learners.nodes.hope import HOPE
from engine.learners.nodes.laplacian import LaplacianEigenmaps
from engine.learners.nodes.netmf import NetMF
from engine.learners.nodes.node2vec import Node2Vec
from engine.learners.nodes.prone import ProNE
from engine.runs import store
from engine.runs.recipe import Recipe

SOURCE = GeneratedGraph("cliques", n_nodes=12)
TABS = ("why_close", "walks", "walk_matrix", "recommend", "tasks", "p_and_q", "how_it_works")
WALKERS = (DeepWalk(n_components=4, n_epochs=1), Node2Vec(n_components=4, n_epochs=1, p=0.5, q=2.0))
METHODS = (*WALKERS, NetMF(window=20), ProNE(), LaplacianEigenmaps(), HOPE(n_components=4))
WIDE = NetMF(window=20)


def graph(directed: bool = False, sides: bool = False) -> Graph:
    """Two squares and a bridge between women (w...) and men (m...); "alone" has no edge, "last" no way out."""
    names = [f"{'wm'[row % 2]}{row}" for row in range(8)] + ["last", "alone"]
    pairs = [(0, 1), (2, 1), (2, 3), (0, 3), (4, 5), (6, 5), (6, 7), (4, 7), (2, 5), (1, 8)]
    ends = np.array(pairs)
    kinds = np.array([row % 2 for row in range(8)] + [0, 0], np.int8)
    found = Graph.from_found(
        Edges(
            names, ends[:, 0], ends[:, 1], np.ones(len(ends)), directed, {"kind": ["a", "b"] * 5}, "kind",
            kinds if sides else None, ("woman", "man") if sides else (),
        )
    )  # fmt: skip
    offsets = np.append(found.offsets, found.offsets[-1])
    more = {"nodes": (*found.nodes, "alone"), "attributes": {"kind": (*found.attributes["kind"], "")}}
    sided = np.append(found.sides, 0) if sides else found.sides
    return Graph(
        more["nodes"], offsets, found.targets, found.weights, directed, more["attributes"], "kind", sided,
        found.side_names,
    )  # fmt: skip


def fit_of(learner: Learner, dataset: Graph) -> Fit:
    """Vectors of the graph's nodes, by chance; that of "alone", as of every node without context, is 0."""
    generator = np.random.default_rng(0)
    tables = [generator.normal(size=(dataset.n_nodes, 4)) for _ in range(2)]
    for table in tables:
        table[-1] = 0
    names = ["source" if isinstance(learner, HOPE) else "node", *(["context"] if learner.context else [])]
    embeddings = {
        name: Embedding(table, dataset.nodes, {"kind": np.array(dataset.attributes["kind"])})
        for name, table in zip(names, tables, strict=False)
    }
    return Fit(embeddings, {"eigenvalues": np.linspace(0, 1, 6)}, summary={"beta": 0.2})


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of another home is in memory, and no process is there to do jobs."""
    st.cache_resource.clear()
    st.cache_data.clear()
    monkeypatch.setattr("pages.parts.run.state.start", lambda: None)


def saved(learner: Learner, dataset: Graph) -> str:
    """Id of a run on a graph."""
    recipe = Recipe(SOURCE, learner)
    store.save(Recipe(SOURCE), dataset, 0.1)
    store.save(recipe, fit_of(learner, dataset), 0.1)
    places = np.random.default_rng(1).normal(size=(dataset.n_nodes, 2))
    store.save(Recipe(SOURCE, ForceLayout()), Fit({"drawing": Embedding(places, dataset.nodes)}), 0.1)
    return recipe.run_id


def opened(tab: str, run_id: str, name: str, item: str) -> AppTest:
    """A tab with that node chosen, after its first run."""

    def script(tab: str, run_id: str, name: str) -> None:
        import importlib

        from pages.parts.explore.state import PageState
        from pages.parts.explore.view import View

        importlib.import_module(f"pages.graphs.{tab}").show(View(PageState("graphs"), run_id, name))

    app = AppTest.from_function(script, args=(tab, run_id, name), default_timeout=60)
    app.session_state["graphs.item"] = item
    return app.run()


def latex(app: AppTest) -> str:
    return "\n".join(element.value for element in app.get("latex"))


def texts(app: AppTest) -> str:
    found = [element.value for kind in ("caption", "markdown", "warning") for element in app.get(kind)]
    return "\n".join(found).replace("\\", "").replace("\u2060", "")


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("item", ["w2", "last", "alone"])
@pytest.mark.parametrize("learner", METHODS, ids=lambda learner: learner.name)
def test_every_tab_opens_on_every_node(home: Path, learner: Learner, item: str, tab: str) -> None:
    directed = learner.name in ("hope", "node2vec")
    name = "source" if learner.name == "hope" else "node"
    app = opened(tab, saved(learner, graph(directed, sides=not directed)), name, item)
    assert not app.exception and not app.error


def test_the_cell_of_netmf_has_the_window_of_the_run(home: Path) -> None:
    app = opened("walk_matrix", saved(WIDE, graph()), "node", "w2")
    assert "window T = 20" in texts(app) and r"\cdot 20}" in latex(app)


def test_a_node_without_any_neighbor_is_told_from_others(home: Path) -> None:
    run_id = saved(WIDE, graph())
    for tab in ("why_close", "walk_matrix"):
        assert "alone has no neighbors" in texts(opened(tab, run_id, "node", "alone"))
    assert "No edge leaves this node" in texts(opened("walks", run_id, "node", "alone"))


def test_because_is_said_with_evidence_alone(home: Path) -> None:
    run_id = saved(DeepWalk(n_components=4, window=1), graph())
    app = opened("why_close", run_id, "node", "last")
    names = app.selectbox[0].options
    found = {name: texts(app.selectbox[0].select_index(place).run()) for place, name in enumerate(names)}
    assert "because an edge joins them" in found["m1"]
    assert "because they have 1 common neighbor" in found["w2"]
    assert "because" not in found["w6"] and "the graph does not show why" in found["w6"]
