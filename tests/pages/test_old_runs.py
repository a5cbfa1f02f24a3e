"""Runs of an earlier version of the app on today's pages."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from engine.fields import Validated
from engine.learners.nodes.netmf import NetMF
from engine.runs import store
from tests.engine.runs import old_home
from tests.pages.test_pages import opened, texts


@pytest.fixture
def runs(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mapping[str, str]]:
    """An old home, and no process that does jobs."""
    st.cache_resource.clear()
    st.cache_data.clear()
    monkeypatch.setattr("pages.parts.run.state.start", lambda: None)
    yield old_home.make(home)
    st.cache_resource.clear()
    st.cache_data.clear()


def shown(run_id: str, **query: str) -> AppTest:
    app = opened("graphs", "Mr. Hi", run=run_id, **query)
    assert not app.exception and not app.error
    return app


@pytest.mark.parametrize("tab", ["Walks", "Tasks", "Why close?", "Training", "Export"])
def test_an_old_run_opens_with_its_own_data(runs: Mapping[str, str], tab: str) -> None:
    text = texts(shown(runs["graphs.netmf"], tab=tab))
    assert "NetMF: Zachary's karate club (1977)" in text
    assert "“classic graph” has changed" not in text  # NetMF itself has: its components turn by another rule now


def test_an_old_test_opens_with_its_method(runs: Mapping[str, str]) -> None:
    text = texts(shown(runs["graphs.links"]))
    assert "NetMF was trained on the edges that were not hidden" in text and "One split alone" in text


def test_a_run_of_an_older_version_of_its_method_says_so(
    runs: Mapping[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(NetMF, "version", 3)
    assert "“NetMF” has changed since this was made (version 1, today 3)." in texts(shown(runs["graphs.netmf"]))


def test_a_run_whose_data_are_read_otherwise_today_keeps_its_data(
    runs: Mapping[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Validated, "version", 2)
    text = texts(shown(runs["graphs.netmf"], tab="Walks"))
    assert "“classic graph” has changed since this was made (version 1, today 2)." in text
    assert not store.exists(store.recipe_of(runs["graphs.dataset"]).run_id)
