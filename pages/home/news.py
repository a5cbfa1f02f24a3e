"""What is new since the visitor was here last: trainings that have ended meanwhile, each a click away.

What the pages open with is on Home anyway, and what a page computes for itself (the drawing of a graph) is no news.
"""

from contextlib import suppress
from datetime import UTC, datetime

import streamlit as st

from engine import settings
from engine.runs import catalogue
from engine.runs.catalogue import RunRow
from pages.parts.domains import DOMAINS
from pages.parts.navigation import open_run
from pages.parts.run import state
from pages.parts.write.plain import plain

LISTED = 3
FILE = "last_visit"
"""Below the home: when somebody was here last. Where several share a server it says nothing, and is not kept."""


def show() -> None:
    """The newest trainings since the last visit, or the newest of all; nothing while there is none."""
    newest = _trained()
    since = _last_visit()
    new = [row for row in newest if row.created > since] if since else []
    if not newest:
        return
    st.caption(f"{len(new)} new since you were here last:" if new else "Trained last:")
    with st.container(horizontal=True, gap="xsmall", key="a_step.news"):
        for row in (new or newest)[:LISTED]:
            _button(row)


def _trained() -> list[RunRow]:
    """What was trained on the pages, the newest first; without what they open with."""
    methods = {name for domain in DOMAINS for name in domain.learners}
    openings = {recipe.run_id for domain in DOMAINS for recipe in (domain.first, domain.default)}
    rows = catalogue.runs("training", limit=50, owner=state.owner())
    own = [row for row in rows if row.task in methods and row.run_id not in openings]
    return sorted(own, key=lambda row: row.created, reverse=True)


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
    with suppress(OSError):  # a full disk: then the news stay news
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(datetime.now(UTC).isoformat(), encoding="ascii")
    return before
