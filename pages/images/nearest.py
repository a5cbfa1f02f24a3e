"""Nearest: the pictures nearest to the chosen one by their code and, beside them, by their pixels."""

import numpy as np
import streamlit as st

from engine.embedding import read_only
from engine.insight.images.nearest_pixels import nearest_by_pixels, squared_lengths
from engine.neighbors import nearest
from pages.parts.explore.view import View
from pages.parts.run import state
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
    by_pixels = _by_pixels(view.dataset_id, chosen)
    _strip(view, "**The picture**", np.array([chosen]))
    _strip(view, "**Nearest codes**", by_code)
    _strip(view, "**Nearest pixels**", by_pixels)
    both = len(np.intersect1d(by_code, by_pixels))
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


@st.cache_data(show_spinner=False, max_entries=1_000)
def _by_pixels(dataset_id: str, row: int) -> np.ndarray:
    """Among 70,000 images of MNIST in some 20 ms."""
    return nearest_by_pixels(state.images(dataset_id), _lengths(dataset_id), row, N_NEAREST)


@st.cache_resource(show_spinner=False, max_entries=4)
def _lengths(dataset_id: str) -> np.ndarray:
    return read_only(squared_lengths(state.images(dataset_id)))
