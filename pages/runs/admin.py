"""Admin: whose the jobs, the disk and the memory are, and the log; for who runs the server alone (admission)."""

from collections.abc import Callable
from functools import partial

import pandas as pd
import psutil
import streamlit as st

from engine import limits, settings
from engine.errors import InputError
from engine.files import disk
from engine.runs import closing, overseeing
from engine.runs.overseeing import SeenJob, SeenVisitor
from pages.parts import admission, site
from pages.parts.log import TAIL
from pages.parts.run import jobs_panel, state
from pages.parts.streamlit_fixes import sessions
from pages.parts.write.layout import beside
from pages.parts.write.plain import plain

EVERY = 2.0
"""Seconds between looks at the jobs."""
COLUMN = 270
"""Pixels of a third of the page: on a narrow window the disk stands below the visitors."""
LOG_LINES = 60
LOG_HEIGHT = 360


def main() -> None:
    site.enter()
    st.header("Admin")
    if not admission.is_admitted():
        _ask()
        return
    st.fragment(_now, run_every=EVERY)()
    _taking_jobs()
    left, right = beside(3, wide=2, narrowest=COLUMN)
    with left:
        _visitors()
    with right:
        _disk()
    _log()


def _ask() -> None:
    """For the token; nothing else is said here."""
    with st.form("admin.token", width=360):
        given = st.text_input("Token", type="password", autocomplete="current-password")
        if st.form_submit_button("Open", type="primary") and given:
            if admission.admit(given):
                st.rerun()
            st.error("This is not the token.", icon=":material/block:")


def _now() -> None:
    """What goes on at this moment."""
    found = overseeing.active_jobs()
    running = sum(job.status.state == "running" for job in found)
    memory = psutil.virtual_memory()
    mine = psutil.Process()
    children = sum(_resident(child) for child in mine.children(recursive=True))
    with st.container(horizontal=True, gap="medium"):
        _figure("Visitors connected", f"{sessions.connected():,}")
        _figure("Jobs running, waiting", f"{running}, {len(found) - running}")
        _figure("Memory free", f"{memory.available / 1e9:.1f} of {memory.total / 1e9:.1f} GB")
        _figure("Server, its jobs", f"{_resident(mine) / limits.MB:,.0f}, {children / limits.MB:,.0f} MB")
        _figure("Disk free", f"{disk.free_bytes() / 1e9:,.1f} GB")
    st.subheader("Jobs")
    if not found:
        st.caption("No job runs or waits.")
    for job in sorted(found, key=lambda job: job.status.state != "running"):
        _job(job)


def _figure(label: str, value: str) -> None:
    st.metric(label, value, width="content")


def _resident(process: psutil.Process) -> int:
    """Bytes of memory of a process; 0 once it has ended."""
    try:
        return process.memory_info().rss
    except psutil.Error:
        return 0


def _job(job: SeenJob) -> None:
    status = job.status
    doing = f"runs for {jobs_panel.seconds(status.seconds)}" if status.state == "running" else "waits"
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{plain(status.title)}** · {doing} · for {', '.join(job.visitors)}", width="stretch")
        st.button(
            "Cancel for all", icon=":material/stop:", key=f"admin.cancel.{status.run_id}",
            on_click=partial(overseeing.cancel, status.run_id),
        )  # fmt: skip


def _taking_jobs() -> None:
    """The one switch."""
    closed = closing.is_closed()
    if closed:
        st.warning(
            "No new jobs are taken. What runs or waits goes on; saved runs open as ever.", icon=":material/lock:"
        )
    label, icon = ("Take jobs again", "lock_open") if closed else ("Take no new jobs", "lock")
    st.button(label, icon=f":material/{icon}:", on_click=_told, args=(closing.reopen if closed else closing.close,))


def _told(act: Callable[[], None]) -> None:
    """Do what a button asks for, or say why it cannot be done."""
    try:
        act()
    except InputError as error:
        st.toast(plain(str(error)), icon=":material/block:", duration="long")


def _visitors() -> None:
    st.subheader("Visitors")
    found = overseeing.visitors()
    if not found:
        st.caption("Nobody has anything here yet.")
        return
    table = pd.DataFrame(
        {
            "Visitor": [one.mark for one in found],
            "Runs": [one.n_runs for one in found],
            "MB of runs": [one.run_bytes / limits.MB for one in found],
            "MB of uploads": [one.upload_bytes / limits.MB for one in found],
            "Jobs": [one.n_jobs for one in found],
            "Last run": [pd.Timestamp(one.last) if one.last else None for one in found],
        }
    )
    picked = st.dataframe(
        table,
        hide_index=True,
        key="admin.visitors",
        on_select="rerun",
        selection_mode="single-row",
        column_config={
            "MB of runs": st.column_config.NumberColumn(format="%.1f"),
            "MB of uploads": st.column_config.NumberColumn(format="%.1f"),
            "Last run": st.column_config.DatetimeColumn(format="distance"),
        },
    )
    chosen = [found[row] for row in picked.selection.rows if row < len(found)]
    if settings.shared_mode():
        st.caption(
            "A visitor is a browser, by a mark that leads back to nobody. “nobody” made what comes with the app."
        )
        label = f"Delete all of {chosen[0].mark}" if chosen else "Delete all of a visitor"
        can = bool(chosen) and chosen[0].is_somebody
        help_ = None if can else "Tick a visitor first."
        if st.button(label, icon=":material/delete:", disabled=not can, help=help_):
            _confirm(chosen[0])


@st.dialog("Delete for good?")
def _confirm(visitor: SeenVisitor) -> None:
    st.markdown(
        f"The jobs of **{visitor.mark}** are cancelled, and {visitor.n_runs} runs and all uploads deleted. What others "
        "have made from runs that everybody sees stays."
    )
    if st.button("Delete", type="primary", icon=":material/delete:"):
        _told(partial(_delete, visitor.name))
        st.rerun()


def _delete(name: str) -> None:
    state.forget(overseeing.delete_all_of(name))


def _disk() -> None:
    st.subheader("Disk")
    found = overseeing.disk_by_kind()
    table = pd.DataFrame({"Kind": list(found), "MB": [size / limits.MB for size in found.values()]})
    st.dataframe(table, hide_index=True, column_config={"MB": st.column_config.NumberColumn(format="%.1f")})
    st.caption(f"{plain(str(settings.home()))}, {disk.free_bytes() / 1e9:,.1f} GB free")


def _log() -> None:
    st.subheader("Log")
    lines = list(TAIL.lines)[-LOG_LINES:]
    if not lines:
        st.caption("Nothing was logged since the server started.")
        return
    st.code("\n".join(reversed(lines)), language=None, wrap_lines=True, height=LOG_HEIGHT)
    st.caption("The last first. All of it is where the server writes its log.")


main()
