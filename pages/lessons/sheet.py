"""The sheet of a lesson, to be handed in: what was predicted, the figures as they stand, and a script for them."""

import json
from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from engine.lab_sheet import Picture, Sheet, Table
from pages.lessons import fixed
from pages.lessons.edits import EDITED
from pages.lessons.fixed import Fixed
from pages.lessons.question import Asked
from pages.parts.tabs import hand_in
from pages.parts.write.layout import beside

SCRIPT = '''"""Draws a lesson again, without a browser, with what was chosen and typed.

Run it with the app's Python, in the folder of the app:

    python reproduce.py
"""

import json
import sys

sys.path.insert(0, ".")

from pages.lessons.replay import figures

LESSON = {number}
GIVEN = json.loads({given})
SHEET = json.loads({sheet})

found = figures(LESSON, GIVEN)
for name, told in found.items():
    print(name, told, sep="\\n", end="\\n\\n")
print("The same as on the sheet." if found == SHEET else "Not the same as on the sheet.")
sys.exit(found != SHEET)
'''


def show(
    number: int, title: str, asked: list[Asked], pictures: dict[str, Picture], locked: Fixed | None = None
) -> None:
    """The form and its two buttons, and the link for a class. locked: what a teacher's link has fixed."""
    opened = st.expander("Hand in", icon=":material/assignment:", key=f"lessons.sheet.{number}", on_change="rerun")
    if not opened.open:
        return
    chosen = given(number, st.session_state) | (dict(locked.given) if locked else {})
    with opened:
        left, right = beside(2)
        with left:
            student, answers = hand_in.fields(f"lesson-{number}")
            task = locked.task if locked else ""
            sheet = partial(_sheet, number, title, list(asked), dict(pictures), chosen, student, answers, task)
            hand_in.buttons(sheet, f"lesson-{number}-lab-sheet")
            st.caption(
                "Your predictions, the figures as they stand, their numbers in words, and a script that draws them "
                "again; it opens without the app."
            )
        with right:
            _link(number, chosen)


def _link(number: int, chosen: dict[str, Any]) -> None:
    task = hand_in.task(f"lesson-{number}")
    found = Fixed(number, fixed.settings_of(chosen), task)
    st.code(fixed.address(found), language=None, wrap_lines=True)
    st.caption(
        "It opens this lesson with what is set and typed here, locked, and the task above it; predictions stay the "
        "student's. The sheet that is handed in repeats the task."
    )


def given(lesson: int, state: Mapping[Any, Any]) -> dict[str, Any]:
    """What the controls of a lesson say, by the state of a session: answers, choices, typed texts and edited cells."""
    own = {str(key): value for key, value in state.items() if str(key).startswith(f"lessons.{lesson}.")}
    return {key: value for key, value in own.items() if _can_be_given(value)}


def _can_be_given(value: Any) -> bool:
    """Not what a button, or the selection in a figure or list, leaves behind."""
    if isinstance(value, dict):
        return EDITED in value
    if isinstance(value, list | tuple):
        return all(isinstance(one, str | int | float) for one in value)
    return isinstance(value, str | int | float) and value is not False


def script(number: int, given: dict[str, Any], told: dict[str, str]) -> str:
    """Prints what each figure says, and whether it is what the sheet has."""
    literals = (json.dumps(json.dumps(each)) for each in (given, told))
    return SCRIPT.format(number=number, given=next(literals), sheet=next(literals))


def _sheet(
    number: int,
    title: str,
    asked: list[Asked],
    pictures: dict[str, Picture],
    given: dict[str, Any],
    student: str,
    answers: str,
    task: str,
) -> Sheet:
    predictions = Table(
        "Predictions",
        {
            "question": [one.question for one in asked],
            "predicted": [one.predicted for one in asked],
            "right": [one.right for one in asked],
        },
    )
    settings = _settings(number, given)
    return Sheet(
        title=f"Lesson {number}: {title}",
        student=student,
        task=task,
        answers=answers,
        parts=[
            *([predictions] if asked else []),
            *([settings] if settings.columns["value"] else []),
            *pictures.values(),
        ],
        script=script(number, given, {key: picture.told for key, picture in pictures.items()}),
        address=f"/lesson-{number}",
    )


def _settings(number: int, given: Mapping[str, Any]) -> Table:
    """What the controls say, those of questions left out: seeds among them, by the names that the script has."""
    chosen = fixed.settings_of(given)
    names = [key.removeprefix(f"lessons.{number}.") for key in chosen]
    return Table("What was chosen", {"control": names, "value": [_written(value) for value in chosen.values()]})


def _written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else str(value)
