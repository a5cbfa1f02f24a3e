"""CBOW beside skip-gram by the size of the text: measured when asked for, and what was measured on novels beside it."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from engine.insight.words.measured_sizes import measured_sizes
from engine.runs import jobs, store
from engine.runs.recipe import Recipe
from tests.pages.conftest import RECIPES
from tests.pages.opening import Open, texts

OPEN = RECIPES["skipgram"]


@pytest.fixture
def app(at_rest: Open, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setattr("pages.words.all_methods.questions.missing", lambda entry: ["file"])  # nothing at hand
    return at_rest(tab="All methods", run=OPEN.run_id, wide="true")


def test_the_curve_of_the_users_text_is_a_job(app: AppTest, home: Path) -> None:
    app = next(box for box in app.number_input if box.label == "Seeds").set_value(1).run()
    app = next(box for box in app.number_input if box.label == "Words read").set_value(10_000).run()
    assert "trainings, about" in texts(app)
    app = next(button for button in app.button if button.label == "Measure it on this text").click().run()
    (status,) = jobs.active("")
    recipe = jobs.recipe_of(status.run_id)
    assert recipe is not None and recipe.learner is not None and recipe.learner.name == "text_size"
    assert recipe.dataset == OPEN.dataset
    fit = recipe.learner.fit(store.load(Recipe(recipe.dataset).run_id))
    store.save(recipe, fit, 0.5)
    jobs.queue.finish(status.run_id, "done", 0.5)
    app.run()
    assert not app.exception
    assert "The curve is of this text and these settings alone" in texts(app)


def test_what_was_measured_says_where_and_when(app: AppTest) -> None:
    way = next(each for each in app.segmented_control if "This text" in each.options)
    app = way.set_value("A hundred novels, as measured").run()
    assert not app.exception
    told = measured_sizes()
    assert told.scores.shape == (2, len(told.sizes), 2) and told.sizes[-1] == 10_000_000
    assert f"Measured once, on {told.date}" in texts(app) and "not on your text" in texts(app)
