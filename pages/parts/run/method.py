"""Choose a method and its parameters, read what to expect, and train. Moving a control trains nothing."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from engine.errors import InputError
from engine.fields import Validated
from engine.learners.base import Advice, Learner
from engine.runs import jobs, store
from engine.runs.recipe import Recipe
from pages.parts.run import controls, jobs_panel, state
from pages.parts.write.plain import plain

ICONS = {"error": ":material/block:", "warning": ":material/warning:", "info": ":material/info:"}


def choose(learners: Mapping[str, type[Learner]], key: str) -> Learner | None:
    """The learner that the controls describe; None while its values do not fit together (the reason is shown)."""
    with st.container():
        name = st.selectbox(
            "Method",
            list(learners),
            format_func=lambda n: learners[n].title,
            key=f"{key}.method",
            persist_state="session",
        )
        papers = learners[name].papers
        st.caption(
            "; ".join(f"[{paper.cited}]({paper.url})" for paper in papers),
            help="\n\n".join(f"{paper.cited}: {paper.title}" for paper in papers),
        )
        try:
            return controls.draw(learners[name], f"{key}.{name}")
        except InputError as error:
            st.error(plain(str(error)))
            return None


def adopt(learner: Learner, key: str) -> None:
    """Let the controls show a learner."""
    st.session_state[f"{key}.method"] = learner.name
    controls.adopt(learner, f"{key}.{learner.name}")


def train(page: str, source: Validated, learner: Learner, advice: Sequence[Advice]) -> None:
    """What to expect, and the button that starts the training and shows its run."""
    recipe = Recipe(source, learner)
    done = store.exists(recipe.run_id)
    with st.container():
        for piece in advice:
            st.caption(f"{ICONS[piece.severity]} {plain(piece.sentence)}")
        if done:
            st.caption(":material/check: Computed already: opens at once.")
    blocked = any(piece.severity == "error" for piece in advice)
    label = "Open" if done else "Train"
    if st.button(
        label, type="primary", icon=":material/play_arrow:", width="stretch", disabled=blocked, key=f"{page}.train"
    ):
        start(page, recipe)


def newly_opened(page: str, run_id: str, default: Recipe) -> Recipe | None:
    """The recipe of a run when the page shows it for the first time, and was not asked for by the controls."""
    if st.session_state.get(f"{page}.opened") == run_id:
        return None
    st.session_state[f"{page}.opened"] = run_id
    if run_id == default.run_id:
        return default
    try:
        return state.recipe_of(run_id) if store.exists(run_id) else None
    except InputError:  # made by another version: its vectors open, its recipe does not
        return None


def start(page: str, recipe: Recipe) -> None:
    """Submit the recipe and show its run on the page."""
    if jobs_panel.submit(recipe):
        st.session_state[f"{page}.opened"] = recipe.run_id
        state.show_run(page, recipe.run_id)
        st.rerun()


def show_run(
    page: str, run_id: str, default: Recipe, explore: Callable[[str], None], live: Callable[[Mapping[str, Any]], None]
) -> None:
    """The run: its explorer when it is there, its progress while it is made, else why not."""
    status = jobs.status(run_id)
    if status is None and run_id == default.run_id:
        start(page, default)
    elif status is None:
        st.info(
            "This run is not here: it was deleted, or made on another machine. Train it again, or pick one under Runs."
        )
    elif status.active:
        st.subheader(plain(status.title), anchor=False)
        jobs_panel.follow(run_id, "Training", details=live)
    elif status.state == "done":
        explore(run_id)
    else:
        st.subheader(plain(status.title), anchor=False)
        jobs_panel.failed(status)
