"""Every domain holds together: its data, methods, tabs, texts; and every tab of every page opens."""

import inspect
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st

from engine.fields import specs
from engine.learners import LEARNERS
from engine.projections.pca import PCA
from engine.report import Silent
from engine.runs import catalogue, store
from engine.runs.recipe import EmbeddingOf, Recipe
from pages.parts.domain import Domain
from pages.parts.domains import DOMAINS, domain_of
from tests.pages.test_pages import opened, texts

ALL = pytest.mark.parametrize("domain", DOMAINS, ids=lambda domain: domain.name)
NOT_ASKED = [
    ("graphs", "Recommend"),
    ("images_and_words", "Zero-shot"),
    ("languages", "Equal budgets"),
    ("vectors", "Equal budgets"),
    *(("words", tab) for tab in ("Film", "Parts of a word", "Phrases", "Occurrences")),
]
"""Tabs that the default run of their page does not allow."""


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the default run of every domain, and its first map."""
    folder = tmp_path_factory.mktemp("defaults")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EMBEDDING_HOME", str(folder))
        for domain in DOMAINS:
            recipe = domain.default
            dataset = recipe.dataset.load(Silent())  # type: ignore[attr-defined]
            store.save(Recipe(recipe.dataset), dataset, 0.1)
            fit = recipe.learner.fit(dataset)  # type: ignore[union-attr]
            store.save(recipe, fit, 0.1)
            store.save(Recipe(EmbeddingOf(recipe.run_id, next(iter(fit.embeddings))), PCA()), PCA().fit(fit.main), 0.1)
    return folder


@pytest.fixture
def idle(finished: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """That home, where no process is there to do jobs."""
    st.cache_resource.clear()
    st.cache_data.clear()
    shutil.copytree(finished, home)
    monkeypatch.setattr("pages.parts.run.state.start", lambda: None)
    yield
    st.cache_resource.clear()
    st.cache_data.clear()


@ALL
@pytest.mark.timeout(600)
def test_every_tab_of_every_page_opens_by_its_link(idle: None, domain: Domain) -> None:
    for tab in (tab.title for tab in domain.tabs):
        app = opened(domain.name, domain.first_item, run=domain.default.run_id, tab=tab)
        assert not app.exception and not app.error, tab
        assert store.title(domain.default) in texts(app), tab
        assert app.session_state["tab"] == tab or (domain.name, tab) in NOT_ASKED


@ALL
def test_runs_lead_to_the_page_of_their_domain(idle: None, domain: Domain) -> None:
    row = catalogue.get(domain.default.run_id)
    assert row is not None and domain_of(row) is domain


@ALL
def test_the_default_is_made_of_what_the_page_offers(domain: Domain) -> None:
    assert domain.default.learner is not None
    assert domain.default.learner.name in domain.learners
    assert domain.picker.choice_of(domain.default.dataset) == next(iter(domain.picker.choices))


@ALL
def test_every_choice_of_data_is_found_again_when_a_run_of_it_is_opened(domain: Domain) -> None:
    for name, choice in domain.picker.choices.items():
        files = {file.name: "0" * 64 for file in choice.files}
        assert domain.picker.choice_of(choice.source(**choice.fixed, **files)) == name
        of_columns = {name for roles in choice.source.roles.values() for name in roles}
        assert {*choice.fixed, *files, *of_columns, *choice.source.typed} <= specs(choice.source).keys()
        assert choice.source.roles.keys() <= files.keys() or not files


@ALL
def test_texts_and_titles_are_there(domain: Domain) -> None:
    assert domain.about.strip()
    titles = [tab.title for tab in domain.tabs]
    assert len(titles) == len(set(titles))
    assert len(inspect.signature(domain.live).parameters) == 2


def test_every_method_that_embeds_something_has_a_page() -> None:
    embedded = {cls.embeds for cls in LEARNERS.values() if cls.embeds}
    assert embedded == {domain.item for domain in DOMAINS}
