"""Lesson 12: genes, faces and tables, and the pages built for them."""

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from engine.runs import jobs
from tests.pages.lessons.answering import answer, answer_all
from tests.pages.opening import texts

Lesson = Callable[[int], AppTest]


def test_the_predictions_of_the_examples(lesson: Lesson) -> None:
    app = lesson(12)
    for name, value in (("genes", 80.0), ("faces", 6.0), ("rank", 9.0)):
        answer(app, f"12.{name}", value)
    assert len([one for one in app.success if "as you predicted" in one.value]) == 3
    assert "yard = 1.00 lot - 0.50 square feet" in texts(app)
    app.slider(key="lessons.12.slope").set_value(0.0).run()
    assert not app.exception and "it is **1**" in texts(app)


def test_each_table_and_one_of_ones_own(lesson: Lesson) -> None:
    app = lesson(12)
    answer_all(app)
    tables = next(one for one in app.get("button_group") if one.label == "Table")
    tables.set_value("Three homes").run()
    assert "it is **2**" in texts(app) and "printed 1.05, right 1.006" in texts(app)
    next(one for one in app.get("button_group") if one.label == "Table").set_value("Grades").run()
    assert "it is **4**" in texts(app) and "0.25 year 1 + 0.25 year 2" in texts(app)
    app.text_area(key="lessons.12.text.Grades").set_value("a, b, c\n1, 2, 3\n2, 4, 5\n3, 6, 1\n7, 14, 2").run()
    assert not app.exception and "1 of the 3 columns are combinations of others" in texts(app)
    app.text_area(key="lessons.12.text.Grades").set_value("a, b\n1, 2").run()
    assert not app.exception and "the example is used instead" in texts(app)


def test_a_face_of_ones_own(lesson: Lesson) -> None:
    app = lesson(12)
    before = {chart.proto.id: chart.proto.alt for chart in app.get("plotly_chart")}
    app.slider(key="lessons.12.part.Mouth").set_value(0.5).run()
    app.slider(key="lessons.12.n").set_value(40).run()
    told = [chart.proto.alt for chart in app.get("plotly_chart")]
    assert any("mouth 0.50" in alt and "40 eigenfaces" in alt for alt in told) and told != [*before.values()]


def test_its_button_asks_for_the_homes(lesson: Lesson) -> None:
    app = lesson(12)
    app.button(key="lessons.12.homes").click().run()
    (run,) = [value for name, value in app.query_params.items() if name == "run"]
    assert jobs.status(run if isinstance(run, str) else run[0]) is not None
