"""Nearest: the pictures nearest to the chosen one by their code and, beside them, by their pixels."""

import numpy as np
import streamlit as st

from engine.embedding import Embedding
from engine.neighbors import nearest
from pages.parts.explore.state import PageState
from pages.parts.explore.view import View
from pages.parts.write import pictures
from pages.parts.write.plain import plain

N_NEAREST = 12


def show(view: View) -> None:
    """Two strips of neighbors, and how many are in both and of the same class."""
    chosen = view.selected
    if chosen is None:
        st.caption("Click a point of the map, or find an image by name, to see the pictures nearest to it.")
        return
    images = view.images
    by_code = nearest(view.embedding, chosen, N_NEAREST, "euclidean").rows
    by_pixels = nearest(_pixels(view.run_id), chosen, N_NEAREST, "euclidean").rows
    _strip(view, "**The picture**", np.array([chosen]))
    _strip(view, "**Nearest codes**", by_code)
    _strip(view, "**Nearest pixels**", by_pixels)
    both = len(set(by_code.tolist()) & set(by_pixels.tolist()))
    st.caption(
        f"Both by Euclidean distance among all {images.n_images:,} images: {both} of {N_NEAREST} are in both rows. "
        f"A code has {view.embedding.n_components} numbers, a picture {images.n_pixels:,}."
    )


def _strip(view: View, label: str, rows: np.ndarray) -> None:
    images = view.images
    shown = pictures.as_bytes(images.pixels(rows), images.shape)
    caption = ""
    if images.has_classes:
        names = [images.class_of(int(row)) for row in rows]
        caption = plain(", ".join(dict.fromkeys(names)))
    pictures.strip(label, shown, caption)


@st.cache_resource(show_spinner=False, max_entries=2)
def _pixels(run_id: str) -> Embedding:
    """All images as rows of pixels."""
    images = View(PageState(""), run_id, "").images
    return Embedding(images.pixels(), images.names)
