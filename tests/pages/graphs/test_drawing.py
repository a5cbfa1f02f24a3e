"""The drawing beside the map: the same nodes and colors, lines that are thinned, parts that are set aside."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from engine.datasets.graphs.graph import Graph
from engine.datasets.graphs.sources import GeneratedGraph
from engine.learners.nodes.force_layout import ForceLayout
from engine.learners.nodes.laplacian import LaplacianEigenmaps
from engine.runs import store
from engine.runs.recipe import Recipe
from pages.graphs import drawing, graph_data
from pages.graphs.graph_data import drawn
from pages.parts.explore.state import PageState
from pages.parts.explore.view import View
from pages.parts.map import projection
from tests.pages.graphs.test_tabs import alone, texts

__all__ = ["alone"]
SOURCE = GeneratedGraph("ring", n_nodes=40)
METHOD = LaplacianEigenmaps(n_components=2)


@pytest.fixture
def view(home: Path, monkeypatch: pytest.MonkeyPatch) -> View:
    """A club of twenty, and two rings of five, of which 22 or all can be on the map; what the drawing gives to the map
    is kept in the session.
    """
    monkeypatch.setattr(projection, "SIZES", (22, 1_000))
    monkeypatch.setattr(drawing, "embedding_map", lambda key, **given: st.session_state.update(given=given))
    pairs = [(f"k{a}", f"k{b}") for a in range(20) for b in range(a)]
    pairs += [(f"{ring}{a}", f"{ring}{b}") for ring in "rs" for a, b in pairwise([*range(5), 0])]
    graph = Graph.from_edges(pairs, labels={f"k{a}": "club" for a in range(20)})
    store.save(Recipe(SOURCE), graph, 0.1)
    store.save(Recipe(SOURCE, METHOD), METHOD.fit(graph), 0.1)
    store.save(Recipe(SOURCE, ForceLayout()), ForceLayout(n_iter=20).fit(graph), 0.1)
    return View(PageState("graphs"), Recipe(SOURCE, METHOD).run_id, "node")


def shown(run_id: str, items: int, color: str) -> AppTest:
    """The drawing beside a map of so many items in the colors of a column."""

    def script(run_id: str) -> None:
        from pages.graphs import drawing
        from pages.parts.explore.state import PageState
        from pages.parts.explore.view import View

        drawing.draw(View(PageState("graphs"), run_id, "node"), None)

    app = AppTest.from_function(script, args=(run_id,), default_timeout=60)
    app.session_state["graphs.items"] = str(items)
    app.session_state["graphs.color"] = color
    return app.run()


def test_the_drawing_has_the_nodes_and_colors_of_the_map(view: View) -> None:
    app = shown(view.run_id, 22, "component")
    assert not app.exception
    given = app.session_state["given"]
    assert len(given["coordinates"]) == len(given["labels"]) == 22 and given["colors"].title == "component"
    assert np.max(given["edges"]) < 22 and given["group"] == "graphs"
    assert "1 stray part of 2 nodes" in texts(app)
    assert shown(view.run_id, 30, "none").session_state["given"]["colors"] is None
    assert "2 stray parts of 10 nodes" in texts(shown(view.run_id, 30, "none"))


def test_many_lines_are_thinned_and_it_is_said(view: View, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graph_data, "MOST_EDGES", 50)
    st.cache_resource.clear()
    found = drawn(view, 30)
    assert len(found.edges) == 50 and found.n_edges == 200 and len(np.unique(found.edges, axis=0)) == 50
    assert "Of the 200 edges among them 50 are drawn" in texts(shown(view.run_id, 30, "label"))
