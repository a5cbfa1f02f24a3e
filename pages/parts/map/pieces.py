"""A picture as the parts that travel to the browser, each by itself, so that a change sends only its own part.

Packets are kept by the digest of what they hold: a rerun of a page compresses nothing twice.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import streamlit as st

from engine.figures.coloring import Categories, Ramp
from engine.figures.colors import DIVERGING, FALSE, MISSING, OTHER, VIRIDIS, categorical
from pages.parts.map.packets import digest, fixed_point, joined, pack
from pages.parts.map.picture import NO_CLASS, Focus, Frames, Picture, Regions, Tour

CARD_LENGTH = 1_000
"""Characters of what a card says besides the name."""


def points(picture: Picture, height: int, camera: str = "") -> bytes:
    """The positions, and what identifies the picture. camera: what the address grants once, if it is not its own."""
    content = digest(picture.coordinates, picture.items, picture.revision, picture.key, height, camera)
    return _packed_points(content, picture, height, camera)


@st.cache_resource(max_entries=32, show_spinner=False)
def _packed_points(content: str, _picture: Picture, _height: int, _camera: str) -> bytes:
    place, low, high = fixed_point(_picture.coordinates)
    header = {
        "part": "points",
        "view": _picture.key,
        "digest": content,
        "revision": _picture.revision,
        "items": _picture.items,
        "height": _height,
        "camera": _camera,
        "n": len(_picture.labels),
        "dims": _picture.coordinates.shape[1],
        "low": low,
        "high": high,
    }
    return pack(header, {"place": place})


def names(picture: Picture) -> bytes:
    """The labels, and which of them to show first."""
    landmarks = np.asarray(picture.landmarks, dtype=np.int32)
    return _packed_names(digest(picture.items, landmarks, picture.key), picture, landmarks)


@st.cache_resource(max_entries=32, show_spinner=False)
def _packed_names(content: str, _picture: Picture, _landmarks: np.ndarray) -> bytes:
    header = {"part": "names", "view": _picture.key, "digest": content}
    return pack(header, {"labels": joined(_picture.labels), "landmarks": _landmarks})


def paint(picture: Picture) -> bytes:
    """Colors, sizes and shapes."""
    header, arrays = _color_columns(picture.colors)
    if picture.sizes is not None:
        arrays["sizes"] = np.rint(np.clip(picture.sizes, 0.4, 2.5) * 100).astype(np.uint8)
    if picture.shapes is not None:
        arrays["shapes"] = picture.shapes.astype(np.uint8)
    if picture.filtered is not None:
        arrays["filtered"] = picture.filtered.astype(np.uint8)
    content = digest(header, *arrays.values(), picture.key)
    return _packed_paint(content, {"part": "paint", "view": picture.key, "digest": content, **header}, arrays)


@st.cache_resource(max_entries=64, show_spinner=False)
def _packed_paint(content: str, _header: Mapping[str, object], _arrays: Mapping[str, np.ndarray]) -> bytes:
    return pack(_header, _arrays)


def _color_columns(colors: Categories | Ramp | None) -> tuple[dict[str, object], dict[str, np.ndarray]]:
    if isinstance(colors, Categories):
        names = [str(name) for name in colors.names]
        palette = list(colors.palette or categorical(len(names)))
        codes = np.where(np.asarray(colors.codes) < 0, NO_CLASS, colors.codes).astype(np.uint8)
        header: dict[str, object] = {
            "kind": "classes",
            "title": colors.title,
            "names": names,
            "palette": palette,
            "other": OTHER,
        }
        return header, {"codes": codes}
    if isinstance(colors, Ramp):
        scale: dict[str, object] = {
            "kind": "ramp",
            "title": colors.title,
            "log": colors.log,
            "ends": colors.ends,
            "diverging": colors.diverging,
            "palette": list(DIVERGING if colors.diverging else VIRIDIS),
            "other": OTHER,
        }
        return scale, {"values": _number_column(colors.values)}
    return {"kind": "plain"}, {}


def _number_column(values: np.ndarray) -> np.ndarray:
    """Values in 32 bits: whole numbers as int32, which deflate well, others as float32."""
    if np.issubdtype(values.dtype, np.integer) and np.abs(values).max(initial=0) < 2**31:
        return values.astype(np.int32)
    return values.astype(np.float32)


def film(picture: Picture, frames: Frames) -> bytes:
    """Positions over time; each frame in 16 bits of its own range, as early iterations are tiny beside late ones."""
    told = list(frames.steps), frames.unit, frames.live, frames.at
    content = digest(frames.coordinates, *told, picture.revision, picture.key)
    return _packed_film(content, picture, frames)


@st.cache_resource(max_entries=16, show_spinner=False)
def _packed_film(content: str, _picture: Picture, _frames: Frames) -> bytes:
    columns = [fixed_point(np.asarray(frame, np.float32)) for frame in _frames.coordinates]
    header = {
        "part": "frames",
        "view": _picture.key,
        "digest": content,
        "revision": _picture.revision,
        "steps": [int(step) for step in _frames.steps],
        "low": [low for _, low, _ in columns],
        "high": [high for _, _, high in columns],
        "unit": _frames.unit,
        "live": _frames.live,
        "at": _frames.at % len(_frames.steps),
    }
    return pack(header, {"place": np.stack([place for place, _, _ in columns])})


def tour(picture: Picture, tour: Tour) -> bytes:
    """Positions along all axes of a grand tour, whose planes the browser finds by itself."""
    told = {"titles": [str(title) for title in tour.titles], "ratios": [float(ratio) for ratio in tour.ratios]}
    return _packed_tour(digest(tour.coordinates, told, picture.revision, picture.key), picture, tour, told)


@st.cache_resource(max_entries=8, show_spinner=False)
def _packed_tour(content: str, _picture: Picture, _tour: Tour, _told: Mapping[str, object]) -> bytes:
    place, low, high = fixed_point(np.asarray(_tour.coordinates, np.float32))
    header = {
        "part": "tour",
        "view": _picture.key,
        "digest": content,
        "revision": _picture.revision,
        "low": low,
        "high": high,
        **_told,
    }
    return pack(header, {"place": place})


def edges(picture: Picture, pairs: np.ndarray | Mapping[str, np.ndarray]) -> bytes:
    """Pairs of rows that lines join, (m, 2); or color -> pairs, for several kinds."""
    kinds = pairs if isinstance(pairs, Mapping) else {"": pairs}
    ends = np.concatenate([np.ascontiguousarray(kind, dtype=np.int32).reshape(-1, 2) for kind in kinds.values()])
    header = {"counts": [len(kind) for kind in kinds.values()], "palette": [color for color in kinds if color]}
    return _packed_edges(digest(ends, header, picture.key), picture, header, ends.ravel())


@st.cache_resource(max_entries=16, show_spinner=False)
def _packed_edges(content: str, _picture: Picture, _header: Mapping[str, object], _ends: np.ndarray) -> bytes:
    return pack({"part": "edges", "view": _picture.key, "digest": content, **_header}, {"ends": _ends})


def cards(picture: Picture, texts: Sequence[str]) -> bytes:
    """What the hover card says of each item besides its name."""
    return _packed_cards(digest(tuple(texts), picture.key), picture, texts)


@st.cache_resource(max_entries=8, show_spinner=False)
def _packed_cards(content: str, _picture: Picture, _texts: Sequence[str]) -> bytes:
    return pack({"part": "cards", "view": _picture.key, "digest": content}, {"texts": joined(_texts, CARD_LENGTH)})


def regions(picture: Picture, names: Regions) -> bytes:
    """Names of parts of the map."""
    told = [region._asdict() for region in names.regions]
    content = digest(told, names.layer, picture.key)
    return pack({"part": "regions", "view": picture.key, "digest": content, "layer": names.layer, "regions": told}, {})


def thumbs(picture: Picture, thumbnails: np.ndarray) -> bytes:
    """Small pictures of the first items: uint8 (n, height, width, 1 or 3)."""
    return _packed_thumbs(digest(picture.items, thumbnails, picture.key), picture, thumbnails)


@st.cache_resource(max_entries=8, show_spinner=False)
def _packed_thumbs(content: str, _picture: Picture, _thumbnails: np.ndarray) -> bytes:
    n, height, width, channels = _thumbnails.shape
    header = {"part": "thumbs", "view": _picture.key, "digest": content, "n": n}
    return pack(header | {"height": height, "width": width, "channels": channels}, {"pixels": _thumbnails.ravel()})


def state(
    picture: Picture,
    lines: bool,
    axis_titles: Sequence[str],
    path: Sequence[int] = (),
    *,
    look: str = "",
    spots: bool = False,
    group: str = "",
    linked: bool = False,
    focus: Focus | None = None,
) -> dict[str, object]:
    """The small rest, which a click changes."""
    chosen = picture.highlight.selected
    return {
        "part": "state",
        "view": picture.key,
        "selected": None if chosen is None else int(chosen),
        "neighbors": [int(row) for row in picture.highlight.neighbors],
        "lines": lines,
        "titles": [str(title) for title in axis_titles],
        "path": [int(row) for row in path],
        "look": look,
        "spots": spots,
        "group": group,
        "linked": linked,
        "focus": None if focus is None else {"id": focus.id, "low": list(focus.low), "high": list(focus.high)},
        "missing": [int(row) for row in picture.highlight.missing],
        "strangers": [int(row) for row in picture.highlight.strangers],
        "hues": [MISSING, FALSE] if picture.highlight.missing or picture.highlight.strangers else [],
    }
