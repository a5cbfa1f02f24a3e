"""Lesson 8: the predictions that arithmetic answers, what is typed, and new digits."""

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from tests.pages.lessons.answering import answer, answer_all
from tests.pages.opening import texts

Lesson = Callable[[int], AppTest]


def test_the_predictions_of_the_examples(lesson: Lesson) -> None:
    app = lesson(8)
    answer(app, "8.balls", "ball 4")
    answer(app, "8.twice", 4.0)
    answer(app, "8.triplet", 1.25)
    answer(app, "8.shot", "pixels")
    assert len([one for one in app.success if "as you predicted" in one.value]) == 4
    assert "sqrt{(1 - 0.6)^2 + (8 - 7)^2 + (0.9 - 0.1)^2}" in texts(app)
    app.toggle(key="lessons.8.scaled").set_value(True).run()
    assert "it is **ball 1**" in texts(app)


def test_a_walk_down_ends_outside_of_the_circle(lesson: Lesson) -> None:
    app = lesson(8)
    answer_all(app)
    app.slider(key="lessons.8.walked").set_value(20).run()
    assert "The loss is 0, so no point moves any more." in texts(app)
    app.slider(key="lessons.8.Negative.0").set_value(2.0).run()
    assert "it is **0**" in texts(app)


def test_clicks_and_queries_of_ones_own(lesson: Lesson) -> None:
    app = lesson(8)
    answer_all(app)
    (ranked,) = [one.value for one in app.dataframe if "Page" in one.value.columns]
    assert "shoes" in ranked["Page"][0] and ranked["u · v"].is_monotonic_decreasing
    app.text_input(key="lessons.8.query").set_value("nothing known").run()
    assert "its vector is 0" in texts(app)
    app.text_area(key="lessons.8.clicks").set_value("a > one\nb > two\nc > three").run()
    app.text_input(key="lessons.8.query").set_value("b").run()
    (ranked,) = [one.value for one in app.dataframe if "Page" in one.value.columns]
    assert ranked["Page"][0] == "two"
    app.text_area(key="lessons.8.clicks").set_value("a > one").run()
    assert not app.exception and "the example is used instead" in texts(app)


def test_without_random_negatives_nothing_is_learned(lesson: Lesson) -> None:
    app = lesson(8)
    app.select_slider(key="lessons.8.negatives").set_value(0).run()
    answer_all(app)
    assert not app.exception
    (ranked,) = [one.value for one in app.dataframe if "Page" in one.value.columns]
    assert ranked["u · v"].abs().max() < 0.5


def test_other_digits_may_be_the_new_ones(lesson: Lesson) -> None:
    app = lesson(8)
    answer_all(app)
    app.slider(key="lessons.8.known").set_value(7).run()
    assert not app.exception and "other pictures of these 2 digits" in texts(app) and "knows 0 to 7" in texts(app)
