"""Many jobs as one: asked for in one go, shown as one line of progress, cancelled by one button.

The limits of jobs hold: as many are asked for as one user may have, the next as these end. What is there is not made
again, and what others asked for is shared.
"""

import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

import streamlit as st

from engine.errors import InputError
from engine.runs import jobs
from engine.runs.jobs import JobStatus
from engine.runs.recipe import Recipe
from pages.parts.run import jobs_panel, state
from pages.parts.run.expected import estimate_of
from pages.parts.write.plain import plain

ENOUGH = 0.05
"""Share of the work after which the rest is reckoned from it."""
ENDED = ("cancelled", "failed", "stopped")
"""States of a job that left no run."""


@dataclass(frozen=True)
class Chain:
    """A training and the tests that it is followed by. title: for the user."""

    title: str
    first: Recipe
    then: tuple[Recipe, ...] = ()

    @property
    def recipes(self) -> tuple[Recipe, ...]:
        """All of it, each once: a test may be the training itself."""
        return tuple({each.run_id: each for each in (self.first, *self.then)}.values())


@dataclass(frozen=True)
class Standing:
    """How some chains stand. jobs: run id -> how its job stands, without those that were never asked for."""

    chains: Sequence[Chain]
    jobs: dict[str, JobStatus]

    def is_done(self, recipe: Recipe) -> bool:
        """Whether its run is there."""
        return self._state(recipe) == "done"

    def why_failed(self, recipe: Recipe) -> str:
        """Why its job failed; "" if it did not."""
        found = self.jobs.get(recipe.run_id)
        return found.error or "The job failed." if found is not None and found.state == "failed" else ""

    @cached_property
    def recipes(self) -> dict[str, Recipe]:
        """Run id -> all recipes of all chains."""
        return {recipe.run_id: recipe for chain in self.chains for recipe in chain.recipes}

    @cached_property
    def active(self) -> list[JobStatus]:
        """Jobs that wait or run."""
        return [found for found in self.jobs.values() if found.active]

    @cached_property
    def missing(self) -> list[Recipe]:
        """What is not done, has not failed, and is not held up by a training that has."""
        return [
            recipe
            for chain in self.chains
            for recipe in chain.recipes
            if self._state(recipe) not in ("done", "failed") and self._state(chain.first) != "failed"
        ]

    def to_ask(self, again: Collection[str]) -> list[Recipe]:
        """What can be asked for now: trainings, and tests of those that are done, that were never asked for or are to
        be asked for again.
        """
        found = {
            recipe.run_id: recipe
            for chain in self.chains
            for recipe in (chain.recipes if self.is_done(chain.first) else (chain.first,))
        }
        over = {run_id for run_id in again if run_id in self.jobs and self.jobs[run_id].state in ENDED}
        return [recipe for run_id, recipe in found.items() if run_id not in self.jobs or run_id in over]

    @property
    def share(self) -> float:
        """How much of all jobs is done or failed, running ones by their progress."""
        running = [found.progress for found in self.active if found.progress.get("total")]
        parts = sum(min(1.0, told.get("done", 0) / told["total"]) for told in running)
        return (len(self.recipes) - len({recipe.run_id for recipe in self.missing}) + parts) / max(1, len(self.recipes))

    def _state(self, recipe: Recipe) -> str:
        found = self.jobs.get(recipe.run_id)
        return "" if found is None else found.state


def standing(chains: Sequence[Chain]) -> Standing:
    """How they stand now."""
    ids = {recipe.run_id for chain in chains for recipe in chain.recipes}
    found = {run_id: status for run_id in ids if (status := jobs.status(run_id)) is not None}
    return Standing(chains, found)


def begin(key: str, chains: Sequence[Chain]) -> None:
    """Let `follow` ask for what is missing from now on; what was cancelled or failed is asked for once more, and so is
    what is still on its way to be cancelled.
    """
    found = standing(chains)
    again = {run_id for run_id, status in found.jobs.items() if status.state != "done"}
    st.session_state[key] = {"again": again, "since": time.monotonic(), "share": found.share, "refused": ""}


def is_wanted(key: str) -> bool:
    """Whether the user has asked for all, and neither cancelled it nor seen its end."""
    return key in st.session_state


def follow(key: str, chains: Callable[[], Sequence[Chain]], title: str) -> None:
    """One line of progress that asks for the next job as one ends, until all is done or cancelled.

    chains: may become more as some are done. The page runs again whenever a whole chain is done, and at the end.
    """
    whole = _n_whole(standing(chains()))

    @st.fragment(run_every=jobs_panel.POLL_SECONDS)
    def panel() -> None:
        if is_wanted(key):
            _ask(key, standing(chains()))
        found = standing(chains())
        if not is_wanted(key) or _n_whole(found) != whole:
            st.rerun()
        _line(key, found, title)

    panel()


def _n_whole(found: Standing) -> int:
    """Chains of which nothing is missing."""
    missing = {recipe.run_id for recipe in found.missing}
    return sum(not missing & {recipe.run_id for recipe in chain.recipes} for chain in found.chains)


def _ask(key: str, found: Standing) -> None:
    """Ask for what can be asked for, until the limit of jobs refuses one. Nothing left: it is wanted no more."""
    told = st.session_state[key]
    told["refused"] = ""
    to_ask = found.to_ask(told["again"])
    for recipe in to_ask:
        try:
            jobs.submit(recipe, state.owner(), estimate_of(recipe))
        except InputError as error:
            told["refused"] = str(error)
            return
        told["again"].discard(recipe.run_id)
    if not to_ask and not found.active:
        del st.session_state[key]


def _line(key: str, found: Standing, title: str) -> None:
    told = st.session_state[key]
    gone, won = time.monotonic() - told["since"], found.share - told["share"]
    parts = [f"{plain(title)}: {len(found.recipes) - len(found.missing)} of {len(found.recipes)} jobs"]
    if found.active:
        parts.append(plain(next((each.title for each in found.active if each.state == "running"), "waiting")))
    if won > ENOUGH:
        parts.append(f"about {jobs_panel.seconds(gone * (1 - found.share) / won)} left")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.progress(min(1.0, found.share), text=" · ".join(parts))
        st.button("Cancel all", key=f"{key}.cancel", on_click=_cancel, args=(key, found), icon=":material/stop:")
    if told["refused"] and not found.active:
        st.caption(plain(told["refused"]))


def _cancel(key: str, found: Standing) -> None:
    """End all that waits or runs, the last first so that none of them starts; what is done stays."""
    st.session_state.pop(key, None)
    for status in reversed(found.active):
        jobs_panel.cancel(status.run_id)
