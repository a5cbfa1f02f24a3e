"""The sheet of each lesson: its script draws the same figures again, with what the student chose and typed."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.lessons import replay, sheet
from pages.lessons.autoencoders import OWN
from pages.lessons.contents import LESSONS
from pages.lessons.lesson import FIGURES
from tests import ROOT
from tests.pages.lessons.answering import answer_all

Lesson = Callable[[int], AppTest]


def told(app: AppTest) -> dict[str, str]:
    """What the figures say on the page that is open."""
    return {key: picture.told for key, picture in app.session_state[FIGURES].items()}


def given(app: AppTest, number: int) -> dict[str, object]:
    """What the page would give to its sheet."""
    return sheet.given(number, app.session_state._state.filtered_state)


@pytest.mark.parametrize("number", [one.number for one in LESSONS])
def test_a_lesson_drawn_again_says_the_same(lesson: Lesson, number: int) -> None:
    app = lesson(number)
    answer_all(app)
    for slider in app.slider:
        if slider.key and str(slider.key).startswith(f"lessons.{number}.") and slider.max > slider.value:
            slider.set_value(min(slider.max, slider.value + slider.step))
            break
    app.run()
    assert replay.figures(number, given(app, number)) == told(app)


def test_edited_cells_added_and_deleted_rows_are_given_again() -> None:
    own = {"edited_rows": {0: {"x": 5.0}}, "added_rows": [{"x": 1.0, "y": 2.0}], "deleted_rows": [1]}
    state = {"lessons.6.cloud": OWN, "lessons.6.own": own, "lessons.6.line.answer": 30.0}
    first = replay.figures(6, {"lessons.6.cloud": OWN})["lessons.6.line"]
    again = replay.figures(6, state)["lessons.6.line"]
    assert first.startswith("6 points") and again.startswith("6 points") and first != again


def test_the_script_runs_in_a_process_of_its_own_and_says_whether_it_is_the_same(
    lesson: Lesson, tmp_path: Path
) -> None:
    app = lesson(2)
    app.slider(key="lessons.2.rank").set_value(3).run()
    known = given(app, 2)
    right, wrong = tmp_path / "right.py", tmp_path / "wrong.py"
    right.write_text(sheet.script(2, known, told(app)), encoding="utf-8")
    wrong.write_text(sheet.script(2, known, told(app) | {"lessons.2.u": "something else"}), encoding="utf-8")
    done = [
        subprocess.run([sys.executable, path], cwd=ROOT, capture_output=True, text=True, timeout=120)
        for path in (right, wrong)
    ]
    assert [one.returncode for one in done] == [0, 1], done[0].stderr
    assert "The same as on the sheet." in done[0].stdout and "document 1: 0.30, 0.41, 0.79" in done[0].stdout


def test_the_sheet_holds_what_was_chosen_and_the_step_of_each_figure(lesson: Lesson) -> None:
    app = lesson(2)
    answer_all(app)
    app.slider(key="lessons.2.rank").set_value(3).run()
    pictures = app.session_state[FIGURES]
    made = sheet._sheet(2, "SVD as an embedder", [], pictures, given(app, 2), "", "", "")
    chosen, *figures = made.parts
    settings = dict(zip(chosen.columns["control"], chosen.columns["value"], strict=True))
    assert settings["rank"] == "3" and settings["document"] == "1" and "emptied.answer" not in settings
    assert [one.title for one in figures] == ["Taken apart", "", "", "Documents and terms on one plane"]
