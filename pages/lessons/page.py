"""Lessons: the list of those there are, and how far the student is."""

import streamlit as st

from pages.lessons import lesson, progress
from pages.lessons.contents import LESSONS
from pages.lessons.exercises.page import exercises_page
from pages.lessons.lesson import Lesson
from pages.lessons.lesson_pages import page_of
from pages.parts import site
from pages.parts.assets import sections

NARROWEST = 330
"""Pixels of a card."""


def main() -> None:
    site.enter()
    asked = next((one for one in LESSONS if str(one.number) == st.query_params.get("lesson")), None)
    if asked is not None:
        st.switch_page(page_of(asked))
    st.title("Lessons", anchor=False)
    with st.container(width=lesson.WIDEST):
        st.markdown(sections("lessons/contents")[""])
    st.page_link(exercises_page(), label="**Exercises of real courses**", icon=":material/assignment:")
    grid = st.grid(3, min_column_width=NARROWEST, gap="medium")
    for one in LESSONS:
        with grid.cell(), st.container(border=True, key=f"lessons.card.{one.number}", height="stretch"):
            st.page_link(page_of(one), label=f"**{one.number}  {one.title}**", icon=":material/school:")
            st.markdown(one.about)
            st.caption(_told(one))


def _told(one: Lesson) -> str:
    """How far the student is."""
    done = sum(f"{one.number}.{name}" in progress.answered() for name in one.questions)
    of = len(one.questions)
    if done == of:
        return f":material/check_circle: done, {of} of {of} predicted"
    return f":material/circle: {done} of {of} predicted"


main()
