"""Runs: everything that was computed, with pictures of the maps, to open, compare, name, pin, export and delete."""

from collections.abc import Sequence
from datetime import UTC, datetime

import streamlit as st

from engine import limits, settings
from engine.files import disk
from engine.runs import catalogue, jobs, sweeping, visitors
from engine.runs.catalogue import RunRow
from pages.parts import admission, site
from pages.parts.navigation import ADMIN, DOCTOR, open_run
from pages.parts.run import jobs_panel, state
from pages.parts.write.plain import plain
from pages.runs import actions, listing

PAGE_ROWS = 50
KINDS = {"training": "Trainings", "derived": "Maps and tests", "dataset": "Data", "": "All"}


def main() -> None:
    site.enter()
    st.header("Runs")
    st.caption(
        "Every training, map and test is kept with its recipe. The same recipe is computed once and opens by its link."
    )
    _notice()
    _active_jobs()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kind = st.segmented_control(
            "Show", list(KINDS), format_func=KINDS.__getitem__, key="kind", default="training", required=True
        )
        text = st.text_input("Find", key="runs.find", placeholder="part of a name or note", type="search", width=230)
        data, by_data = _of_data(kind)
    owner = state.owner()
    n_runs = catalogue.count(kind, text=text, dataset_id=data, owner=owner)
    page = _page_number(n_runs)
    rows = catalogue.runs(
        kind, text=text, offset=page * PAGE_ROWS, limit=PAGE_ROWS, dataset_id=data, by_data=by_data, owner=owner
    )  # fmt: skip
    if not rows:
        st.info(f"No run is called “{plain(text)}”." if text else "No run here yet. Train one on the page of its data.")
    else:
        ticked, clicked = listing.table(rows)
        if clicked is not None and actions.may_open(clicked):
            open_run(clicked)
        others = listing.elsewhere(rows)
        if others:
            _others(others)
        actions.show([*others, *ticked])
    st.caption(f"Shown here: {n_runs:,} · {_room(owner)} · {_size(disk.free_bytes())} free")
    st.page_link(DOCTOR, label="What works on this machine", icon=":material/stethoscope:")
    if admission.is_at_home():
        st.page_link(ADMIN, label="All jobs, the disk and the log", icon=":material/manage_accounts:")


def _others(rows: Sequence[RunRow]) -> None:
    """What is ticked, but not listed here."""
    names = ", ".join(plain(row.label) for row in rows[:3]) + " …" * (len(rows) > 3)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(f"Ticked too, but not listed here: {names}.")
        st.button("Untick", icon=":material/close:", type="tertiary", on_click=listing.untick, args=(rows,))


def _of_data(kind: str) -> tuple[str, bool]:
    """The data whose trainings are listed alone, "" for all; whether those on the same data stand together."""
    titles = catalogue.datasets(state.owner()) if kind == "training" else {}
    if len(titles) < 2:
        return "", False
    data = st.selectbox(
        "Data", ["", *titles], format_func=lambda run_id: titles.get(run_id, "All data"), key="runs.data", width=230
    )
    return data, not data and st.toggle("By data", key="runs.by_data", help="Runs on the same data together.")


def _room(owner: str) -> str:
    """What is used of the disk: by all runs and where, or on a shared server by this visitor."""
    if settings.shared_mode():
        return f"your runs and uploads use {_size(visitors.used_bytes(owner))} of {_size(limits.VISITOR_BYTES)}"
    return f"all runs use {_size(catalogue.disk_used())} in {plain(str(settings.home()))}"


def _notice() -> None:
    """What will be deleted, and when, if nothing is done."""
    told = sweeping.announced() if settings.shared_mode() else None
    if told is not None:
        due = datetime.fromtimestamp(told + sweeping.NOTICE_SECONDS, UTC)
        st.warning(
            f"The disk of this server is nearly full. Unless there is room before, runs that are older than "
            f"{limits.SWEPT_DAYS} days and not pinned are deleted from {due:%d %B, %H:%M} UTC on, the oldest first. "
            "Pin what is to stay.",
            icon=":material/auto_delete:",
        )


def _active_jobs() -> None:
    """What is running or waiting, of every session: a job belongs to the server."""
    with st.container():
        for status in jobs.active(state.owner()):
            jobs_panel.follow(status.run_id, status.title)
        jobs_panel.traffic()


def _page_number(n_runs: int) -> int:
    n_pages = -(-n_runs // PAGE_ROWS)
    if n_pages <= 1:
        return 0
    return st.number_input(f"Page (of {n_pages})", 1, n_pages, key="runs.page", width=120) - 1


def _size(n_bytes: float) -> str:
    return f"{n_bytes / 1e9:.1f} GB" if n_bytes >= 1e9 else f"{n_bytes / 1e6:.1f} MB"


main()
