"""The mini-corpus on the page: what is typed is counted at once."""

import pytest
from streamlit.testing.v1 import AppTest

from engine.insight.words.mini_corpus import CELLS
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
