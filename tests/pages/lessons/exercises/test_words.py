"""Exercises of words, done by controls alone."""

from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose

from engine.arithmetic.association import categories, cosine_of_mean, mean_of_cosines, parse
from engine.insight.words.mini_corpus import mini_corpus
from engine.insight.words.mini_training import train
from engine.learners.words.ppmi_svd import PPMISVD
from engine.runs import selections, store
from engine.runs.recipe import Recipe
from tests.pages.conftest import DATA, RECIPES
from tests.pages.lessons.exercises.doing import charts, dataframe, number, pasted, row, select, slider, typed, unpacked
from tests.pages.opening import Open, texts

RUN = RECIPES["ppmi_svd"].run_id
M_TEST_ANS = {
    "START": {"all": 1, "all's": 1},
    "END": {"gold": 1, "well": 1},
    "all": {"START": 1, "that": 1},
    "all's": {"START": 1, "well": 1},
    "ends": {"that": 1, "well": 1},
    "glitters": {"isn't": 1, "that": 1},
    "gold": {"END": 1, "isn't": 1},
    "isn't": {"glitters": 1, "gold": 1},
    "that": {"all": 1, "ends": 1, "glitters": 1, "well": 1},
    "well": {"END": 1, "all's": 1, "ends": 1, "that": 1},
}
"""The notebook's matrix, which is told there row by row in alphabetical order."""
COUNTED = Recipe(DATA["corpus"], PPMISVD(n_components=2, window=4, weighting="equal", power=1.0, cells="count"))


def test_1_the_matrix_of_the_notebook(at_rest: Open) -> None:
    app = at_rest("words", run=RUN, tab="Mini-corpus")
    pasted(app, "Sentences, one a line").set_value("All that glitters isn't gold\nAll's well that ends well").run()
    select(app, "Cells").set_value("count").run()
    shown = cells(charts(app)["words.mini_matrix"])
    assert shown == {(a, b): M_TEST_ANS[a].get(b, 0) for a in M_TEST_ANS for b in M_TEST_ANS} and len(shown) == 100
    slider(app, "Window").set_value(2).run()
    shown = cells(charts(app)["words.mini_matrix"])
    assert shown["all", "glitters"] == 1 and shown["START", "that"] == 1 and shown["START", "glitters"] == 0


def cells(chart: dict[str, Any]) -> dict[tuple[str, str], float]:
    """(word, context) -> the number in the cell, as they are drawn."""
    values = unpacked(chart["data"][0]["z"])
    words, contexts = chart["layout"]["yaxis"]["ticktext"], chart["layout"]["xaxis"]["ticktext"]
    return {(a, b): values[i][j] for i, a in enumerate(words) for j, b in enumerate(contexts)}


def test_2_counts_cut_to_a_plane_and_to_the_unit_circle(at_rest: Open) -> None:
    keep(COUNTED)
    only = selections.keep(["king", "queen", "dog", "cat", "france", "germany"])
    app = at_rest("words", "king", run=COUNTED.run_id, only=only, map="unit_length")
    assert not app.exception and "Each vector over its own length" in texts(app)
    assert "Only 6" in texts(app).replace("*", "")
    vectors = store.load(COUNTED.run_id).main
    assert vectors.n_components == 2
    options = select(app, "Map").options
    assert "As they are" in options and "On the unit circle" in options


def keep(recipe: Recipe) -> None:
    """A run as its job would make it."""
    if not store.exists(recipe.run_id):
        store.save(recipe, recipe.learner.fit(DATA["corpus"].load()), 0.1)


def test_8_log_counts_a_scree_and_the_ends_of_a_component(at_rest: Open) -> None:
    recipe = Recipe(DATA["corpus"], PPMISVD(n_components=20, power=1.0, cells="log"))
    keep(recipe)
    app = at_rest("words", "king", run=recipe.run_id, tab="Components")
    fit = store.load(recipe.run_id)
    number(app, "Component").set_value(3).run()
    along = fit.main.vectors[:, 2]
    top, bottom = dataframe(app, "Top"), dataframe(app, "Bottom")
    assert_allclose(top["Coordinate"], np.sort(along)[::-1][:12])
    assert bottom["Bottom"].iloc[0] == fit.main.labels[int(along.argmin())]
    row(app, "Components").set_value("Principal components of the vectors").run()
    ratios = np.linalg.svd(fit.main.vectors - fit.main.vectors.mean(axis=0))[1] ** 2
    reached = int(np.argmax(np.cumsum(ratios) / ratios.sum() >= 0.95)) + 1
    assert f"{reached} of 20 components hold 95 % of the variance" in texts(app)
    assert "words.component_scree" in charts(app)


def test_11_how_much_of_a_category_is_in_a_word(at_rest: Open) -> None:
    app = at_rest("words", run=RUN, tab="Categories")
    lists = "animals: dog, cat, horse\ncountries: france, germany, spain"
    pasted(app, "Lists, one a line").set_value(lists).run()
    typed(app, "Words in the plane").set_value("king, cow, italy").run()
    main = store.load(RUN).main
    rows = [main.index[word] for word in ("king", "cow", "italy")]
    two = categories(main, parse(lists))
    for title, formula in (("Mean of cosines", mean_of_cosines), ("Cosine of mean", cosine_of_mean)):
        row(app, "Formula").set_value(title).run()
        table = dataframe(app, "softmax: animals")
        exact = np.column_stack([formula(main, one.rows)[rows] for one in two])
        assert_allclose(table[["animals", "countries"]], exact, atol=1e-6)
        shares = np.exp(exact) / np.exp(exact).sum(axis=1, keepdims=True)
        assert_allclose(table["softmax: animals"], shares[:, 0], atol=1e-6)
    assert table["Word"].tolist() == ["king", "cow", "italy"]
    assert "words.category_plane" in charts(app)


def test_12_a_corpus_of_eleven_words_in_two_numbers_with_both_losses(at_rest: Open) -> None:
    text = "\n".join(f"{who} {does} {what}" for who in ("i", "she", "he") for does in ("hold", "rub") for what in
                     ("the dog", "my cat", "a can"))  # fmt: skip
    app = at_rest("words", run=RUN, tab="Mini-corpus")
    pasted(app, "Sentences, one a line").set_value(text).run()
    app.toggle(key="words.mini_ends").set_value(False).run()
    slider(app, "Window").set_value(2).run()
    slider(app, "Pairs held out").set_value(20).run()
    corpus = mini_corpus(text, 2, ends=False)
    assert len(corpus.words) == 11
    found = train(corpus.counts, 0, share_held_out=0.2)
    loss, unseen = charts(app)["words.mini_loss"]["data"]
    assert_allclose(unpacked(loss["y"]), found.loss)
    assert_allclose(unpacked(unseen["y"]), found.held_out)
    assert found.loss[-1] < found.loss[0] and found.held_out.min() < found.held_out[0]
    drawn = charts(app)["words.mini_ways"]["data"][1]
    places = dict(zip(drawn["text"], zip(unpacked(drawn["x"]), unpacked(drawn["y"]), strict=True), strict=True))
    at = {name: place for names, place in places.items() for name in names.split(", ")}
    assert set(at) == set(corpus.words)
    assert_allclose(at["dog"], found.path[-1][corpus.words.index("dog")], atol=1e-3)
    assert f"to {found.held_out[-1]:.3f}" in texts(app) and pytest.approx(found.least) == found.least
