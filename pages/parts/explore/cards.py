"""What is known of an item, on a card: the columns that the visitor chose, with links; and cards that are pinned."""

import json
import re

import streamlit as st

from engine.fields import line_of, names_in
from engine.neighbors import nearest
from pages.parts.explore.state import from_json
from pages.parts.explore.view import View
from pages.parts.write import pictures
from pages.parts.write.layout import ONLY_ICON
from pages.parts.write.plain import plain

MOST_PINNED = 12
NEAREST = 3
LONGEST = 80
"""Characters of a value."""
_ADDRESS = re.compile(r"https?://[^\s<>()\[\]\"'`\\]{3,500}")


def facts(view: View, row: int) -> str:
    """The chosen columns of an item in one line of Markdown: texts of others are escaped, addresses are links."""
    columns = view.embedding.metadata
    told = [f"{plain(name.replace('_', ' '))} {_value(name, columns[name][row])}" for name in chosen(view)]
    return " · ".join(told)


def hovers(view: View, n_items: int) -> tuple[str, ...]:
    """What the hover card says of each of the first items, if the visitor chose columns for cards."""
    return _hovers(view.run_id, view.name, view.only, view.page.columns, n_items, view) if view.page.columns else ()


@st.cache_resource(show_spinner=False, max_entries=8)
def _hovers(run_id: str, name: str, only: str, columns: str, n_items: int, _view: View) -> tuple[str, ...]:
    """Kept between reruns: of 70,000 items they take a second."""
    names, metadata = chosen(_view), _view.embedding.metadata
    return tuple(
        " · ".join(f"{name.replace('_', ' ')} {_fact(name, metadata[name][row])}"[:LONGEST] for name in names)
        for row in range(n_items)
    )


def chosen(view: View) -> list[str]:
    """The columns on cards; all until some are chosen."""
    known = list(view.embedding.metadata)
    asked = from_json(view.page.columns, list, known)
    return [name for name in known if name in asked]


def _value(name: str, value: object) -> str:
    told = _fact(name, value)
    if _ADDRESS.fullmatch(told):
        return f"[{plain(told[:LONGEST])}]({told})"  # Streamlit opens it in another tab, with rel=noopener
    return plain(told if len(told) <= LONGEST else f"{told[:LONGEST]}…")


def _fact(name: str, value: object) -> str:
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float):
        return f"{value:,.4g}"
    return f"{value:,}" if isinstance(value, int) and name != "year" else str(value)


def tools(view: View, label: str) -> None:
    """Beside the name of the chosen item: pin its card, and choose the columns of cards."""
    pinned = names_in(view.page.pinned)
    is_pinned = label in pinned
    rest = [other for other in pinned if other != label]
    st.button(
        "Take the card off" if is_pinned else "Pin the card", key=view.key("pin", ONLY_ICON), type="tertiary",
        icon=":material/keep_off:" if is_pinned else ":material/keep:",
        help="Take the card off" if is_pinned else "Pin the card: it stays while others are chosen",
        disabled=not is_pinned and len(pinned) >= MOST_PINNED,
        on_click=view.page.change, kwargs={"pinned": line_of(rest if is_pinned else [*rest, label])},
    )  # fmt: skip
    columns = list(view.embedding.metadata)
    if len(columns) > 1:
        told = "Columns on the cards"
        with st.popover(told, icon=":material/view_column:", help=told, key=view.key("columns", ONLY_ICON)):
            key = view.key("columns_chosen")
            st.session_state[key] = chosen(view)

            def take() -> None:
                picked = st.session_state[key]
                view.page.columns = "" if len(picked) == len(columns) else json.dumps(picked, ensure_ascii=False)

            st.multiselect("Columns on the cards", columns, key=key, on_change=take)


def show_pinned(view: View) -> None:
    """The pinned cards, each with its nearest three; a click on its name chooses the item."""
    rows = [row for label in names_in(view.page.pinned) if (row := view.embedding.index.get(label)) is not None]
    for row in rows:
        if row == view.selected:
            continue
        label = view.embedding.labels[row]
        with st.container(border=True, gap="xxsmall", key=f"pinned.{view.page}.{row}"):
            with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
                st.button(
                    f"**{plain(label)}**", key=view.key("pinned", row), type="tertiary", on_click=view.select,
                    args=(row,),
                )  # fmt: skip
                rest = line_of(other for other in names_in(view.page.pinned) if other != label)
                st.button(
                    f"Take {plain(label)} off", key=view.key("unpin", row, ONLY_ICON), type="tertiary",
                    icon=":material/close:", help="Take it off",
                    on_click=view.page.change, kwargs={"pinned": rest},
                )  # fmt: skip
            if view.has_picture(row):
                picture, white = view.pictured.raw[view.rows_in_run([row])[0]], view.pictured.maximum
                st.image(pictures.enlarged(picture, white, 64), alt=pictures.told(label, picture, white))
            near = nearest(view.embedding, row, NEAREST, view.page.metric)
            pairs = zip(near.rows, near.scores, strict=True)
            listed = ", ".join(f"{plain(view.embedding.labels[other])} {score:.2f}" for other, score in pairs)
            st.caption(f"{facts(view, row)}  \nNearest: {listed}")
