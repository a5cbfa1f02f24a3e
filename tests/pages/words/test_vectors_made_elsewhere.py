"""Word vectors that came without a text, on the words page: a run like any other, less what needs a text."""

import numpy as np
import pytest

from engine.datasets.vectors.sources import UploadedVectors
from engine.files import uploads
from engine.learners.vectors.as_given import AsGiven
from engine.neighbors import nearest
from engine.runs import store
from engine.runs.recipe import Recipe
from pages.words.page import WORDS
from tests.engine.datasets.vectors import written
from tests.pages.opening import Open, opened, texts, turn_to

NEED_A_TEXT = {"Why close?", "Three words", "How it works", "Phrases", "Parts of a word"}


@pytest.fixture
def glove(at_rest: Open) -> Recipe:
    """A run of a file in the layout of GloVe."""
    at_rest()  # makes the home
    source = UploadedVectors(sha256=uploads.keep(written.lines().encode(), "glove.txt").sha256)
    recipe = Recipe(source, AsGiven())
    found = source.load()
    store.save(Recipe(source), found, 0.1)
    store.save(recipe, AsGiven().fit(found), 0.1)
    return recipe


def test_it_opens_with_the_tabs_that_need_no_text(glove: Recipe) -> None:
    app = opened("words", written.LABELS[0], run=glove.run_id)
    assert not app.exception and "glove.txt" in texts(app)
    found = set()
    for tab in WORDS.tabs:
        if turn_to(app, tab.title):
            found.add(tab.title)
        assert not app.exception and not app.error, tab.title
    assert not found & NEED_A_TEXT
    assert {"Analogies", "Relations", "Axes", "Categories", "Odd one out", "Scores", "How true?"} <= found


def test_its_neighbors_are_those_of_the_file(glove: Recipe) -> None:
    app = opened("words", written.LABELS[0], run=glove.run_id, tab="Senses")
    words = store.load(glove.run_id).main  # type: ignore[union-attr]
    np.testing.assert_allclose(words.vectors, written.VALUES, rtol=1e-6)
    table = next(one.value for one in app.dataframe if "Group" in one.value.columns)
    assert set(table["Neighbor"]) == {words.labels[row] for row in nearest(words, 0, 10).rows}


def test_the_controls_show_the_file_and_its_method(glove: Recipe) -> None:
    app = opened("words", written.LABELS[0], run=glove.run_id)
    method = next(box for box in app.selectbox if box.label == "Method")
    assert method.value == "as_given" and list(method.options) == [AsGiven.title]
    data = next(box for box in app.selectbox if box.label == "Text")
    assert data.value == "vectors"
    data.set_value("toy_world").run()
    assert not app.exception
    method = next(box for box in app.selectbox if box.label == "Method")
    assert AsGiven.title not in method.options and method.value in WORDS.learners
