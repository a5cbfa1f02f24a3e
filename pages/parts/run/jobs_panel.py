"""A job as the user sees it: progress, remaining time, live figures, and a way to cancel."""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from engine import limits
from engine.errors import InputError
from engine.runs import jobs, lanes, waiting
from engine.runs.executors import told
from engine.runs.lanes import Lane, Reason
from pages.parts.run import state
from pages.parts.write.plain import plain

POLL_SECONDS = 0.6
WORTH_SAYING = 1.75
"""So much slower than on an idle machine, and the user is told beforehand."""
WORK: Mapping[Lane, str] = {"light": "short work", "heavy": "long work"}
"""What the lanes are called."""
MOVED: Mapping[Reason, str] = {
    "estimate": f"it will take more than {lanes.LIGHT_SECONDS:.0f} s or {lanes.LIGHT_MEGABYTES:,.0f} MB",
    "seconds": f"it has taken more than {lanes.OUTGROWN_SECONDS:.0f} s",
    "memory": f"it has taken more than {limits.LIGHT_BYTES / limits.MB:,.0f} MB of memory",
}
"""Why a job was moved to the long work."""


def follow(run_id: str, title: str, *, details: Callable[[Mapping[str, Any]], None] | None = None) -> None:
    """Show the job until it ends, then run the page again once. `details` draws the job's own live figures."""

    @st.fragment(run_every=POLL_SECONDS)
    def panel() -> None:
        status = jobs.status(run_id)
        if status is None or not status.active:
            st.rerun()
        bar(status, title)
        if details and status.progress:
            details(status.progress)

    panel()


def outlook(lane: Lane = "light") -> str:
    """What a job of a lane that is begun now would meet: a queue, or other programs; "" if neither."""
    found = waiting.outlook(lane)
    sentences = []
    if found.wait_seconds >= 1:
        sentences.append(f"Other {WORK[lane]} is before it: about {seconds(found.wait_seconds)} to wait.")
    if found.slower >= WORTH_SAYING:
        sentences.append(f"The machine is busy: it may take {found.slower:.0f} times as long.")
    return " ".join(sentences)


def in_full(status: jobs.JobStatus) -> None:
    """Offer to compute what was stopped once more, to its end; what was kept is shown below, and says what it is."""
    with st.container(horizontal=True):
        st.button(
            "Compute in full", on_click=_retry, args=(status.run_id,), key=f"retry.{status.run_id}",
            icon=":material/play_arrow:", type="tertiary",
        )  # fmt: skip


def failed(status: jobs.JobStatus) -> None:
    """Say why a job ended early and offer to start it again."""
    if status.state == "cancelled":
        st.info("Cancelled. Nothing was kept.", icon=":material/cancel:")
    else:
        st.error(plain(status.error or "The job failed."), icon=":material/error:")
    st.button(
        "Try again", on_click=_retry, args=(status.run_id,), key=f"retry.{status.run_id}", icon=":material/refresh:"
    )


def bar(status: jobs.JobStatus, title: str, buttons: Callable[[], None] = lambda: None) -> None:
    """One line: how far the job is, how long it will take, and buttons that end it with what there is, or without.
    `buttons` draws those that the job has besides.
    """
    title = plain(title)
    with st.container(horizontal=True, vertical_alignment="center"):
        if status.state == "queued":
            place = f"place {status.position} in the queue of {WORK[status.lane]}" if status.position else "starting"
            wait = f", about {seconds(status.wait_seconds)} to wait" if status.wait_seconds else ""
            st.progress(0.0, text=f"{title}: {place}{wait}{_moved(status)}{_waits_for(status)}")
        else:
            share, text = _fraction_and_text(status, title)
            st.progress(share, text=text + _moved(status))
        buttons()
        if status.progress.get("stoppable"):
            asked = bool(status.progress.get("stopping"))
            st.button(
                "Stopping ..." if asked else "Stop and keep", key=f"stop.{status.run_id}", on_click=_stop,
                args=(status.run_id,), icon=":material/download_done:", disabled=asked,
                help="End it at the next good place, and keep what there is under a name of its own.",
            )  # fmt: skip
        st.button(
            "Cancel", key=f"cancel.{status.run_id}", on_click=cancel, args=(status.run_id,), icon=":material/stop:"
        )


def _waits_for(status: jobs.JobStatus) -> str:
    """Why nothing that takes long begins, if the cluster is not there."""
    cluster = told.latest() if status.lane == "heavy" else None
    return f". {cluster.sentence}" if cluster is not None and cluster.sentence else ""


def _moved(status: jobs.JobStatus) -> str:
    """That the job was moved, and why."""
    return f" · moved to the {WORK['heavy']}: {MOVED[status.moved]}" if status.moved else ""


def traffic() -> None:
    """How full both queues are, by the jobs of everybody; nothing if nothing runs or waits."""

    def told() -> str:
        found = waiting.traffic()
        lines = [
            f"{WORK[lane].capitalize()}: {each.running} at work, {each.waiting} waiting" for lane, each in found.items()
        ]
        return " · ".join(lines) if any(each.running + each.waiting for each in found.values()) else ""

    if told():
        st.fragment(lambda: st.caption(told()), run_every=POLL_SECONDS)()


def _fraction_and_text(status: jobs.JobStatus, title: str) -> tuple[float, str]:
    progress = status.progress
    done, total, metrics = progress.get("done", 0), progress.get("total", 0), progress.get("metrics", {})
    doing = {"data": "reading the data", "save": "saving"}.get(progress.get("stage", ""), "")
    parts = [f"{title}: {doing}" if doing else title]
    if total:
        parts.append(f"{done:,.0f} of {total:,.0f} {progress.get('unit', '')}")
    if "words_per_second" in metrics:
        parts.append(f"{metrics['words_per_second']:,.0f} words/s")
    if "seconds_left" in metrics:
        parts.append(f"{seconds(metrics['seconds_left'])} left")
    return (min(done / total, 1.0) if total else 0.0), " · ".join(parts)


def cancel(run_id: str) -> None:
    """What the button does."""
    _or_say_why(lambda: jobs.cancel(run_id, state.owner()))


def _stop(run_id: str) -> None:
    _or_say_why(lambda: jobs.stop(run_id, state.owner()))


def _retry(run_id: str) -> None:
    _or_say_why(lambda: jobs.retry(run_id, state.owner()))


def _or_say_why(action: Callable[[], object]) -> None:
    """Do what a button asks for; what refuses it outlives the reruns of a page that polls."""
    try:
        action()
    except InputError as error:
        st.toast(plain(str(error)), icon=":material/block:", duration="long")


def seconds(value: float) -> str:
    """A duration as people say it."""
    if value < 90:
        return f"{max(value, 0):.0f} s"
    return f"{value / 60:.0f} min" if value < 5400 else f"{value / 3600:.1f} h"
