"""The map of vectors of two or three numbers without any projection: the axes are the dimensions themselves."""

from collections.abc import Callable

import numpy as np

from pages.parts.explore.view import View
from pages.parts.map.projection import Shown

NAME, UNIT = "as_they_are", "unit_length"
NAMES = (NAME, UNIT)
MOST = 3


def maps(view: View, first: bool = True) -> dict[str, tuple[str, Callable[[View, int, int], Shown | None]]]:
    """The maps of vectors that can be seen whole, and none for longer ones; see `explorer.ExtraMaps`.

    first: whether a run is opened with them as they are.
    """
    n_components = view.embedding.n_components
    if not 2 <= n_components <= MOST:
        return {}
    if first and view.page.axes_of != view.run_id:
        view.page.axes_of = view.run_id
        if not view.page.map:
            view.page.map = NAME
    circle = "On the unit circle" if n_components == 2 else "On the unit sphere"
    return {NAME: ("As they are", _shown), UNIT: (circle, _of_unit_length)}


def _shown(view: View, dims: int, n_items: int) -> Shown:
    return _map(
        view, view.embedding.vectors, dims, n_items, "No projection: the axes are the dimensions of the vectors."
    )


def _of_unit_length(view: View, dims: int, n_items: int) -> Shown:
    told = "Each vector over its own length: angles alone are left, which the cosine compares."
    return _map(view, view.embedding.unit, dims, n_items, told)


def _map(view: View, vectors: np.ndarray, dims: int, n_items: int, caption: str) -> Shown:
    n_components = vectors.shape[1]
    shown = min(dims, n_components)
    if shown < n_components:
        caption += f" Dimension {n_components} is not on this map; choose 3-D to see it."
    coordinates = np.ascontiguousarray(vectors[:n_items, :shown])
    titles = tuple(f"d{place + 1}" for place in range(shown))
    kind = "unit" if vectors is view.embedding.unit else "own"
    return Shown(f"{view.run_id}.{view.name}.{view.only}.{kind}{shown}", coordinates, caption, titles)
