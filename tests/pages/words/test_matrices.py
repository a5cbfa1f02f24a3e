"""The matrices of the words page: what is drawn is what the engine counted, for the run at hand."""

import json
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose
from streamlit.testing.v1 import AppTest

from engine.fit import Fit
from engine.insight.words.mini_corpus import Cells
from engine.insight.words.similarity_matrix import Side, counted, low_rank
from engine.insight.words.two_vectors import nearest_by, stacked
from engine.learners.words.contract import WordLearner
from engine.runs import store
from engine.runs.recipe import Recipe
from tests.pages.conftest import RECIPES
from tests.pages.opening import Open, texts

PARTS = ("Pairs by window", "One-hot times W", "k, M, Y", "Two vectors a word")


def opened(at_rest: Open, part: str, method: str = "ppmi_svd") -> AppTest:
    app = at_rest(tab="Matrices", run=RECIPES[method].run_id)
    app.session_state["words.matrices"] = part
    app.run()
    assert not app.exception and not app.error
    return app


def drawn(app: AppTest, name: str) -> list[Any]:
    """The traces of a chart."""
    chart = next(chart for chart in app.get("plotly_chart") if chart.key == f"words.{name}")
    return json.loads(chart.proto.spec)["data"]


def of(app: AppTest, kind: str, label: str) -> Any:
    return next(element for element in app.get(kind) if element.label == label)


def fitted(method: str = "ppmi_svd") -> Fit:
    found = store.load(RECIPES[method].run_id)
    assert isinstance(found, Fit)
    return found


def test_pairs_of_a_sentence(at_rest: Open) -> None:
    app = opened(at_rest, PARTS[0])
    table = next(one.value for one in app.dataframe if "Distance" in one.value.columns)
    first = list(zip(table["Word"], table["Context"], strict=True))[:3]
    assert first == [("i", "read"), ("i", "sci-fi"), ("read", "i")]
    assert len(table) == 2 * (7 + 6) and "words.windows" in {chart.key for chart in app.get("plotly_chart")}
    assert "sci-fi" in next(one for one in texts(app).split("\n") if "Without a vector" in one)
    of(app, "slider", "Window").set_value(1)
    of(app, "text_input", "Sentence").set_value("a b\n c").run()
    table = next(one.value for one in app.dataframe if "Distance" in one.value.columns)
    assert list(zip(table["Word"], table["Context"], strict=True)) == [("a", "b"), ("b", "a"), ("b", "c"), ("c", "b")]
    of(app, "text_input", "Sentence").set_value("alone").run()
    assert any("two words" in one.value for one in app.warning) and not app.exception


def test_the_row_that_comes_out_is_the_vector(at_rest: Open) -> None:
    app = opened(at_rest, PARTS[1])
    words = fitted().main
    result = next(trace for trace in drawn(app, "one_hot_picture") if trace.get("yaxis") == "y2")
    shown = [float(text) for text in result["text"][0]]
    assert_allclose(shown, words.vectors[words.index["king"], : len(shown)], atol=0.0051)
    of(app, "text_input", "Word").set_value("xyzzy").run()
    assert any("xyzzy" in one.value for one in app.warning) and not app.exception


@pytest.mark.parametrize(("kind", "side"), [("count", "both"), ("ratio", "right"), ("log", "both")])
@pytest.mark.parametrize("method", ["ppmi_svd", "skipgram"])
def test_k_and_its_low_rank(at_rest: Open, method: str, kind: Cells, side: Side) -> None:
    app = opened(at_rest, PARTS[2], method)
    app.session_state["words.recipe_k"], app.session_state["words.recipe_side"] = kind, side
    app.session_state["words.recipe_columns"] = "The same words"
    of(app, "text_input", "Words, 2 to 16, separated by commas or blanks").set_value("king queen, dog").run()
    learner = RECIPES[method].learner
    assert isinstance(learner, WordLearner)
    corpus = learner.trained_on(store.load(Recipe(RECIPES[method].dataset).run_id))  # type: ignore[arg-type]
    rows = [corpus.index[word] for word in ("king", "queen", "dog")]
    cells = counted(corpus, rows, learner.target(), side).cells(kind)[:, rows]
    form = {"count": ".4g", "ratio": ".2g", "log": ".2f"}[kind]
    expected = [["" if np.isnan(value) else format(value, form) for value in row] for row in cells]
    assert drawn(app, "recipe_m")[0]["text"] == expected
    assert f"misses {low_rank(cells, 2).error:.1%} of the squares" in texts(app)
    assert "Nearest by right vectors" in next(
        one.value for one in app.dataframe if "Nearest by left vectors" in one.value.columns
    )
    of(app, "text_input", "Words, 2 to 16, separated by commas or blanks").set_value("king").run()
    assert any("Name 2 to 16 words" in one.value for one in app.warning) and not app.exception


def test_neighbors_and_products_of_two_vectors(at_rest: Open) -> None:
    app = opened(at_rest, PARTS[3], "skipgram")
    fit = fitted("skipgram")
    words, contexts = fit.main, fit.context
    table = next(one.value for one in app.dataframe if "by w, as words" in one.value.columns)
    for by, column in (("both", "by [w, y], both"), ("meets", "w · y: it meets")):
        found = nearest_by(words, contexts, words.index["king"], by)  # type: ignore[arg-type]
        assert table[column].tolist() == [words.labels[row] for row in found.rows]
        assert_allclose(table[f"{column} "], found.scores)
    box = of(app, "text_input", "Words, 2 to 10, separated by commas or blanks")
    box.set_value("king queen").run()
    rows = [words.index["king"], words.index["queen"]]
    expected = [[f"{value:.2f}" for value in row] for row in stacked(words, contexts, rows).blocks]
    assert drawn(app, "two_matrix")[0]["text"] == expected
    app.session_state["words.two_drawn"] = "Stacked [w, y]"
    app.run()
    expected = [[f"{value:.2f}" for value in row] for row in stacked(words, contexts, rows).sums]
    assert drawn(app, "two_matrix")[0]["text"] == expected
