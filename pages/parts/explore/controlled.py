"""Widgets that show a value of the page's address, and set it: so that Back, a link and Undo move them, too."""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from pages.parts.explore.state import PageState


def choose(
    widget: Callable[..., Any], label: str, page: PageState, name: str, options: Sequence[str], usual: str, **more: Any
) -> str:
    """One of the options, drawn by `st.selectbox` or the like. name: of a `Told` value of the page.

    A value that is not among the options, as of another run or out of an address, counts as the usual one.
    """
    key = page.key(f"choose_{name}")
    told = getattr(page, name)
    shown = told if told in options else usual
    st.session_state[key] = shown

    def take() -> None:
        picked = st.session_state[key]
        setattr(page, name, "" if picked in (usual, None) else picked)

    widget(label, options, key=key, on_change=take, **more)
    return shown
