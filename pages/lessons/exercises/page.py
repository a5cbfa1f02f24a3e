"""Exercises: all of them on one page, by what they are about."""

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from pages.lessons import lesson
from pages.lessons.exercises import exercise
from pages.lessons.exercises.contents import EXERCISES, GROUPS
from pages.parts import site

ALL = "All"


def exercises_page() -> StreamlitPage:
    """For links to it."""
    return st.Page(main, title="Exercises", url_path="exercises", visibility="hidden")


def main() -> None:
    """The list, of one group or of all."""
    site.enter()
    st.title("Exercises", anchor=False)
    with st.container(width=lesson.WIDEST):
        st.page_link("pages/lessons/page.py", label="All lessons", icon=":material/school:")
        st.markdown(exercise.texts()[0])
        chosen = st.segmented_control(
            "About", [ALL, *GROUPS], default=ALL, required=True, key="exercises.about", label_visibility="collapsed"
        )
        for one in EXERCISES:
            if chosen in (ALL, None) or one.number in GROUPS[chosen]:
                exercise.show(one)
