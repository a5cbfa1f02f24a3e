"""The button that saves a bookmark; the browser adds what only it knows of the view (assets/bookmark)."""

import json

import streamlit as st

from pages.parts.assets import ROOT, loader

_FOLDER = ROOT / "assets" / "bookmark"
_component = st.components.v2.component(
    "bookmark",
    html='<button type="button"><svg viewBox="0 0 24 24" aria-hidden="true">'
    '<path d="M12 4v11m-4-4 4 4 4-4M5 16v4h14v-4"/>'
    "</svg><span></span></button>",
    css=(_FOLDER / "bookmark.css").read_text(encoding="utf-8"),
    js=loader("bookmark/bookmark.js"),
)


def show(bookmark: bytes, name: str, key: str) -> None:
    """Draw it. bookmark: the file as far as the server knows the view. name: of the file."""
    _component(
        key=key, data={"bookmark": json.loads(bookmark), "name": name, "label": "Bookmark (JSON)"}, width="content"
    )
