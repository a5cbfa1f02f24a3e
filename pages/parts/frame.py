"""The anatomy of a page, written once: the data, the method and the button that trains beside it; then the run, with
its map, its inspector and its questions.
"""

import uuid
from collections.abc import Callable
from functools import partial

import streamlit as st

from engine.datasets.base import Source
from engine.errors import InputError
from engine.runs import jobs, store
from engine.runs.jobs import JobStatus
from engine.runs.recipe import Recipe
from pages.parts import site
from pages.parts.data import picker
from pages.parts.domain import Domain
from pages.parts.explore import explorer
from pages.parts.explore.state import PageState
from pages.parts.explore.view import View
from pages.parts.run import jobs_panel, method, run_view, setting, state
from pages.parts.run.obtain import outcome
from pages.parts.streamlit_fixes.returning import returning
from pages.parts.write.plain import plain

NOT_THESE = "The data chosen on the left cannot be read. What is shown here is an earlier run, of other data."
THIS_RUN = "This run"
"""The group of tabs that are in none."""
GONE = "This run is not here: it was deleted, or made on another machine. Train it again, or pick one under Runs."

NOT_YET = "This setting was not trained on this machine yet: press Train."


def run(domain: Domain) -> None:
    """The page of a domain."""
    page = PageState(domain.name)
    first = domain.first
    page.begin_with(domain.first_item if domain.begins_chosen else "", first.run_id)
    page.follow_address(returning())
    run_id = page.run
    site.enter(page.step, folded=_is_finished(domain, run_id))
    _adopt(domain, page, run_id, first)
    fixed = setting.of(page)
    with st.sidebar:
        if fixed is None:
            _controls(domain, page)
        else:
            setting.controls(page, fixed)
    if fixed is not None:
        setting.show_task(fixed)
    elif picker.refused(page.key("data")):
        st.warning(NOT_THESE, icon=":material/warning:")
    outcome(
        run_id,
        absent=partial(_absent, first, page, run_id),
        watch=partial(_watch, domain, page),
        done=partial(_explore, domain, page),
    )


def bring(domain: Domain, source: type[Source], sha256: str) -> None:
    """Let the page of a domain begin with a file that was uploaded elsewhere: chosen as its data, and shown."""
    page = PageState(domain.name)
    name, choice = next((name, choice) for name, choice in domain.picker.choices.items() if choice.source is source)
    key = page.key("data")
    st.session_state[f"{key}.{domain.picker.name}"] = name
    st.session_state[f"{key}.{choice.files[0].name}"] = sha256
    page.opened = page.run or domain.first.run_id  # the controls stay as they are now
    page.step = f"Data {uuid.uuid4().hex[:8]}"


def _adopt(domain: Domain, page: PageState, run_id: str, first: Recipe) -> None:
    """When a run is opened the controls show its recipe; afterwards they are the user's."""
    if page.opened == run_id:
        return
    page.opened = run_id
    recipe = first if run_id == first.run_id else _recipe_of(run_id)
    if recipe is not None and recipe.learner is not None and recipe.learner.name in domain.offered:
        picker.adopt(domain.picker, recipe.dataset, page.key("data"))
        method.adopt(recipe.learner, page.key("method"))


def _recipe_of(run_id: str) -> Recipe | None:
    """The recipe of a run or of the job that makes it; None if neither is here, or another version made it."""
    try:
        return state.recipe_of(run_id) if store.exists(run_id) else jobs.recipe_of(run_id)
    except InputError:
        return None


def _is_finished(domain: Domain, run_id: str) -> bool:
    """Whether a run is here whose vectors the page shows."""
    recipe = _recipe_of(run_id) if store.exists(run_id) else None
    return recipe is not None and recipe.learner is not None and recipe.learner.name in domain.shown


def _controls(domain: Domain, page: PageState) -> None:
    with st.container(key="step_data"):
        st.subheader("Data")
        source, data = picker.pick(domain.picker, page.key("data"))
        domain.more_data(page)
    with st.container(key="step_method"):
        st.subheader("Method")
        learner = method.choose(domain.for_data(data), data, page.key("method"))
    if source is not None and data is not None and learner is not None:
        method.train(page, source, learner, learner.advice(data))
    if domain.experiments is not None:
        with st.container(key="a_step.experiments"), st.expander("Ready experiments", icon=":material/science:"):
            st.caption(domain.experiments.about)
            for title, recipe in domain.experiments.recipes.items():
                if st.button(title, width="stretch"):
                    method.start(page, recipe)


def _absent(first: Recipe, page: PageState, run_id: str) -> None:
    if run_id == first.run_id:
        method.start(page, first)
    elif page.fixed:
        st.info(NOT_YET)
    else:
        st.info(GONE)


def _watch(domain: Domain, page: PageState, status: JobStatus) -> None:
    st.subheader(plain(status.title), anchor=False)
    jobs_panel.follow(status.run_id, "Training", details=partial(domain.live, page))


def _explore(domain: Domain, page: PageState, run_id: str) -> None:
    if run_id != page.run:  # what was kept of a training that was stopped: a run of its own, with a link of its own
        page.opened = page.run = run_id
        st.rerun()
    recipe = _recipe_of(run_id)
    shows_test = domain.tests.get(type(recipe.learner)) if recipe and recipe.learner else None
    if shows_test is not None:
        shows_test(View(page, run_id, "", domain.items))
        return
    name = run_view.opened(page, run_id, domain.shown, domain.missing, domain.vectors)
    if name is None:
        return
    view = View(page, run_id, name, domain.items)
    domain.before(view)
    tabs: dict[str, dict[str, Callable[[View], None]]] = {}
    for tab in domain.tabs:
        if tab.asked(view):
            tabs.setdefault(tab.group or THIS_RUN, {})[tab.title] = tab.show
    explorer.show(
        view, partial(run_view.questions, tabs), domain.extra_maps(view), domain.companion, domain.distinguishes
    )
