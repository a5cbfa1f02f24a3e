"""The clusters that a page shows: colors, names on the map, what is dimmed beside the chosen one, and where it lies.

The address names them by run, layer, number of the chosen cluster (- for none), and 1 where all items are in one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import streamlit as st

from engine import settings
from engine.errors import InputError
from engine.evaluation.clusters.contract import ClusterLayers
from engine.figures.cluster_colors import cluster_colors
from engine.figures.coloring import MAX_CLASSES, Categories
from engine.insight.clusters import densest
from engine.runs import selections, store
from engine.runs.recipe import EmbeddingOf
from pages.parts.explore.filters import DIMMED
from pages.parts.explore.view import View
from pages.parts.map.picture import Focus, Region, Regions
from pages.parts.map.projection import Shown
from pages.parts.run import state

COLOR = "~clusters"
NICE = 12
"""Clusters of the layer that is shown at first, about."""
EDGE = 0.1
"""Share of a cluster's items on the map that may lie outside of what is brought into view, on each side."""


@dataclass(frozen=True, eq=False)
class ShownClusters:
    """layer: the one that colors the map. chosen: label of a cluster of it, or None. grown: whether items between the
    clusters are in the one that they are joined to first. own: names that the visitor gave, by place. view: the items
    among which they were found: all of them, or those alone that the page shows.
    """

    run_id: str
    layers: ClusterLayers
    layer: int
    chosen: int | None
    grown: bool
    own: Mapping[int, str]
    view: View

    @property
    def labels(self) -> np.ndarray:
        """The cluster of each item of `view` in the layer; -1 for none."""
        return (self.layers.grown if self.grown else self.layers.labels)[self.layer]

    @property
    def places(self) -> np.ndarray:
        """Places of the layer's clusters among the clusters of all layers."""
        return self.layers.of_layer(self.layer)

    def name(self, place: int) -> str:
        """What a cluster is called, by its place."""
        return self.own.get(place) or self.layers.middles.labels[place]

    def told(self, **changes: object) -> str:
        """As the address says it, with other values."""
        values = {"layer": self.layer, "chosen": self.chosen, "grown": self.grown} | changes
        chosen = "-" if values["chosen"] is None else values["chosen"]
        return f"{self.run_id}.{values['layer']}.{chosen}.{1 if values['grown'] else 0}"

    def rows(self, view: View, n_items: int) -> np.ndarray:
        """Rows of `self.view` for the first items of what is shown."""
        first = np.arange(n_items)
        return first if self.view.only else view.rows_in_run(first)

    def on_map(self, view: View, n_items: int) -> np.ndarray:
        """The cluster of the first items of what is shown."""
        return self.labels[self.rows(view, n_items)]

    def palette(self) -> list[str]:
        """A color for each cluster of the layer; those that lie beside each other differ."""
        return palette_of(self.run_id, self.layer, self.layers)

    def colors(self, view: View, n_items: int) -> Categories:
        """The largest clusters in their colors, as many as a legend can list."""
        places = self.places
        sizes = self.layers.middles.metadata["size"][places]
        listed = np.sort(np.argsort(-sizes, kind="stable")[:MAX_CLASSES])
        code = np.full(len(places) + 1, -1)
        code[listed] = np.arange(len(listed))
        palette = self.palette()
        names = [self.name(int(places[number])) for number in listed]
        return Categories(code[self.on_map(view, n_items)], names, "cluster", [palette[number] for number in listed])

    def dimmed(self, view: View, n_items: int, filtered: np.ndarray | None) -> np.ndarray | None:
        """What a map does to each item: all but the chosen cluster are dimmed, where a filter does no more."""
        if self.chosen is None:
            return filtered
        others = np.where(self.on_map(view, n_items) == self.chosen, 0, DIMMED).astype(np.uint8)
        return others if filtered is None else np.maximum(others, filtered)

    def regions(self, view: View, shown: Shown) -> Regions | None:
        """Names for the map, of this layer and finer ones; None while the map still forms."""
        if shown.frames is not None and shown.frames.live:
            return None
        columns = self.layers.middles.metadata
        rows = _middle_rows(
            self.run_id, view.run_id, view.only, shown.revision, len(shown.coordinates), self, view, shown
        )
        chosen = None if self.chosen is None else int(self.places[self.chosen])
        return Regions(
            self.layer,
            [
                Region(
                    int(columns["layer"][place]), row, self.name(place), int(columns["size"][place]),
                    chosen not in (None, place, int(columns["parent"][place])),
                )
                for place, row in rows.items()
                if columns["layer"][place] >= self.layer
            ],
        )  # fmt: skip

    def focus(self, view: View, shown: Shown) -> Focus | None:
        """Where most of the chosen cluster lies; None without one, or with fewer than two of its items on the map."""
        if self.chosen is None:
            return None
        places = shown.coordinates[self.on_map(view, len(shown.coordinates)) == self.chosen]
        if len(places) < 2:
            return None
        low, high = np.quantile(places, (EDGE, 1 - EDGE), axis=0)
        return Focus(f"{self.told()}.{shown.revision}", tuple(map(float, low)), tuple(map(float, high)))


def of(view: View) -> ShownClusters | None:
    """The clusters that the address names, if they are here and of what is shown, or of all items."""
    told = view.page.clusters
    if not told:
        return None
    run_id, layer, chosen, grown = told.split(".")
    found_among = view
    layers = layers_of(view, run_id)
    if layers is None and view.only:
        found_among = replace(view, only="")
        layers = layers_of(found_among, run_id)
    if layers is None or not layers.n_layers:
        return None
    at = min(int(layer), layers.n_layers - 1)
    number = int(chosen) if chosen != "-" and int(chosen) < len(layers.of_layer(at)) else None
    return ShownClusters(run_id, layers, at, number, grown == "1", names(view, run_id), found_among)


def layers_of(view: View, run_id: str) -> ClusterLayers | None:
    """What a search among just these items has found; None if it is not here, or of something else."""
    if not store.exists(run_id):
        return None
    try:
        recipe, fit = state.recipe_of(run_id), state.fit(run_id)
    except InputError:
        return None
    of_these = recipe.dataset == EmbeddingOf(view.run_id, view.name, only=view.only)
    return ClusterLayers.from_fit(fit) if of_these and ClusterLayers.are_in(fit) else None


def names(view: View, run_id: str) -> dict[int, str]:
    """The names that the visitor gave, or whoever did last; none if they are not here."""
    told = view.page.cluster_names
    if not told and not settings.shared_mode():
        told = selections.remembered(run_id)
    try:
        return selections.names_of(told) if told else {}
    except InputError:
        return {}


def rename(view: View, shown: ShownClusters, changes: Mapping[int, str]) -> None:
    """Give clusters other names, by place; an empty one brings the found name back."""
    kept = {place: name for place, name in {**shown.own, **changes}.items() if name.strip()}
    view.page.cluster_names = selections.keep_names(kept)
    if not settings.shared_mode():  # where several share a server, names are found by their link alone
        selections.remember(shown.run_id, view.page.cluster_names)


def begin(view: View, run_id: str, layers: ClusterLayers) -> None:
    """Show clusters that have just been found, in a layer of a handy number of them, and color the map by them."""
    numbers = [len(layers.of_layer(layer)) for layer in range(layers.n_layers)]
    layer = int(np.argmin(np.abs(np.log(np.array(numbers) / NICE))))
    view.page.clusters = f"{run_id}.{layer}.-.0"
    view.page.color = COLOR


@st.cache_resource(show_spinner=False, max_entries=100)
def palette_of(run_id: str, layer: int, _layers: ClusterLayers) -> list[str]:
    """A color for each cluster of a layer."""
    places = _layers.of_layer(layer)
    return cluster_colors(_layers.middles.vectors[places], _layers.middles.metadata["size"][places])


@st.cache_resource(show_spinner=False, max_entries=20)
def _middle_rows(
    run_id: str,
    of_run: str,
    only: str,
    revision: str,
    n_items: int,
    _clusters: ShownClusters,
    _view: View,
    _shown: Shown,
) -> dict[int, int]:
    """Place of a cluster -> the item on the map about which most of the cluster lies."""
    rows_found = _clusters.rows(_view, n_items)
    span = float(np.ptp(_shown.coordinates, axis=0).max())
    found = {}
    for layer, own in enumerate(_clusters.layers.labels):
        labels = own[rows_found]
        order = np.argsort(labels, kind="stable")
        places = _clusters.layers.of_layer(layer)
        ends = np.searchsorted(labels[order], np.arange(len(places) + 1))
        for number, place in enumerate(places.tolist()):
            rows = order[ends[number] : ends[number + 1]]
            if len(rows):
                found[place] = int(rows[densest(_shown.coordinates[rows], span)])
    return found
