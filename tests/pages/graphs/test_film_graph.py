"""A graph made from ratings on the graphs page: chosen in the picker, and opened as a run of DeepWalk."""

from pathlib import Path

import pytest

from engine.datasets.joint.film_graph import FilmGraph
from engine.learners.nodes.deepwalk import DeepWalk
from engine.learners.nodes.force_layout import ForceLayout
from engine.projections.pca import PCA
from engine.runs import store
from engine.runs.recipe import EmbeddingOf, Recipe
from pages.graphs.page import GRAPHS
from pages.parts.run.method import OTHER
from tests.pages.opening import opened, texts

SOURCE = FilmGraph(strongest=3)
TRAINED = Recipe(SOURCE, DeepWalk(n_components=4, n_epochs=1, n_walks=1, walk_length=10))
FILM = "The Matrix (1999)"


@pytest.fixture
def trained(fresh: None, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home with the graph, its vectors, its drawing and the map; no process is there to do jobs."""
    assert TRAINED.learner is not None
    graph = SOURCE.load()
    store.save(Recipe(SOURCE), graph, 0.1)
    fit = TRAINED.learner.fit(graph)
    store.save(TRAINED, fit, 0.1)
    store.save(Recipe(SOURCE, ForceLayout()), ForceLayout().fit(graph), 0.1)
    store.save(Recipe(EmbeddingOf(TRAINED.run_id), PCA()), PCA().fit(fit.main), 0.1)
    monkeypatch.setattr("pages.parts.run.state.start", lambda: None)


def test_every_tab_opens_on_a_graph_of_films(trained: None) -> None:
    for tab in GRAPHS.tabs[1:]:  # no two sides: nothing to recommend
        app = opened("graphs", FILM, run=TRAINED.run_id, tab=tab.title)
        assert not app.exception and not app.error
        assert app.session_state["tab"] == tab.title
    assert FILM in texts(app)


def test_the_picker_shows_what_the_run_was_made_from(trained: None) -> None:
    app = opened("graphs", FILM, run=TRAINED.run_id)
    assert app.selectbox(key="graphs.data.graph").value == "films"
    assert app.number_input(key="graphs.data.film_graph.strongest").value == 3
    assert "viewers liked both" in texts(app)
    assert OTHER not in texts(app)
    assert "Open" in [button.label for button in app.button]  # the controls describe the very run that is shown


def test_controls_that_describe_another_run_than_the_page_shows_are_marked(trained: None) -> None:
    app = opened("graphs", FILM, run=TRAINED.run_id)
    changed = app.number_input(key="graphs.method.deepwalk.n_components").set_value(8).run()
    assert OTHER in texts(changed)
    assert OTHER not in texts(changed.number_input(key="graphs.method.deepwalk.n_components").set_value(4).run())
