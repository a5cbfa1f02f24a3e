"""Choose a method and its parameters, read what to expect, and train. Moving a control trains nothing."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from engine.errors import InputError
from engine.fields import Validated
from engine.learners.base import Advice, Learner
from engine.runs import jobs, store
from engine.runs.recipe import Recipe
from pages.parts.explore.state import PageState
from pages.parts.run import controls, jobs_panel
from pages.parts.run.expected import lane
from pages.parts.run.obtain import submit
from pages.parts.write.plain import plain

OTHER = "The page shows another run than these controls describe."
ICONS = {"error": ":material/block:", "warning": ":material/warning:", "info": ":material/info:"}


def choose(learners: Mapping[str, type[Learner]], dataset: Any, key: str) -> Learner | None:
    """The learner that the controls describe; None while its values do not fit together (the reason is shown).

    dataset: the one to train on, which a method may not be made for; None if there is none yet.
    """
    offered = [name for name, cls in learners.items() if dataset is None or cls.offered(dataset)]
    if st.session_state.get(f"{key}.method", offered[0]) not in offered:
        del st.session_state[f"{key}.method"]
    with st.container():
        name = st.selectbox(
            "Method",
            offered,
            format_func=lambda n: learners[n].title,
            key=f"{key}.method",
            persist_state="session",
        )
        _where_from(learners[name])
        if dataset is not None:
            controls.suit(learners[name].suited(dataset), learners[name], f"{key}.{name}")
        try:
            return controls.draw(learners[name], f"{key}.{name}", dataset=dataset)
        except InputError as error:
            st.error(plain(str(error)))
            return None


def _where_from(learner: type[Learner]) -> None:
    """The papers of a method, as links."""
    papers = learner.papers
    st.caption(
        "; ".join(f"[{paper.cited}]({paper.url})" for paper in papers),
        help="\n\n".join(f"{paper.cited}: {paper.title}" for paper in papers),
    )


def adopt(learner: Learner, key: str) -> None:
    """Let the controls show a learner."""
    st.session_state[f"{key}.method"] = learner.name
    controls.adopt(learner, f"{key}.{learner.name}")


def prefer(learner: type[Learner], field: str, value: Any, key: str) -> None:
    """Let the controls show a method with one of its fields set, the others as they were."""
    st.session_state[f"{key}.method"] = learner.name
    st.session_state[f"{key}.{learner.name}.{field}"] = value


def train(page: PageState, source: Validated, learner: Learner, advice: Sequence[Advice]) -> None:
    """What to expect, and the button that starts the training and shows its run."""
    recipe = Recipe(source, learner)
    done = store.exists(recipe.run_id)
    with st.container(key="a_step.train"):
        for piece in advice:
            st.caption(f"{ICONS[piece.severity]} {plain(piece.sentence)}")
        if page.opened not in ("", recipe.run_id):
            st.caption(f":material/sync_problem: {OTHER}")
        if done:
            st.caption(":material/check: Computed already: opens at once.")
        elif (job := jobs.status(recipe.run_id)) is not None and job.active:
            st.caption(":material/hourglass: It is in the making: the page shows how far it is.")
        elif outlook := jobs_panel.outlook(lane(recipe)):
            st.caption(f":material/hourglass: {outlook}")
        blocked = any(piece.severity == "error" for piece in advice)
        label = "Open" if done else "Train"
        if st.button(
            label,
            type="primary",
            icon=":material/play_arrow:",
            width="stretch",
            disabled=blocked,
            key=page.key("train"),
        ):
            start(page, recipe)


def start(page: PageState, recipe: Recipe) -> None:
    """Submit the recipe and show its run on the page, whose controls will show its settings."""
    if submit(recipe):
        page.run = recipe.run_id
        st.rerun()
