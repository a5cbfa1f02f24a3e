"""Named groups of items: made of what was circled, searched or pasted, or of a class; kept with the run."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd
import streamlit as st

from engine import settings
from engine.arithmetic.lookup import named_in
from engine.errors import InputError
from engine.exports import columns_csv
from engine.figures.colors import OKABE_ITO, TEN
from engine.insight.groups import Attribute, differences
from engine.runs import selections
from engine.runs.selections import Group
from pages.parts.explore import only, summaries
from pages.parts.explore.view import View
from pages.parts.write.layout import ONLY_ICON
from pages.parts.write.plain import plain

COLORS = (*OKABE_ITO[:7], *TEN)
PASTED, CIRCLED, HOLDS, CLASS = "Pasted names", "What is circled", "Names that hold", "A class"
NAMES_TOLD = 5
MOST_CLASSES = 60


def of(view: View) -> tuple[Group, ...]:
    """The groups that the address names; none if they are not kept here."""
    if not view.page.groups:
        return ()
    try:
        return selections.groups_of(view.page.groups)
    except InputError:
        return ()


def begin(view: View) -> None:
    """Begin with the run's last groups where neither address nor visitor says something; ask once for a run."""
    key = view.key("groups_asked", view.run_id)
    if not st.session_state.get(key):
        st.session_state[key] = True
        if not view.page.groups and not settings.shared_mode():
            view.page.groups = selections.remembered(view.run_id)


def menu(view: View) -> None:
    """The pop-over with all that can be done with groups."""
    known = of(view)
    label = f"Groups {len(known)}" if known else "Groups"
    with st.popover(label, icon=":material/workspaces:", help="Groups: name some items, color by them, compare them"):
        if view.page.groups and not known:
            st.caption("The groups of this link are not here: they were made on another machine.")
        for group in known:
            _line(view, group)
        _new(view, known)
        if known:
            _export(view, known)


def _line(view: View, group: Group) -> None:
    key = view.key("group", group.name)
    here = len(view.embedding.rows_of(group.labels))
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.session_state[f"{key}.color"] = group.color
        st.color_picker(
            f"Color of {plain(group.name)}", key=f"{key}.color", label_visibility="collapsed",
            on_change=_recolor, args=(view, group),
        )  # fmt: skip
        st.markdown(f"**{plain(group.name)}** · {here:,}", help=plain(", ".join(group.labels[:40])))
        st.button(
            f"Only {plain(group.name)}", icon=":material/filter_center_focus:", key=f"{key}.only.{ONLY_ICON}",
            help="Only these", type="tertiary",
            on_click=only.show_only, args=(view, group.labels), disabled=here < only.FEWEST,
        )  # fmt: skip
        st.button(
            f"Remove {plain(group.name)}", icon=":material/delete:", key=f"{key}.drop.{ONLY_ICON}",
            help="Remove the group", type="tertiary",
            on_click=_set, args=(view, tuple(one for one in of(view) if one.name != group.name)),
        )  # fmt: skip


def _recolor(view: View, group: Group) -> None:
    color = st.session_state[view.key("group", group.name) + ".color"]
    _set(view, tuple(Group(one.name, color if one.name == group.name else one.color, one.labels) for one in of(view)))


def _new(view: View, known: tuple[Group, ...]) -> None:
    st.markdown("**New group**" if known else "**A group of items under a name**")
    ways = [*([CIRCLED] if view.page.circled else []), PASTED, HOLDS, *([CLASS] if _classes(view) else [])]
    way = st.segmented_control("From", ways, default=ways[0], required=True, key=view.key("group_way", *ways))
    labels, unknown = _labels(view, way)
    if unknown:
        st.caption(f"Not among the items: {plain(', '.join(unknown[:NAMES_TOLD]))}{' …' * (len(unknown) > NAMES_TOLD)}")
    told = plain(", ".join(labels[:NAMES_TOLD])) + (" …" if len(labels) > NAMES_TOLD else "")
    st.caption(f"{len(labels):,} {view.items}: {told}" if labels else "No items yet.")
    name = st.text_input("Name", key=view.key("group_name"), max_chars=selections.NAME_LENGTH, placeholder="Its name")
    st.button(
        "Make the group", disabled=not labels, type="primary", key=view.key("group_make"),
        on_click=_make, args=(view, known, name, labels),
    )  # fmt: skip
    if refused := st.session_state.get(view.key("group_refused")):
        st.error(plain(refused))


def _make(view: View, known: tuple[Group, ...], name: str, labels: list[str]) -> None:
    """Add a group, in a color that is free, and color the map by groups; a refusal is kept to be shown."""
    free = next((color for color in COLORS if color not in [group.color for group in known]), COLORS[0])
    refused = ""
    try:
        _set(view, (*known, Group(name or f"group {len(known) + 1}", free, tuple(labels))))
        view.page.color = "~groups"
    except InputError as error:
        refused = str(error)
    st.session_state[view.key("group_refused")] = refused


def add(view: View, name: str, labels: list[str]) -> None:
    """Add a group of items that were found elsewhere, under a name that is free."""
    known = of(view)
    taken = {group.name for group in known}
    names = [name, *(f"{name} ({number})" for number in range(2, selections.MOST_GROUPS + 2))]
    _make(view, known, next(one for one in names if one not in taken), labels)


def _labels(view: View, way: str | None) -> tuple[list[str], list[str]]:
    """The items of a new group, and names that are not among the items."""
    embedding = view.embedding
    if way == CIRCLED:
        return [embedding.labels[row] for row in view.page.circled if row < embedding.n_items], []
    if way == HOLDS:
        wanted = st.text_input("Part of a name", key=view.key("group_holds"), max_chars=100).strip().casefold()
        return [label for label in embedding.labels if wanted and wanted in label.casefold()], []
    if way == CLASS:
        name, value = st.selectbox(
            "Class",
            _classes(view),
            format_func=lambda pair: f"{pair[0]}: {pair[1]}",
            key=view.key("group_class"),
        )
        column = embedding.metadata[name].astype(str)
        return [label for label, found in zip(embedding.labels, column, strict=True) if found == value], []
    pasted = st.text_area("Names, a line each or divided by commas", key=view.key("group_pasted"), height=90)
    return named_in(embedding, pasted)


def _classes(view: View) -> list[tuple[str, str]]:
    """Pairs of a column and a class of it, of columns that hold few classes."""
    pairs: list[tuple[str, str]] = []
    for name in view.embedding.metadata:
        values = () if summaries.is_numeric(view, name) else summaries.classes(view, name).values
        pairs += [(name, value) for value in values] if 2 <= len(values) <= MOST_CLASSES else []
    return pairs


def _set(view: View, known: tuple[Group, ...]) -> None:
    view.page.groups = selections.keep_groups(known) if known else ""
    if not settings.shared_mode():  # where several share a server, groups are found by their link alone
        selections.remember(view.run_id, view.page.groups)


def _export(view: View, known: tuple[Group, ...]) -> None:
    st.download_button(
        "Save the groups (CSV)", lambda: _csv(view, known), "groups.csv", icon=":material/download:",
        on_click="ignore", key=view.key("groups_csv"),
    )  # fmt: skip


def _csv(view: View, known: tuple[Group, ...]) -> bytes:
    """A line for each item of each group, with the columns of the items."""
    index, metadata = view.embedding.index, view.embedding.metadata
    members = [(group.name, index[label]) for group in known for label in group.labels if label in index]
    rows = [row for _, row in members]
    columns = {"group": [name for name, _ in members], "item": [view.embedding.labels[row] for row in rows]}
    return columns_csv(columns | {name: column[rows].tolist() for name, column in metadata.items()})


Distinguishes = Callable[[View, np.ndarray, np.ndarray], None]
"""Draws what else distinguishes the items in some rows of the embedding from those in others; both hold some."""


def compared(view: View, distinguishes: Distinguishes | None = None) -> None:
    """Below the map: what distinguishes a group from another one, or from all other items."""
    known = of(view)
    if not known:
        return
    title = f"What distinguishes the groups ({', '.join(plain(group.name) for group in known)})"
    box = st.expander(title, key=view.key("compare"), on_change="rerun")
    if not box.open:  # texts and pictures are gone through for it
        return
    with box:
        names = [group.name for group in known]
        left, right = st.columns(2)
        one = left.selectbox("Group", names, key=view.key("compare_one", *names))
        others = ["all others", *(name for name in names if name != one)]
        other = right.selectbox("Beside", others, key=view.key("compare_other", one, *names))
        by_name = {group.name: group for group in known}
        rows = view.embedding.rows_of(by_name[one].labels)
        if other in by_name:
            beside = view.embedding.rows_of(by_name[other].labels)
        else:
            beside = np.setdiff1d(np.arange(view.embedding.n_items), rows)
        found = differences(view.embedding, rows, beside)
        table(found.attributes)
        towards, away = (", ".join(view.embedding.labels[row] for row in rows) for rows in (found.towards, found.away))
        st.caption(
            f"Along the line between their middles, farthest towards “{plain(one)}”: {plain(towards)}. "
            f"Farthest the other way: {plain(away)}. The middles have a cosine of {found.cosine:.2f}."
        )
        if distinguishes is not None and len(rows) and len(beside):
            distinguishes(view, rows, beside)


def among(index: Mapping[str, int], labels: Sequence[str], rows: np.ndarray) -> np.ndarray:
    """Places, in the data that a run was made from, of the items in some rows, without those that are not there."""
    return np.array([index[labels[row]] for row in rows.tolist() if labels[row] in index], dtype=np.int64)


def table(attributes: Sequence[Attribute], caption: str = "") -> None:
    """What is over-represented in a group, if anything is, and what was counted."""
    if not attributes:
        return
    shown = pd.DataFrame([attribute._asdict() for attribute in attributes])
    shown.columns = pd.Index(["Attribute", "Value", "In the group", "Beside", "Times"])
    times = st.column_config.NumberColumn(format="%.1f", help="How many times as large the share in the group is.")
    st.dataframe(shown, hide_index=True, height="content", column_config={"Times": times})
    if caption:
        st.caption(caption)
