"""Neighbors of many items in columns: those of the engine, unknown names told."""

import pytest

from engine.fit import Fit
from engine.neighbors import Metric, nearest
from engine.runs import store
from tests.pages.conftest import RECIPES
from tests.pages.opening import Open, texts


@pytest.mark.parametrize(
    ("page", "method", "asked"), [("words", "ppmi_svd", "king, dog"), ("vectors", "as_given", "tomato gold")]
)
def test_a_column_for_each(at_rest: Open, page: str, method: str, asked: str) -> None:
    app = at_rest(page, item="", tab="Senses", run=RECIPES[method].run_id)
    app.session_state[f"{page}.senses_of"] = "Of many, side by side"
    app.run()
    assert not app.exception and not app.warning
    metric: Metric = "dot" if page == "words" else "euclidean"
    app.session_state[f"{page}.neighbor_columns_by"] = metric
    box = next(one for one in app.text_input if "up to 8" in one.label)
    box.set_value(f"{asked} nosuchname").run()
    assert not app.exception and any("nosuchname" in one.value for one in app.warning)
    fit = store.load(RECIPES[method].run_id)
    assert isinstance(fit, Fit)
    labels = asked.replace(",", "").split()
    table = next(one.value for one in app.dataframe if labels[0] in one.value.columns)
    assert list(table.columns) == labels
    for label in labels:
        found = nearest(fit.main, fit.main.index[label], 10, metric)
        assert table[label].tolist() == [fit.main.labels[row] for row in found.rows]
    many = " ".join(fit.main.labels[:12])
    box = next(one for one in app.text_input if "up to 8" in one.label)
    box.set_value(many).run()
    assert 8 in [len(one.value.columns) for one in app.dataframe if fit.main.labels[0] in one.value.columns]
    assert "The first 8 of 12" in texts(app)
    box.set_value("nosuchname").run()
    assert not app.exception and any("nosuchname" in one.value for one in app.warning)
