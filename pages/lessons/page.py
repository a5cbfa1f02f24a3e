"""Lessons: the list of those there are, or the one that the address names."""

import streamlit as st

from pages.lessons import lesson, progress
from pages.lessons.contents import LESSONS
from pages.lessons.lesson import Lesson
from pages.parts import site

PATH = "pages/lessons/page.py"
NARROWEST = 330
"""Pixels of a card."""


def main() -> None:
    site.enter()
    wanted = st.query_params.get("lesson", "")
    chosen = next((one for one in LESSONS if str(one.number) == wanted), None)
    if chosen is None:
        _contents()
        return
    _ways(chosen, "top")
    lesson.show(chosen)
    st.divider()
    _ways(chosen, "bottom")


def _contents() -> None:
    st.title("Lessons", anchor=False)
    with st.container(width=lesson.WIDEST):
        st.markdown(lesson.sections("contents")[""])
    grid = st.grid(3, min_column_width=NARROWEST, gap="medium")
    for one in LESSONS:
        with grid.cell(), st.container(border=True, key=f"lessons.card.{one.number}", height="stretch"):
            st.page_link(
                PATH, label=f"**{one.number}  {one.title}**", query_params={"lesson": str(one.number)},
                icon=":material/school:",
            )  # fmt: skip
            st.markdown(one.about)
            st.caption(_told(one))


def _told(one: Lesson) -> str:
    """How far the student is."""
    done = sum(f"{one.number}.{name}" in progress.answered() for name in one.questions)
    of = len(one.questions)
    if done == of:
        return f":material/check_circle: done, {of} of {of} predicted"
    return f":material/circle: {done} of {of} predicted"


def _ways(chosen: Lesson, where: str) -> None:
    """Back, all, and on."""
    at = LESSONS.index(chosen)
    with st.container(horizontal=True, horizontal_alignment="distribute", key=f"lessons.ways.{where}"):
        if at > 0:
            _way(LESSONS[at - 1], ":material/arrow_back:", "left")
        st.page_link(PATH, label="All lessons", icon=":material/school:", query_params={})
        if at + 1 < len(LESSONS):
            _way(LESSONS[at + 1], ":material/arrow_forward:", "right")


def _way(other: Lesson, icon: str, side: str) -> None:
    st.page_link(
        PATH, label=f"{other.number}  {other.title}", icon=icon, query_params={"lesson": str(other.number)},
        icon_position="left" if side == "left" else "right",
    )  # fmt: skip


main()
