"""Keywords in context, one below the other, cut off at the far ends where there is no room."""

from collections.abc import Sequence

import streamlit as st

from engine.insight.words.concordance import Line
from pages.parts.assets import ROOT, loader

_FOLDER = ROOT / "assets" / "concordance"
_component = st.components.v2.component(
    "concordance",
    html="<ul></ul>",
    css=(_FOLDER / "concordance.css").read_text(encoding="utf-8"),
    js=loader("concordance/concordance.js"),
)


def show(lines: Sequence[Line], label: str, key: str) -> None:
    """Draw the lines. label: what they are, read by screen readers."""
    parts = [[line.left, line.keyword, line.right] for line in lines]
    _component(key=key, data={"lines": parts, "label": label})
