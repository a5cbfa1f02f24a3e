"""The map of vectors of two or three numbers without any projection: the axes are the dimensions themselves."""

import numpy as np
import streamlit as st

from pages.parts.explore.explorer import ExtraMaps
from pages.parts.explore.view import View
from pages.parts.map.projection import Shown

NAME = "axes"
MOST = 3


def maps(view: View) -> ExtraMaps:
    """The map for vectors that can be seen whole, and none for longer ones. It is shown first when a run is opened."""
    n_components = view.embedding.n_components
    if not 2 <= n_components <= MOST:
        return {}
    if view.page.axes_of != view.run_id:
        view.page.axes_of = view.run_id
        if "map" not in st.query_params:
            view.page.map, view.page.dims = NAME, "3" if n_components == MOST else ""
    return {NAME: ("As they are", _shown)}


def _shown(view: View, dims: int, n_items: int) -> Shown:
    embedding = view.embedding
    shown = min(dims, embedding.n_components)
    caption = "No projection: the axes are the dimensions of the vectors."
    if shown < embedding.n_components:
        caption += f" Dimension {embedding.n_components} is not on this map; choose 3-D to see it."
    coordinates = np.ascontiguousarray(embedding.vectors[:n_items, :shown])
    titles = tuple(f"d{place + 1}" for place in range(shown))
    return Shown(f"{view.run_id}.{view.name}.axes{shown}", coordinates, caption, titles)
