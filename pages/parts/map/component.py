"""The map: points in 2-D or 3-D that can be clicked, circled, colored and played, on every page of the app.

It is a component of our own (`assets/map`), because `st.plotly_chart` reports no click on a 3-D point and forgets zoom
and camera with every change of the figure.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import streamlit as st

from engine.figures.coloring import Categories, Ramp
from pages.parts.assets import loader
from pages.parts.map import pieces
from pages.parts.map.packets import rows_of_bits
from pages.parts.map.picture import NO_HIGHLIGHT, Focus, Frames, Highlight, Picture, Regions, Tour

__all__ = ["Drawn", "Frames", "Highlight", "MapEvent", "Tour", "drawn", "embedding_map", "map_event"]

CAMERA = "bookmark.camera"
"""In the session: cameras and isolated classes of maps, as they stand behind "#" in an address."""
ALONE, BESIDE_ANOTHER = 0, 480
"""Pixels of height, 0: as the window has room. Two pictures side by side are narrow, and would be half empty if they
were as high as one."""


@dataclass(frozen=True)
class MapEvent:
    """What the user did on the map since the last rerun; all empty in the reruns that something else caused.

    clicked: row of the item clicked. selection: rows inside a lasso or box. cleared: Escape was pressed, which drops
    the map's own selection and isolated class. spot: coordinates of a click beside the points, on maps that take such.
    """

    clicked: int | None = None
    selection: tuple[int, ...] | None = None
    cleared: bool = False
    spot: tuple[float, float] | None = None


@dataclass(frozen=True, eq=False)
class Drawn:
    """A map as it was drawn last: its parts besides the points, as they travel, and its state."""

    picture: Picture
    parts: Mapping[str, bytes]
    state: Mapping[str, object]


def drawn(key: str) -> Drawn | None:
    """What `embedding_map` drew last under a key in this session."""
    found = st.session_state.get(f"{key}.drawn")
    return found if isinstance(found, Drawn) else None


def embedding_map(
    key: str,
    *,
    revision: str,
    coordinates: np.ndarray,
    labels: Sequence[str],
    colors: Categories | Ramp | None = None,
    sizes: np.ndarray | None = None,
    shapes: np.ndarray | None = None,
    filtered: np.ndarray | None = None,
    highlight: Highlight = NO_HIGHLIGHT,
    landmarks: Sequence[int] = (),
    lines: bool = True,
    frames: Frames | None = None,
    edges: np.ndarray | Mapping[str, np.ndarray] | None = None,
    path: Sequence[int] = (),
    axis_titles: Sequence[str] = (),
    thumbnails: np.ndarray | None = None,
    cards: Sequence[str] = (),
    look: str = "",
    spots: bool = False,
    group: str = "",
    linked: bool = False,
    regions: Regions | None = None,
    focus: Focus | None = None,
    tour: Tour | None = None,
    choose: Callable[[int], None] | None = None,
    height: int = ALONE,
) -> MapEvent:
    """Draw the map and report what the user did on it.

    key: names this map on its page; zoom, camera, isolated class and selection are remembered under it.
    revision: names the picture, e.g. a projection's run id with its axes. Another revision has a zoom and camera of
    its own; within one, changed coordinates move the points in place.
    coordinates: (n, 2) or (n, 3), finite. labels: n texts, shown as plain text whatever they hold.
    sizes: (n,) relative diameters, 1 = ordinary, kept within [0.4, 2.5]. shapes: (n,) 0 disk, 1 square, 2
    triangle, 3 diamond. filtered: (n,) 1 for items that are dimmed, 2 for those left out, 0 for all others.
    landmarks: rows to label where there is room, the most important first.
    edges: integer (m, 2) pairs of rows that lines join, for the drawing of a network; or color -> pairs, for kinds of
    them. path: rows of a walk over it.
    lines: join the chosen item to its neighbors. axis_titles: given where the axes mean something; 2-D maps then
    show their numbers too.
    thumbnails: uint8 (m, height, width, 1 or 3), small pictures of the first m items for the hover card. cards: n texts
    that it says besides. look: "density" instead of points; "some" of the pictures, which lie apart, or "all" of them.
    spots: report clicks beside the points of a 2-D map.
    group: maps of the same first items that follow each other in what is circled and isolated; "": none. linked: those
    of a group whose coordinates have the same units follow each other in what is pointed at and in the camera, too.
    regions: names of parts of the map. focus: a box of it to be brought into view. tour: coordinates along more axes,
    through which a flat map turns, beginning with the first two. choose: told the row of a clicked item before the
    page runs, where what is above the map shows it; else `map_event` tells it.

    The points travel once. A click, another highlight or other colors send only themselves.

    Raises InputError if there are no points, or some are not finite.
    """
    picture = Picture(
        key,
        revision,
        np.asarray(coordinates, np.float32),
        labels,
        colors,
        sizes,
        highlight,
        landmarks,
        frames,
        shapes,
        filtered,
        tour,
    )
    with st.container(key=f"{key}_map", gap=None):
        result = _stage(
            key=key,
            data=pieces.points(picture, height, _given_camera(key)),
            height="content",
            on_click_change=_nothing if choose is None else partial(_clicked, key, len(labels), choose),
            on_select_change=_nothing,
            on_escape_change=_nothing,
            on_spot_change=_nothing,
        )
        parts = {"names": pieces.names(picture), "paint": pieces.paint(picture)}
        if frames is not None:
            parts["frames"] = pieces.film(picture, frames)
        if tour is not None:
            parts["tour"] = pieces.tour(picture, tour)
        if edges is not None:
            parts["edges"] = pieces.edges(picture, edges)
        if thumbnails is not None:
            parts["thumbs"] = pieces.thumbs(picture, thumbnails)
        if len(cards):
            parts["cards"] = pieces.cards(picture, cards)
        if regions is not None:
            parts["regions"] = pieces.regions(picture, regions)
        for name, data in parts.items():
            _part(key=f"{key}_{name}", data=data)
        state = pieces.state(
            picture, lines, axis_titles, path, look=look, spots=spots, group=group, linked=linked, focus=focus
        )
        _part(key=f"{key}_state", data=state)
    st.session_state[f"{key}.drawn"] = Drawn(picture, parts, state)
    return _event(result, len(labels))


def _given_camera(key: str) -> str:
    """What a bookmark that was opened in this session says of a map."""
    given = str(st.session_state.get(CAMERA, ""))
    return given if f"{key}_" in given else ""


def map_event(key: str, n_items: int) -> MapEvent:
    """What the user did on the map, known before it is drawn: so the rerun that a click causes can already show it.

    Call it first, in the same fragment or page as `embedding_map`, which reports the same afterwards.
    """
    return _event(st.session_state.get(key), n_items)


def _event(triggers: object, n_items: int) -> MapEvent:
    """The triggers of this rerun; rows are checked because they come from a browser."""
    if not isinstance(triggers, Mapping):
        return MapEvent()
    click, select = triggers.get("click"), triggers.get("select")
    row = click.get("row") if isinstance(click, Mapping) else None
    clicked = row if isinstance(row, int) and not isinstance(row, bool) and 0 <= row < n_items else None
    spot = _spot(triggers.get("spot"))
    return MapEvent(clicked, _selection(select, n_items), triggers.get("escape") is not None, spot)


def _selection(found: object, n_items: int) -> tuple[int, ...] | None:
    """Rows inside a lasso on a map that shows the first n of the items."""
    n = found.get("n") if isinstance(found, Mapping) else None
    if not isinstance(found, Mapping) or not isinstance(n, int) or isinstance(n, bool) or not 0 <= n <= n_items:
        return None
    return rows_of_bits(found.get("bits"), n)


def _spot(found: object) -> tuple[float, float] | None:
    if not isinstance(found, Mapping):
        return None
    place = found.get("x"), found.get("y")
    if not all(isinstance(value, int | float) and math.isfinite(value) for value in place):
        return None
    return float(place[0]), float(place[1])  # type: ignore[arg-type]  # checked above


def _clicked(key: str, n_items: int, choose: Callable[[int], None]) -> None:
    row = map_event(key, n_items).clicked
    if row is not None:
        choose(row)


def _nothing() -> None:
    """A trigger reaches the result only if it has a callback."""


_LOADER = loader("map/index.js")
_stage = st.components.v2.component("embedding_map", html="<div class='map'></div>", js=_LOADER)
_part = st.components.v2.component("embedding_map_part", js=_LOADER)
