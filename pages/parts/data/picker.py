"""The data picker of every page: a domain describes the choices, this module asks, reads and shows.

The fields that a choice leaves open are asked for, those of the picker's fold folded away; then the data are read by a
job, and what was understood is shown.
"""

from collections.abc import Collection, Mapping
from typing import Any

import streamlit as st

from engine import limits
from engine.datasets.base import Source
from engine.errors import InputError
from engine.fields import Validated, specs
from engine.files import uploads
from engine.files.downloads.entries import Entry
from engine.files.downloads.fetch import missing
from engine.runs.recipe import Recipe
from pages.parts.data.choices import Choice, File, Fold, Picker, Understood
from pages.parts.run import controls, state
from pages.parts.run.obtain import obtain_as
from pages.parts.write.layout import fitting
from pages.parts.write.plain import plain

TABLE_HEIGHT = 180


def pick(picker: Picker, key: str) -> tuple[Source | None, Any]:
    """The chosen source, and its dataset once it has been read; None while there is none.

    key: what the keys of all widgets begin with.
    """
    with st.container():  # so that what follows in the sidebar keeps its place while this grows
        choice = picker.choices[_chosen(picker, key)]
        try:
            source = _source(picker, choice, key)
        except InputError as error:
            st.error(plain(str(error)))
            return None, None
        if source is None:
            return None, None
        data = obtain_as(
            state.dataset, Recipe(source), "Reading", lambda: choice.entry is None or _wanted(choice.entry)
        )
        if data is not None:
            _note_columns(choice, data, source, key)
            if picker.understood is not None:
                _show(picker.understood(data, source), expanded=source.uploaded)
        return source, data


def adopt(picker: Picker, source: Validated, key: str) -> None:
    """Let the picker show a source that a saved run was made from; one of another picker leaves it as it is."""
    name = picker.choice_of(source)
    if not name:
        return
    choice = picker.choices[name]
    st.session_state[f"{key}.{picker.name}"] = name
    for file in choice.files:
        st.session_state[f"{key}.{file.name}"] = getattr(source, file.name)
    for column in choice.columns:
        st.session_state[_column_key(choice, column, source, key)] = getattr(source, column)
    controls.adopt(source, f"{key}.{source.name}")


def _chosen(picker: Picker, key: str) -> str:
    titles = {name: choice.title for name, choice in picker.choices.items()}
    widget = f"{key}.{picker.name}"
    if picker.buttons:
        return st.segmented_control(
            picker.label, list(titles), format_func=titles.__getitem__, default=next(iter(titles)), required=True,
            key=widget, label_visibility="collapsed",
        )  # fmt: skip
    return st.selectbox(
        picker.label, list(titles), format_func=titles.__getitem__, key=widget, help=picker.help,
        persist_state="session",
    )  # fmt: skip


def _source(picker: Picker, choice: Choice, key: str) -> Source | None:
    """The source with the fields that the user sets; None while its file is missing."""
    fixed = dict(choice.fixed)
    left_out: set[str] = set()
    for file in choice.files:
        fixed[file.name] = _file(file, key)
        if not fixed[file.name]:
            left_out |= set(file.asks)
            if file.fold is None:
                st.caption(choice.hint)
                return None
    fixed |= _columns(choice, fixed, key)
    asked = [name for name in specs(choice.source) if choice.asked and name not in fixed and name not in left_out]
    folded = picker.fold.fields if picker.fold else ()
    prefix = f"{key}.{choice.source.name}"
    values = controls.values(choice.source, prefix, [name for name in asked if name not in folded])
    if picker.fold and any(name in folded for name in asked):
        with _folded(picker.fold):
            values |= controls.values(choice.source, prefix, [name for name in asked if name in folded])
    return choice.source(**values, **fixed)


def _folded(fold: Fold, expanded: bool = False) -> Any:
    return st.expander(fold.title, icon=f":material/{fold.icon}:", expanded=expanded)


def _file(file: File, key: str) -> str:
    if file.fold is None:
        return upload(f"{key}.{file.name}", file.label, file.kinds)
    with _folded(file.fold):
        return upload(f"{key}.{file.name}", file.label, file.kinds)


def upload(key: str, label: str, kinds: Collection[str] = ()) -> str:
    """A field for a file; the sha256 of the one uploaded last, "" if none was. It is kept in the state under `key`.

    kinds: endings that the browser offers; none for all. A file is read once, not at every rerun of the page.
    """
    file = st.file_uploader(
        label, type=list(kinds) or None, key=f"{key}.file", max_upload_size=limits.UPLOAD_BYTES // limits.MB
    )
    if file is not None and st.session_state.get(f"{key}.file_id") != file.file_id:
        st.session_state[key] = uploads.keep(file.getvalue(), file.name).sha256
        st.session_state[f"{key}.file_id"] = file.file_id
    sha256 = str(st.session_state.get(key, ""))
    if sha256 and file is None:
        st.caption(f"Last upload: {plain(next(iter(uploads.names(sha256)), sha256[:12]))}")
    return sha256


def _wanted(entry: Entry) -> bool:
    """Whether nothing is missing, or the user asks for what is."""
    size = sum(file.size for file in missing(entry))
    if not size:
        return True
    st.caption(f"{entry.about} Licence: {entry.licence}.")
    return st.button(f"Download {size / limits.MB:,.1f} MB", type="primary", icon=":material/download:")


def _columns(choice: Choice, fixed: Mapping[str, Any], key: str) -> dict[str, str]:
    """Which columns of a table hold what; nothing is asked while none are known, as of a text."""
    found = {}
    for name, (label, usual) in choice.columns.items():
        sha256 = fixed[choice.files[0].name]
        known: list[str] = st.session_state.get(f"{key}.columns.{sha256}", [])
        widget = f"{key}.{name}.{sha256}"
        found[name] = st.session_state.get(widget, "")
        if known:
            titles = {"": usual} | {column: column for column in known}
            found[name] = st.selectbox(
                label, list(titles), format_func=titles.__getitem__, key=widget, persist_state="session"
            )
    return found


def _column_key(choice: Choice, name: str, source: Validated, key: str) -> str:
    return f"{key}.{name}.{getattr(source, choice.files[0].name)}"


def _note_columns(choice: Choice, data: Any, source: Source, key: str) -> None:
    """Once a table has been read its columns are known: ask for them from then on."""
    if not choice.columns:
        return
    columns = (data.details or {}).get("columns")
    noted = _column_key(choice, "columns", source, key)
    if columns and noted not in st.session_state:
        st.session_state[noted] = list(columns)
        st.rerun()


def _show(found: Understood, expanded: bool) -> None:
    for line in found.summary:
        st.caption(line)
    with _folded(Fold("What was understood", "fact_check"), expanded):
        for note in found.notes:
            st.caption(f":material/info: {plain(note)}")
        if found.details:
            st.caption(plain(" · ".join(f"{name.replace('_', ' ')}: {told}" for name, told in found.details.items())))
        if found.picture is not None:
            st.image(found.picture)
        if found.table is not None:
            st.dataframe(found.table, hide_index=True, height=fitting(len(found.table), TABLE_HEIGHT))
        if found.last:
            st.caption(found.last)
