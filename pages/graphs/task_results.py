"""What the tests of nodes, edges and communities found, each figure a mean with its spread, beside its baselines."""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
import streamlit as st

from engine import exports
from engine.evaluation.nodes.community_recovery import CommunityScores, CommunityTest
from engine.evaluation.nodes.edge_recall import EdgeRecall, RecallCurves
from engine.evaluation.nodes.link_prediction import LinkPrediction, LinkScores
from engine.evaluation.nodes.node_classification import SHARES, LabelScores, NodeClassification, Predictions
from engine.evaluation.nodes.number_prediction import NumberPrediction, NumberScores
from engine.figures import graphs
from engine.fit import Fit
from engine.learners.base import Learner
from pages.graphs.spread import repeated, told
from pages.parts.explore.view import View
from pages.parts.write.layout import fitting
from pages.parts.write.plain import plain


def result(view: View, fit: Fit, learner: Learner) -> None:
    """What a test of nodes, edges or communities found."""
    shown: dict[str, Callable[[View, Fit], None]] = {
        NodeClassification.name: _classification,
        LinkPrediction.name: _link_scores,
        EdgeRecall.name: _recall,
        NumberPrediction.name: _numbers,
        CommunityTest.name: _communities,
    }
    shown[learner.name](view, fit)


def _classification(view: View, fit: Fit) -> None:
    found = LabelScores.from_fit(fit)
    scores = {"Micro-F1": found.micro_f1, "Macro-F1": found.macro_f1}
    blind = {"most frequent, Micro": found.baseline_micro, "most frequent, Macro": found.baseline_macro}
    with st.container(horizontal=True):
        for name, values in (scores | blind).items():
            st.metric(f"{name} at 90 %", told(values[-1], ".1%"))
    st.plotly_chart(graphs.scores_by_share(SHARES, scores, blind), key=view.key("f1"))
    st.caption(
        f"{len(found.classes)} classes on {found.n_known:,} nodes; the others are the nodes whose label is predicted "
        f"from the vectors of those that are known. {repeated(found.micro_f1.shape[1])}."
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
            "AUC": [told(score.auc) for score in found.scores],
            "Average precision": [told(score.ap) for score in found.scores],
        }
    )
    st.dataframe(table, hide_index=True, key=view.key("links"))
    st.caption(
        f"{found.n_hidden:,} hidden edges against as many pairs without an edge; by chance both are 0.5. "
        f"{repeated(len(found.scores[0].auc))}. {_spared(found)}"
    )


def _spared(found: LinkScores | RecallCurves) -> str:
    """Which edges could not be drawn."""
    if not found.whole:
        return "Any edge could be hidden; nodes that lost all theirs have vectors of 0."
    if found.n_spared < 0.5:
        return "No edge that was drawn had to be passed over to keep the graph whole."
    spared = "Some" if np.isnan(found.n_spared) else f"{found.n_spared:,.0f} more"
    return (
        f"{spared} edges that were drawn were passed over, because without them a part of the graph would fall off (a "
        "spanning forest stays). Where many nodes have few edges, scores are higher than with "
        "plain random edges."
    )


def _recall(view: View, fit: Fit) -> None:
    found = RecallCurves.from_fit(fit)
    table = pd.DataFrame({"Ranked by": (found.method, "Popularity", "Chance")})
    curves = np.stack([found.by_method, found.by_popularity, found.by_chance])
    for place, k in enumerate(found.first):
        table[f"Recall@{k}"] = [told(100 * values, ".1f") + " %" for values in curves[:, place]]
    st.dataframe(table, hide_index=True, key=view.key("recall"))
    st.caption(
        f"{found.n_hidden:,} hidden edges of {found.n_nodes:,.0f} nodes; each node's share of hidden edges "
        "among the first k it is not joined to, mean over the nodes. Popularity shows the most joined ones to all. "
        f"{repeated(curves.shape[2])}. {_spared(found)}"
    )


def _communities(view: View, fit: Fit) -> None:
    found = CommunityScores.from_fit(fit)
    table = pd.DataFrame(
        {
            "Compared": [f"{each.left} / {each.right}" for each in found.likenesses],
            "NMI": [told(each.nmi) for each in found.likenesses],
            "Adjusted Rand index": [told(each.ari) for each in found.likenesses],
        }
    )
    st.dataframe(table, hide_index=True, key=view.key("communities"))
    sizes = np.bincount(found.clusters)
    listed = plain(", ".join(map(str, np.sort(sizes)[::-1][:12])))
    n_times = max(len(each.nmi) for each in found.likenesses)
    st.caption(
        f"k-means on the vectors with {len(sizes)} clusters, of {listed} nodes; Louvain sees the edges instead, once. "
        f"{repeated(n_times, 'times that k-means began anew')}."
    )


def _numbers(view: View, fit: Fit) -> None:
    found = NumberScores.from_fit(fit)
    table = pd.DataFrame(
        {
            "Predicted from": ["the vectors (ridge)", "the degree alone (ridge)", "nothing: always the mean"],
            "R²": [told(found.r2), told(found.r2_degree), "0"],
            "Mean absolute error": [told(found.error, ".4g"), "–", told(found.error_mean, ".4g")],
        }
    )
    st.dataframe(table, hide_index=True, key=view.key("numbers"))
    labels = view.embedding.labels
    names = [labels[row] for row in found.rows]
    chart = graphs.predicted_against_true(found.values, found.predicted, names, found.column)
    st.plotly_chart(chart, key=view.key("numbers_chart"))
    st.caption(
        f"{len(found.rows):,} nodes, each predicted by a model that had not seen it. R² is the share of the variance "
        f"that is told: 1 at best, below 0 worse than the mean. {repeated(len(found.r2))}."
    )
    if len(found.unknown):
        guesses = pd.DataFrame({"Node": [labels[row] for row in found.unknown], "Predicted": found.guesses})
        st.markdown(f"**Predicted for the {len(guesses):,} nodes without a number**")
        st.dataframe(guesses, hide_index=True, height=fitting(len(guesses), 260))
