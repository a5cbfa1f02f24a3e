"""The columns of a table that was given: the first rows, with a selector above each column for the part it plays."""

from collections.abc import Mapping
from functools import partial

import streamlit as st

from engine.datasets.base import Source
from engine.errors import InputError
from engine.files.roles import NONE, Look
from pages.parts.write.plain import plain

MOST_COLUMNS = 40
ROWS = 3
FIELD_LENGTH = 24
NO_PART = ""


def ask(draft: Source, key: str) -> dict[str, str]:
    """Field -> column, as the user says it; nothing where the user leaves it to the reader, or the file is no table.

    draft: the source as far as it is known. key: what the keys of widgets begin with; it tells files apart.
    """
    if not draft.roles:
        return {}
    try:
        look = _look(draft)
    except InputError:
        return {}  # whoever reads the whole file says what is wrong with it
    if look is None:
        return said(key)
    proposed = dict(look.proposed)
    parts = said(key) or proposed
    missing = [role.title for field, role in draft.roles.items() if role.needed and field not in parts]
    with st.expander("What the columns are", icon=":material/view_column:", expanded=bool(missing)):
        _selectors(draft, look, parts, key)
        if said(key):
            st.button("As found out", icon=":material/undo:", key=f"{key}.undo", type="tertiary",
                      on_click=partial(st.session_state.pop, key, None))  # fmt: skip
    return said(key)


def said(key: str) -> dict[str, str]:
    """What the user has said; see `ask`."""
    return dict(st.session_state.get(key, {}))


def adopt(source: Source, key: str) -> None:
    """Let the selectors show what a saved run was made from."""
    given = {field: getattr(source, field) for field in source.roles}
    st.session_state[key] = given if any(given.values()) else {}


@st.cache_data(show_spinner=False, max_entries=50)
def _look(draft: Source) -> Look | None:
    return draft.look()


def _selectors(draft: Source, look: Look, parts: Mapping[str, str], key: str) -> None:
    """One column below the other, as in the narrow sidebar: what it is, then its name and its first fields."""
    titles = {NO_PART: "not used"} | {field: role.title for field, role in draft.roles.items()}
    columns = look.table.columns[:MOST_COLUMNS]
    now = {column: field for field, column in parts.items() if column in columns}
    give = partial(_give, draft, look, parts)
    for place, column in enumerate(columns):
        part = now.get(column, NO_PART)
        # The key tells of the part, so that a selector begins anew where another one has taken its part away.
        widget = f"{key}.{place}.{part}"
        st.selectbox(
            f"**{plain(column)}**: {plain(_first_fields(look, place))}", list(titles), index=list(titles).index(part),
            format_func=titles.__getitem__, key=widget, on_change=partial(give, column, widget, key),
        )  # fmt: skip
    if len(look.table.columns) > MOST_COLUMNS:
        st.caption(f"The first {MOST_COLUMNS} of {len(look.table.columns):,} columns.")


def _first_fields(look: Look, place: int) -> str:
    shown = [row[place].strip() or "(empty)" for row in look.table.sample[:ROWS]]
    return ", ".join(field if len(field) <= FIELD_LENGTH else f"{field[:FIELD_LENGTH]}…" for field in shown)


def _give(draft: Source, look: Look, parts: Mapping[str, str], column: str, widget: str, key: str) -> None:
    """Give a column the part that was chosen; whichever had it loses it. From then on the user says it all."""
    chosen = st.session_state[widget]
    kept = {field: other for field, other in parts.items() if other != column and other in look.table.columns}
    if chosen != NO_PART:
        kept[chosen] = column
    st.session_state[key] = {field: kept.get(field, NONE) for field in draft.roles}
