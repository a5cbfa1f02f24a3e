"""Tasks with scores and baselines: predict labels, hidden edges and communities."""

import numpy as np
import pandas as pd
import streamlit as st

from engine import exports
from engine.evaluation.nodes.edge_recall import EdgeRecall
from engine.evaluation.nodes.labels import SHARES, CommunityTest, NodeClassification
from engine.evaluation.nodes.link_prediction import LinkPrediction
from engine.figures import graphs
from engine.fit import Fit
from engine.learners.base import Learner
from engine.runs.recipe import EmbeddingOf, Recipe
from pages.graphs.graph_data import graph_of
from pages.parts.explore.view import View
from pages.parts.run import controls
from pages.parts.run.obtain import tested
from pages.parts.write.plain import plain

LABELS, LINKS, COMMUNITIES = "Node classification", "Link prediction", "Communities"
RECOMMENDATIONS = "Recommendations"
NOT_LABELS = ("degree",)


def show(view: View) -> None:
    """Choose a task, run it as a job, and show what it found."""
    task = st.segmented_control(
        "Task", _tasks(view), default=LABELS, required=True, key=f"{view.page}.task", label_visibility="collapsed",
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
        column = st.selectbox("Labels", columns[::-1], key=f"{view.page}.{cls.name}.column", width=200)
        learner = controls.draw(cls, f"{view.page}.{cls.name}", fixed={"column": column})
    return Recipe(EmbeddingOf(view.run_id, view.name), learner)


def _links(view: View, cls: type[LinkPrediction | EdgeRecall]) -> Recipe:
    assert view.recipe.learner is not None
    with st.container(horizontal=True, vertical_alignment="bottom"):
        learner = controls.draw(cls, f"{view.page}.{cls.name}", fixed={"learner": view.recipe.learner})
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
    if isinstance(learner, NodeClassification):
        _classification(view, fit)
    elif isinstance(learner, LinkPrediction):
        _link_scores(fit)
    elif isinstance(learner, EdgeRecall):
        _recall(view, fit)
    else:
        _communities(fit)


def _classification(view: View, fit: Fit) -> None:
    arrays = fit.arrays
    scores = {"Micro-F1": arrays["micro_f1"], "Macro-F1": arrays["macro_f1"]}
    blind = {"most frequent, Micro": arrays["baseline_micro"], "most frequent, Macro": arrays["baseline_macro"]}
    with st.container(horizontal=True):
        for name, values in (scores | blind).items():
            st.metric(f"{name} at 90 %", f"{values[-1].mean():.1%}")
    st.plotly_chart(graphs.scores_by_share(SHARES, scores, blind), key=f"{view.page}.f1")
    classes = fit.summary["classes"]
    st.caption(
        f"{len(classes)} classes on {fit.summary['known']:,} nodes; the others are the nodes whose label is predicted "
        "from the vectors of those that are known."
    )
    if "unknown" in arrays:
        _predictions(view, fit, classes)


def _predictions(view: View, fit: Fit, classes: list[str]) -> None:
    rows = fit.arrays["unknown"]
    table = pd.DataFrame(
        {
            "Node": [view.embedding.labels[row] for row in rows],
            "Predicted": [classes[code] for code in fit.arrays["predicted"]],
            "Probability": fit.arrays["confidence"] * 100,
        }
    )
    st.markdown(f"**Predicted for the {len(rows):,} nodes without a label**")
    percent = st.column_config.NumberColumn(format="%.0f %%")
    st.dataframe(table, hide_index=True, height=260, column_config={"Probability": percent})
    columns = {"node": table["Node"], "predicted": table["Predicted"]}
    columns |= {f"chance of {name}": fit.arrays["chances"][:, code] for code, name in enumerate(classes)}
    st.download_button(
        "Predictions (CSV)", lambda: exports.columns_csv(columns), f"predicted-{view.run_id[:8]}.csv", "text/csv",
        icon=":material/download:", on_click="ignore",
    )  # fmt: skip


def _link_scores(fit: Fit) -> None:
    summary = fit.summary
    names = [key.removeprefix("auc ") for key in summary if key.startswith("auc ")]
    vectors = ("inner product", "Hadamard", "L1")
    table = pd.DataFrame(
        {
            "Score": names,
            "From": [summary["method"] if name in vectors else "neighbors alone (baseline)" for name in names],
            "AUC": [summary[f"auc {name}"] for name in names],
            "Average precision": [summary[f"ap {name}"] for name in names],
        }
    )
    number = st.column_config.NumberColumn(format="%.3f")
    st.dataframe(table, hide_index=True, column_config={"AUC": number, "Average precision": number})
    st.caption(f"{summary['hidden']:,} hidden edges against as many pairs without an edge; by chance both are 0.5.")


def _recall(view: View, fit: Fit) -> None:
    first, found = fit.arrays["first"], fit.arrays["recall"]
    names = (str(fit.summary["method"]), "Popularity", "Chance")
    table = pd.DataFrame({"Ranked by": names})
    for place, k in enumerate(first):
        table[f"Recall@{k}"] = found[:, place] * 100
    form = st.column_config.NumberColumn(format="%.1f %%")
    st.dataframe(table, hide_index=True, column_config={f"Recall@{k}": form for k in first}, key=f"{view.page}.recall")
    st.caption(
        f"{fit.summary['hidden']:,} hidden edges of {fit.summary['nodes']:,} nodes; each node's share of hidden edges "
        "among the first k it is not joined to, mean over the nodes. Popularity shows the most joined ones to all."
    )


def _communities(fit: Fit) -> None:
    pairs = [key.removeprefix("nmi ") for key in fit.summary if key.startswith("nmi ")]
    table = pd.DataFrame(
        {
            "Compared": pairs,
            "NMI": [fit.summary[f"nmi {pair}"] for pair in pairs],
            "Adjusted Rand index": [fit.summary[f"ari {pair}"] for pair in pairs],
        }
    )
    number = st.column_config.NumberColumn(format="%.3f")
    st.dataframe(table, hide_index=True, column_config={"NMI": number, "Adjusted Rand index": number})
    sizes = np.bincount(fit.arrays["cluster"])
    listed = plain(", ".join(map(str, np.sort(sizes)[::-1][:12])))
    st.caption(f"k-means on the vectors with {len(sizes)} clusters, of {listed} nodes; Louvain sees the edges instead.")
