"""The Export tab: the map that is shown is offered as a page of its own, with its size; the view as a bookmark."""

import re

from streamlit.testing.v1 import AppTest

from engine.openings import map_of
from engine.projections.pca import PCA
from engine.runs import selections, store
from engine.runs.recipe import EmbeddingOf, Recipe
from pages.parts.map import portable
from pages.parts.map.component import Drawn
from tests.pages.conftest import RECIPES
from tests.pages.opening import Open, texts, turn_to

TRAINING = RECIPES["ppmi_svd"]


def opened(at_rest: Open, only: str = "", **query: str) -> AppTest:
    """The Export tab beside a map that is computed, of all items or only of a list of some."""
    whole = store.load(TRAINING.run_id).embeddings["word"]
    mapped = map_of(TRAINING.run_id, "word", whole.n_items, PCA())
    shown = whole
    if only:
        mapped = Recipe(EmbeddingOf(TRAINING.run_id, "word", only=only), PCA())
        shown, query = whole.among(whole.rows_of(selections.labels_of(only))), query | {"only": only}
    if not store.exists(mapped.run_id):
        store.save(mapped, PCA().fit(shown), 0.1)
    app = at_rest(run=TRAINING.run_id, map="pca", **query)
    turn_to(app, "Export")
    assert not app.exception
    return app


def files(app: AppTest) -> dict[str, str]:
    """Label -> media address of what can be downloaded."""
    return {element.proto.label: element.proto.url for element in app.get("download_button")}


def test_the_map_that_is_shown_and_the_view_are_offered(at_rest: Open) -> None:
    app = opened(at_rest)
    assert "Portable map (HTML)" in files(app) and "This view as a small file" in texts(app)
    found = app.session_state["words_map.drawn"]
    assert isinstance(found, Drawn)
    told = re.search(r"About ([\d.]+) MB\. The map as it is shown, of ([\d,]+) items", texts(app))
    assert told is not None
    assert float(told[1]) == round(portable.size(found) / 1e6, 1)
    assert int(told[2].replace(",", "")) == len(found.picture.labels)


def test_of_some_items_alone_the_file_holds_these(at_rest: Open) -> None:
    only = store.load(TRAINING.run_id).embeddings["word"].labels[3:11]
    app = opened(at_rest, only=selections.keep(only))
    found = app.session_state["words_map.drawn"]
    assert found.picture.labels == only and "of 8 items (the 7 nearest of each)" in texts(app)


def test_a_map_of_another_run_is_not_taken_for_this_one(at_rest: Open) -> None:
    app = opened(at_rest, wide="true")
    assert "this run has shown none yet" in texts(app) and "Portable map (HTML)" not in files(app)
