"""The pages of the app, and what every one of them does first."""

import gc
import sys

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from pages.parts.assets import ROOT
from pages.parts.run import state
from pages.parts.streamlit_fixes import references

MANY_MODULES = 50
_known_modules = 0


def pages() -> list[StreamlitPage]:
    """All pages, in the order of the menu."""
    return [
        st.Page("pages/home/page.py", title="Home", icon=":material/home:", default=True),
        st.Page("pages/words/page.py", title="Words", icon=":material/match_word:", url_path="words"),
        st.Page("pages/movies/page.py", title="Movies", icon=":material/movie:", url_path="movies"),
        st.Page("pages/images/page.py", title="Images", icon=":material/image:", url_path="images"),
        st.Page("pages/graphs/page.py", title="Graphs", icon=":material/hub:", url_path="graphs"),
        st.Page("pages/runs/page.py", title="Runs", icon=":material/history:", url_path="runs"),
    ]


def configure() -> None:
    """Title and icon of the browser's tab. Without it the icon would be a page's own, fetched from the internet."""
    st.set_page_config(page_title="Embedding Workbench", page_icon=str(ROOT / "assets" / "icon.svg"), layout="wide")


def enter() -> None:
    """First line of every page: see that the app frames it, and that jobs are served.

    The very first visitor of a server who follows a link to a page gets that page run without `app.py`, because
    Streamlit takes a folder named pages for its older kind of app until `st.navigation` has been called once.
    """
    references.correct()
    spare_modules()
    if "framed" not in st.session_state:
        configure()
        st.navigation(pages(), position="hidden")
        st.rerun()
    state.serve_jobs()


def spare_modules() -> None:
    """Let the garbage collector leave alone what imported modules hold, whenever many have been imported.

    Streamlit looks through all objects after every run of a page or fragment. Most belong to modules and stay for
    good; with the libraries of this app they would hold up every click by 0.1 to 0.2 s.
    """
    global _known_modules
    if len(sys.modules) >= _known_modules + MANY_MODULES:
        _known_modules = len(sys.modules)
        gc.collect()
        gc.freeze()
