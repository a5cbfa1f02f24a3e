"""Two maps laid over one another, with the drift of every item that is on both."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import streamlit as st

from engine.alignment import shared, turned_onto
from engine.evaluation.neighbor_drift import Drift
from engine.runs import selections
from engine.runs.recipe import EmbeddingOf
from pages.parts.run import state


@dataclass(frozen=True, eq=False)
class Maps:
    """labels: n items that are on both maps, in the order of the first. rows: int (2, n), theirs in the vectors of
    either side. first, second: float32 (n, 2 or 3), the second turned onto the first. met: how much of the first it
    meets.
    """

    labels: Sequence[str]
    rows: np.ndarray
    first: np.ndarray
    second: np.ndarray
    met: float

    @property
    def n(self) -> int:
        return len(self.labels)


@st.cache_resource(show_spinner=False, max_entries=16)
def maps_of(first: str, second: str, dims: int = 2) -> Maps:
    """Of the runs of two maps, in the plane or in space. Raises InputError if one is damaged."""
    one, other = (state.fit(run_id).main for run_id in (first, second))
    found = shared(one.labels, other.labels)
    dims = min(dims, one.n_components, other.n_components)
    places = one.vectors[found.first, :dims]
    labels = [one.labels[row] for row in found.first]
    rows = np.stack([_in_vectors(first, found.first), _in_vectors(second, found.second)])
    if not len(labels):
        return Maps(labels, rows, places, places, 0.0)
    laid, met = turned_onto(other.vectors[found.second, :dims], places)
    return Maps(labels, rows, places, laid, met)


@st.cache_resource(show_spinner=False, max_entries=16)
def drift_of(run_id: str) -> Drift:
    """What a NeighborDrift found, in rows of the vectors of both sides. Raises InputError if it is damaged."""
    found, recipe = Drift.from_fit(state.fit(run_id)), state.recipe_of(run_id)
    assert isinstance(recipe.dataset, EmbeddingOf)
    sides = zip((recipe.dataset.run_id, vars(recipe.learner)["run"]), found.rows, strict=True)
    return Drift(np.stack([_in_vectors(run, rows) for run, rows in sides]), found.near)


def _in_vectors(run_id: str, rows: np.ndarray) -> np.ndarray:
    """Rows of the vectors that a map shows, for its own rows: others only where it shows some items alone."""
    shown = state.recipe_of(run_id).dataset
    if not isinstance(shown, EmbeddingOf) or not shown.only:
        return rows
    fit = state.fit(shown.run_id)
    whole = fit.before_training if shown.moment else fit.embeddings.get(shown.embedding, fit.main)
    assert whole is not None  # the map was made of it
    return whole.rows_of(selections.labels_of(shown.only))[rows]


@st.cache_resource(show_spinner=False, max_entries=32)
def by_item(run_id: str, k: int) -> np.ndarray:
    """Drift of each item of both sets, float64 (n,)."""
    return drift_of(run_id).by_item(k)


def on_maps(values: np.ndarray, drift: Drift, maps: Maps) -> np.ndarray:
    """Values (n,) of the items that were compared, for those on both maps: NaN where one was not compared."""
    size = int(max(drift.rows[0].max(initial=-1), maps.rows[0].max(initial=-1))) + 1
    found = np.full(size, np.nan)
    found[drift.rows[0]] = values
    return found[maps.rows[0]]


def near_on_maps(drift: Drift, maps: Maps, row: int, k: int) -> tuple[list[int], list[int]]:
    """The k nearest of an item in either set, as places on the maps; only those that are on both. row: of the first
    set.
    """
    place = drift.place.get(row)
    if place is None:
        return [], []
    there = {own: at for at, own in enumerate(maps.rows[0].tolist())}
    first, second = (
        [there[own] for own in drift.rows[0][drift.near[side, place, :k]].tolist() if own in there] for side in (0, 1)
    )
    return first, second
