"""Fast search: the sliders, the sentence with its numbers, the neighbors with their chances, on a trained page."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from engine.algorithms import random_planes
from engine.insight.approximate_search import beside
from engine.runs import store
from pages.parts.tabs import fast_search
from tests.pages.conftest import RECIPES
from tests.pages.opening import Open, texts

RUN = RECIPES["as_given"].run_id
COLOR = "tomato"


def look(at_rest: Open, **query: str) -> AppTest:
    app = at_rest("vectors", **({"item": COLOR, "run": RUN, "map": "pca"} | query))
    app.session_state["tab"] = "Fast search"
    app.run()
    assert not app.exception and not app.error
    return app


def test_the_chosen_item_is_told_with_what_is_compared(at_rest: Open) -> None:
    app = look(at_rest)
    whole = store.load(RUN).main  # type: ignore[union-attr]  # a Fit
    codes = random_planes.codes(whole.vectors, random_planes.normals(whole.n_components, 0))
    for n_planes, n_tables in ((6, 4), (12, 1)):
        app.slider(key="vectors.planes").set_value(n_planes)
        app.slider(key="vectors.tables").set_value(n_tables).run()
        assert not app.exception
        found = beside(whole, codes[:n_tables], whole.index[COLOR], n_planes)
        told = texts(app)
        assert f"{COLOR}** is compared with {int(found.compared.sum()) - 1:,} of {whole.n_items - 1:,}" in told
        assert f"{int((found.tables > 0).sum())} of its 10 nearest are found" in told
        table = next(frame.value for frame in app.dataframe if "Angle" in frame.value.columns)
        assert list(table["Neighbor"]) == [whole.labels[row] for row in found.near.rows]
        assert table["Chance"].tolist() == pytest.approx(100 * found.predicted)
        assert (table["Shared"] == "none: missed").sum() == (found.tables == 0).sum()


def test_more_planes_compare_less(at_rest: Open) -> None:
    app = look(at_rest)
    shares = []
    for n_planes in (1, 16):
        app.slider(key="vectors.planes").set_value(n_planes).run()
        told = re.search(r"\*\*([\d.]+)%\*\* of the others are compared", texts(app))
        assert told is not None
        shares.append(float(told[1]))
    assert shares[0] > 50 > 30 > shares[1] > 0


def test_without_an_item_the_average_is_there_and_the_way_to_more(at_rest: Open) -> None:
    app = look(at_rest, item="no such color")
    assert "Choose an item on the map first" in texts(app) and "of the others are compared" in texts(app)


def test_of_very_many_items_the_first_are_searched(at_rest: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fast_search, "MOST", 40)
    assert "Shown among the first 40 of" in texts(look(at_rest))
