"""Change of use on the page: halves of a text, what chance gives, and another run; the numbers are the engine's."""

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from engine.datasets.base import Source
from engine.datasets.joint.text_parts import MixedTexts, TextPart
from engine.evaluation.embedding_pair import EmbeddingPair
from engine.evaluation.words.use_change import UseChange, UseChangeTest
from engine.learners.words.ppmi_svd import PPMISVD
from engine.runs import jobs, store
from engine.runs.recipe import EmbeddingOf, Recipe
from tests.pages.conftest import RECIPES
from tests.pages.opening import Open, texts

OPENED = RECIPES["ppmi_svd"]
HALVES = TextPart(OPENED.dataset, "first"), TextPart(OPENED.dataset, "second")


def trained(source: Source) -> Recipe:
    recipe = Recipe(source, OPENED.learner)
    assert isinstance(OPENED.learner, PPMISVD)
    corpus = source.load()
    store.save(Recipe(source), corpus, 0.1)
    store.save(recipe, OPENED.learner.fit(corpus), 0.1)
    return recipe


def compared(first: Recipe, second: Recipe) -> UseChange:
    test = UseChangeTest(run=second.run_id)
    spaces = EmbeddingPair(store.load(first.run_id).main, store.load(second.run_id).main)
    fit = test.fit(spaces)
    store.save(Recipe(EmbeddingOf(first.run_id), test), fit, 0.1)
    return UseChange.from_fit(fit)


def opened(at_rest: Open) -> AppTest:
    app = at_rest(tab="Change of use", run=OPENED.run_id)
    assert not app.exception and not app.error
    return app


def table(app: AppTest, column: str) -> list[object]:
    return next(one.value for one in app.dataframe if column in one.value.columns)


def test_both_halves_are_trained_on_request(at_rest: Open) -> None:
    app = opened(at_rest)
    next(button for button in app.button if button.label == "Train on both").click().run()
    waiting = [jobs.status(Recipe(half, OPENED.learner).run_id) for half in HALVES]
    assert [status.state for status in waiting if status] == ["queued", "queued"]


@pytest.fixture
def sides(at_rest: Open) -> tuple[Recipe, Recipe]:
    first, second = (trained(half) for half in HALVES)
    return first, second


def test_both_lists_and_the_neighbors_of_a_word(at_rest: Open, sides: tuple[Recipe, Recipe]) -> None:
    found = compared(*sides)
    app = opened(at_rest)
    assert f"{len(found.labels):,} common words" in texts(app).replace("*", "")
    by_neighbors, by_cosine = table(app, "Shared"), table(app, "Cosine")
    assert by_neighbors["Word"].tolist() == [found.labels[row] for row in found.by_neighbors[:15]]
    assert by_cosine["Word"].tolist() == [found.labels[row] for row in found.by_cosine[:15]]
    np.testing.assert_array_equal(by_neighbors["In first half"], found.counts[0, found.by_neighbors[:15]])
    assert "By chance" not in by_neighbors
    box = next(one for one in app.text_input if one.label == "Word")
    row = found.by_neighbors[0]
    assert box.value == found.labels[row]
    nearest = found.labels[found.near[1, row, 0]]
    assert f"{found.counts[1, row]:,} times: {nearest}" in texts(app).replace("*", "")
    box.set_value("xyzzy").run()
    assert "xyzzy is not among the words" in texts(app)


def test_what_chance_gives_stands_beside_each_word(at_rest: Open, sides: tuple[Recipe, Recipe]) -> None:
    found = compared(*sides)
    mixed = [trained(MixedTexts(*HALVES, side=side)) for side in (0, 1)]
    null = compared(*mixed)
    app = opened(at_rest)
    shares = found.share_by_chance(null)
    for column, rows, share in zip(("Shared", "Cosine"), (found.by_neighbors, found.by_cosine), shares, strict=True):
        np.testing.assert_allclose(table(app, column)["By chance"], 100 * share[rows[:15]])
    assert f"by chance some {0.01 * len(found.labels):,.0f} would" in texts(app)


def test_another_run_is_compared_with_this_one(at_rest: Open) -> None:
    other = RECIPES["skipgram"]
    found = compared(OPENED, other)
    app = opened(at_rest)
    app.button_group(key="words.change").set_value("Another run").run()
    box = next(one for one in app.selectbox if one.label == "Run")
    assert box.value is None
    box.set_value(other.run_id).run()
    assert not app.exception
    assert table(app, "Shared")["Word"].tolist() == [found.labels[row] for row in found.by_neighbors[:15]]
