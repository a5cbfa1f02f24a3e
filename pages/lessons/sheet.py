"""The sheet of a lesson, to be handed in: what was predicted, the figures as they stand, and a script for them."""

import json
from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from engine.lab_sheet import Picture, Sheet, Table
from pages.lessons.question import Asked
from pages.parts.tabs import hand_in

EDITED = "edited_rows"
"""What tells the state of a table that is edited from those of other controls."""
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


def show(number: int, title: str, asked: list[Asked], pictures: dict[str, Picture]) -> None:
    """The form and its two buttons."""
    opened = st.expander("Hand in", icon=":material/assignment:", key=f"lessons.sheet.{number}", on_change="rerun")
    if not opened.open:
        return
    with opened:
        student, answers = hand_in.fields(f"lesson-{number}")
        sheet = partial(
            _sheet, number, title, list(asked), dict(pictures), given(number, st.session_state), student, answers
        )
        hand_in.buttons(sheet, f"lesson-{number}-lab-sheet")
        st.caption(
            "Your predictions, the figures as they stand, their numbers in words, and a script that draws them again; "
            "it opens without the app."
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
) -> Sheet:
    predictions = Table(
        "Predictions",
        {
            "question": [one.question for one in asked],
            "predicted": [one.predicted for one in asked],
            "right": [one.right for one in asked],
        },
    )
    return Sheet(
        title=f"Lesson {number}: {title}",
        student=student,
        answers=answers,
        parts=[*([predictions] if asked else []), *pictures.values()],
        script=script(number, given, {key: picture.told for key, picture in pictures.items()}),
        address=f"/lesson-{number}",
    )
