"""A part of a page that runs again by itself while a job is under way that it waits for.

Only a run of the whole page can start or stop the polling of a fragment; and a fragment within one that polls gets
lost. So what is watched inside shows its progress without polling of its own, and says whom it waits for.
"""

from collections.abc import Callable

import streamlit as st

from engine.runs import jobs
from pages.parts.explore.state import PageState
from pages.parts.run.jobs_panel import POLL_SECONDS


def wait_for(page: PageState, run_id: str) -> None:
    """From within `polled`: go on polling while that job is active. Call it once what the job made, if anything, has
    been obtained. "": no job.
    """
    page.waiting = run_id if _active(run_id) else ""


def polled(page: PageState, draw: Callable[[], None], run_id: str = "") -> None:
    """Draw a fragment that polls while the job is active that the page waits for.

    run_id: that job, where it is known beforehand, which saves a run of the page; by default the one of the last run.
    """
    waiting = run_id or page.waiting
    polls = _active(waiting)

    @st.fragment(run_every=POLL_SECONDS if polls else None)
    def part() -> None:
        draw()
        if bool(page.waiting) != polls:
            st.rerun()  # at the end: a run that stops earlier loses what was typed or pressed further down

    part()


def _active(run_id: str) -> bool:
    status = jobs.status(run_id) if run_id else None
    return status is not None and status.active
