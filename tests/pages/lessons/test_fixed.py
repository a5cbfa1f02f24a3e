"""A teacher's link to a lesson: its controls are as they were, locked, with the task; the predictions stay free."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from engine.errors import InputError
from pages.lessons import sheet
from pages.lessons.contents import LESSONS
from pages.lessons.fixed import Fixed, read, settings_of
from pages.lessons.lesson import FIGURES
from pages.parts.run.setting import packed
from tests.pages.lessons.answering import answer
from tests.pages.opening import opened, texts

Lesson = Callable[[int], AppTest]
CONTROLS = (
    "slider", "select_slider", "selectbox", "multiselect", "radio", "button_group", "toggle", "checkbox",
    "text_input", "text_area", "number_input",
)  # fmt: skip
EDITED = {"lessons.2.matrix": {"edited_rows": {"0": {"data": 0}}, "added_rows": [], "deleted_rows": []}}


def controls(app: AppTest, number: int) -> list[object]:
    """Those of the lesson, without those of its questions."""
    found = [one for kind in CONTROLS for one in app.get(kind) if str(one.key).startswith(f"lessons.{number}.")]
    return [one for one in found if not str(one.key).endswith((".choice", ".number"))]


def locked(app: AppTest, number: int) -> list[bool]:
    return [one.proto.disabled for one in controls(app, number)]  # type: ignore[attr-defined]


def told(app: AppTest) -> dict[str, str]:
    return {key: picture.told for key, picture in app.session_state[FIGURES].items()}


def test_a_link_comes_back_from_its_address() -> None:
    found = Fixed(2, {"lessons.2.rank": 3} | EDITED, "Why <b>three</b>?")
    assert read(found.told()) == found and len(found.told()) < 400
    given = {"lessons.2.rank": 3, "lessons.2.emptied.answer": "1st", "lessons.2.emptied.choice": "1st"}
    assert settings_of(given) == {"lessons.2.rank": 3}


@pytest.mark.parametrize(
    "link",
    [
        "A",
        Fixed(2, {"lessons.2.rank": 3}).told()[:-5],
        packed({"lesson": 2}),
        packed({"lesson": 2, "given": {"lessons.3.rank": 1}, "task": ""}),
        packed({"lesson": 2, "given": {"lessons.2.emptied.answer": "1st"}, "task": ""}),
    ],
)
def test_a_link_that_is_not_whole_is_told_and_locks_nothing(lesson: Lesson, link: str) -> None:
    lesson(0)
    with pytest.raises(InputError, match="not whole"):
        read(link)
    app = opened("lesson-2", fixed=link)
    assert not app.exception and "not whole" in texts(app) and not any(locked(app, 2))


def test_what_no_control_can_be_is_refused(lesson: Lesson) -> None:
    lesson(0)
    app = opened("lesson-2", fixed=Fixed(2, {"lessons.2.rank": 99}).told())
    assert not app.exception and "not whole" in texts(app) and not any(locked(app, 2))
    assert app.slider(key="lessons.2.rank").value == 2 and "fixed" not in app.query_params


def test_a_lesson_is_locked_with_a_task_until_one_chooses_freely(lesson: Lesson) -> None:
    lesson(2).slider(key="lessons.2.rank").set_value(1).run()
    app = opened("lesson-2", fixed=Fixed(2, {"lessons.2.rank": 3} | EDITED, "Find <b>Stanford</b>.").told())
    assert not app.exception and "Find <b>Stanford</b>." in texts(app)
    assert app.slider(key="lessons.2.rank").value == 3 and all(locked(app, 2)) and len(locked(app, 2)) > 4
    first = told(app)["lessons.2.u"]
    assert first != told(lesson(2))["lessons.2.u"], "the table is edited, too"
    answer(app, "2.emptied", "1st")
    assert not app.exception and told(app)["lessons.2.u"] == first and all(locked(app, 2))
    app.button(key="lessons.leave.2").click().run()
    assert not any(locked(app, 2)) and "fixed" not in app.query_params and "Stanford</b>" not in texts(app)


def test_the_sheet_of_a_locked_lesson_repeats_task_and_setting(lesson: Lesson) -> None:
    lesson(0)
    app = opened("lesson-2", fixed=Fixed(2, {"lessons.2.rank": 3} | EDITED, "Why?").told())
    app.session_state["lessons.sheet.2"] = True
    app.run()
    assert not app.exception
    (link,) = [one.value for one in app.code]
    again = read(link.split("fixed=")[1])
    assert again.given["lessons.2.rank"] == 3 and again.given["lessons.2.matrix"] == EDITED["lessons.2.matrix"]


@pytest.mark.parametrize("number", [one.number for one in LESSONS])
def test_every_lesson_is_locked_whole_and_as_it_was(lesson: Lesson, number: int) -> None:
    app = lesson(number)
    for slider in app.slider:
        if str(slider.key).startswith(f"lessons.{number}.") and slider.max > slider.value:
            slider.set_value(min(slider.value + (slider.step or 1), slider.max))
    app.run()
    given = settings_of(sheet.given(number, app.session_state._state.filtered_state))
    fixed = opened(f"lesson-{number}", fixed=Fixed(number, given, "Look.").told())
    assert not fixed.exception and "not whole" not in texts(fixed)
    assert all(locked(fixed, number)), [one.key for one in controls(fixed, number) if not one.proto.disabled]  # type: ignore[attr-defined]
    assert told(fixed) == told(app)
