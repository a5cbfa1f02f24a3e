"""A view as a file: made on a page, dropped on Home, and seen again; where its run is not here, it is offered."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from engine.datasets.text.sources import UploadedText
from engine.errors import InputError
from engine.projections.pca import PCA
from engine.runs import bookmarks, files, jobs, selections, store
from engine.runs.recipe import EmbeddingOf, Recipe
from engine.runs.selections import Group
from pages.parts.explore import bookmark
from pages.parts.explore.state import PageState
from pages.parts.explore.view import View
from tests.pages.conftest import RECIPES
from tests.pages.opening import Open, texts

TRAINING = RECIPES["ppmi_svd"]
MAP = Recipe(EmbeddingOf(TRAINING.run_id), PCA())


@pytest.fixture
def view(at_rest: Open, session: dict[str, object]) -> View:
    page = PageState("words", addressed=False)
    page.begin_with("king", "0" * 32)
    page.item, page.color, page.groups = "queen", "count", selections.keep_groups([Group("a", "#000000", ("king",))])
    page.only, page.mapped = selections.keep(["king", "queen", "man", "woman"]), (MAP.run_id, "0,1")
    return View(page, TRAINING.run_id, "word", "words")


def dropped(app: AppTest, data: bytes) -> AppTest:
    app.file_uploader(key="home.file").upload("mine.json", data, "application/json").run()
    assert not app.exception
    return app


def test_the_file_says_what_the_page_shows(view: View) -> None:
    found = bookmarks.read(bookmark.made(view))
    page = view.page
    assert found.page == "words" and found.recipe == TRAINING and found.map == MAP and found.clusters is None
    assert found.only == ("king", "queen", "man", "woman") and found.groups[0].labels == ("king",)
    expected = {"run": TRAINING.run_id, "map": "pca", "item": "queen", "color": "count"}
    assert found.address == expected | {"groups": page.groups, "only": page.only}
    bookmark.require_told(found)


def test_what_the_page_begins_with_is_named_and_lists_of_other_machines_are_left_out(view: View) -> None:
    view.page.only, view.page.groups, view.page.mapped = "king, queen", "f" * 32, ("", "")
    found = bookmarks.read(bookmark.made(replace(view, run_id=TRAINING.run_id)))
    assert found.only == () and found.groups == () and found.map is None
    assert found.address["only"] == "king, queen" and "map" not in found.address


@pytest.mark.parametrize("parameter", [{"secret": "1"}, {"dims": "4"}, {"look": "</script>"}])
def test_parameters_that_no_page_knows_are_refused(view: View, parameter: dict[str, str]) -> None:
    found = bookmarks.read(bookmark.made(view))
    with pytest.raises(InputError) as refused:
        bookmark.require_told(replace(found, address={**found.address, **parameter}))
    assert refused.value.code == "E-BKM-11"


def test_the_page_is_as_the_file_says_and_not_as_it_was_left(view: View) -> None:
    found = bookmarks.read(bookmark.made(view))
    view.page.look = "density"
    bookmark.adopt(replace(found, map=Recipe(MAP.dataset, PCA(n_components=7))), view.page)
    assert view.page.look == "" and view.page.item == "king"
    assert st.session_state[view.page.key("pca.n_components")] == 7


def test_a_bookmark_dropped_on_home_opens_the_view(at_rest: Open) -> None:
    groups = (Group("rulers", "#123456", ("king", "queen")),)
    address = {"run": TRAINING.run_id, "item": "queen", "map": "pca", "groups": selections.keep_groups(groups)}
    data = bookmarks.write(bookmarks.Bookmark("words", address, TRAINING, MAP, groups=groups))
    shutil.rmtree(files.runs_folder().parent / "selections")
    app = dropped(at_rest("home", item=""), data)
    assert {name: app.query_params[name] for name in address} == address
    assert app.session_state["words.item"] == "queen" and app.session_state["words.groups"] == address["groups"]
    assert selections.groups_of(address["groups"]) == groups


def test_a_run_that_is_not_here_is_offered(at_rest: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Recipe] = []
    monkeypatch.setattr("pages.home.bookmark.submit", lambda recipe: asked.append(recipe) or True)
    data = bookmarks.write(bookmarks.Bookmark("words", {"run": TRAINING.run_id, "item": "queen"}, TRAINING))
    store.delete(TRAINING.run_id)
    app = dropped(at_rest("home", item=""), data)
    assert "The run of this bookmark" in texts(app) and "It can be computed from its recipe." in texts(app)
    next(button for button in app.button if button.label == "Compute it").click().run()
    assert asked == [TRAINING]
    assert app.query_params["run"] == TRAINING.run_id and app.query_params["item"] == "queen"
    assert jobs.status(TRAINING.run_id) is None


def test_without_its_data_it_is_not_offered_and_the_reason_is_said(at_rest: Open) -> None:
    recipe = Recipe(UploadedText(sha256="a" * 64), TRAINING.learner)
    data = bookmarks.write(bookmarks.Bookmark("words", {"run": recipe.run_id}, recipe))
    app = dropped(at_rest("home", item=""), data)
    assert "is not here, and cannot be computed: The uploaded file" in texts(app)
    assert not [button for button in app.button if button.label == "Compute it"]


def test_a_damaged_one_is_refused_on_home_in_a_sentence(at_rest: Open) -> None:
    data = bookmarks.write(bookmarks.Bookmark("cooking", {"run": TRAINING.run_id}, TRAINING))
    app = dropped(at_rest("home", item=""), data)
    assert app.error[0].value.startswith("This app has no page “cooking”")
    document = json.loads(data) | {"page": "words", "more": 1}
    app = dropped(at_rest("home", item=""), json.dumps(document).encode())
    assert "other fields" in app.error[0].value


def test_nothing_of_a_refused_one_is_kept(at_rest: Open, home: Path) -> None:
    groups = (Group("rulers", "#123456", ("king", "queen")),)
    data = bookmarks.write(bookmarks.Bookmark("cooking", {"run": TRAINING.run_id}, TRAINING, groups=groups))
    dropped(at_rest("home", item=""), data)
    assert not list((home / "selections").glob("*.json"))
