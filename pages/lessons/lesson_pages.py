"""Each lesson as a page of its own, with an address that can be gone back to; the menu has only the list of them."""

from functools import partial
from textwrap import shorten

import streamlit as st
from streamlit.errors import StreamlitAPIException
from streamlit.navigation.page import StreamlitPage

from pages.lessons import fixed, lesson
from pages.lessons.contents import LESSONS
from pages.lessons.exercises.page import exercises_page
from pages.lessons.lesson import Lesson
from pages.parts import site

CONTENTS = "pages/lessons/page.py"
LONGEST = 40
"""Letters of a title in the links at the ends of a lesson: on a narrow page three of them share a row."""


def page_of(one: Lesson) -> StreamlitPage:
    """For links to it. Without an icon: no menu shows it, and every click sends the list of all pages."""
    return st.Page(
        partial(_show, one), title=f"{one.number} {one.title}", url_path=f"lesson-{one.number}", visibility="hidden"
    )


def lesson_pages() -> list[StreamlitPage]:
    """All of them, and the exercises, for the app."""
    return [*(page_of(one) for one in LESSONS), exercises_page()]


def _show(one: Lesson) -> None:
    site.enter()
    _ways(one, "top")
    try:
        lesson.show(one)
    except (StreamlitAPIException, LookupError, TypeError, ValueError):
        if fixed.NAME not in st.query_params:
            raise
        fixed.refuse(one.number)
    st.divider()
    _ways(one, "bottom")


def _ways(one: Lesson, where: str) -> None:
    """Back, all, and on."""
    at = LESSONS.index(one)
    with st.container(horizontal=True, horizontal_alignment="distribute", key=f"lessons.ways.{where}"):
        if at > 0:
            _way(LESSONS[at - 1], ":material/arrow_back:", "left")
        st.page_link(CONTENTS, label="All lessons", icon=":material/school:")
        if at + 1 < len(LESSONS):
            _way(LESSONS[at + 1], ":material/arrow_forward:", "right")


def _way(other: Lesson, icon: str, side: str) -> None:
    label = f"{other.number}  {shorten(other.title, LONGEST, placeholder=' …')}"
    st.page_link(page_of(other), label=label, icon=icon, icon_position="left" if side == "left" else "right")
