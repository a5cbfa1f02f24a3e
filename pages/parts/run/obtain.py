"""What a job makes, obtained: what a page does while it is absent, queued, running, failed or done, in one place.

A dataset, a training, a map, a drawing, a test and a preview differ in what begins the job, what shows it on its way,
and what is made of the result; these are the arguments. Progress comes and goes in a container of its own, so that
nothing below it moves.
"""

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from engine.errors import InputError
from engine.fit import Fit
from engine.runs import jobs
from engine.runs.jobs import JobStatus
from engine.runs.recipe import Recipe
from pages.parts.run import jobs_panel, state
from pages.parts.run.expected import estimate_of
from pages.parts.write.plain import plain

T = TypeVar("T")


def outcome(
    run_id: str,
    *,
    absent: Callable[[], None],
    watch: Callable[[JobStatus], T | None],
    done: Callable[[str], T | None],
) -> T | None:
    """The one state machine. absent: there is neither such a run nor such a job. watch: the job waits or runs.
    done: the run is there. A job that failed or was cancelled says why and can be started again.
    """
    status = jobs.status(run_id)
    if status is None:
        absent()
    elif status.active:
        return watch(status)
    elif status.state == "done":
        return done(run_id)
    elif status.state == "stopped":
        jobs_panel.in_full(status)
        return done(status.kept)
    else:
        jobs_panel.failed(status)
    return None


def obtain_as(
    load: Callable[[str], T],
    recipe: Recipe,
    title: str,
    wanted: Callable[[], bool] = lambda: True,
    watch: Callable[[JobStatus], T | None] | None = None,
    owner: str = "",
) -> T | None:
    """What `load` makes of the recipe's run, once it is there; None before, or if it is damaged (which is said).

    wanted: whether to begin now, asked while there is no such job: as by a button; by default at once. watch: what to
    show on the way; by default its progress, which polls by itself and must not be in a fragment that polls already.
    owner: in whose name it is submitted, by default this session's.
    """

    def ask() -> None:
        if wanted() and submit(recipe, owner):
            st.rerun()

    def loaded(run_id: str) -> T | None:
        try:
            return load(run_id)
        except InputError as error:
            st.error(plain(str(error)), icon=":material/broken_image:")
            return None

    def follow(status: JobStatus) -> None:
        jobs_panel.follow(status.run_id, title)

    with st.container():
        return outcome(recipe.run_id, absent=ask, watch=watch or follow, done=loaded)


def obtain(
    recipe: Recipe,
    title: str,
    wanted: Callable[[], bool] = lambda: True,
    watch: Callable[[JobStatus], None] | None = None,
    owner: str = "",
) -> Fit | None:
    """The fit of a recipe: `obtain_as` with the fits that are kept in memory."""
    return obtain_as(state.fit, recipe, title, wanted, watch, owner)


def tested(recipe: Recipe, label: str = "Run the test", icon: str = "quiz") -> Fit | None:
    """What a test found; until then a button that runs it, or its progress."""
    assert recipe.learner is not None
    return obtain(
        recipe,
        recipe.learner.title,
        lambda: st.button(label, type="primary", icon=f":material/{icon}:", key=f"test.{recipe.run_id}"),
    )


def elsewhere(status: JobStatus) -> None:
    """Shows nothing: for what is watched in another place of the page, by `progress`."""


def progress(recipe: Recipe, title: str) -> None:
    """The progress of a job if it waits or runs; nothing otherwise. It begins nothing."""
    status = jobs.status(recipe.run_id)
    if status is not None and status.active:
        jobs_panel.follow(recipe.run_id, title)


def begin(recipe: Recipe, owner: str = "") -> None:
    """Ask for a run if there is neither such a run nor such a job: for what the rest of the page then obtains."""
    if jobs.status(recipe.run_id) is None:
        submit(recipe, owner)


def submit(recipe: Recipe, owner: str = "") -> bool:
    """Ask for a run. If it is refused, say why and return False: a rerun would only ask again."""
    try:
        jobs.submit(recipe, owner or state.owner(), estimate_of(recipe))
    except InputError as error:
        st.warning(plain(str(error)), icon=":material/hourglass:")
        return False
    return True
