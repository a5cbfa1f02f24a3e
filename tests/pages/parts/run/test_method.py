"""A training that is begun: its run is shown, and the item that was chosen stays."""

import pytest
from streamlit.testing.v1 import AppTest

from engine.datasets.graphs.sources import ClassicGraph
from engine.learners.nodes.deepwalk import DeepWalk
from engine.runs import jobs, store
from engine.runs.recipe import Recipe
from tests.saved_runs import some_fit

OLD, OTHER = Recipe(ClassicGraph("karate"), DeepWalk()), Recipe(ClassicGraph("lesmis"), DeepWalk())


def script() -> None:
    import streamlit as st

    from pages.parts.explore.state import PageState
    from pages.parts.run import method
    from tests.pages.parts.run.test_method import OLD, OTHER

    page = PageState("graphs")
    if page.run == "":
        page.run, page.item = OLD.run_id, "22"
        method.start(page, OTHER)
    st.caption(f"{page.run} {page.item}")


def test_an_item_is_kept_when_other_data_are_trained_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each page says what becomes of one that the new data do not have: Words chooses a telling word instead."""
    store.save(OLD, some_fit(), 0.1)
    monkeypatch.setattr("pages.parts.run.method.submit", lambda recipe: True)
    app = AppTest.from_function(script, default_timeout=30).run()
    assert not app.exception
    assert app.caption[0].value == f"{OTHER.run_id} 22"


def asking() -> None:
    from pages.parts.explore.state import PageState
    from pages.parts.run import method
    from tests.pages.parts.run.test_method import OLD

    assert OLD.learner is not None
    method.train(PageState("graphs"), OLD.dataset, OLD.learner, [])


def test_what_is_in_the_making_does_not_wait_for_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pages.parts.run.method.jobs_panel.outlook", lambda lane: "Other work is before it.")
    app = AppTest.from_function(asking, default_timeout=30).run()
    assert [caption.value for caption in app.caption] == [":material/hourglass: Other work is before it."]
    jobs.submit(OLD, "anna")
    assert "It is in the making" in app.run().caption[0].value
