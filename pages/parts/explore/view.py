"""What a page shows: one embedding of one saved run, and the item that the user is looking at."""

from dataclasses import dataclass

import numpy as np
import streamlit as st

from engine.datasets.images.image_set import ImageSet
from engine.datasets.text.corpus import Corpus
from engine.embedding import Embedding, read_only
from engine.fit import Fit
from engine.runs.catalogue import RunRow
from engine.runs.recipe import Recipe
from pages.parts.explore.state import PageState
from pages.parts.run import state
from pages.parts.write import pictures


@dataclass(frozen=True)
class View:
    """page: the state of the page that shows it. name: which embedding of the run is shown. items: what its items are
    called, in the plural.
    """

    page: PageState
    run_id: str
    name: str
    items: str = "items"

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
        return self.fit.embeddings[self.name]

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
        return _thumbnails(self.dataset_id, n_items)

    @property
    def shows_images(self) -> bool:
        """Whether the items are images."""
        return getattr(self.recipe.dataset, "kind", "") == ImageSet.kind

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


@st.cache_resource(show_spinner=False, max_entries=8)
def _thumbnails(dataset_id: str, n_items: int) -> np.ndarray:
    """Of all 70,000 images they take about a second to make, and each rerun of the map asks for them."""
    return read_only(pictures.thumbnails(state.images(dataset_id), n_items))
