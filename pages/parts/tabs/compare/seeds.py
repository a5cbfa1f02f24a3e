"""Seeds: the same training with other seeds. How far do they agree on neighbors and clusters, and for which items?"""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import streamlit as st

from engine import exports
from engine.embedding import Embedding
from engine.evaluation.seed_agreement import Stability
from engine.evaluation.shuffled_data import SHUFFLES
from engine.figures.drift import by_column
from engine.runs import store, sweeps
from pages.parts.explore import stability
from pages.parts.explore.view import View
from pages.parts.run.batch import Chain
from pages.parts.run.obtain import obtain, tested
from pages.parts.tabs.compare import starting
from pages.parts.write.layout import beside
from pages.parts.write.plain import plain

NAMED = 10
ABOUT = (
    "How much of these vectors is chance? The same method is trained on the same data with other seeds, and the "
    "neighbors of each item are compared."
)
BY = ("count", "degree", "words")
"""Columns that say how often an item occurs."""


def show(view: View) -> None:
    """Train the seeds, compare them, and tell for which items they agree."""
    st.markdown(ABOUT)
    learner = view.recipe.learner
    if learner is None or not sweeps.seeded(learner):
        st.caption("Chance plays no part in this method: it gives the same vectors every time.")
        return
    _choose(view)
    trainings = stability.trainings(view)
    chains = [Chain(f"Seed {seed}", recipe) for seed, recipe in trainings]
    starting.started(view, "seeds", view.page.seeds, lambda: chains, "Seeds")
    if not all(store.exists(recipe.run_id) for _, recipe in trainings):
        return
    if obtain(stability.test(view), "Comparison of the seeds") is not None:
        found = stability.found(view)
        assert found is not None
        _results(view, found)


def _choose(view: View) -> None:
    seeds, clusters = stability.wanted(view)
    keys = {"seeds": view.key("n_seeds"), "clusters": view.key("n_clusters")}
    st.session_state[keys["seeds"]], st.session_state[keys["clusters"]] = seeds, clusters

    def take() -> None:
        told = [st.session_state[key] for key in keys.values()]
        usual = told == [stability.USUAL_SEEDS, stability.USUAL_CLUSTERS]
        view.page.seeds = "" if usual else ".".join(map(str, told))

    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.number_input("Seeds", 2, stability.MOST_SEEDS, key=keys["seeds"], on_change=take, width=120)
        st.number_input(
            "Clusters", 2, 50, key=keys["clusters"], on_change=take, width=120,
            help="Each training's items are parted into so many by k-means; then it is asked what all have in common.",
        )  # fmt: skip


def _results(view: View, found: Stability) -> None:
    n = len(found.by_item)
    n_compared = int(np.isfinite(found.by_item).sum())
    shown = view.fit.embeddings[view.name].first(n)
    null = _null(view)
    kept = float(np.nanmean(found.by_item))
    mixed = "" if null is None else f", on shuffled data {np.nanmean(null):.0%}"
    st.markdown(
        f"From one seed to another an item keeps **{kept:.0%}** of its 10 nearest{mixed}; by chance it "
        f"would be {found.chance:.1%}. Of the pairs of items that any seed puts into one of its clusters, "
        f"**{found.together:.0%}** are together in all; clusters that know nothing of each other would have "
        f"{found.together_chance:.1%}."
    )
    if null is not None and kept - np.nanmean(null) < 0.05:
        st.markdown(
            "Trainings on shuffled data agree as much: that the seeds agree says that the method settles down, not "
            "that there is something in the data."
        )
    whole = view.fit.embeddings[view.name].n_items
    if n_compared < whole:
        st.caption(f"Compared are {n_compared:,} of {whole:,} {view.items}: of the first {n:,} those with a vector.")
    left, right = beside(2)
    with left:
        _by_frequency(
            view, shown, {"seeds": found.by_item} | ({} if null is None else {"shuffled data": null}), found.chance
        )
        _colors(view)
    with right:
        _lists(view, shown, found)
    _clusters(view, shown, found)
    st.download_button(
        "Items (CSV)", lambda: exports.columns_csv({
            "item": shown.labels, "neighbors_kept": _cells(found.by_item),
            "cluster": [place + 1 if place >= 0 else "" for place in found.clusters.tolist()],
            "cluster_kept": _cells(found.by_cluster),
        }), f"seeds-{view.run_id[:8]}.csv", "text/csv", icon=":material/download:", on_click="ignore",
        key=view.key("seeds_csv"),
    )  # fmt: skip


def _cells(values: np.ndarray) -> list[float | str]:
    """Nothing where nothing is known."""
    return ["" if np.isnan(value) else value for value in values.tolist()]


def _null(view: View) -> np.ndarray | None:
    """Agreement of each item on shuffled data; the button that asks for it."""
    if getattr(view.recipe.dataset, "kind", "") not in SHUFFLES:
        return None
    fit = tested(stability.shuffled(view), "Beside shuffled data", "shuffle")
    return None if fit is None else fit.arrays["by_item"]


def _by_frequency(view: View, shown: Embedding, found: Mapping[str, np.ndarray], chance: float) -> None:
    """The agreement of rare and of frequent items."""
    column = next((name for name in BY if name in shown.metadata), "")
    if not column or len(np.unique(shown.metadata[column])) < 3:
        return
    lines = {title: each for title, each in found.items() if len(each) == shown.n_items}
    chart = by_column(column, shown.metadata[column].astype(np.float64), lines, chance, "neighbors kept")
    st.plotly_chart(chart, key=view.key("seeds_by"))


def _colors(view: View) -> None:
    with st.container(horizontal=True):
        for name, title in stability.TITLES.items():
            st.button(
                f"Color by {title}", icon=":material/palette:", key=view.key("seeds_color", name),
                on_click=view.page.change, kwargs={"color": name}, disabled=view.page.color == name,
            )  # fmt: skip


def _lists(view: View, shown: Embedding, found: Stability) -> None:
    known = np.flatnonzero(np.isfinite(found.by_item))
    order = known[np.argsort(-found.by_item[known], kind="stable")]
    columns = {"Most stable": order[:NAMED], "Least stable": order[::-1][:NAMED]}
    table = {title: [f"{shown.labels[row]} ({found.by_item[row]:.0%})" for row in rows]
             for title, rows in columns.items()}  # fmt: skip
    st.dataframe(pd.DataFrame(table), hide_index=True, key=view.key("seeds_lists"))
    row = shown.index.get(view.selected_label)
    if row is not None and np.isfinite(found.by_item[row]):
        st.caption(
            f"“{plain(shown.labels[row])}” keeps {found.by_item[row]:.0%} of its neighbors and "
            f"{found.by_cluster[row]:.0%} of its cluster."
        )


def _clusters(view: View, shown: Embedding, found: Stability) -> None:
    """The clusters that all have in common: how large, how stable, and whose."""
    rows = []
    for place in range(int(found.clusters.max()) + 1):
        members = np.flatnonzero(found.clusters == place)
        best = members[np.argsort(-found.by_cluster[members], kind="stable")]
        rows.append({
            "Cluster": place + 1, "Items": len(members), "Kept": 100 * float(found.by_cluster[members].mean()),
            "Most stable": ", ".join(shown.labels[row] for row in best[:8]),
        })  # fmt: skip
    st.markdown("**Clusters common to all seeds**")
    percent = st.column_config.NumberColumn(format="%.0f %%", help="Of an item's cluster, from one seed to another.")
    st.dataframe(pd.DataFrame(rows), hide_index=True, column_config={"Kept": percent}, key=view.key("seeds_clusters"))
    st.caption(
        "Two items are the nearer the more seeds put them together; from these shares the common clusters are made by "
        "average linkage ([Strehl and Ghosh, 2002](https://doi.org/10.1162/153244303321897735))."
    )
