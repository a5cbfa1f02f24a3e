"""The button that makes all that is missing, what that would take, and the progress of it."""

from collections.abc import Callable, Sequence

import streamlit as st

from engine.embedding import Embedding
from engine.errors import InputError
from engine.evaluation.made_maps import MadeMaps
from engine.evaluation.trained_run import TrainedRun
from engine.fit import Fit
from engine.learners.base import Learner
from engine.runs.lanes import PLACES
from engine.runs.recipe import EmbeddingOf, Recipe
from pages.parts.explore.view import View
from pages.parts.run import batch, jobs_panel, state
from pages.parts.run.batch import Chain, Standing


def started(
    view: View, name: str, plan: str, make: Callable[[], Sequence[Chain]], title: str, what: str = "trainings"
) -> Standing:
    """How the chains stand; if something is missing, the button that asks for it, or the progress.

    name: tells this batch from others of the page; plan: this plan of it from others. make: the chains, which may
    become more as some are done. title: of the line of progress. what: the firsts of the chains are called.
    """
    key, planned = view.key(name, "batch"), view.key(name, "planned")
    if st.session_state.get(planned) != (view.run_id, plan):  # what was asked for goes on, but this was not asked for
        st.session_state.pop(key, None)
        st.session_state[planned] = (view.run_id, plan)
    chains = make()
    found = batch.standing(chains)
    with st.container():
        if batch.is_wanted(key):
            batch.follow(key, make, title)
        elif not all(map(found.is_done, found.recipes.values())):
            _offer(view, key, chains, found, what)
    return found


def _offer(view: View, key: str, chains: Sequence[Chain], found: Standing, what: str) -> None:
    firsts = [chain for chain in chains if not found.is_done(chain.first)]
    missing = [recipe for recipe in found.recipes.values() if not found.is_done(recipe)]
    failed = [recipe for recipe in missing if found.why_failed(recipe)]
    n = len(firsts) or len(missing)
    each = what if firsts else "tests"
    told = f"{n} {each if n > 1 else each.removesuffix('s')}"
    seconds = _seconds(view, missing)
    takes = f", about {jobs_panel.seconds(seconds)} in all" if seconds else ""
    st.caption(
        f"To do: {told}{takes}. What is there already is not made again. {jobs_panel.outlook()}"
        + (" Those that failed are tried once more." if failed else "")
    )
    st.button(
        f"Run {told}", type="primary", icon=":material/play_arrow:", key=f"{key}.go", on_click=batch.begin,
        args=(key, chains),
    )  # fmt: skip


def _seconds(view: View, recipes: Sequence[Recipe]) -> float:
    """What the jobs would take, as many at a time as run at once; 0 if that cannot be told."""
    try:
        return sum(_estimate(view, recipe) for recipe in recipes) / PLACES["heavy"]
    except InputError:  # the data are gone, or a setting does not suit them
        return 0.0


def _estimate(view: View, recipe: Recipe) -> float:
    learner, reference = recipe.learner, recipe.dataset
    assert learner is not None
    if not isinstance(reference, EmbeddingOf):
        return learner.estimate(state.dataset(view.dataset_id)).seconds
    return learner.estimate(_given(view, learner, reference)).seconds


def _given(view: View, learner: Learner, reference: EmbeddingOf) -> Embedding | TrainedRun | MadeMaps:
    """Something like what a test of a run would be given: the same of the run on the page."""
    if learner.takes == "run":
        trained = view.recipe.learner
        assert trained is not None
        return TrainedRun(trained, view.fit, state.dataset(view.dataset_id))
    shown = view.fit.embeddings.get(reference.embedding, view.fit.main)
    shown = shown.first(reference.n_items) if reference.n_items else shown
    if learner.takes != "maps":
        return shown
    maker: Learner | None = state.recipe_of(view.page.mapped[0]).learner
    return MadeMaps(shown, ((maker, Fit()),))  # type: ignore[arg-type]  # what is on the map was made by a projection
