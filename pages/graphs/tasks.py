"""Tasks with scores and baselines: predict labels, hidden edges and communities."""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
import streamlit as st

from engine import exports
from engine.evaluation.nodes.community_recovery import CommunityScores, CommunityTest
from engine.evaluation.nodes.edge_recall import EdgeRecall, RecallCurves
from engine.evaluation.nodes.link_prediction import LinkPrediction, LinkScores
from engine.evaluation.nodes.node_classification import SHARES, LabelScores, NodeClassification, Predictions
from engine.figures import graphs
from engine.fit import Fit
from engine.learners.base import Learner
from engine.runs.recipe import EmbeddingOf, Recipe
from pages.graphs.graph_data import graph_of
from pages.parts.explore.view import View
from pages.parts.run import controls
from pages.parts.run.obtain import tested
from pages.parts.write.layout import fitting
from pages.parts.write.plain import plain

LABELS, LINKS, COMMUNITIES = "Node classification", "Link prediction", "Communities"
RECOMMENDATIONS = "Recommendations"


def show(view: View) -> None:
    """Choose a task, run it as a job, and show what it found."""
    task = st.segmented_control(
        "Task", _tasks(view), default=LABELS, required=True, key=view.key("task"), label_visibility="collapsed",
    )  # fmt: skip
    if task in (LINKS, RECOMMENDATIONS):
        recipe: Recipe | None = _links(view, LinkPrediction if task == LINKS else EdgeRecall)
    else:
        recipe = _on_labels(view, NodeClassification if task == LABELS else CommunityTest)
    if recipe is None or recipe.learner is None:
        return
    found = tested(recipe, "Run the task", "play_arrow")
    if found is not None:
        result(view, found, recipe.learner)


def _tasks(view: View) -> list[str]:
    """The tasks that the graph of a run allows."""
    return [LABELS, LINKS, COMMUNITIES, *([RECOMMENDATIONS] if len(graph_of(view).sides) else [])]


def _on_labels(view: View, cls: type[Learner]) -> Recipe | None:
    columns = [name for name, values in view.embedding.metadata.items() if values.dtype.kind in "US"]
    if not columns:
        st.caption("This graph has no labels; give a node table with the edges.")
        return None
    with st.container(horizontal=True, vertical_alignment="bottom"):
        column = st.selectbox("Labels", columns[::-1], key=view.key(cls.name, "column"), width=200)
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


def result(view: View, fit: Fit, learner: Learner) -> None:
    """What a test of nodes, edges or communities found."""
    shown: dict[str, Callable[[View, Fit], None]] = {
        NodeClassification.name: _classification,
        LinkPrediction.name: _link_scores,
        EdgeRecall.name: _recall,
        CommunityTest.name: _communities,
    }
    shown[learner.name](view, fit)


def _classification(view: View, fit: Fit) -> None:
    found = LabelScores.from_fit(fit)
    scores = {"Micro-F1": found.micro_f1, "Macro-F1": found.macro_f1}
    blind = {"most frequent, Micro": found.baseline_micro, "most frequent, Macro": found.baseline_macro}
    with st.container(horizontal=True):
        for name, values in (scores | blind).items():
            st.metric(f"{name} at 90 %", f"{values[-1].mean():.1%}")
    st.plotly_chart(graphs.scores_by_share(SHARES, scores, blind), key=view.key("f1"))
    st.caption(
        f"{len(found.classes)} classes on {found.n_known:,} nodes; the others are the nodes whose label is predicted "
        "from the vectors of those that are known."
    )
    if found.predictions is not None:
        _predictions(view, found.predictions, found.classes)


def _predictions(view: View, found: Predictions, classes: Sequence[str]) -> None:
    table = pd.DataFrame(
        {
            "Node": [view.embedding.labels[row] for row in found.rows],
            "Predicted": [classes[code] for code in found.predicted],
            "Probability": found.confidence * 100,
        }
    )
    st.markdown(f"**Predicted for the {len(table):,} nodes without a label**")
    percent = st.column_config.NumberColumn(format="%.0f %%")
    st.dataframe(table, hide_index=True, height=fitting(len(table), 260), column_config={"Probability": percent})
    columns = {"node": table["Node"], "predicted": table["Predicted"]}
    columns |= {f"chance of {name}": found.chances[:, code] for code, name in enumerate(classes)}
    st.download_button(
        "Predictions (CSV)", lambda: exports.columns_csv(columns), f"predicted-{view.run_id[:8]}.csv", "text/csv",
        icon=":material/download:", on_click="ignore",
    )  # fmt: skip


def _link_scores(view: View, fit: Fit) -> None:
    found = LinkScores.from_fit(fit)
    table = pd.DataFrame(
        {
            "Score": [score.name for score in found.scores],
            "From": ["neighbors alone (baseline)" if score.is_baseline else found.method for score in found.scores],
            "AUC": [score.auc for score in found.scores],
            "Average precision": [score.ap for score in found.scores],
        }
    )
    number = st.column_config.NumberColumn(format="%.3f")
    st.dataframe(
        table, hide_index=True, column_config={"AUC": number, "Average precision": number}, key=view.key("links")
    )
    st.caption(f"{found.n_hidden:,} hidden edges against as many pairs without an edge; by chance both are 0.5.")


def _recall(view: View, fit: Fit) -> None:
    found = RecallCurves.from_fit(fit)
    table = pd.DataFrame({"Ranked by": (found.method, "Popularity", "Chance")})
    curves = np.stack([found.by_method, found.by_popularity, found.by_chance])
    for place, k in enumerate(found.first):
        table[f"Recall@{k}"] = curves[:, place] * 100
    form = st.column_config.NumberColumn(format="%.1f %%")
    columns = {f"Recall@{k}": form for k in found.first}
    st.dataframe(table, hide_index=True, column_config=columns, key=view.key("recall"))
    st.caption(
        f"{found.n_hidden:,} hidden edges of {found.n_nodes:,} nodes; each node's share of hidden edges "
        "among the first k it is not joined to, mean over the nodes. Popularity shows the most joined ones to all."
    )


def _communities(view: View, fit: Fit) -> None:
    found = CommunityScores.from_fit(fit)
    table = pd.DataFrame(
        {
            "Compared": [f"{each.left} / {each.right}" for each in found.likenesses],
            "NMI": [each.nmi for each in found.likenesses],
            "Adjusted Rand index": [each.ari for each in found.likenesses],
        }
    )
    number = st.column_config.NumberColumn(format="%.3f")
    columns = {"NMI": number, "Adjusted Rand index": number}
    st.dataframe(table, hide_index=True, column_config=columns, key=view.key("communities"))
    sizes = np.bincount(found.clusters)
    listed = plain(", ".join(map(str, np.sort(sizes)[::-1][:12])))
    st.caption(f"k-means on the vectors with {len(sizes)} clusters, of {listed} nodes; Louvain sees the edges instead.")
