"""What the app and every one of its pages does first."""

import gc
import sys

import streamlit as st

from pages.parts.assets import ROOT, loader, toured
from pages.parts.run import derived, state
from pages.parts.streamlit_fixes import chart_texts, gone_fragments, references, state_lookups

MANY_MODULES = 50
SIDEBAR = 300
"""Pixels: on a window of 800 the menu beside it still fits."""
_known_modules = 0


def configure() -> None:
    """Title and icon of the browser's tab. Without it the icon would be a page's own, fetched from the internet."""
    st.set_page_config(
        page_title="Embedding Workbench",
        page_icon=str(ROOT / "assets" / "icon.svg"),
        layout="wide",
        initial_sidebar_state=SIDEBAR,
    )


def enter(step: str = "", folded: bool = True) -> None:
    """Before a page draws anything: see that Streamlit is corrected, and that jobs are served.

    step: which of the folded steps to open, and a word that is another for each wish (assets/page/strip.js). folded:
    whether a run is about to be shown, so that the steps make room for it from the beginning; on a page that has no
    steps, as the next one will most likely show one.
    """
    references.correct()
    gone_fragments.correct()
    chart_texts.correct()
    state_lookups.correct()
    spare_modules()
    derived.keep_in_bounds()
    state.serve_jobs()
    _in_the_browser(key="page", data={"step": step, "folded": folded, "toured": toured()})


def spare_modules() -> None:
    """Let the garbage collector leave alone what imported modules hold, whenever many have been imported.

    It looks through all objects whenever a quarter of them is new. Most belong to modules and stay for good; with the
    libraries of this app they would hold up a click, and all others with it, by 0.1 to 0.2 s.
    """
    global _known_modules
    if len(sys.modules) >= _known_modules + MANY_MODULES:
        _known_modules = len(sys.modules)
        gc.collect()
        gc.freeze()


_in_the_browser = st.components.v2.component("page", js=loader("page/index.js"))
