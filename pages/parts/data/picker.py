"""The data picker of every page: a domain describes the choices, this module asks, reads and shows.

The fields that a choice leaves open are asked for, those of the picker's fold folded away; then the data are read by a
job, and what was understood is shown.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from engine import limits, settings
from engine.datasets.base import Source
from engine.datasets.workbook import Workbook
from engine.errors import InputError
from engine.fields import Validated, specs
from engine.files import archives, local, uploads
from engine.files.downloads.entries import Entry
from engine.files.downloads.fetch import missing
from engine.runs import jobs, visitors
from engine.runs.recipe import Recipe
from pages.parts.data import columns
from pages.parts.data.choices import Choice, File, Fold, Picker, Understood
from pages.parts.run import controls, state
from pages.parts.run.obtain import obtain_as
from pages.parts.streamlit_fixes.taken_files import let_go
from pages.parts.write import pictures
from pages.parts.write.layout import fitting
from pages.parts.write.plain import plain

TABLE_HEIGHT = 180


def pick(picker: Picker, key: str) -> tuple[Source | None, Any]:
    """The chosen source, and its dataset once it has been read; None while there is none.

    key: what the keys of all widgets begin with.
    """
    with st.container():  # so that what follows in the sidebar keeps its place while this grows
        choice = picker.choices[_chosen(picker, key)]
        st.session_state[f"{key}.refused"] = False
        try:
            source = _source(picker, choice, key)
        except InputError as error:
            st.session_state[f"{key}.refused"] = True
            st.error(plain(str(error)))
            return None, None
        if source is None:
            return None, None
        data = obtain_as(
            state.dataset, Recipe(source), "Reading", lambda: choice.entry is None or _wanted(choice.entry)
        )
        if data is not None and picker.understood is not None:
            _show(picker.understood(data, source), expanded=source.uploaded)
        status = jobs.status(Recipe(source).run_id) if data is None else None
        st.session_state[f"{key}.refused"] = status is not None and status.state == "failed"
        return source, data


def refused(key: str) -> bool:
    """Whether what was chosen last could not be read: what the page shows then is of other data."""
    return bool(st.session_state.get(f"{key}.refused"))


def adopt(picker: Picker, source: Validated, key: str) -> None:
    """Let the picker show a source that a saved run was made from; one of another picker leaves it as it is."""
    name = picker.choice_of(source)
    if not name:
        return
    choice = picker.choices[name]
    st.session_state[f"{key}.{picker.name}"] = name
    for file in choice.files:
        st.session_state[f"{key}.{file.name}"] = getattr(source, file.name)
    if isinstance(source, Source):
        for table in source.roles:
            columns.adopt(source, table, _columns_key(source, table, key))
        if choice.files and isinstance(source, Workbook):
            st.session_state[_sheet_key(getattr(source, choice.files[0].name), key)] = source.sheet
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
    for file in choice.files:
        fixed[file.name] = _file(file, key)
        if not fixed[file.name] and file.fold is None:
            st.caption(choice.hint)
            return None
    if choice.files and issubclass(choice.source, Workbook):
        fixed["sheet"] = _sheet(fixed[choice.files[0].name], key)
    of_columns = [name for roles in choice.source.roles.values() for name in roles]
    asked = [name for name in specs(choice.source) if choice.asked and name not in (*fixed, *of_columns)]
    folded = picker.fold.fields if picker.fold else ()
    prefix = f"{key}.{choice.source.name}"
    values = controls.values(choice.source, prefix, [name for name in asked if name not in folded])
    if picker.fold and any(name in folded for name in asked):
        with _folded(picker.fold):
            values |= controls.values(choice.source, prefix, [name for name in asked if name in folded])
    draft = choice.source(**values, **fixed)
    for file in choice.files:
        if file.name in draft.roles and fixed[file.name]:
            draft = _with_columns(draft, file, key)
    return draft


def _with_columns(draft: Source, file: File, key: str) -> Source:
    """The source with what the user says of the columns of a table; of what is no table some names may be typed."""
    said = None
    if not _is_slow(getattr(draft, file.name)):
        said = columns.ask(draft, file.name, file.columns, _columns_key(draft, file.name, key))
    if said is None:
        typed = [name for name in draft.roles[file.name] if name in draft.typed]
        said = controls.values(type(draft), f"{key}.{draft.name}", typed) if typed else {}
    return draft.replace(**said)


def _columns_key(source: Source, file: str, key: str) -> str:
    return f"{key}.columns.{file}.{getattr(source, file)}"


def _sheet(sha256: str, key: str) -> str:
    """Which sheet of a workbook, where there are several with content."""
    names = _sheets(sha256)
    if len(names) < 2:
        return ""
    widget = _sheet_key(sha256, key)
    if st.session_state.get(widget, "") not in names:
        st.session_state[widget] = ""
    return str(
        st.selectbox("Sheet", ["", *names], key=widget, format_func=lambda name: name or "the first with content")
    )


def _sheet_key(sha256: str, key: str) -> str:
    return f"{key}.sheet.{sha256}"


@st.cache_data(show_spinner=False, max_entries=50)
def _is_slow(sha256: str) -> bool:
    try:
        return archives.is_slow(uploads.path(sha256))
    except InputError:
        return False


@st.cache_data(show_spinner=False, max_entries=50)
def _sheets(sha256: str) -> tuple[str, ...]:
    try:
        return archives.sheets(uploads.path(sha256))
    except InputError:  # whoever reads the file says that it is missing
        return ()


def _folded(fold: Fold, expanded: bool = False) -> Any:
    return st.expander(fold.title, icon=f":material/{fold.icon}:", expanded=expanded)


def _file(file: File, key: str) -> str:
    if file.fold is None:
        return upload(f"{key}.{file.name}", file.label)
    with _folded(file.fold):
        return upload(f"{key}.{file.name}", file.label)


def upload(key: str, label: str) -> str:
    """A field for a file; the sha256 of the one uploaded last, "" if none was. It is kept in the state under `key`.

    Files of every ending are taken: what they are is told by their content. A file is read once, not at every rerun.
    """
    file = st.file_uploader(label, key=f"{key}.file", max_upload_size=settings.upload_bytes() // limits.MB)
    if file is not None and st.session_state.get(f"{key}.file_id") != file.file_id:
        st.session_state[key] = ""  # until it is taken: a file that is refused must not leave the one before in force
        st.session_state[key] = visitors.keep_upload(file.getvalue(), file.name, state.owner()).sha256
        st.session_state[f"{key}.file_id"] = file.file_id
        let_go(file)
    _browsed(key)
    sha256 = str(st.session_state.get(key, ""))
    if sha256 and file is None:
        st.caption(f"Last upload: {plain(next(iter(uploads.names(sha256)), sha256[:12]))}")
    return sha256


def _browsed(key: str) -> None:
    """Where the owner of the machine has opened folders, a list of what is in them beside the upload."""
    found = {} if settings.shared_mode() else _local_files()
    if not found:
        return
    chosen = st.selectbox(
        "or a file on this machine", list(found), index=None, key=f"{key}.local", placeholder="Type to search",
        help="In the folders that EMBEDDING_DATA names.",
    )  # fmt: skip
    if chosen is None:
        st.session_state[f"{key}.local_taken"] = None
    elif st.session_state.get(f"{key}.local_taken") != chosen:
        with st.spinner("Reading"):
            st.session_state[key] = uploads.keep_local(found[chosen]).sha256
        st.session_state[f"{key}.local_taken"] = chosen


@st.cache_data(show_spinner=False, ttl=60)
def _local_files() -> Mapping[str, Path]:
    return local.files()


def _wanted(entry: Entry) -> bool:
    """Whether nothing is missing, or the user asks for what is."""
    size = sum(file.size for file in missing(entry))
    if not size:
        return True
    st.caption(f"{entry.about} Licence: {entry.licence}.")
    return st.button(f"Download {size / limits.MB:,.1f} MB", type="primary", icon=":material/download:")


def _show(found: Understood, expanded: bool) -> None:
    for line in found.summary:
        st.caption(line)
    with _folded(Fold("What was understood", "fact_check"), expanded):
        if found.as_read:
            st.caption(plain(f"Read as: {'; '.join(found.as_read)}; …"))
        for note in found.notes:
            st.caption(f":material/info: {plain(note)}")
        if found.details:
            st.caption(plain(" · ".join(f"{name.replace('_', ' ')}: {told}" for name, told in found.details.items())))
        if found.picture is not None:
            st.image(found.picture, alt=pictures.told("The first pictures, side by side", found.picture))
        if found.table is not None:
            st.dataframe(found.table, hide_index=True, height=fitting(len(found.table), TABLE_HEIGHT))
        if found.last:
            st.caption(found.last)
