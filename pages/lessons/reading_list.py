"""The reading list of lesson 13: the papers of the methods, theme by theme, and some beside them."""

import streamlit as st

from engine.evaluation import TESTS
from engine.insight.lessons.reading import THEMES, Theme
from engine.learners import LEARNERS
from engine.papers import Paper
from engine.projections import PROJECTIONS
from pages.lessons.question import Place
from pages.parts.write.plain import plain


def papers() -> list[tuple[Theme, list[Paper]]]:
    """The themes with their papers by year, each paper under the first theme that has it."""
    known = {**LEARNERS, **PROJECTIONS, **TESTS}
    found: list[tuple[Theme, list[Paper]]] = []
    seen: set[str] = set()
    for theme in THEMES:
        some = [*theme.beside, *(paper for name in theme.methods for paper in known[name].papers)]
        new = {paper.link: paper for paper in some if paper.link not in seen}
        seen |= new.keys()
        found.append((theme, sorted(new.values(), key=lambda paper: (paper.year, paper.authors))))
    return found


def show(place: Place) -> None:
    """A list for each theme."""
    for theme, some in papers():
        st.markdown(f"**{plain(theme.title)}** (lesson {theme.lesson})")
        st.markdown("\n".join(f"- {plain(paper.cited)}: [{plain(paper.title)}]({paper.url})" for paper in some))
