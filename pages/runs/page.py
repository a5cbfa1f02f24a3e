"""Runs: everything that was computed, to open, name, pin, export and delete."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from engine import exports, settings
from engine.errors import InputError
from engine.fields import specs
from engine.files import disk
from engine.runs import catalogue, jobs, store
from engine.runs.catalogue import RunRow
from engine.runs.recipe import TASKS
from pages.parts import site
from pages.parts.navigation import open_run
from pages.parts.run import jobs_panel, state
from pages.parts.write.plain import plain

PAGE_ROWS = 50
KINDS = {"training": "Trainings", "derived": "Maps and tests", "dataset": "Data", "": "All"}


def main() -> None:
    site.enter()
    st.header("Runs")
    st.caption(
        "Every training, map and test is kept with its recipe. The same recipe is computed once and opens by its link."
    )
    _active_jobs()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kind = st.segmented_control(
            "Show", list(KINDS), format_func=KINDS.__getitem__, key="kind", default="training", required=True
        )
        text = st.text_input("Find", key="runs.find", placeholder="part of a name", type="search", width=260)
    n_runs = catalogue.count(kind, text=text)
    page = _page_number(n_runs)
    rows = catalogue.runs(kind, text=text, offset=page * PAGE_ROWS, limit=PAGE_ROWS)
    if not rows:
        st.info(f"No run is called “{plain(text)}”." if text else "No run here yet. Train one on the page of its data.")
    else:
        _actions(_table(rows))
    used, free = catalogue.disk_used(), disk.free_bytes()
    st.caption(
        f"Shown here: {n_runs:,} · all runs use {_size(used)} in {plain(str(settings.home()))} · {_size(free)} free"
    )


def _active_jobs() -> None:
    """What is running or waiting, of every session: a job belongs to the server."""
    with st.container():
        for status in jobs.active(state.owner()):
            jobs_panel.follow(status.run_id, status.title)


def _page_number(n_runs: int) -> int:
    n_pages = -(-n_runs // PAGE_ROWS)
    if n_pages <= 1:
        return 0
    return st.number_input(f"Page (of {n_pages})", 1, n_pages, key="runs.page", width=120) - 1


def _table(rows: list[RunRow]) -> list[RunRow]:
    """The runs as a table; returns those that the user has ticked."""
    table = pd.DataFrame(
        {
            "": ["📌" if row.pinned else "" for row in rows],
            "Run": [row.label for row in rows],
            "Made": [datetime.fromisoformat(row.created) for row in rows],
            "Time": [row.seconds for row in rows],
            "Size": [row.bytes / 1e6 for row in rows],
            "Settings": [_settings(row) for row in rows],
            "Figures": [_figures(row) for row in rows],
        }
    )
    columns = {
        "": st.column_config.TextColumn(width=30),
        "Run": st.column_config.TextColumn(width=320),
        "Made": st.column_config.DatetimeColumn(format="distance"),
        "Time": st.column_config.NumberColumn(format="%.1f s", width="small"),
        "Size": st.column_config.NumberColumn(format="%.2f MB", width="small"),
        "Settings": st.column_config.TextColumn(width="medium"),
        "Figures": st.column_config.TextColumn(width="large"),
    }
    return _ticked(table, columns, rows)


def _ticked(table: pd.DataFrame, columns: dict[str, Any], rows: list[RunRow]) -> list[RunRow]:
    """Draw the table. Ticks belong to runs, not to places: these change as runs are pinned, made and deleted."""
    key = f"runs.{hash(tuple(row.run_id for row in rows))}"
    before = st.session_state.get("runs.ticked", set())
    kept = [place for place, row in enumerate(rows) if row.run_id in before]
    default = st.session_state.setdefault(f"{key}.default", {"selection": {"rows": kept, "columns": []}})
    picked = st.dataframe(
        table,
        column_config=columns,
        hide_index=True,
        key=key,
        on_select="rerun",
        selection_mode="multi-row",
        selection_default=default,
    )
    found = [rows[place] for place in picked.selection.rows if place < len(rows)]
    st.session_state["runs.ticked"] = {row.run_id for row in found}
    return found


def _settings(row: RunRow) -> str:
    """The hyper-parameters that were not left as they usually are."""
    learner = row.recipe["learner"] or {}
    cls = TASKS.get(learner.get("name", ""))
    if cls is None:
        return ""
    changed = {name: learner[name] for name in specs(cls) if name in learner and learner[name] != getattr(cls, name)}
    told = {name: value["name"] if isinstance(value, dict) else value for name, value in changed.items()}
    return " · ".join(f"{specs(cls)[name].label.lower()} {value}" for name, value in told.items())


def _figures(row: RunRow) -> str:
    if row.damaged:
        return "damaged: set aside, train it again"
    told = {name: value for name, value in row.summary.items() if name != "seconds" and not isinstance(value, list)}
    return " · ".join([f"{name.replace('_', ' ')} {_number(value)}" for name, value in told.items()][:4])


def _number(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.3g}" if abs(value) < 1000 else f"{value:,.0f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def _actions(picked: list[RunRow]) -> None:
    if not picked:
        st.caption("Tick a run to open, rename, pin, export or delete it.")
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if len(picked) == 1:
            _single_actions(picked[0])
        if st.button(f"Delete {len(picked)}" if len(picked) > 1 else "Delete", icon=":material/delete:"):
            _confirm_delete(picked)


def _single_actions(row: RunRow) -> None:
    if st.button("Open", type="primary", icon=":material/open_in_new:", disabled=row.kind == "dataset" or row.damaged):
        open_run(row)
    name = st.text_input(
        "Name", value=row.name, placeholder=row.title, key=f"name.{row.run_id}", max_chars=80, width=300
    )
    name = " ".join(name.split())
    if name != row.name:
        _change(lambda: catalogue.rename(row.run_id, name))
    if st.button("Unpin" if row.pinned else "Pin", icon=":material/push_pin:"):
        _change(lambda: catalogue.pin(row.run_id, not row.pinned))
    recipe = dict(row.recipe)
    stem = f"run-{row.run_id[:8]}"
    st.download_button("Recipe", lambda: exports.recipe_json(recipe), f"{stem}.json", icon=":material/receipt_long:")
    if row.kind == "fit" and not row.damaged:
        _vectors(row, recipe, f"{stem}.zip")


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
def _confirm_delete(rows: list[RunRow]) -> None:
    chosen = {row.run_id for row in rows}
    hanging = {d.run_id: d for row in rows for d in catalogue.dependents(row.run_id) if d.run_id not in chosen}
    for row in rows:
        st.text(row.label)
    if hanging:
        made = "one map or test" if len(hanging) == 1 else f"{len(hanging)} maps and tests"
        st.caption(f"What was made from it goes too: {made}.")
    if st.button("Delete", type="primary", icon=":material/delete:"):
        _change(lambda: _delete(rows))


def _delete(rows: list[RunRow]) -> None:
    for row in rows:
        store.delete(row.run_id)


def _size(n_bytes: float) -> str:
    return f"{n_bytes / 1e9:.1f} GB" if n_bytes >= 1e9 else f"{n_bytes / 1e6:.1f} MB"


main()
