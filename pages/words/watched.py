"""A training of word vectors under way: its loss, and the neighbors of a few words as they change."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from pages.parts.explore.state import PageState
from pages.parts.run import run_view
from pages.parts.write.plain import plain


def live(page: PageState, progress: Mapping[str, Any]) -> None:
    """Draw both from what the job has reported."""
    left, right = st.columns([0.6, 0.4], gap="medium")
    with left:
        run_view.loss_so_far(page, progress)
    for word, near in progress.get("metrics", {}).get("watch", {}).items():
        right.markdown(f"**{plain(word)}**")
        right.caption(plain(", ".join(near)))
