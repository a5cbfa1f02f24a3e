"""A training that is begun: its run is shown, and the item that was chosen is kept only in the same data."""

import pytest
from streamlit.testing.v1 import AppTest

from engine.datasets.graphs.sources import ClassicGraph
from engine.learners.nodes.deepwalk import DeepWalk
from engine.runs import store
from engine.runs.recipe import Recipe
from pages.parts.run import state
from tests.saved_runs import some_fit

OLD = Recipe(ClassicGraph("karate"), DeepWalk())
begun: list[Recipe] = []


def script() -> None:
    import streamlit as st

    from pages.parts.explore.state import PageState
    from pages.parts.run import method
    from tests.pages.parts.run import test_method

    page = PageState("graphs")
    if page.run == "":
        page.run, page.item = test_method.OLD.run_id, "22"
        method.start(page, test_method.begun[-1])
    st.caption(f"{page.run} {page.item or 'nothing'}")


def shown(monkeypatch: pytest.MonkeyPatch, recipe: Recipe) -> str:
    """Run and item of a page that showed node 22 of the club, once a training of `recipe` has been begun there."""
    monkeypatch.setattr("pages.parts.run.method.submit", lambda recipe: True)
    begun.append(recipe)
    app = AppTest.from_function(script, default_timeout=30).run()
    assert not app.exception
    return app.caption[0].value


def test_an_item_is_kept_in_the_same_data_and_let_go_with_them(monkeypatch: pytest.MonkeyPatch) -> None:
    store.save(OLD, some_fit(), 0.1)
    again, other = Recipe(OLD.dataset, DeepWalk(seed=1)), Recipe(ClassicGraph("lesmis"), DeepWalk())
    assert shown(monkeypatch, again) == f"{again.run_id} 22"
    assert shown(monkeypatch, other) == f"{other.run_id} nothing"


def test_a_training_begins_beside_a_run_that_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    store.save(OLD, some_fit(), 0.1)
    state.recipe_of.clear()
    monkeypatch.setattr(DeepWalk, "version", 0)  # as if a later version of the app had made the run
    other = Recipe(ClassicGraph("lesmis"), DeepWalk())
    assert shown(monkeypatch, other) == f"{other.run_id} 22"
