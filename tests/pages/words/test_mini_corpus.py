"""The mini-corpus on the page: what is typed is counted at once."""

import json

import pytest
from numpy.testing import assert_allclose
from streamlit.testing.v1 import AppTest

from engine.insight.words.mini_corpus import CELLS, mini_corpus
from engine.insight.words.mini_training import chances, train
from pages.words.mini_corpus import EXAMPLE
from tests.pages.conftest import RECIPES
from tests.pages.opening import Open, texts


def opened(at_rest: Open) -> AppTest:
    return at_rest(tab="Mini-corpus", run=RECIPES["ppmi_svd"].run_id)


@pytest.mark.parametrize("kind", CELLS)
def test_every_kind_of_cell_is_drawn(at_rest: Open, kind: str) -> None:
    app = next(box for box in opened(at_rest).selectbox if box.label == "Cells").set_value(kind).run()
    assert not app.exception
    assert {"words.mini_matrix", "words.mini_plane"} <= {chart.key for chart in app.get("plotly_chart")}
    assert f"**{CELLS[kind]}**".replace("*", "") in texts(app).replace("*", "")


def test_pairs_and_the_numbers_of_one(at_rest: Open) -> None:
    app = opened(at_rest)
    table = next(one.value for one in app.dataframe if "Distance" in one.value.columns)
    assert len(table) == 28  # 2 for each of the 7 steps of two sentences of 8 words
    assert any(r"\frac{2 \cdot 28}{2 \cdot 4}" in one.value for one in app.latex)  # START beside all
    app = next(box for box in app.text_area if box.label == "Sentences, one a line").set_value("a b").run()
    app = next(box for box in app.toggle if box.label.startswith("START")).set_value(False).run()
    table = next(one.value for one in app.dataframe if "Distance" in one.value.columns)
    assert table["Context"].tolist() == ["b", "a"]
    app = next(box for box in app.text_area if box.label == "Sentences, one a line").set_value("alone").run()
    assert any("two words" in one.value for one in app.warning) and not app.exception


def test_the_pairs_are_trained_and_a_word_is_lit_up_everywhere(at_rest: Open) -> None:
    app = opened(at_rest)
    corpus = mini_corpus(EXAMPLE, 1, ends=True)
    found = train(corpus.counts, 0)
    assert f"to {found.loss[-1]:.3f}; the counts themselves have {found.least:.3f}" in texts(app)
    pills = next(one for one in app.get("button_group") if one.label == "Light up a word")
    pills.set_value("well").run()
    assert not app.exception
    drawn = {chart.key: json.loads(chart.proto.spec) for chart in app.get("plotly_chart")}
    framed = drawn["words.mini_matrix"]["layout"]["shapes"]
    at = corpus.words.index("well")
    assert [(one["x0"], one["y0"]) for one in framed] == [(-0.5, at - 0.5), (at - 0.5, -0.5)]
    ways = drawn["words.mini_ways"]["data"][1]
    (lit,) = [name for name, size in zip(ways["text"], ways["marker"]["size"], strict=True) if size == 15]
    assert "well" in lit.split(", ")
    pairs = next(one.value for one in app.dataframe if "Distance" in one.value.columns)
    assert set(pairs["Word"]) == {"well"} and len(pairs) == corpus.counts[at].sum()
    table = next(one.value for one in app.dataframe if "p(c | well)" in one.value.columns)
    expected = chances(found.path[-1], found.contexts)[at]
    assert_allclose(sorted(table["p(c | well)"], reverse=True), sorted(expected, reverse=True))
