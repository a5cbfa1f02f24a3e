"""Lesson 9: the lecture's pooling, what is changed, and the pages that it opens."""

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from tests.pages.lessons.answering import answer, answer_all
from tests.pages.opening import texts

Lesson = Callable[[int], AppTest]


def test_the_predictions_of_the_examples(lesson: Lesson) -> None:
    app = lesson(9)
    for name, value in (
        ("pooled", 36.5), ("normalized", "the same"), ("labels", "nearly all right"), ("peak", 12.0),
        ("attack", "FGSM"),
    ):  # fmt: skip
        answer(app, f"9.{name}", value)
    assert len([one for one in app.success if "as you predicted" in one.value]) == 5
    assert "printed 36, right 36.5" in texts(app)
    assert "A direction does what chance of the same size does not." in texts(app)
    next(one for one in app.get("button_group") if one.label == "Pooling").set_value("Maximum").run()
    assert "it is **100**" in texts(app) and "printed 36, right" not in texts(app)


def test_a_filter_and_a_batch_of_ones_own(lesson: Lesson) -> None:
    app = lesson(9)
    answer_all(app)
    for name in ("Level edges", "Blur", "Your own"):
        app.selectbox(key="lessons.9.filter").set_value(name).run()
        assert not app.exception
    app.text_input(key="lessons.9.batch").set_value("1, 3").run()
    assert "In: mean **2.000**, spread **1.000**. Out: mean **0.000**, spread **1.000**" in texts(app)
    for wrong in ("1, x", "5, 5", "nan, 1"):
        app.text_input(key="lessons.9.batch").set_value(wrong).run()
        assert not app.exception and "the example is used instead" in texts(app)


def test_too_few_units_learn_nothing_by_heart(lesson: Lesson) -> None:
    app = lesson(9)
    answer_all(app)
    app.select_slider(key="lessons.9.units").set_value(4).run()
    assert "it is **about half wrong**" in texts(app)


def test_a_change_of_nothing_fools_nobody(lesson: Lesson) -> None:
    app = lesson(9)
    app.slider(key="lessons.9.epsilon").set_value(0.0).run()
    answer(app, "9.attack", "none of the three")
    assert any("none of the three" in one.value for one in app.success)


def test_its_buttons_open_the_experiments(lesson: Lesson) -> None:
    app = lesson(9)
    app.button(key="lessons.9.open.Experiments.Double descent").click().run()
    assert app.session_state["images.inside"] == "Experiments"
    assert app.session_state["images.experiment"] == "Double descent"
