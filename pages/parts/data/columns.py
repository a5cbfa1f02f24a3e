"""The columns of a table that was given: the first rows, with a selector above each column for the part it plays."""

from collections.abc import Mapping
from functools import partial

import streamlit as st

from engine.datasets.base import Source
from engine.errors import InputError
from engine.fields import line_of, names_in
from engine.files.roles import NONE, Look, Role
from pages.parts.write.plain import plain

MOST_COLUMNS = 40
"""A table with more is asked for the column of each part, instead of the part of each column."""
ROWS = 3
FIELD_LENGTH = 24
NO_PART = ""
Parts = dict[str, str]
"""Column -> the field that names it."""


def ask(draft: Source, file: str, title: str, key: str) -> Mapping[str, str] | None:
    """Field -> column, as the user says it; {} where the user leaves it to the reader, None if the file is no table.

    draft: the source as far as it is known. file: the field of the file, a key of `draft.roles`. title: of what folds
    it away. key: what the keys of widgets begin with; it tells files apart.
    """
    try:
        look = _look(draft, file)
    except InputError:
        look = None  # whoever reads the whole file says what is wrong with it
    roles = draft.roles[file]
    said: Mapping[str, str] | None = st.session_state.get(key)
    if look is None:
        return said
    told = {field: given for field, given in (said or {}).items() if given}
    parts = _parts({**look.proposed, **told}, roles)
    missing = not look.wide and any(role.needed and field not in parts.values() for field, role in roles.items())
    with st.expander(title, icon=":material/view_column:", expanded=missing or bool(said)):
        if look.wide or len(look.table.columns) > MOST_COLUMNS:
            _by_part(look, roles, parts, key)
        else:
            _by_column(look, roles, parts, key)
        if said is not None:
            st.button("As found out", icon=":material/undo:", key=f"{key}.undo", type="tertiary",
                      on_click=partial(st.session_state.pop, key, None))  # fmt: skip
    return said or {}


def adopt(source: Source, file: str, key: str) -> None:
    """Let the selectors show what a saved run was made from."""
    given = {field: getattr(source, field) for field in source.roles[file]}
    st.session_state[key] = given if any(given.values()) else None


@st.cache_data(show_spinner=False, max_entries=50)
def _look(draft: Source, file: str) -> Look | None:
    return draft.look(file)


def _parts(fields: Mapping[str, str], roles: Mapping[str, Role]) -> Parts:
    """Column -> field, from what the fields of a source hold."""
    return {
        column: field
        for field, given in fields.items()
        for column in (names_in(given) if roles[field].many else [given])
        if column not in ("", NONE)
    }


def _fields(parts: Parts, roles: Mapping[str, Role]) -> dict[str, str]:
    """What the fields of a source are to hold: all is said, so a part without a column is played by none."""
    played = {field: [column for column, part in parts.items() if part == field] for field in roles}
    return {
        field: (line_of(columns) if roles[field].many else columns[0]) if columns else NONE
        for field, columns in played.items()
    }


def _by_column(look: Look, roles: Mapping[str, Role], parts: Parts, key: str) -> None:
    """One column below the other, as in the narrow sidebar: what it is, then its name and its first fields."""
    titles = {NO_PART: look.rest} | {field: role.title for field, role in roles.items()}
    for place, column in enumerate(look.table.columns):
        part = parts.get(column, NO_PART)
        # The key tells of the part, so that a selector begins anew where another one has taken its part away.
        widget = f"{key}.{place}.{part}"
        st.selectbox(
            f"**{plain(column)}**: {plain(_first_fields(look, place))}", list(titles), index=list(titles).index(part),
            format_func=titles.__getitem__, key=widget,
            on_change=partial(_give_part, column, roles, parts, widget, key),
        )  # fmt: skip


def _first_fields(look: Look, place: int) -> str:
    shown = [row[place].strip() or "(empty)" for row in look.table.sample[:ROWS]]
    return ", ".join(field if len(field) <= FIELD_LENGTH else f"{field[:FIELD_LENGTH]}…" for field in shown)


def _give_part(column: str, roles: Mapping[str, Role], parts: Parts, widget: str, key: str) -> None:
    """Give a column the part that was chosen; whichever had it loses it. From then on the user says it all."""
    _play(st.session_state[widget], [column], roles, {name: at for name, at in parts.items() if name != column}, key)


def _by_part(look: Look, roles: Mapping[str, Role], parts: Parts, key: str) -> None:
    """A list of columns for each part; what is like all others needs none."""
    for field, role in roles.items():
        if look.wide and role.needed and field not in look.proposed and field not in parts.values():
            continue
        played = [column for column, part in parts.items() if part == field]
        widget = f"{key}.{field}.{line_of(played)}"
        give = partial(_give_columns, field, roles, parts, widget, key)
        if role.many:
            st.multiselect(role.title, look.table.columns, default=played, key=widget, on_change=give)
        else:
            at = look.table.columns.index(played[0]) if played else None
            st.selectbox(role.title, look.table.columns, index=at, placeholder="none", key=widget, on_change=give)


def _give_columns(field: str, roles: Mapping[str, Role], parts: Parts, widget: str, key: str) -> None:
    chosen = st.session_state[widget]
    columns = list(chosen) if roles[field].many else [chosen] * (chosen is not None)
    _play(field, columns, roles, {name: part for name, part in parts.items() if part != field}, key)


def _play(field: str, columns: list[str], roles: Mapping[str, Role], others: Parts, key: str) -> None:
    if field != NO_PART and not roles[field].many:
        others = {column: part for column, part in others.items() if part != field}
    st.session_state[key] = _fields(others | (dict.fromkeys(columns, field) if field != NO_PART else {}), roles)
