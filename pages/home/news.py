"""What is new since the visitor was here last: trainings that have ended meanwhile, each a click away."""

from datetime import UTC, datetime

import streamlit as st

from engine import settings
from engine.runs import catalogue
from engine.runs.catalogue import RunRow
from pages.parts.navigation import open_run
from pages.parts.write.plain import plain

LISTED = 3
FILE = "last_visit"
"""Below the home: when somebody was here last. Where several share a server it says nothing, and is not kept."""


def show() -> None:
    """The newest trainings since the last visit, or the newest of all; nothing while there is none."""
    newest = sorted(catalogue.runs("training", limit=50), key=lambda row: row.created, reverse=True)
    since = _last_visit()
    new = [row for row in newest if row.created > since] if since else []
    if not newest:
        return
    st.caption(f"{len(new)} new since you were here last:" if new else "Trained last:")
    with st.container(horizontal=True, gap="small", key="a_step.news"):
        for row in (new or newest)[:LISTED]:
            _button(row)


def _button(row: RunRow) -> None:
    if st.button(plain(row.label), key=f"home.news.{row.run_id}", type="tertiary", icon=":material/history:"):
        open_run(row)


def _last_visit() -> str:
    """When this home was visited before this session, ISO 8601 in UTC as runs are dated; "" if never."""
    if "home.last_visit" not in st.session_state:
        st.session_state["home.last_visit"] = "" if settings.shared_mode() else _turn_page()
    return str(st.session_state["home.last_visit"])


def _turn_page() -> str:
    path = settings.home() / FILE
    before = path.read_text(encoding="ascii") if path.exists() else ""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(datetime.now(UTC).isoformat(), encoding="ascii")
    return before
