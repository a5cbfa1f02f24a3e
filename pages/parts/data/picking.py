"""What the data pickers of all pages share: an upload kept, a download offered, a source read."""

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

import streamlit as st

from engine import limits
from engine.datasets.base import Source
from engine.errors import InputError
from engine.files import uploads
from engine.files.downloads.entries import Entry
from engine.files.downloads.fetch import missing
from engine.runs import jobs, store
from engine.runs.recipe import Recipe
from pages.parts.run import jobs_panel
from pages.parts.write.plain import plain

Prepared = TypeVar("Prepared")
Chosen = TypeVar("Chosen", bound=Source)


class Choice(NamedTuple):
    """A list to choose data from: its label and help, the key of its widget, and titles by name."""

    label: str
    help: str
    key: str
    titles: dict[str, str]


def pick(
    choice: Choice,
    source_of: Callable[[str], Chosen | None],
    load: Callable[[str], Prepared],
    entry_of: Callable[[Chosen], Entry | None],
    preview: Callable[[Prepared, Chosen], None],
) -> tuple[Chosen | None, Prepared | None]:
    """The chosen source, and its data once they have been read; None while there is none.

    source_of: the source behind a name, with the controls of its fields; what it raises is shown. load, entry_of: see
    `prepared`. preview: shows what was understood.
    """
    with st.container():  # so that what follows in the sidebar keeps its place while this grows
        chosen = st.selectbox(
            choice.label, list(choice.titles), format_func=choice.titles.__getitem__, key=choice.key, help=choice.help,
            persist_state="session",
        )  # fmt: skip
        try:
            source = source_of(chosen)
        except InputError as error:
            st.error(plain(str(error)))
            return None, None
        if source is None:
            return None, None
        data = prepared(source, load, entry_of(source))
        if data is not None:
            preview(data, source)
        return source, data


def upload(key: str, label: str, kinds: Sequence[str] | None = None) -> str:
    """A field for a file; the sha256 of the one uploaded last, "" if none was. It is kept in the state under `key`.

    kinds: endings that the browser offers; None for all. A file is read once, not at every rerun of the page.
    """
    file = st.file_uploader(label, type=kinds, key=f"{key}.file", max_upload_size=limits.UPLOAD_BYTES // limits.MB)
    if file is not None and st.session_state.get(f"{key}.file_id") != file.file_id:
        st.session_state[key] = uploads.keep(file.getvalue(), file.name).sha256
        st.session_state[f"{key}.file_id"] = file.file_id
    sha256 = str(st.session_state.get(key, ""))
    if sha256 and file is None:
        st.caption(f"Last upload: {plain(next(iter(uploads.names(sha256)), sha256[:12]))}")
    return sha256


def prepared(source: Source, load: Callable[[str], Prepared], entry: Entry | None = None) -> Prepared | None:
    """What `load` makes of the source's run if it has been read; otherwise read it and show the progress.

    entry: its files must be downloaded first, which the user is asked for.
    """
    recipe = Recipe(source)
    if store.exists(recipe.run_id):
        try:
            return load(recipe.run_id)
        except InputError as error:
            st.error(plain(str(error)))
            return None
    status = jobs.status(recipe.run_id)
    if status is not None and status.active:
        jobs_panel.follow(recipe.run_id, "Reading")
    elif status is not None and status.state in ("failed", "cancelled"):
        jobs_panel.failed(status)
    elif (entry is None or _wanted(entry)) and jobs_panel.submit(recipe):
        st.rerun()
    return None


def _wanted(entry: Entry) -> bool:
    """Whether nothing is missing, or the user asks for what is."""
    size = sum(file.size for file in missing(entry))
    if not size:
        return True
    st.caption(f"{entry.about} Licence: {entry.licence}.")
    return st.button(f"Download {size / limits.MB:,.1f} MB", type="primary", icon=":material/download:")
