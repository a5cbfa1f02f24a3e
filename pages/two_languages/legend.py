"""Which language has which shape on the map."""

import streamlit as st

from pages.parts.explore.view import View
from pages.parts.write.plain import plain
from pages.two_languages.language_data import spaces_of


def show(view: View) -> None:
    """The explorer gives squares to the second by name."""
    disk, square = sorted(spaces_of(view).names)
    st.caption(
        f"On the map, disks are words of {plain(disk)} and squares words of {plain(square)}, all in the space of "
        f"{plain(spaces_of(view).names[1])}."
    )
