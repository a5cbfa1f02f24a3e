"""Tasks with scores and baselines: predict labels, numbers, hidden edges and communities."""

from collections.abc import Callable

import streamlit as st

from engine.evaluation.nodes.community_recovery import CommunityTest
from engine.evaluation.nodes.edge_recall import EdgeRecall
from engine.evaluation.nodes.link_prediction import LinkPrediction
from engine.evaluation.nodes.node_classification import NodeClassification
from engine.evaluation.nodes.number_prediction import NumberPrediction, number_columns
from engine.learners.base import Learner
from engine.runs.recipe import EmbeddingOf, Recipe
from pages.graphs import task_results
from pages.graphs.graph_data import graph_of
from pages.parts.explore.view import View
from pages.parts.run import controls
from pages.parts.run.obtain import tested

LABELS, NUMBERS, LINKS, COMMUNITIES = "Node classification", "Numbers", "Link prediction", "Communities"
RECOMMENDATIONS = "Recommendations"
NO_LABELS = "This graph has no labels; give a node table with the edges."


def show(view: View) -> None:
    """Choose a task, run it as a job, and show what it found."""
    task = st.segmented_control(
        "Task", _tasks(view), default=LABELS, required=True, key=view.key("task"), label_visibility="collapsed",
    )  # fmt: skip
    if task in (LINKS, RECOMMENDATIONS):
        recipe: Recipe | None = _links(view, LinkPrediction if task == LINKS else EdgeRecall)
    else:
        recipe = _on_columns(view, *_ON_COLUMNS[str(task)])
    if recipe is None or recipe.learner is None:
        return
    found = tested(recipe, "Run the task", "play_arrow")
    if found is not None:
        task_results.result(view, found, recipe.learner)


def _tasks(view: View) -> list[str]:
    """The tasks that the graph of a run allows."""
    return [LABELS, NUMBERS, LINKS, COMMUNITIES, *([RECOMMENDATIONS] if len(graph_of(view).sides) else [])]


def _label_columns(view: View) -> list[str]:
    """Columns of text, the labels first."""
    return [name for name, values in view.embedding.metadata.items() if values.dtype.kind in "US"][::-1]


def _number_columns(view: View) -> list[str]:
    """Columns of numbers."""
    return number_columns(view.embedding)


_ON_COLUMNS: dict[str, tuple[type[Learner], Callable[[View], list[str]], str, str]] = {
    LABELS: (NodeClassification, _label_columns, "Labels", NO_LABELS),
    COMMUNITIES: (CommunityTest, _label_columns, "Labels", NO_LABELS),
    NUMBERS: (
        NumberPrediction, _number_columns, "Number",
        "No column of this graph holds enough different numbers; give a node table with one, such as an age.",
    ),
}  # fmt: skip
"""Tests of a column: what runs, which columns it takes, what they are called, and what to say if there is none."""


def _on_columns(
    view: View, cls: type[Learner], columns_of: Callable[[View], list[str]], label: str, none: str
) -> Recipe | None:
    columns = columns_of(view)
    if not columns:
        st.caption(none)
        return None
    with st.container(horizontal=True, vertical_alignment="bottom"):
        column = st.selectbox(label, columns, key=view.key(cls.name, "column"), width=200)
        learner = controls.draw(cls, view.key(cls.name), fixed={"column": column})
    return Recipe(EmbeddingOf(view.run_id, view.name), learner)


def _links(view: View, cls: type[LinkPrediction | EdgeRecall]) -> Recipe:
    assert view.recipe.learner is not None
    with st.container(horizontal=True, vertical_alignment="bottom"):
        learner = controls.draw(cls, view.key(cls.name), fixed={"learner": view.recipe.learner})
    st.caption(
        f"Hides edges, trains {view.recipe.learner.title} anew on the rest with the settings of this run, and asks "
        + (
            "which pairs were hidden edges and which were never joined."
            if cls is LinkPrediction
            else "whether the hidden ones are among the first k that each node is shown."
        )
    )
    return Recipe(view.recipe.dataset, learner)
