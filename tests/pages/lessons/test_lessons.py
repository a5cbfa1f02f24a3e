"""Every lesson, as it is opened, answered and left; and the list of them."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.lessons.contents import LESSONS
from pages.parts.assets import sections
from tests import ROOT
from tests.pages.lessons.answering import answer, answer_all, reveals
from tests.pages.opening import opened, texts

Lesson = Callable[[int], AppTest]
NUMBERS = [one.number for one in LESSONS]


@pytest.mark.parametrize("number", NUMBERS)
def test_a_lesson_is_answered_to_its_end(lesson: Lesson, home: Path, number: int) -> None:
    app = lesson(number)
    assert not app.exception and not app.warning
    declared = next(one for one in LESSONS if one.number == number)
    asked = answer_all(app)
    assert asked == [f"{number}.{name}" for name in declared.questions]
    assert json.loads((home / "lessons.json").read_text()) == sorted(asked)
    charts = app.get("plotly_chart")
    assert charts and all(re.search(r"\d", chart.proto.alt) for chart in charts), "a figure tells its numbers"
    told = texts(app)
    for step in declared.steps:
        assert f"{step.title}" in told


@pytest.mark.parametrize("one", LESSONS, ids=lambda one: one.text)
def test_a_lesson_has_a_text_for_each_step_and_no_other(one: object) -> None:
    assert list(sections(f"lessons/{one.text}"))[1:] == [step.title for step in one.steps]  # type: ignore[attr-defined]
    assert sections(f"lessons/{one.text}")[""]  # type: ignore[attr-defined]


def test_lessons_are_in_order_and_all_texts_are_read() -> None:
    assert sorted(set(NUMBERS)) == NUMBERS
    files = {path.stem for path in (ROOT / "assets" / "lessons").glob("*.md")}
    assert files == {"contents", *(one.text for one in LESSONS)}


def test_the_list_knows_what_was_answered(lesson: Lesson, home: Path) -> None:
    app = lesson(0)
    answer(app, "0.whole", 3.0)
    assert "You predicted 3; it is 0." in texts(app).replace("*", "")
    app.button(key="lessons.0.whole.again").click().run()
    assert reveals(app) == ["lessons.0.whole"]
    answer(app, "0.whole", 0.0)
    assert any("as you predicted" in box.value for box in app.success)
    assert ":material/check_circle: done, 1 of 1 predicted" in texts(opened("lessons"))
    (home / "lessons.json").write_text('{"not": "a list"}')
    assert "done" not in texts(opened("lessons")) and "0 of 1 predicted" in texts(opened("lessons", lesson="99"))


def test_an_address_of_the_list_may_name_a_lesson(lesson: Lesson) -> None:
    lesson(0)
    assert "2  SVD as an embedder" in texts(opened("lessons", lesson="2"))


def test_where_several_share_a_server_nothing_is_kept(
    lesson: Lesson, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMBEDDING_SHARED", "1")
    answer_all(lesson(0))
    assert not (home / "lessons.json").exists()


def test_two_windows_keep_what_both_answered(lesson: Lesson, home: Path) -> None:
    one, other = lesson(6), lesson(0)
    answer(one, "6.bags", 3.0)
    answer(other, "0.whole", 0.0)
    answer(one, "6.rank", 4.0)
    assert json.loads((home / "lessons.json").read_text()) == ["0.whole", "6.bags", "6.rank"]


def test_a_home_that_takes_no_file_keeps_nothing_and_stops_nobody(lesson: Lesson, home: Path) -> None:
    app = lesson(0)
    (home / "lessons.json").mkdir(parents=True)
    answer(app, "0.whole", 0.0)
    assert not app.exception and any("as you predicted" in one.value for one in app.success)
