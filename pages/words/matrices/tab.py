"""Matrices: what the methods of words read, look up and factorize, with the numbers of this run."""

import streamlit as st

from pages.parts.explore.view import View
from pages.words.matrices import one_hot, recipe, two_vectors, windows
from pages.words.word_run import has_contexts, is_of_text

PARTS = {
    "Pairs by window": (windows.show, lambda view: True),
    "One-hot times W": (one_hot.show, lambda view: True),
    "k, M, Y": (recipe.show, is_of_text),
    "Two vectors a word": (two_vectors.show, has_contexts),
}


def show(view: View) -> None:
    """Choose what to see, of what the run allows."""
    parts = {title: show for title, (show, asked) in PARTS.items() if asked(view)}
    first = next(iter(parts))
    chosen = st.segmented_control(
        "Matrix", list(parts), default=first, required=True, key=view.key("matrices"), label_visibility="collapsed"
    )
    parts.get(chosen, parts[first])(view)
