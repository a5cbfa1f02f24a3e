"""Export: vectors, metadata, tables, the map and the recipe, in formats that other programs read."""

import re
from collections.abc import Callable
from functools import partial

import streamlit as st

from engine import exports
from engine.figures.points import points
from engine.limits import MB
from engine.runs import catalogue, store
from engine.runs.recipe import PROJECTIONS
from pages.parts.explore import bookmark, bookmark_button, only
from pages.parts.explore.view import View
from pages.parts.map import portable, projection
from pages.parts.map.component import Drawn, drawn
from pages.parts.run import sharing, state
from pages.parts.tabs import hand_in


def show(view: View) -> None:
    """A button for each format; a file is made when its button is clicked."""
    embedding, recipe = view.embedding, dict(view.row.recipe)
    stem = f"{view.page}-{view.run_id[:8]}-{view.name}"
    st.caption(f"The {view.name} vectors: {embedding.n_items:,} items of {embedding.n_components} numbers.")
    with st.container(horizontal=True):
        _button("Vectors (TSV)", lambda: exports.vectors_tsv(embedding), f"{stem}-vectors.tsv")
        _button("Metadata (TSV)", lambda: exports.metadata_tsv(embedding), f"{stem}-metadata.tsv")
        _button("word2vec text", lambda: exports.word2vec_text(embedding), f"{stem}.txt")
        _button("Table (CSV)", lambda: exports.table_csv(embedding), f"{stem}.csv")
        _button("Recipe (JSON)", lambda: exports.recipe_json(recipe), f"{stem}-recipe.json")
        _button("All in a ZIP", lambda: exports.archive(embedding, recipe), f"{stem}.zip")
    st.caption(
        "The two TSV files are the pair that TensorFlow's Embedding Projector reads. Labels and cells that a "
        "spreadsheet would take for a formula begin with an apostrophe. The map's own toolbar saves it as a picture."
    )
    sharing.warn(view.row, "A recipe or bookmark of it")
    _bookmark(view)
    _portable(view)
    _maps(view)
    hand_in.show(view)


def _bookmark(view: View) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        bookmark_button.show(
            bookmark.made(view), f"{view.page}-{view.run_id[:8]}-bookmark.json", view.key("bookmark_button")
        )
        st.caption(
            "This view as a small file: run, map with its settings and camera, colors, groups, cluster names, the "
            "chosen item. Drop it on Home to see the view again, here or on a machine that has the data."
        )


def _portable(view: View) -> None:
    """The map that is shown as a page that needs neither the app nor a network."""
    shown = only.restricted(view)
    found = drawn(f"{view.page}_map")
    n_items = 0 if found is None else len(found.picture.labels)
    if found is None or tuple(found.picture.labels) != tuple(shown.embedding.labels[:n_items]):
        st.caption("A portable map is made of the map that is shown, and this run has shown none yet.")
        return
    if n_items > portable.POINTS:
        st.caption(f"A portable map holds at most {portable.POINTS:,} items; show fewer.")
        return
    title = store.title(view.recipe)
    told = [f"{n_items:,} {view.items} with the {view.name} vectors of run {view.run_id[:8]}."]
    embedding, metric = projection.subset(shown.embedding, n_items), view.page.metric
    with st.container(horizontal=True, vertical_alignment="center"):
        _button(
            "Portable map (HTML)",
            lambda: portable.page(found, title, told, embedding, metric),
            f"{view.page}-{view.run_id[:8]}-{view.name}-map.html",
        )
        st.caption(f"About {portable.size(found) / MB:,.1f} MB. {_held(found)}")


def _held(found: Drawn) -> str:
    """What a portable map can do, and what it lacks."""
    n_items = len(found.picture.labels)
    near = f"the {min(portable.K, n_items - 1)} nearest of each"
    if n_items > portable.NEAR_ITEMS:
        near = f"without neighbors, which are told of at most {portable.NEAR_ITEMS:,}"
    pictures = "" if portable.keeps_pictures(found) else " Pictures are left out: they take too much room."
    return (
        f"The map as it is shown, of {n_items:,} items ({near}): hover, search, click and lasso work from a USB "
        f"stick, without a network.{pictures}"
    )


def _maps(view: View) -> None:
    """The maps computed for this embedding, as pages of their own."""
    made = [row for row in catalogue.dependents(view.run_id) if row.task in PROJECTIONS and row.parent == view.run_id]
    if not made:
        return
    st.markdown("**Maps as pages that open anywhere**")
    with st.container(horizontal=True):
        for row in made[-6:]:
            name = f"{row.title} {row.run_id[:6]}"
            stem = re.sub(r"\W+", "-", name)
            _button(f"{row.task} {row.run_id[:6]} (HTML)", partial(_page, view, row.run_id, view.color), f"{stem}.html")


def _page(view: View, run_id: str, color: str) -> bytes:
    """A self-contained page with the first two or three dimensions of a projection, in the colors of the map."""
    embedding = state.fit(run_id).main
    colors = view.colors(color, embedding.metadata)
    return exports.figure_html(points(embedding.vectors[:, :3], embedding.labels, colors))


def _button(label: str, make: Callable[[], bytes], file_name: str) -> None:
    st.download_button(label, make, file_name, icon=":material/download:", on_click="ignore", key=f"export.{file_name}")
