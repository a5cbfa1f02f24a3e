"""Lesson 7: the lecture's viewers and ten more, what is typed, and the runs that it opens."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from engine.insight.lessons.viewings import LECTURE
from engine.runs import jobs
from tests.pages.lessons.answering import answer, answer_all
from tests.pages.opening import texts

Lesson = Callable[[int], AppTest]


def group(app: AppTest, label: str) -> AppTest:
    return next(one for one in app.get("button_group") if one.label == label)


def test_the_lectures_three(lesson: Lesson) -> None:
    app = lesson(7)
    answer(app, "7.pairs", 10.0)
    answer(app, "7.held", "none of them")
    told = texts(app)
    assert len([one for one in app.success if "as you predicted" in one.value]) == 2
    assert "3 · 2 + 2 · 1 + 2 · 1 = 10" in told and "No viewer's training part has m3 or m2" in told
    (listed,) = [one.value for one in app.dataframe if "Predict m₂" in one.value.columns]
    assert ["Alice", "m1", "m4"] in listed.to_numpy().tolist() and len(listed) == 10
    assert "Alice shares no film with anybody" in told


def test_ten_viewers(lesson: Lesson) -> None:
    app = lesson(7)
    group(app, "Viewers").set_value("Ten viewers").run()
    answer_all(app)
    assert "You predicted 1; it is **92**." in texts(app)
    key = next(box.key for box in app.selectbox if box.label == "Viewer")
    app.selectbox(key=key).set_value("Hana").run()
    assert not app.exception and "it is **none of them**" in texts(app) and "Intersection**: m" in texts(app)


def test_viewers_of_ones_own(lesson: Lesson) -> None:
    app = lesson(7)
    key = next(box.key for box in app.text_area if str(box.key).startswith("lessons.7.viewers"))
    app.text_area(key=key).set_value("Eve: x y z\nKim: y z").run()
    answer_all(app)
    assert not app.exception and "3 · 2 + 2 · 1 = 8" in texts(app)
    app.text_area(key=key).set_value("nobody").run()
    assert not app.exception and "the example is used instead" in texts(app) and LECTURE.startswith("Alice")


def test_a_viewer_without_searches(lesson: Lesson) -> None:
    app = lesson(7)
    app.multiselect(key="lessons.7.searched").set_value([]).run()
    answer(app, "7.searches", "leave it")
    assert any("leave it" in one.value for one in app.success)


def test_titles_of_ones_own(lesson: Lesson) -> None:
    app = lesson(7)
    app.text_area(key="lessons.7.titles").set_value("a b\nb c\nb c\nd e").run()
    answer_all(app)
    assert not app.exception
    key = next(box.key for box in app.multiselect if box.label == "Read")
    app.multiselect(key=key).set_value(["a b", "b c", "d e"]).run()
    assert "All were read" in texts(app)
    app.text_area(key="lessons.7.titles").set_value("one line").run()
    assert not app.exception and "at least two different titles" in texts(app)


@pytest.mark.parametrize("key", ["pairs.run", "watch.run"])
def test_its_buttons_ask_for_runs(lesson: Lesson, key: str) -> None:
    app = lesson(7)
    app.button(key=f"lessons.7.{key}").click().run()
    (run,) = [value for name, value in app.query_params.items() if name == "run"]
    assert jobs.status(run if isinstance(run, str) else run[0]) is not None
