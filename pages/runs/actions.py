"""What can be done with the runs that are ticked: open, compare, name, annotate, pin, export, delete."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import streamlit as st

from engine import exports
from engine.errors import InputError
from engine.projections import PROJECTIONS
from engine.runs import catalogue, store
from engine.runs.catalogue import NAME_LENGTH, NOTE_LENGTH, RunRow
from pages.parts.navigation import open_run
from pages.parts.run import listed, sharing, state
from pages.parts.write.plain import plain
from pages.runs import listing, sheet

NOT_YOURS = "Only who made a run can name, annotate, pin or delete it."
COMPARE = "pages/compare/page.py"


def show(picked: Sequence[RunRow]) -> None:
    """A row of buttons for what is ticked."""
    if not picked:
        st.caption(
            "Click a run's picture or name to open it. Tick a run to rename, annotate, pin, export or delete it, two "
            "to compare them. By keyboard: arrows up and down go from run to run, arrow right opens it, Shift and the "
            "space bar tick it."
        )
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if len(picked) == 1:
            _single(picked[0])
        if len(picked) == 2:
            _compare(*picked)
        own = all(catalogue.owns(row, state.owner()) for row in picked)
        label = f"Delete {len(picked)}" if len(picked) > 1 else "Delete"
        if st.button(label, icon=":material/delete:", disabled=not own, help=None if own else NOT_YOURS):
            _confirm_delete(picked)
    if len(picked) == 1:
        sharing.warn(picked[0], "The link to this run, like its recipe,")
    sheet.show(picked)


def may_open(row: RunRow) -> bool:
    """Whether a run has a page that shows it."""
    return row.kind != "dataset" and not row.damaged


def _compare(first: RunRow, second: RunRow) -> None:
    """Two trainings, or two maps, side by side."""
    can = all(listed.has_vectors(row) or (row.task in PROJECTIONS and not row.damaged) for row in (first, second))
    if st.button(
        "Compare", type="primary", icon=":material/compare:", disabled=not can,
        help="Both side by side: their maps, linked, and how far their neighbors drift." if can
        else "Two trainings that made vectors, or two maps, can be compared; one of these is neither.",
    ):  # fmt: skip
        listing.untick([first, second])
        st.switch_page(COMPARE, query_params={"a": first.run_id, "b": second.run_id})


def _single(row: RunRow) -> None:
    if st.button("Open", type="primary", icon=":material/open_in_new:", disabled=not may_open(row)):
        listing.untick([row])
        open_run(row)
    if catalogue.owns(row, state.owner()):
        _marks(row)
    recipe = dict(row.recipe)
    stem = f"run-{row.run_id[:8]}"
    st.download_button("Recipe", lambda: exports.recipe_json(recipe), f"{stem}.json", icon=":material/receipt_long:")
    if row.kind == "fit" and not row.damaged:
        _vectors(row, recipe, f"{stem}.zip")


def _marks(row: RunRow) -> None:
    """What its owner writes beside a run."""
    owner = state.owner()
    name = st.text_input(
        "Name", value=row.name, placeholder=row.title, key=f"name.{row.run_id}", max_chars=NAME_LENGTH, width=260
    )
    note = st.text_input("Note", value=row.note, key=f"note.{row.run_id}", max_chars=NOTE_LENGTH, width=260)
    name, note = (" ".join(text.split()) for text in (name, note))
    if name != row.name:
        _change(lambda: catalogue.rename(row.run_id, name, owner))
    if note != row.note:
        _change(lambda: catalogue.annotate(row.run_id, note, owner))
    if st.button("Unpin" if row.pinned else "Pin", icon=":material/push_pin:"):
        _change(lambda: catalogue.pin(row.run_id, not row.pinned, owner))


def _vectors(row: RunRow, recipe: dict[str, Any], file_name: str) -> None:
    """A button for the vectors, if the run has some that can be read."""
    try:
        fit = state.fit(row.run_id)
    except InputError as error:
        st.warning(plain(str(error)), icon=":material/broken_image:")
        return
    if fit.embeddings:
        make = partial(exports.archive, fit.main, recipe)
        st.download_button("Vectors and metadata", make, file_name, icon=":material/download:")


def _change(change: Callable[[], None]) -> None:
    """Make a change and list the runs anew, unless the run is gone: another tab may have deleted it."""
    try:
        change()
    except InputError as error:
        st.warning(plain(str(error)))
        return
    st.rerun()


@st.dialog("Delete for good?")
def _confirm_delete(rows: Sequence[RunRow]) -> None:
    chosen = {row.run_id for row in rows}
    others = {kept for row in rows for kept in store.of_others(row.run_id, state.owner())}
    hanging = {d.run_id for row in rows for d in catalogue.dependents(row.run_id)} - chosen - others
    for row in rows:
        st.text(row.label)
    if hanging:
        made = "one map or test" if len(hanging) == 1 else f"{len(hanging)} maps and tests"
        st.caption(f"What was made from it goes too: {made}.")
    if others:
        st.caption("Others have made maps or tests from it; these stay with what they were made from, as nobody's run.")
    if st.button("Delete", type="primary", icon=":material/delete:"):
        _change(lambda: _delete(rows))


def _delete(rows: Sequence[RunRow]) -> None:
    gone = [each.run_id for row in rows for each in (*catalogue.dependents(row.run_id), row)]
    for row in rows:
        store.delete(row.run_id, state.owner())
    state.forget(gone)
