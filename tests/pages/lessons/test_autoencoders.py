"""Lesson 6: lines, planes and bags of the student's own."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from engine.insight.lessons.autoencoders import best_line, long_cloud
from engine.runs import jobs
from tests.pages.lessons.answering import answer, answer_all
from tests.pages.opening import texts

Lesson = Callable[[int], AppTest]


def test_the_long_direction(lesson: Lesson) -> None:
    app = lesson(6)
    best = best_line(long_cloud())
    app.slider(key="lessons.6.angle").set_value(round(best.degrees)).run()
    answer(app, "6.angle", best.degrees + 4)
    assert any("as you predicted" in one.value for one in app.success)
    assert f"the error is {best.least:.2f}" in texts(app)
    rows = next(one for one in app.get("button_group") if "Round" in one.options)
    rows.set_value("Round").run()
    assert "every angle is as good" in texts(app) and "°: **36.00**" in texts(app)
    rows.set_value("Your own").run()
    assert not app.exception


def test_other_lines_are_other_bags(lesson: Lesson) -> None:
    app = lesson(6)
    answer(app, "6.bags", 3.0)
    assert any("as you predicted" in one.value for one in app.success)
    app.text_area(key="lessons.6.lines").set_value("a b\nb a\nA b").run()
    assert "You predicted 3; it is **1**." in texts(app) and "has rank **1**" in texts(app)
    app.text_area(key="lessons.6.lines").set_value("alone").run()
    assert "Type 2 to 10 lines" in texts(app) and not app.exception


def test_any_basis_and_any_vector(lesson: Lesson) -> None:
    app = lesson(6)
    (before,) = [one.value for one in app.markdown if "whatever the basis" in one.value]
    app.slider(key="lessons.6.turn").set_value(90).run()
    app.slider(key="lessons.6.stretch").set_value(2.0).run()
    (after,) = [one.value for one in app.markdown if "whatever the basis" in one.value]
    assert before.split(",")[0] == after.split(",")[0] and before != after
    for axis in (0, 1):
        app.slider(key=f"lessons.6.y.{axis}").set_value(0.0).run()
    assert not app.exception and any(r"x \cdot y = 0" in one.value for one in app.latex)


@pytest.mark.parametrize("key", ["homes", "digits"])
def test_its_buttons_ask_for_runs(lesson: Lesson, key: str) -> None:
    app = lesson(6)
    answer_all(app)
    app.button(key=f"lessons.6.{key}").click().run()
    assert [jobs.status(value if isinstance(value, str) else value[0]) for name, value in app.query_params.items()
            if name == "run"] != [None]  # fmt: skip
