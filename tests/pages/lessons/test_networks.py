"""Lesson 3: the predictions that theory answers, and what is revealed."""

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from tests.pages.lessons.answering import answer, answer_all
from tests.pages.opening import texts

Lesson = Callable[[int], AppTest]


def test_the_predictions_of_the_example(lesson: Lesson) -> None:
    app = lesson(3)
    for name, value in (("collapsed", 3.75), ("entropy", 0.92), ("rate", 0.2)):
        answer(app, f"3.{name}", value)
    assert len([one for one in app.success if "as you predicted" in one.value]) == 3
    assert [one.value.replace("\\", "").split("*")[2] for one in app.success] == ["3.75", "0.916", "0.200"]
    app.slider(key="lessons.3.kappa").set_value(20).run()
    assert "You predicted 0.2; it is **0.100**." in texts(app)
    app.slider(key="lessons.3.eta.20").set_value(2.0).run()
    assert not app.exception


def test_every_activation_and_schedule(lesson: Lesson) -> None:
    app = lesson(3)
    answer_all(app)
    for label, options in {"Activation": ("identity", "tanh", "ReLU", "sigmoid")}.items():
        for option in options:
            next(one for one in app.get("button_group") if one.label == label).set_value(option).run()
            assert not app.exception and any(rf"\text{{{option}}}" in one.value for one in app.latex)
    app.selectbox(key="lessons.3.schedule").set_value("falling to 0").run()
    app.slider(key="lessons.3.noise").set_value(0.0).run()
    assert not app.exception and "Stop at step **20,000**" in texts(app)
