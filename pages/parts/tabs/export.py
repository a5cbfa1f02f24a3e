"""Export: vectors, metadata, tables, the map and the recipe, in formats that other programs read."""

import re
from collections.abc import Callable
from functools import partial

import streamlit as st

from engine import exports
from engine.figures.points import points
from engine.runs import catalogue
from engine.runs.recipe import PROJECTIONS
from pages.parts.explore.view import View
from pages.parts.run import state


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
        "The two TSV files are the pair that TensorFlow's Embedding Projector reads. CSV cells that spreadsheet would "
        "take for a formula begin with an apostrophe. The map's own toolbar saves it as a picture."
    )
    _maps(view)


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
            _button(f"{row.task} {row.run_id[:6]} (HTML)", partial(_page, view, row.run_id), f"{stem}.html")


def _page(view: View, run_id: str) -> bytes:
    """A self-contained page with the first two or three dimensions of a projection, in the colors of the map."""
    embedding = state.fit(run_id).main
    colors = view.colors(view.color, embedding.metadata)
    return exports.figure_html(points(embedding.vectors[:, :3], embedding.labels, colors))


def _button(label: str, make: Callable[[], bytes], file_name: str) -> None:
    st.download_button(label, make, file_name, icon=":material/download:", on_click="ignore", key=f"export.{file_name}")
