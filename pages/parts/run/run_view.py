"""What every domain page shows of a run: its title, the choice among its vectors, its notes, and the tabs below."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import streamlit as st

from engine.errors import InputError
from engine.figures import training as figure
from engine.learners.base import Learner
from engine.runs import store
from pages.parts.explore.state import PageState
from pages.parts.explore.view import View
from pages.parts.run import sharing, state
from pages.parts.write.plain import plain


def opened(
    page: PageState, run_id: str, learners: Mapping[str, type[Learner]], missing: str, vectors: str = ""
) -> str | None:
    """The head of a run's page, and the name of the vectors to show; None, with the reason, if it cannot show the run.

    learners: those of the page. missing: what to say of a run of another kind. vectors: help for the choice among
    the vectors, where a learner makes more than one kind.
    """
    try:
        fit, recipe = state.fit(run_id), state.recipe_of(run_id)
    except InputError as error:
        st.error(plain(str(error)), icon=":material/broken_image:")
        return None
    if recipe.learner is None or recipe.learner.name not in learners:
        st.info(missing)
        return None
    names = list(fit.embeddings)
    with st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute"):
        st.subheader(plain(store.title(recipe)), anchor=False)
        name = _choice(page, names, vectors) if vectors and len(names) > 1 else names[0]
    with st.container():
        for note in (*recipe.outdated, *fit.notes):
            st.caption(f":material/info: {plain(note)}")
        sharing.warn(state.row_of(run_id), "The address of this page")
    return name


def _choice(page: PageState, names: list[str], explanation: str) -> str:
    return st.segmented_control(
        "Vectors", names, default=names[0], required=True, key=page.key("vectors", *names),
        label_visibility="collapsed", help=explanation,
    )  # fmt: skip


class Chosen(NamedTuple):
    """The tab to show, and whether it has the page to itself."""

    show: Callable[[View], None]
    alone: bool


Tabs = Mapping[str, Callable[[View], None]]
"""What shows each tab of a row, by its title."""


def questions(groups: Mapping[str, Tabs]) -> Chosen:
    """The row of tabs, one of which the address names; only that one is computed. It stays in sight (page.css).

    groups: the tabs by what they are about. Where there are several groups, a row of these stands above the row of
    tabs of the one that the open tab is in.
    """
    tabs = {title: show for group in groups.values() for title, show in group.items()}
    first = next(iter(tabs))
    wanted = st.session_state.get("tab") or st.query_params.get("tab", first)
    here = next((name for name, group in groups.items() if wanted in group), next(iter(groups)))
    with st.container(key="tab_bar", horizontal=True, vertical_alignment="center"):
        if len(groups) > 1:
            st.session_state["tab_group"] = here
            st.segmented_control(
                "Group of tabs", list(groups), required=True, label_visibility="collapsed", key="tab_group",
                on_change=_open_group, args=(groups,),
            )  # fmt: skip
        chosen = st.segmented_control(
            "Questions", list(groups[here]), required=True, label_visibility="collapsed", key="tab",
            default=first if first in groups[here] else None, bind="query-params",
        )  # fmt: skip
        alone = st.toggle("Without the map", key="wide", bind="query-params", help="Give the tab the whole page.")
    return Chosen(tabs.get(chosen or first, tabs[first]), alone)


def _open_group(groups: Mapping[str, Tabs]) -> None:
    """The first tab of the group that was chosen."""
    st.session_state["tab"] = next(iter(groups[st.session_state["tab_group"]]))


def loss_so_far(page: PageState, progress: Mapping[str, Any]) -> None:
    """The loss of a training under way, once there are two points of it."""
    trace = [entry for entry in progress.get("trace", []) if "loss" in entry]
    if len(trace) > 1:
        history = {"step": [entry["done"] for entry in trace], "loss": [entry["loss"] for entry in trace]}
        st.plotly_chart(figure.loss_curve(history, progress["unit"]), key=page.key("live_loss"))
