"""Sentences whose words are lit up, with all their places in some charts, while the pointer is over one of them."""

from collections.abc import Sequence

import streamlit as st

from pages.parts.assets import ROOT, loader

_FOLDER = ROOT / "assets" / "hover"
_component = st.components.v2.component(
    "hover",
    html="<ul></ul>",
    css=(_FOLDER / "hover.css").read_text(encoding="utf-8"),
    js=loader("hover/hover.js"),
)


def show(sentences: Sequence[Sequence[str]], words: Sequence[str], charts: Sequence[str], kept: str, key: str) -> None:
    """Draw the sentences. words: the rows and columns of a matrix. charts: parts of the keys of the charts that are
    linked. kept: the word that stays lit up, "" for none.
    """
    linked = {"sentences": [list(one) for one in sentences], "words": list(words), "charts": list(charts)}
    _component(key=key, data=linked | {"kept": kept})
