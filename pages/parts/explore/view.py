"""What a page shows: one embedding of one saved run, and the item that the user is looking at."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import streamlit as st

from engine.datasets.images.image_set import ImageSet
from engine.datasets.joint.captions.captioned_images import CaptionedImages
from engine.datasets.text.corpus import Corpus
from engine.datasets.vectors.vectors import Vectors
from engine.embedding import Embedding, read_only
from engine.figures.best_color import best_column
from engine.figures.coloring import Categories, Coloring, Ramp, coloring
from engine.fit import Fit
from engine.runs import selections
from engine.runs.catalogue import RunRow
from engine.runs.recipe import Recipe
from pages.parts.explore.state import PageState
from pages.parts.run import state
from pages.parts.write import pictures

NAMED = 24
"""Items without a picture that a map of pictures names."""


@dataclass(frozen=True)
class View:
    """page: the state of the page that shows it. name: which embedding of the run is shown. items: what its items are
    called, in the plural.
    """

    page: PageState
    run_id: str
    name: str
    items: str = "items"
    only: str = ""
    """The id of the list of items that are shown alone (`engine.runs.selections`); "" for all."""

    def of_only(self, labels: Sequence[str]) -> "View":
        """The same view of these items alone."""
        return replace(self, only=selections.keep(labels))

    @property
    def recipe(self) -> Recipe:
        return state.recipe_of(self.run_id)

    @property
    def row(self) -> RunRow:
        """The run as the catalogue has it."""
        return state.row_of(self.run_id)

    @property
    def dataset_id(self) -> str:
        """The run of the prepared data that it was trained on."""
        return self.row.dataset_id

    @property
    def fit(self) -> Fit:
        return state.fit(self.run_id)

    @property
    def embedding(self) -> Embedding:
        return _among(self.run_id, self.name, self.only)[0] if self.only else self.fit.embeddings[self.name]

    def rows_here(self, labels: Iterable[str]) -> np.ndarray:
        """Rows of what is shown for labels, in their order; -1 for those that are not shown."""
        index = self.embedding.index
        return np.array([index.get(label, -1) for label in labels], dtype=np.int64)

    def rows_in_run(self, rows: Sequence[int] | np.ndarray) -> np.ndarray:
        """Rows of the whole embedding for rows of what is shown."""
        found = np.asarray(rows, dtype=np.int64)
        return _among(self.run_id, self.name, self.only)[1][found] if self.only else found

    @property
    def corpus(self) -> Corpus:
        """The text that the run was trained on, all of its words included."""
        return state.corpus(self.dataset_id)

    @property
    def images(self) -> ImageSet:
        """The images that the run was trained on, both parts."""
        return state.images(self.dataset_id)

    def thumbnails(self, n_items: int) -> np.ndarray:
        """Small pictures of the first items, uint8 (n, height, width, channels), kept between reruns."""
        return _thumbnails(self.run_id, self.name, n_items, self.only, self)

    @property
    def shows_images(self) -> bool:
        """Whether the items are images, or have pictures beside them."""
        dataset = self.recipe.dataset
        if getattr(dataset, "kind", "") == CaptionedImages.kind:
            return len(self.pictured.raw) > 0
        return getattr(dataset, "kind", "") == ImageSet.kind or bool(getattr(dataset, "pictures", ""))

    @property
    def pictured(self) -> pictures.Pictured:
        """The pictures of the items, where `shows_images`; of pictures and texts those of the former, which come
        first.
        """
        if getattr(self.recipe.dataset, "kind", "") == CaptionedImages.kind:
            return _pictured_first(self.run_id, self.name, self.dataset_id)
        return _pictured(self.dataset_id)

    def has_picture(self, row: int) -> bool:
        """Whether there is a picture of an item that is shown."""
        return self.shows_images and int(self.rows_in_run([row])[0]) < len(self.pictured.raw)

    def without_picture(self, n_items: int) -> range:
        """The first few items without a picture among the first n_items, where others have one."""
        pictured = self.rows_in_run(np.arange(n_items)) < len(self.pictured.raw)
        return range(int(pictured.sum()), n_items)[:NAMED]

    @property
    def colored_by(self) -> list[str]:
        """Columns that the map can be colored by."""
        return ["none", *self.embedding.metadata]

    @property
    def usual_color(self) -> str:
        """What the map is colored by at first: what follows the vectors best."""
        return _best_color(self.run_id, self.name) or self.colored_by[-1]

    @property
    def color(self) -> str:
        """What the map is colored by now."""
        told = self.page.color
        return told if told in self.colored_by or told.startswith("~") else self.usual_color

    def colors(
        self, column: str, metadata: Mapping[str, np.ndarray], as_classes: bool = False
    ) -> Categories | Ramp | None:
        """Colors of items of which this is the metadata: a value has one color in all pictures of the run.

        as_classes: numbers as classes, too.
        """
        return self.coloring(column, as_classes).of(metadata[column]) if column in metadata else None

    def coloring(self, column: str, as_classes: bool = False) -> Coloring:
        """How a column is colored, decided from all its values in the run."""
        return _coloring(self.run_id, column, as_classes)

    @property
    def selected(self) -> int | None:
        """Row of the chosen item, if this embedding has it."""
        return self.embedding.index.get(self.selected_label)

    @property
    def selected_label(self) -> str:
        """The chosen item's label."""
        return self.page.item

    def select(self, row: int | None) -> None:
        """Choose an item (None: no item), also in the page's address."""
        self.page.item = "" if row is None else self.embedding.labels[row]

    def key(self, name: str, *parts: object) -> str:
        """Key of a widget: see `PageState.key`."""
        return self.page.key(name, *parts)


@st.cache_resource(show_spinner=False, max_entries=200)
def _best_color(run_id: str, name: str) -> str:
    return best_column(state.fit(run_id).embeddings[name])


@st.cache_resource(show_spinner=False, max_entries=200)
def _coloring(run_id: str, column: str, as_classes: bool) -> Coloring:
    """From the values in all tables of the run that have the column."""
    tables = state.fit(run_id).embeddings.values()
    columns = [table.metadata[column] for table in tables if column in table.metadata]
    return coloring(column, columns, as_classes=as_classes)


@st.cache_resource(show_spinner=False, max_entries=20)
def _among(run_id: str, name: str, only: str) -> tuple[Embedding, np.ndarray]:
    """Some items of an embedding, and their rows in it."""
    whole = state.fit(run_id).embeddings[name]
    rows = whole.rows_of(selections.labels_of(only))
    return whole.among(rows), rows


def _pictured(dataset_id: str) -> pictures.Pictured:
    found = state.dataset(dataset_id)
    if isinstance(found, Vectors):
        assert found.pictures is not None
        return pictures.Pictures(found.pictures)
    return state.images(dataset_id)


@st.cache_resource(show_spinner=False, max_entries=8)
def _pictured_first(run_id: str, name: str, dataset_id: str) -> pictures.Pictured:
    """Pictures of the items of an embedding that are pictures; all of these stand before the texts."""
    images = state.captioned(dataset_id).images
    place = {label: row for row, label in enumerate(images.names)}
    rows = [place[label] for label in state.fit(run_id).embeddings[name].labels if label in place]
    return pictures.Pictures(images.raw[rows], images.maximum)


@st.cache_resource(show_spinner=False, max_entries=8)
def _thumbnails(run_id: str, name: str, n_items: int, only: str, _view: View) -> np.ndarray:
    """Of all 70,000 images they take about a second to make, and each rerun of the map asks for them."""
    rows = _view.rows_in_run(np.arange(n_items))
    return read_only(pictures.thumbnails(_view.pictured, rows[rows < len(_view.pictured.raw)]))
