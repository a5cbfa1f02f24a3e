"""Clusters: which items lie together, at every granularity, under names that can be changed."""

from collections.abc import Callable
from functools import partial

import numpy as np
import pandas as pd
import streamlit as st

from engine.evaluation.clusters.contract import MOST_CLASSES, ClusterSearch
from engine.evaluation.clusters.density import DensityClusters
from engine.evaluation.clusters.kmeans import KMeansClusters
from engine.insight.clusters import neighbors_of, purities
from engine.insight.groups import differences
from engine.runs.recipe import EmbeddingOf, Recipe
from engine.runs.selections import NAME_LENGTH
from pages.parts.assets import text
from pages.parts.domain import Tab
from pages.parts.explore import clusters, groups, only, summaries
from pages.parts.explore.clusters import ShownClusters
from pages.parts.explore.groups import Distinguishes
from pages.parts.explore.view import View
from pages.parts.run import controls, state
from pages.parts.run.obtain import tested
from pages.parts.write import pictures
from pages.parts.write.layout import fitting
from pages.parts.write.plain import plain

WAYS: dict[str, tuple[type[ClusterSearch], str]] = {
    "Density": (
        DensityClusters,
        "Regions where items lie denser than around them. What lies between the regions stays unclustered.",
    ),
    "k-means": (
        KMeansClusters,
        "Every item goes to the nearest of k centers, be it near or not: clusters are found where there are none, too.",
    ),
}
TABLE_HEIGHT = 420
CENTRAL = 12
NUMBERS = {
    "Size": st.column_config.NumberColumn(format="localized"),
    "Share": st.column_config.NumberColumn(format="percent"),
    "Silhouette": st.column_config.NumberColumn(format="%.2f"),
    "Purity": st.column_config.NumberColumn(format="percent"),
}


def tab(distinguishes: Distinguishes | None = None) -> Tab:
    """The tab of a page. distinguishes: draws what else tells a cluster from those beside it."""
    return Tab("Clusters", partial(show, distinguishes=distinguishes), lambda view: view.embedding.n_items >= 4)


def show(view: View, distinguishes: Distinguishes | None = None) -> None:
    """Find clusters, of items shown alone among them, then their granularity, table and the chosen one."""
    view = only.restricted(view)
    recipe = _asked(view)
    found = tested(recipe, "Find clusters", "bubble_chart")
    if found is not None:
        for note in found.notes:
            st.caption(f":material/info: {plain(note)}")
        _adopt(view, recipe)
    shown = clusters.of(view)
    if shown is None:
        with st.expander("How to read clusters"):
            st.markdown(text("clusters"))
        return
    view = shown.view
    _granularity(view, shown)
    column = _table(view, shown)
    _agreement(shown, column)
    with st.expander("How to read clusters"):
        st.markdown(text("clusters"))
    _one(view, shown, distinguishes)


def _asked(view: View) -> Recipe:
    """The method and its settings; at first those of the clusters that are shown."""
    key = view.key("cluster_way")
    shown = clusters.of(view)
    if key not in st.session_state and shown is not None:
        learner = state.recipe_of(shown.run_id).learner
        for title, (cls, _) in WAYS.items():
            if type(learner) is cls:
                st.session_state[key] = title
                controls.adopt(learner, view.key(cls.name))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.session_state.setdefault(key, next(iter(WAYS)))
        way = st.segmented_control("Method", list(WAYS), key=key, required=True, label_visibility="collapsed")
        cls, about = WAYS[str(way)]
        with st.popover("Settings", icon=":material/tune:", help="Settings of the clusters"):
            learner = controls.draw(cls, view.key(cls.name), fixed={"item": _item(view)})
        st.caption(about)
    if view.only:
        st.caption(f":material/filter_center_focus: Found among the {view.embedding.n_items:,} shown alone.")
    return Recipe(EmbeddingOf(view.run_id, view.name, only=view.only), learner)


def _item(view: View) -> str:
    """What the vectors are of, which decides how clusters are named; "" for the second kind of items of a run."""
    learner = view.recipe.learner
    first = view.name == next(iter(view.fit.embeddings)) or view.name == "context"
    return learner.embeds if learner is not None and first else ""


def _adopt(view: View, recipe: Recipe) -> None:
    """Show what was found, once; afterwards the view decides, so that Undo and links can."""
    key = view.key("clusters_of", view.run_id, view.name, view.only)
    before = st.session_state.get(key)
    if before == recipe.run_id:
        return
    st.session_state[key] = recipe.run_id
    shown = clusters.of(view)
    layers = clusters.layers_of(view, recipe.run_id)
    if layers is None or not layers.n_layers or (before is None and shown is not None):
        return
    clusters.begin(view, recipe.run_id, layers)
    st.rerun()


def _granularity(view: View, shown: ShownClusters) -> None:
    """Which layer is shown, and whether every item is in a cluster."""
    layers = shown.layers
    titles = {layer: f"{len(layers.of_layer(layer)):,}" for layer in range(layers.n_layers)}
    key, every = view.key("granularity", shown.run_id), view.key("every_item", shown.run_id)
    st.session_state[key], st.session_state[every] = shown.layer, shown.grown

    def take() -> None:
        changes = {"layer": st.session_state[key], "grown": st.session_state[every]}
        same = changes["layer"] == shown.layer
        view.page.clusters = shown.told(**changes, chosen=shown.chosen if same else None)

    with st.container(horizontal=True, vertical_alignment="bottom"):
        if layers.n_layers > 1:
            st.select_slider(
                "Granularity: number of clusters", list(titles), key=key, format_func=titles.__getitem__,
                on_change=take, width=360,
            )  # fmt: skip
        if layers.unclustered(shown.layer) > 0:
            st.toggle("Every item", key=every, on_change=take, help="Also those between the clusters.")
        if view.page.color != clusters.COLOR:
            st.button(
                "Color the map by them", icon=":material/palette:", key=view.key("color_clusters"),
                on_click=view.page.change, kwargs={"color": clusters.COLOR},
            )  # fmt: skip
    n_items, share = len(shown.labels) - layers.undirected, layers.unclustered(shown.layer)
    left = round(share * n_items)
    st.caption(
        f"**{titles[shown.layer]} clusters** of {n_items:,} {view.items}; unclustered: {left:,} ({share:.0%})"
        + (", given to the cluster that each is joined to first." if shown.grown and left else ".")
    )


def _columns(view: View) -> list[str]:
    """Columns of classes."""
    return [
        name
        for name, values in view.embedding.metadata.items()
        if not np.issubdtype(values.dtype, np.floating)
        and 2 <= len(summaries.classes(view, name).values) <= MOST_CLASSES
    ]


def _most_alike(shown: ShownClusters, columns: list[str]) -> str:
    """The column that the clusters agree with best, in any layer."""
    tables = shown.layers.agreement
    return max(columns, key=lambda name: tables[name][:, 0].max() if name in tables else -1.0)


def _table(view: View, shown: ShownClusters) -> str:
    """The clusters of the layer, whose names can be changed; returns the column that purity is by."""
    columns = _columns(view)
    column = ""
    if columns:
        column = st.selectbox(
            "Purity by", columns, index=columns.index(_most_alike(shown, columns)),
            key=view.key("purity_by", view.run_id, view.only), width=220,
            format_func=lambda name: name.replace("_", " "),
        )  # fmt: skip
    metadata, places = shown.layers.middles.metadata, shown.places
    sizes = np.bincount(shown.labels[shown.labels >= 0], minlength=len(places))
    order = np.argsort(-sizes, kind="stable")
    rows = {
        "Name": [shown.name(int(places[number])) for number in order],
        "Size": sizes[order],
        "Share": np.round(sizes[order] / len(shown.labels), 3),
        "Silhouette": metadata["silhouette"][places[order]],
    }
    if column:
        pure = purities(shown.labels, view.embedding.metadata[column].astype(str), len(places))
        rows |= {
            "Purity": [round(pure[number].share, 2) for number in order],
            "Largest class": [pure[n].value for n in order],
        }
    rows["The name rests on"] = list(metadata["why"][places[order]])
    frame = pd.DataFrame(rows)
    key = view.key("cluster_table", shown.told(chosen=None), view.page.cluster_names, column)

    def take() -> None:
        edited = st.session_state[key]["edited_rows"]
        changes = {int(places[order[int(row)]]): str(change.get("Name") or "") for row, change in edited.items()}
        clusters.rename(view, shown, changes)

    name = st.column_config.TextColumn(max_chars=NAME_LENGTH, help="Click twice to change it; empty for the one found.")
    st.data_editor(
        frame, key=key, hide_index=True, on_change=take, height=fitting(len(frame), TABLE_HEIGHT),
        disabled=[name for name in frame.columns if name != "Name"],
        column_config=NUMBERS | {"Name": name},
    )  # fmt: skip
    return column


def _agreement(shown: ShownClusters, column: str) -> None:
    table = shown.layers.agreement.get(column)
    if table is not None:
        rand, mutual = table[shown.layer]
        st.caption(
            f"Agreement with {plain(column.replace('_', ' '))}, items in clusters alone: adjusted Rand index "
            f"**{rand:.2f}**, adjusted mutual information **{mutual:.2f}**."
        )


def _one(view: View, shown: ShownClusters, distinguishes: Distinguishes | None) -> None:
    """One cluster to look at: what it is named by, its most central items, and what tells it from those beside it."""
    places = shown.places
    sizes = shown.layers.middles.metadata["size"][places]
    order = np.argsort(-sizes, kind="stable").tolist()
    key = view.key("cluster_chosen", shown.told(chosen=None))
    st.session_state[key] = shown.chosen

    def take() -> None:
        view.page.clusters = shown.told(chosen=st.session_state[key])

    st.selectbox(
        "Look at", order, key=key, on_change=take, width=420, placeholder="a cluster, or click one in the tree",
        format_func=lambda number: f"{shown.name(int(places[number]))} ({sizes[number]:,})",
    )  # fmt: skip
    if shown.chosen is None:
        return
    rows = np.flatnonzero(shown.labels == shown.chosen)
    name = shown.name(int(places[shown.chosen]))
    labels = [view.embedding.labels[row] for row in rows.tolist()]
    with st.container(horizontal=True):
        _button(view, "Make a group of it", "workspaces", lambda: groups.add(view, name, labels))
        _button(
            view, "Only these", "filter_center_focus", lambda: only.show_only(view, labels), len(rows) < only.FEWEST
        )
        _button(view, "Let it go", "close", lambda: view.page.change(clusters=shown.told(chosen=None)))
    _central(view, shown, rows)
    _beside(view, shown, rows, distinguishes)


def _button(view: View, label: str, icon: str, do: Callable[[], None], disabled: bool = False) -> None:
    st.button(label, icon=f":material/{icon}:", key=view.key("cluster_button", icon), on_click=do, disabled=disabled)


def _central(view: View, shown: ShownClusters, rows: np.ndarray) -> None:
    middle = shown.layers.middles.unit[shown.places[shown.chosen]]
    best = rows[np.argsort(-(view.embedding.unit[rows] @ middle), kind="stable")[:CENTRAL]]
    told = plain(", ".join(view.embedding.labels[row] for row in best.tolist()))
    if view.shows_images and (pictured := [row for row in best.tolist() if view.has_picture(row)]):
        shown_pictures = pictures.thumbnails(view.pictured, view.rows_in_run(pictured))
        pictures.strip("**Most central**", shown_pictures, told)
    else:
        st.markdown(f"**Most central:** {told}")


def _beside(view: View, shown: ShownClusters, rows: np.ndarray, distinguishes: Distinguishes | None) -> None:
    """Beside the nearest other clusters, not all items: what tells it from those is what makes it one."""
    assert shown.chosen is not None
    near = neighbors_of(shown.layers.middles.vectors[shown.places], shown.chosen)
    beside = np.flatnonzero(np.isin(shown.labels, near))
    if not len(rows) or not len(beside):
        return
    told = ", ".join(f"“{shown.name(int(shown.places[number]))}”" for number in near)
    box = st.expander(
        f"What distinguishes it from the clusters beside it: {plain(told)}",
        key=view.key("cluster_beside"),
        on_change="rerun",
    )
    if box.open:
        with box:
            groups.table(differences(view.embedding, rows, beside).attributes)
            if distinguishes is not None:
                distinguishes(view, rows, beside)
