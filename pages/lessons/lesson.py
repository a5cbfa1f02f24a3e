"""A lesson as it is declared, and as it is drawn: the text of each step beside what can be tried there."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from engine.lab_sheet import Picture
from pages.lessons import fixed, sheet
from pages.lessons.question import Place
from pages.parts.assets import sections
from pages.parts.write.layout import beside

NARROWEST = 190
"""Pixels of a fifth of the page; on narrower pages the figure goes below the text."""
FIGURES = "lessons.figures"
"""What a session keeps of the lesson that is open: its figures by their keys, for the sheet."""
WIDEST = 760
"""Pixels of a text that stands alone, for lines that are easy to read."""


@dataclass(frozen=True)
class Step:
    """title: the heading of its text. show: draws what can be tried. wide: below the text, with all of the page."""

    title: str
    show: Callable[[Place], None]
    wide: bool = False


@dataclass(frozen=True)
class Lesson:
    """number: in the address, /lesson-2. text: the name of the file in assets/lessons, without .md. about: a line of
    the list. questions: the names of those asked, for the progress.
    """

    number: int
    title: str
    text: str
    about: str
    questions: tuple[str, ...]
    steps: tuple[Step, ...]


def show(lesson: Lesson) -> None:
    """Draw a lesson, step by step."""
    texts = sections(f"lessons/{lesson.text}")
    locked = fixed.of(lesson.number)
    place = Place(lesson.number, None if locked is None else locked.edits)
    pictures: dict[str, Picture] = {}
    st.session_state[FIGURES] = pictures
    st.header(f"{lesson.number}  {lesson.title}", anchor=False)
    if locked is not None:
        fixed.banner(locked)
    with st.container(width=WIDEST):
        st.markdown(texts[""])
    for number, step in enumerate(lesson.steps):
        st.divider()
        before = len(pictures)
        _show(step, number, place, texts)
        for key in [*pictures][before : before + 1]:  # on a sheet the step's title stands over its first figure
            pictures[key] = replace(pictures[key], title=step.title)
    st.divider()
    sheet.show(lesson.number, lesson.title, place.asked, pictures, locked)


def _show(step: Step, number: int, place: Place, texts: dict[str, str]) -> None:
    if step.wide:
        with st.container(width=WIDEST):
            _text(step, texts)
        with st.container(key=place.key("step", number)):
            step.show(place)
        return
    left, right = beside(5, wide=2, narrowest=NARROWEST)
    with left, st.container(key=f"lesson_text.{number}"):  # where the page is narrow, it has all of it (page.css)
        _text(step, texts)
    with right:
        step.show(place)


def _text(step: Step, texts: dict[str, str]) -> None:
    st.subheader(step.title, anchor=False)
    st.markdown(texts[step.title])


def draw(figure: Any, key: str, alt: str) -> None:
    """A figure with its text alternative, which states its numbers."""
    st.plotly_chart(figure, key=key, alt=alt)
    st.session_state[FIGURES][key] = Picture("", figure, alt)
