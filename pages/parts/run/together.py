"""Several jobs asked for in one go: as many at a time as one user may have, and a line for each on its way."""

from collections.abc import Mapping

import streamlit as st

from engine.errors import InputError
from engine.runs import jobs
from engine.runs.jobs import JobStatus
from engine.runs.recipe import Recipe
from pages.parts.run import jobs_panel, state
from pages.parts.run.expected import estimate_of
from pages.parts.write.plain import plain


def together(recipes: Mapping[str, Recipe], wanted: bool) -> set[str]:
    """Titles of the recipes whose runs are there; of the others, how they stand is shown.

    wanted: whether to ask for those that were never asked for. Where the limit of jobs refuses one, it is asked for
    when another one has ended: the page runs again then.
    """
    standing = {title: jobs.status(recipe.run_id) for title, recipe in recipes.items()}
    refused = _ask(recipes, standing) if wanted else ""
    under_way = {title: status.run_id for title, status in standing.items() if status is not None and status.active}
    for title, status in standing.items():
        if status is not None and status.state not in ("queued", "running", "done"):
            st.caption(f"**{plain(title)}**")
            (jobs_panel.in_full if status.state == "stopped" else jobs_panel.failed)(status)
    if under_way:
        _follow(under_way)
    elif refused:
        st.warning(plain(refused), icon=":material/hourglass:")
    return {title for title, status in standing.items() if status is not None and status.state == "done"}


def _ask(recipes: Mapping[str, Recipe], standing: dict[str, JobStatus | None]) -> str:
    """Ask for what has no job yet and enter how it stands; why the first was refused that was, or ""."""
    for title, recipe in recipes.items():
        if standing[title] is None:
            try:
                standing[title] = jobs.submit(recipe, state.owner(), estimate_of(recipe))
            except InputError as error:
                return str(error)
    return ""


def _follow(under_way: Mapping[str, str]) -> None:
    """The progress of jobs (title -> run id) until one of them ends; then the page runs again."""

    @st.fragment(run_every=jobs_panel.POLL_SECONDS)
    def panel() -> None:
        for title, run_id in under_way.items():
            status = jobs.status(run_id)
            if status is None or not status.active:
                st.rerun()
            jobs_panel.bar(status, title)

    panel()
