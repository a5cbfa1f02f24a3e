"""The tab of categories: places and the test are the engine's, lists of the user's own are read."""

import pytest
from streamlit.testing.v1 import AppTest

from engine.arithmetic.association import association, categories, mean_of_cosines, parse
from engine.runs import store
from tests.pages.conftest import RECIPES
from tests.pages.opening import Open, texts

RUN = RECIPES["ppmi_svd"].run_id
LISTS = "men: king, prince, duke\nwomen: queen, princess, xyzzy, duchess\na: dog, cat\nb: france, spain"


def with_lists(app: AppTest, text: str) -> AppTest:
    return next(box for box in app.text_area if box.label == "Lists, one a line").set_value(text).run()


@pytest.mark.parametrize("method", ["ppmi_svd", "skipgram"])
def test_places_and_the_test_are_those_of_the_engine(at_rest: Open, method: str) -> None:
    run_id = RECIPES[method].run_id
    app = with_lists(at_rest(tab="Categories", run=run_id), LISTS)
    main = store.load(run_id).main
    men, women, a, b = categories(main, parse(LISTS))
    table = next(one.value for one in app.dataframe if "Mean of cosines" in one.value.columns)
    values = mean_of_cosines(main, men.rows)
    best = table.iloc[0]
    assert best["Words"] == main.labels[int(values.argmax())] and best["Place"] == 1
    assert best["Mean of cosines"] == pytest.approx(values.max())
    assert len(table) == 200 and table["Place"].iloc[-1] == (main.norms > 0).sum()
    found = association(main, men.rows, women.rows, a.rows, b.rows)
    metrics = {one.label: one.value for one in app.metric}
    assert metrics["Effect"] == f"{found.effect:.2f}" and metrics["p"] == f"{found.p:.2g}"
    assert "women: xyzzy" in texts(app) and "20 ways, all" in texts(app)
    assert f"king is at place {1 + int((values > values[main.index['king']]).sum())}" in texts(app).replace("*", "")


def test_what_is_no_list_and_too_few_lists_are_told(at_rest: Open) -> None:
    app = with_lists(at_rest(tab="Categories", run=RUN), "no list at all")
    assert any("is no list" in one.value for one in app.warning) and not app.exception
    app = with_lists(app, "men: king\nwomen: queen")
    assert "With four lists" in texts(app)
    app = with_lists(app, "men: king\nwomen: queen\na: dog\nb: cat")
    assert any("at least two known items" in one.value for one in app.warning) and not app.exception
