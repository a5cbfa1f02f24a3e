"""New items on the t-SNE map as it is: those that it leaves out, of another run, or of a file."""

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd
import streamlit as st

from engine.datasets.vectors.sources import UploadedVectors
from engine.embedding import Embedding
from engine.evaluation.map_placed import USUAL, MapPlaced, PlacedItems
from engine.figures.coloring import Categories
from engine.figures.colors import FALSE, OTHER, SHARED
from engine.fit import Fit
from engine.learners.vectors.as_given import AsGiven
from engine.projections.base import MapScores
from engine.runs.recipe import EmbeddingOf, Recipe
from pages.parts.data.picker import upload
from pages.parts.explore import only, truths
from pages.parts.explore.picking import pickable
from pages.parts.explore.view import View
from pages.parts.map.component import Highlight, embedding_map
from pages.parts.run import state
from pages.parts.run.listed import with_vectors
from pages.parts.run.obtain import obtain, tested
from pages.parts.write.plain import plain

NOT_YET = "New items are put on a map by t-SNE, once it is made: choose t-SNE above."
ON_MAP, NEW, UNLIKE = "on the map", "new", "unlike all"

NAMED = 6
HEIGHT = 480


def show(view: View) -> None:
    """Ask which items; then the map with them, and how well each fits there."""
    view = only.restricted(view)
    map_run = truths.by_tsne(view)
    if not map_run:
        st.caption(NOT_YET)
        return
    st.markdown(
        "Where would items be that the map was made without? Each is held by its nearest among those on the map, and "
        "pushed by all, as in t-SNE; what is on the map does not move."
    )
    sources = _sources(view, map_run)
    chosen = st.segmented_control(
        "New items", list(sources), default=next(iter(sources)), required=True, key=view.key("new_items"),
        label_visibility="collapsed",
    )  # fmt: skip
    test = sources[chosen]()
    fit = tested(Recipe(EmbeddingOf(map_run), test), "Put them on the map", "add_location") if test else None
    if fit is not None:
        _placed(view, state.fit(map_run), fit)


def _sources(view: View, map_run: str) -> Mapping[str, Callable[[], MapPlaced | None]]:
    """Where new items can come from, in words."""
    n_left = state.fit(view.run_id).embeddings[view.name].n_items - state.fit(map_run).main.n_items
    left = {f"The {n_left:,} that it leaves out": MapPlaced} if n_left else {}
    return left | {"Of a file": lambda: _of_a_file(view), "Of another run": lambda: _of_a_run(view)}


def _of_a_file(view: View) -> MapPlaced | None:
    sha256 = upload(
        view.key("new_file"),
        f"Vectors of {view.embedding.n_components:,} numbers that the same model made: word2vec, GloVe, fastText .vec, "
        "TSV, CSV, .npy, .npz, safetensors, Parquet",
    )
    if not sha256:
        return None
    recipe = Recipe(UploadedVectors(sha256=sha256), AsGiven())
    return None if obtain(recipe, "Reading the vectors") is None else MapPlaced(run=recipe.run_id)


def _of_a_run(view: View) -> MapPlaced | None:
    rows = {run_id: row for run_id, row in with_vectors().items() if run_id != view.run_id}
    left, right = st.columns(2)
    run_id = left.selectbox(
        "Run", list(rows), index=None, key=view.key("new_run"), placeholder="Type to search",
        format_func=lambda run_id: rows[run_id].label if run_id in rows else run_id,
        help="Its vectors must be points of the same space: made by the same model, as of other data by vectors that "
        "were read from files.",
    )  # fmt: skip
    if not run_id:
        return None
    d = view.embedding.n_components
    embeddings = state.fit(run_id).embeddings
    names = [name for name, embedding in embeddings.items() if embedding.n_components == d]
    if not names:
        sizes = ", ".join(f"{embedding.n_components:,}" for embedding in embeddings.values())
        st.warning(f"The vectors of that run have {sizes} numbers, those on this map {d:,}.", icon=":material/block:")
        return None
    name = right.selectbox("Vectors", names, key=view.key("new_vectors", run_id))
    return MapPlaced(run=run_id, embedding=name)


def _placed(view: View, of_map: Fit, fit: Fit) -> None:
    found = PlacedItems.from_fit(fit)
    scores = MapScores.from_summary(of_map.summary)
    own = f"; of the map's own items {scores.neighbor_recall:.0%}" if scores else ""
    st.markdown(
        f"**{found.embedding.n_items:,}** items. Of the {found.k} of the map that are nearest to one in the vectors, "
        f"**{found.fitting.kept.mean():.0%}** are among the {found.k} nearest to it on the map{own}."
    )
    unlike = np.flatnonzero(found.unlike)
    if len(unlike):
        farthest = unlike[np.argsort(-found.fitting.apart[unlike], kind="stable")][:NAMED]
        names = plain(", ".join(found.embedding.labels[row] for row in farthest))
        st.warning(
            f"{len(unlike):,} are unlike all on the map, farther from the nearest than {USUAL:.0%} of its own items "
            f"are, such as {names}. They lie beside what is least far: their places say little.",
            icon=":material/help:",
        )
    shown = view.embedding.first(of_map.main.n_items)
    key = view.key("new_item", fit_key(fit))
    _map(view, shown, of_map.main.vectors, found, key)
    _table(shown, found, key)
    for note in fit.notes:
        st.caption(note)


def fit_key(fit: Fit) -> str:
    """What tells the placed items of one test from those of another."""
    assert fit.main.provenance is not None
    return fit.main.provenance.run_id


def _map(view: View, shown: Embedding, places: np.ndarray, found: PlacedItems, key: str) -> None:
    """All of them; a click on one of the map's own chooses it, on a new one marks its nearest."""
    n = shown.n_items
    new: int | None = st.session_state.get(key)
    chosen = view.selected if new is None else n + new
    near = found.fitting.near[new].tolist() if new is not None else []

    def choose(row: int) -> None:
        st.session_state[key] = row - n if row >= n else None
        if row < n:
            view.select(row)

    codes = np.concatenate([np.zeros(n, dtype=np.int64), 1 + found.unlike])
    embedding_map(
        f"{view.page}_new_items", revision=key, coordinates=np.concatenate([places, found.embedding.vectors]),
        labels=[*shown.labels, *found.embedding.labels],
        colors=Categories(codes, [ON_MAP, NEW, UNLIKE], "items", [OTHER, SHARED, FALSE]),
        shapes=np.where(codes, 3, 0), sizes=np.where(codes, 1.4, 0.8),
        highlight=Highlight(chosen if chosen is not None and chosen < len(codes) else None, near), choose=choose,
        height=HEIGHT,
    )  # fmt: skip


def _table(shown: Embedding, found: PlacedItems, key: str) -> None:
    """The new items, those least like any other first; a tick marks one on the map."""
    order = np.argsort(-found.fitting.apart, kind="stable")
    near = found.fitting.near[order, :3]
    table = pd.DataFrame(
        {
            "New item": [found.embedding.labels[row] for row in order],
            "Nearest of the map": [", ".join(shown.labels[other] for other in rows) for rows in near],
            "Distance": found.fitting.apart[order],
            "Kept": found.fitting.kept[order],
        }
    )

    def choose(row: int) -> None:
        st.session_state[key] = row

    columns = {
        "Distance": st.column_config.NumberColumn(format="%.3f", help="To the first of them, in the vectors."),
        "Kept": st.column_config.NumberColumn(
            format="percent", help=f"Of its {found.k} nearest in the vectors, those that are near on the map."
        ),
    }
    pickable(table, order, choose, f"{key}.table", columns, height=300)
