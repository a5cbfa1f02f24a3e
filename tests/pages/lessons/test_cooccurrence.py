"""Lesson 5: sentences of the student's own, and both sides."""

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from tests.pages.lessons.answering import answer, answer_all
from tests.pages.opening import texts

Lesson = Callable[[int], AppTest]


def test_the_example(lesson: Lesson) -> None:
    app = lesson(5)
    answer(app, "5.count", 2.0)
    assert any("as you predicted" in one.value for one in app.success)
    assert "sentence 1, distance +4; sentence 3, distance +4" in texts(app)
    assert any(r"\ln \frac{2 \cdot 76}" in one.value for one in app.latex)


def test_sentences_of_ones_own(lesson: Lesson) -> None:
    app = lesson(5)
    answer_all(app)
    app.text_area(key="lessons.5.text").set_value("a b\nb c").run()
    assert not app.exception and "How often does “b” stand within 4 words of “a”" in texts(app)
    app.text_area(key="lessons.5.text").set_value("x").run()
    assert not app.exception and "at least one sentence of two words" in texts(app)


def test_counted_to_the_right_alone_the_two_sides_differ(lesson: Lesson) -> None:
    app = lesson(5)
    sides = next(one for one in app.get("button_group") if one.label == "Counted")
    sides.set_value("To the right alone").run()
    answer(app, "5.sides", "different")
    assert any("as you predicted" in one.value for one in app.success)


def test_its_sentences_open_as_a_mini_corpus(lesson: Lesson) -> None:
    app = lesson(5)
    app.button(key="lessons.5.mini").click().run()
    assert app.session_state["words.mini_text"].count("\n") == 2 and app.session_state["words.mini_window"] == 4


def test_the_lectures_table_stands_beside_the_counts(lesson: Lesson) -> None:
    app = lesson(5)
    answer_all(app)
    (table,) = [one.value for one in app.dataframe if "Printed" in one.value.columns]
    assert table["Printed"].tolist() == [2, 0, 3, 1, 2, 0] and table["window 4"].tolist() == [2, 1, 3, 2, 3, 2]
    assert all(table["Printed"].tolist() != table[name].tolist() for name in table.columns[2:])
    assert "dog-crowded 0 and 1, park-crowded 1 and 2, park-the 2 and 3, crowded-the 0 and 2." in texts(app)
    app.text_area(key="lessons.5.text").set_value("a b\nb c").run()
    assert not [one for one in app.dataframe if "Printed" in one.value.columns]
