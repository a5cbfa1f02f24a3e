"""Approximate search: random planes part the items into buckets, and a query is compared with its own bucket alone."""

import numpy as np
import pandas as pd
import streamlit as st

from engine.algorithms import random_planes
from engine.algorithms.random_planes import MOST_PLANES, MOST_TABLES
from engine.embedding import Embedding, read_only
from engine.evaluation.map_truth import columns_of
from engine.figures import approximate_search as charts
from engine.figures.coloring import Categories
from engine.figures.colors import BASELINE
from engine.figures.style import MUTED
from engine.insight.approximate_search import Beside, K, Trade, beside, trade
from engine.papers import Paper
from pages.parts.explore import only
from pages.parts.explore.view import View
from pages.parts.map.component import Highlight, embedding_map
from pages.parts.map.projection import subset
from pages.parts.run import state
from pages.parts.write import layout
from pages.parts.write.plain import plain

MOST = 50_000
"""Items among which it is shown: more would keep a visitor waiting at each move of a slider."""
FEWEST = 3
HEIGHT = 340
PAPER = Paper(
    "Charikar", 2002, "Similarity estimation techniques from rounding algorithms", "doi:10.1145/509907.509965"
)


def show(view: View) -> None:
    """Ask for planes and tables; then what they spare and what they miss, for the chosen item and on average."""
    view = only.restricted(view)
    embedding = _first(view)
    if int((embedding.norms > 0).sum()) < FEWEST:
        st.caption(f"A search is worth a look among {FEWEST} {view.items} or more that have a direction.")
        return
    st.markdown(
        f"An exact search compares with all {embedding.n_items:,} {view.items}. An approximate one looks only where "
        "neighbors are likely: planes at random through the origin part the space, and who lies on the same side of "
        "all planes of a table shares a bucket. A query is compared with those that share a bucket in some table."
    )
    n_planes, n_tables, seed = _settings(view)
    codes = _codes(view, seed)[:n_tables]
    found = _trade(view.run_id, view.name, view.only, n_tables, seed, view)
    st.markdown(_on_average(found, n_planes, view.items))
    left, right = layout.beside(2)
    row = view.selected
    chosen = row is not None and row < embedding.n_items and embedding.norms[row] > 0
    with left:
        if row is not None and chosen:
            _item(view, embedding, row, beside(embedding, codes, row, n_planes), n_planes, n_tables)
        else:
            st.caption("Choose an item on the map first to see who shares its buckets.")
    with right:
        _curves(view, found, n_planes)
    if embedding.n_items < view.embedding.n_items:
        st.caption(f"Shown among the first {embedding.n_items:,} of {view.embedding.n_items:,} {view.items}.")


def _first(view: View) -> Embedding:
    return view.embedding if view.embedding.n_items <= MOST else _cut(view.run_id, view.name, view.only, view)


@st.cache_resource(show_spinner=False, max_entries=8)
def _cut(run_id: str, name: str, alone: str, _view: View) -> Embedding:
    """Kept, as it keeps its lengths."""
    return _view.embedding.first(MOST)


def _settings(view: View) -> tuple[int, int, int]:
    """Planes of a table, tables, and the seed."""
    with st.container(horizontal=True, gap="medium"):
        n_planes = st.slider(
            "Planes", 1, MOST_PLANES, 6, key=view.key("planes"), width=260, persist_state="session",
            help="Of each table. One more halves the buckets: fewer items are compared, and more neighbors are missed.",
        )  # fmt: skip
        n_tables = st.slider(
            "Tables", 1, MOST_TABLES, 4, key=view.key("tables"), width=260, persist_state="session",
            help="Each has planes of its own. A neighbor that one table misses may share a bucket in another.",
        )  # fmt: skip
        seed = st.number_input(
            "Seed", 0, 2**32 - 1, 0, key=view.key("planes_seed"), width=130, persist_state="session",
            help="Other planes, and other items to average over.",
        )  # fmt: skip
    return n_planes, n_tables, int(seed)


def _codes(view: View, seed: int) -> np.ndarray:
    return _all_codes(view.run_id, view.name, view.only, seed, view)


@st.cache_resource(show_spinner=False, max_entries=20)
def _all_codes(run_id: str, name: str, alone: str, seed: int, _view: View) -> np.ndarray:
    """Of all tables: those that are not asked for yet are there when they are."""
    embedding = _first(_view)
    return read_only(random_planes.codes(embedding.vectors, random_planes.normals(embedding.n_components, seed)))


@st.cache_resource(show_spinner="Searching", max_entries=50)
def _trade(run_id: str, name: str, alone: str, n_tables: int, seed: int, _view: View) -> Trade:
    return trade(_first(_view), _codes(_view, seed)[:n_tables], seed)


def _on_average(found: Trade, n_planes: int, items: str) -> str:
    at = n_planes - 1
    return (
        f"Over {found.n_queries:,} {items} drawn at random, **{found.shares[at]:.2%}** of the others are compared and "
        f"**{found.recall[at]:.1%}** of the {K} nearest found (recall@{K}); the angles alone predict "
        f"{found.predicted_shares[at]:.2%} and {found.predicted_recall[at]:.1%}."
    )


def _item(view: View, embedding: Embedding, row: int, found: Beside, n_planes: int, n_tables: int) -> None:
    """The chosen item: its buckets on the map, its neighbors, and the formula with its numbers."""
    n_compared, n_others = int(found.compared.sum()) - 1, embedding.n_items - 1
    st.markdown(
        f"**{plain(embedding.labels[row])}** is compared with {n_compared:,} of {n_others:,}, "
        f"{n_compared / n_others:.2%}; {int((found.tables > 0).sum())} of its {len(found.tables)} nearest are found."
    )
    _map(view, embedding, row, found)
    neighbors = pd.DataFrame(
        {
            "Neighbor": [embedding.labels[near] for near in found.near.rows],
            "Angle": np.degrees(found.angles),
            "Chance": 100 * found.predicted,
            "Shared": [f"{number} of {n_tables}" if number else "none: missed" for number in found.tables],
        }
    )
    st.dataframe(
        neighbors, hide_index=True, height="content", key=f"{view.page}.fast_search.neighbors",
        column_config={
            "Angle": st.column_config.NumberColumn(format="%.1f°"),
            "Chance": st.column_config.NumberColumn(
                format="%.1f %%", help="To share a bucket in at least one table, by the formula."
            ),
            "Shared": st.column_config.TextColumn(help="In how many tables they do share a bucket."),
        },
    )  # fmt: skip
    if len(found.angles):
        st.latex(
            rf"1 - \left(1 - \left(1 - \tfrac{{\theta}}{{\pi}}\right)^p\right)^L = "
            rf"1 - \left(1 - \left(1 - \tfrac{{{np.degrees(found.angles[0]):.1f}°}}{{180°}}\right)^{{{n_planes}}}"
            rf"\right)^{{{n_tables}}} = {found.predicted[0]:.3f}"
        )
        st.caption(
            "A plane parts two vectors with probability θ/π, the angle between them over half a turn; p planes and "
            f"L tables make the formula, here for the first neighbor. [{PAPER.cited}]({PAPER.url})."
        )


def _map(view: View, embedding: Embedding, row: int, found: Beside) -> None:
    """The map on the page again, colored by who is compared."""
    run_id, axes = view.page.mapped
    if not run_id:
        st.caption("Choose a projection above, such as PCA, to see the buckets on it.")
        return
    places = state.fit(run_id).main.vectors
    shown = subset(embedding, len(places))
    compared = found.compared[: shown.n_items]
    embedding_map(
        f"{view.page}_buckets", revision=f"buckets.{run_id}.{axes}",
        coordinates=places[: shown.n_items, columns_of(axes, places.shape[1])], labels=shown.labels,
        colors=Categories(np.where(compared, 0, 1), ["compared", "passed over"], "search", (BASELINE, MUTED)),
        highlight=Highlight(row if row < shown.n_items else None),
        group=str(view.page), choose=view.select, height=HEIGHT,
    )  # fmt: skip


def _curves(view: View, found: Trade, n_planes: int) -> None:
    """Recall against work, and the time."""
    st.markdown("**What is found for what is compared**, with 1 to 16 planes a table")
    st.plotly_chart(
        charts.recall_by_share(
            (found.shares, found.recall), (found.predicted_shares, found.predicted_recall), n_planes
        ),
        key=view.key("recall_by_share"),
    )  # fmt: skip
    st.plotly_chart(
        charts.time_by_planes(found.milliseconds, found.exact_milliseconds, n_planes), key=view.key("time_by_planes")
    )
    st.caption(
        f"Time of a query, the median of 20, measured on this machine: {found.milliseconds[n_planes - 1]:.2g} ms with "
        f"{n_planes} planes, {found.exact_milliseconds:.2g} ms with all. The theory takes each pair by itself, over "
        "all draws of the planes; these are one draw."
    )
