"""What the points of a map look like: their colors and shapes, as the visitor chooses them."""

import json
from dataclasses import replace

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from engine.arithmetic.lookup import find, suggestion
from engine.embedding import Embedding
from engine.figures.coloring import Categories, Ramp
from engine.figures.colors import categorical
from engine.runs.selections import COLOR, Group
from pages.parts.explore import clusters, groups, stability, summaries, truths
from pages.parts.explore.controlled import choose
from pages.parts.explore.state import from_json
from pages.parts.explore.view import View
from pages.parts.write.plain import plain

NOTHING, SIMILARITY, GROUPS, AXIS = "none", "~similarity", "~groups", "~axis"
CLUSTERS = clusters.COLOR
TITLES = {
    NOTHING: "no color",
    SIMILARITY: "similarity",
    GROUPS: "groups",
    CLUSTERS: "clusters",
    AXIS: "own axis",
    **truths.TITLES,
    **stability.TITLES,
}
SHAPES = ("disks", "squares", "triangles", "diamonds")
"""One for each of the first classes of a column; all others are disks."""


def options(view: View) -> dict[str, str]:
    """What a map can be colored by -> what the visitor reads."""
    own = [SIMILARITY, AXIS, *([GROUPS] if view.page.groups else []), *([CLUSTERS] if clusters.of(view) else [])]
    own.append(truths.KEPT)
    own += [name for name in (truths.AGREEMENT, truths.JUMPS, *stability.TITLES) if view.page.color == name]
    columns = {column: column.replace("_", " ") for column in view.embedding.metadata}
    return columns | {name: TITLES[name] for name in own} | {NOTHING: TITLES[NOTHING]}


def choice(view: View) -> str:
    """Draw the list of what can color the map."""
    titles = options(view)
    return choose(
        st.selectbox, "Color", view.page, "color", list(titles), view.usual_color, width=170,
        format_func=lambda name: titles[name] if name == NOTHING else f"color: {titles[name]}",
        label_visibility="collapsed",
    )  # fmt: skip


def settings(view: View, column: str, bar: DeltaGenerator) -> None:
    """The pop-over with the shape of points, and what the chosen color allows to be set."""
    with bar, st.popover("Look", icon=":material/palette:", help="Shapes, density, pictures, and the colors in detail"):
        _look(view)
        _shape(view)
        if column == AXIS:
            _axis(view)
        if column in view.embedding.metadata:
            if summaries.is_numeric(view, column):
                _as_classes(view, column)
            _class_color(view, column)


def _look(view: View) -> None:
    """Points, how dense they lie, or pictures at two levels: some that tell what is where, or all."""
    looks = {"": "points", "density": "density"}
    if view.shows_images:
        looks |= {"some": "some pictures", "all": "all pictures"}
    choose(
        st.segmented_control, "Show as", view.page, "look", list(looks), "", format_func=looks.__getitem__,
        required=True,
    )  # fmt: skip


def _shape(view: View) -> None:
    columns = [name for name, values in view.embedding.metadata.items() if not np.issubdtype(values.dtype, np.floating)]
    choose(
        st.selectbox, "Shape by", view.page, "shape", ["", *columns], "",
        format_func=lambda name: name.replace("_", " ") or "nothing: all disks",
        help="A second factor beside the color: the four largest classes are disks, squares, triangles and diamonds.",
    )  # fmt: skip


def _axis(view: View) -> None:
    """Two ends of an axis, along which items are colored."""
    ends = _ends(view)
    for place, label in enumerate(("From", "To")):
        key = view.key("axis_end", place)
        st.session_state[key] = ends[place]
        st.text_input(label, key=key, on_change=_take_axis, args=(view,), max_chars=100)
    for end in filter(None, ends):
        if find(view.embedding, end) is None:
            st.caption(f"“{plain(end)}” is not among the items{plain(suggestion(view.embedding, end))}.")


def _take_axis(view: View) -> None:
    view.page.axis = json.dumps([st.session_state[view.key("axis_end", place)].strip() for place in (0, 1)])


def _ends(view: View) -> tuple[str, str]:
    found = from_json(view.page.axis, list)
    return (str(found[0]), str(found[1])) if len(found) == 2 else ("", "")


def _as_classes(view: View, column: str) -> None:
    def switch() -> None:
        chosen = set(from_json(view.page.classes, list)) ^ {column}
        view.page.classes = json.dumps(sorted(chosen)) if chosen else ""

    key = view.key("as_classes", column)
    st.session_state[key] = is_switched(view, column)
    st.toggle("Numbers as classes", key=key, on_change=switch, help="One color for each value, instead of a ramp.")


def is_switched(view: View, column: str) -> bool:
    """Whether the numbers of a column are colored as classes."""
    return column in from_json(view.page.classes, list)


def _class_color(view: View, column: str) -> None:
    """One class's color to be picked."""
    known = view.coloring(column, is_switched(view, column))
    if not known.classes:
        return
    name = st.selectbox("Color of", known.classes, key=view.key("class", column))
    usual = dict(zip(known.classes, known.palette or categorical(len(known.classes)), strict=True))
    key = view.key("class_color", column, name)
    st.session_state[key] = _picked(view, column).get(name, usual[name])

    def take() -> None:
        picked = from_json(view.page.palette, dict)
        picked[column] = {**_picked(view, column), name: st.session_state[key]}
        view.page.palette = json.dumps(picked, ensure_ascii=False)

    st.color_picker("Color", key=key, on_change=take)
    if _picked(view, column):
        rest = {other: known for other, known in from_json(view.page.palette, dict).items() if other != column}
        told = json.dumps(rest, ensure_ascii=False) if rest else ""
        key = view.key("usual_colors", column)
        st.button("Usual colors", key=key, on_click=view.page.change, kwargs={"palette": told})


def _picked(view: View, column: str) -> dict[str, str]:
    """Class -> color that the visitor picked; what an address says is checked."""
    found = from_json(view.page.palette, dict).get(column)
    pairs = found.items() if isinstance(found, dict) else ()
    return {str(name): color for name, color in pairs if isinstance(color, str) and COLOR.fullmatch(color)}


def colors_of(view: View, column: str, embedding: Embedding) -> Categories | Ramp | None:
    """The colors of items of the view's run by a column, or by one of the names above."""
    if column == GROUPS:
        return of_groups(groups.of(view), embedding)
    if column == CLUSTERS:
        shown = clusters.of(view)
        return None if shown is None else shown.colors(view, embedding.n_items)
    if column == SIMILARITY:
        return _similarity(view, embedding)
    if column == AXIS:
        return _along(view, embedding)
    if column in truths.VALUES:
        return truths.colors(view, column, embedding)
    if column in stability.TITLES:
        return stability.colors(view, column, embedding)
    found = view.colors(column, embedding.metadata, as_classes=is_switched(view, column))
    picked = _picked(view, column)
    if not isinstance(found, Categories) or not picked:
        return found
    palette = found.palette or categorical(len(found.names))
    return replace(found, palette=[picked.get(name, color) for name, color in zip(found.names, palette, strict=True)])


def of_groups(known: tuple[Group, ...], embedding: Embedding) -> Categories:
    """An item of several groups has the color of the first."""
    codes = np.full(embedding.n_items, -1)
    for code, group in reversed(list(enumerate(known))):
        codes[embedding.rows_of(group.labels)] = code
    return Categories(codes, [group.name for group in known], "group", [group.color for group in known])


def _similarity(view: View, embedding: Embedding) -> Ramp | None:
    if view.selected is None:
        return None
    chosen = view.embedding.unit[view.selected]
    values = (embedding.unit @ chosen).astype(np.float64)
    return _centered(values, f"cosine with {view.embedding.labels[view.selected]}")


def _along(view: View, embedding: Embedding) -> Ramp | None:
    ends = [find(view.embedding, end) if end else None for end in _ends(view)]
    if None in ends or ends[0] == ends[1]:
        return None
    direction = view.embedding.unit[ends[1]] - view.embedding.unit[ends[0]]
    values = embedding.unit @ (direction / max(float(np.linalg.norm(direction)), 1e-12))
    return _centered(values.astype(np.float64), " → ".join(_ends(view)))


def _centered(values: np.ndarray, title: str) -> Ramp:
    """Both sides of zero; what is chosen itself, which lies far out, does not set the ends."""
    end = max(float(np.quantile(np.abs(values), 0.99)), 1e-6)
    return Ramp(values, title, ends=(-end, end), diverging=True)


def shapes_of(view: View, embedding: Embedding) -> np.ndarray | None:
    """The shape of each item by the chosen column; the largest class keeps the disk."""
    column = embedding.metadata.get(view.page.shape)
    if column is None:
        return None
    largest = summaries.classes(view, view.page.shape).largest(len(SHAPES))
    codes = np.zeros(embedding.n_items, np.uint8)
    for code, value in enumerate(largest):
        codes[column.astype(str) == value] = code
    return codes


def shapes_told(view: View) -> str:
    """Which shape is which class, for the line below the map; "" where all are disks."""
    if view.page.shape not in view.embedding.metadata:
        return ""
    pairs = zip(SHAPES, summaries.classes(view, view.page.shape).largest(len(SHAPES)), strict=False)
    return f"Shapes by {view.page.shape}: {', '.join(f'{shape} {value}' for shape, value in pairs)}."
