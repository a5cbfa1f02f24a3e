"""A teacher's link to a lesson: what its controls say, locked, with the task that belongs to it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

import streamlit as st

from engine.errors import InputError
from pages.lessons.edits import EDITED
from pages.parts.run.setting import LONGEST_TASK, NOT_WHOLE, not_whole, packed, unpacked
from pages.parts.write.plain import plain

NAME = "fixed"
"""Of the value in the address."""
REFUSED = "lessons.refused"
"""Whether a link was just found to hold what the lesson cannot show."""
OF_QUESTIONS = re.compile(r"lessons\.\d+\.[^.]+\.(answer|choice|number|reveal|again)")
"""The names under which a question keeps what the student says, which no link decides."""


@dataclass(frozen=True)
class Fixed:
    """lesson: its number. given: key -> what a control says (`pages.lessons.sheet.given`). task: plain text."""

    lesson: int
    given: Mapping[str, Any] = field(default_factory=dict)
    task: str = ""

    def told(self) -> str:
        """As it stands in an address. Raises InputError if what was typed is too long for one."""
        return packed({"lesson": self.lesson, "given": dict(self.given), "task": self.task[:LONGEST_TASK]})

    @property
    def edits(self) -> dict[str, Any]:
        """What was edited in tables."""
        return {key: value for key, value in self.given.items() if isinstance(value, dict)}


def read(told: str) -> Fixed:
    """What an address holds. Raises InputError if it was cut, or is no lesson's."""
    document = unpacked(told)
    try:
        lesson, given, task = int(document["lesson"]), document["given"], str(document["task"])
    except (KeyError, TypeError, ValueError) as error:
        raise not_whole() from error
    if not isinstance(given, dict) or not all(_is_of(lesson, key, value) for key, value in given.items()):
        raise not_whole()
    return Fixed(lesson, given, task[:LONGEST_TASK])


def _is_of(lesson: int, key: str, value: object) -> bool:
    """Whether a link may set a control: one of the lesson, and not what a student answers."""
    sound = isinstance(value, str | int | float | list) or (
        isinstance(value, dict) and isinstance(value.get(EDITED), dict)
    )
    return sound and key.startswith(f"lessons.{lesson}.") and not OF_QUESTIONS.fullmatch(key)


def settings_of(given: Mapping[str, Any]) -> dict[str, Any]:
    """Of what a student chose and typed, that which a link can fix."""
    return {key: value for key, value in given.items() if not OF_QUESTIONS.fullmatch(key)}


def of(lesson: int) -> Fixed | None:
    """What the address fixes; None if it fixes nothing, or if it cannot be read, which is said.

    The controls are set when the link is new to the session: they are locked, and so stay as they are.
    """
    if st.session_state.pop(REFUSED, False):
        st.warning(NOT_WHOLE, icon=":material/link_off:")
    told = st.query_params.get(NAME, "")
    key = f"lessons.{NAME}.{lesson}"
    if not told:
        st.session_state.pop(key, None)
        return None
    try:
        found = read(told)
        if found.lesson != lesson:
            raise not_whole()
    except InputError as error:
        st.warning(plain(str(error)), icon=":material/link_off:")
        return None
    if st.session_state.get(key) != told:
        _set(found)
        st.session_state[key] = told
    return found


def _set(found: Fixed) -> None:
    """Each control as the link has it; those that it does not name as at first."""
    own = [str(key) for key in st.session_state if str(key).startswith(f"lessons.{found.lesson}.")]
    for key in own:
        if not OF_QUESTIONS.fullmatch(key):
            del st.session_state[key]
    for key, value in found.given.items():
        if not isinstance(value, dict):  # tables are changed where they are drawn
            st.session_state[key] = value


def refuse(lesson: int) -> None:
    """Draw the lesson anew, free and as at first: the link holds what no control of it can be."""
    _set(Fixed(lesson))
    _leave()
    st.session_state[REFUSED] = True
    st.rerun()


def _leave() -> None:
    st.query_params.pop(NAME, None)


def banner(found: Fixed) -> None:
    """The teacher's words above the lesson, what is locked, and the way out."""
    if found.task:
        st.info(plain(found.task), icon=":material/assignment:")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(":material/lock: What can be set in this lesson is fixed by a link from a teacher.", width="content")
        st.button(
            "Choose freely", icon=":material/lock_open:", type="tertiary", key=f"lessons.leave.{found.lesson}",
            on_click=_leave,
        )  # fmt: skip


def address(found: Fixed) -> str:
    """The link to the lesson with its controls as they are."""
    here = urlsplit(st.context.url or "")
    return urlunsplit(
        (here.scheme, here.netloc, here.path or f"/lesson-{found.lesson}", urlencode({NAME: found.told()}), "")
    )
