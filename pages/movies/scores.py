"""Scores on held-out ratings: this run beside the baselines, or every method side by side."""

from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from engine.evaluation.films import genre_overlap
from engine.evaluation.films.ranking import METRICS
from engine.evaluation.films.recommending import RankingTable, RankingTest, RecommenderComparison
from engine.figures.score_bars import bars
from engine.fit import Fit
from engine.learners import LEARNERS
from engine.learners.films.contract import BASELINES
from engine.runs.recipe import EmbeddingOf, Recipe
from pages.movies.films import data_of
from pages.parts.explore.view import View
from pages.parts.run.obtain import tested
from pages.parts.write.layout import beside
from pages.parts.write.plain import plain

ONE, ALL = "This run", "Every method"


def show(view: View) -> None:
    """Choose a test, run it as a job, and show what it found."""
    ratings = data_of(view)
    if ratings is None:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kind = st.segmented_control(
            "Score", [ONE, ALL], default=ONE, required=True, key=view.key("score"), persist_state="session"
        )
        k = st.number_input("First k", 1, 100, value=10, key=view.key("k_shown"), width=110, persist_state="session")
    st.caption(
        f"Each viewer is shown the first {k} of all {ratings.n_items:,} films, less those of the training; what they "
        f"should find are their {len(ratings.test.items):,} held-out likings. No sample of candidates is used."
    )
    recipe = (
        Recipe(EmbeddingOf(view.run_id), RankingTest(k=k))
        if kind == ONE
        else Recipe(view.recipe.dataset, RecommenderComparison(k=k))
    )
    found = tested(recipe)
    if found is not None:
        _result(view, found)


def _result(view: View, fit: Fit) -> None:
    for note in fit.notes:
        st.caption(f":material/info: {plain(note)}")
    found = RankingTable.from_fit(fit)
    titles = [_title(name) for name in found.names]
    order = np.argsort(-found.means[:, 0], kind="stable")
    popular = found.names.index("popular")
    columns: dict[str, object] = {"Method": [titles[row] for row in order]}
    for place, name in enumerate(METRICS.values()):
        columns[f"{name}@{found.k}"] = found.means[order, place]
    half = (found.high[order, 0] - found.low[order, 0]) / 2
    columns[f"± NDCG@{found.k}"] = half
    columns |= {"Coverage": found.coverage[order] * 100, "Novelty": found.novelty[order]}
    if not np.isnan(found.overlap).all():
        columns["Genre overlap"] = found.overlap[order]
    if found.seconds.any():
        columns["Training"] = found.seconds[order]
    st.dataframe(pd.DataFrame(columns), hide_index=True, column_config=_forms(found.k), key=view.key("scores"))
    st.caption(
        f"{found.n_viewers:,} viewers; ± is half of the interval that holds 95 % of the means of bootstrap samples of "
        "viewers. Coverage: share of all films shown to anybody. Novelty: mean surprise of the films shown, in bits."
    )
    if "Genre overlap" in columns:
        st.caption(
            f"Genre overlap looks at the vectors: the {genre_overlap.NEAREST} nearest by cosine of each of the "
            f"{genre_overlap.ASKED} films liked by most, and of each pair the genres of both over those of either. "
            "Co-liking cosine: nothing learned, only who liked what. Two towers and watch prediction are told genres."
        )
    left, right = beside(2)
    baseline = np.full(len(order), found.means[popular, 0])
    told = [f"{value:.3f}" for value in found.means[order, 0]]
    chart = bars([titles[row] for row in order], found.means[order, 0], baseline, told, BASELINES["popular"], "NDCG")
    left.markdown(f"**NDCG@{found.k}**")
    left.plotly_chart(chart, key=view.key("ndcg"))
    with right:
        _groups(view, found, titles, order)


def _groups(view: View, found: RankingTable, titles: list[str], order: np.ndarray) -> None:
    for title, groups, values in (
        (f"NDCG@{found.k} by how many ratings a viewer has in training", found.activity_groups, found.activity),
        ("Share found, by how many viewers liked the film", found.popularity_groups, found.popularity),
    ):
        table = pd.DataFrame({"Method": [titles[row] for row in order]})
        for place, group in enumerate(groups):
            table[group] = values[order, place]
        st.markdown(f"**{title}**")
        form = st.column_config.NumberColumn(format="%.3f")
        st.dataframe(table, hide_index=True, column_config=dict.fromkeys(groups, form), key=view.key(title[:5]))


def _title(name: str) -> str:
    return BASELINES.get(name) or (LEARNERS[name].title if name in LEARNERS else name)


def _forms(k: int) -> dict[str, Any]:
    three = st.column_config.NumberColumn(format="%.3f")
    forms: dict[str, Any] = {f"{name}@{k}": three for name in METRICS.values()}
    forms |= {f"± NDCG@{k}": three, "Coverage": st.column_config.NumberColumn(format="%.1f %%")}
    forms |= {"Novelty": st.column_config.NumberColumn(format="%.2f bit"), "Genre overlap": three}
    return forms | {"Training": st.column_config.NumberColumn(format="%.2f s")}
