"""How true the map on the page is, as far as that was measured: colors, lines and marks for it."""

from collections.abc import Mapping, Sequence

import numpy as np
import streamlit as st

from engine.embedding import Embedding
from engine.evaluation.made_maps import MadeMaps
from engine.evaluation.map_agreement import Agreement, MapAgreement
from engine.evaluation.map_jumps import Jumps, MapJumps
from engine.evaluation.map_truth import MapTruth, Truth
from engine.figures.coloring import Ramp
from engine.figures.colors import FALSE, MISSING, SHARED
from engine.fit import Fit
from engine.insight.neighbor_edges import NeighborEdges, neighbor_edges
from engine.projections.base import Projection
from engine.projections.tsne import TSNE
from engine.runs import store
from engine.runs.recipe import EmbeddingOf, Recipe
from pages.parts.explore.view import View
from pages.parts.map.component import Highlight
from pages.parts.run import state

KEPT, AGREEMENT, JUMPS = "~kept", "~agreement", "~jumps"
TITLES = {KEPT: "neighbors kept", AGREEMENT: "agreement of maps", JUMPS: "how far items would jump"}
"""Colors -> what the visitor reads."""
ITEM, GRAPH = "item", "graph"
MOST_EDGES = 60_000
"""Lines that turn with the map and still leave something in sight."""
NOT_YET = "It is not measured yet: see “How true?” below."


def asked(view: View) -> Recipe | None:
    """The test of the map on the page; None where that is no projection, or not made yet."""
    run_id, axes = view.page.mapped
    if not run_id or _shown(run_id).run_id != view.run_id:
        return None
    return Recipe(EmbeddingOf(run_id), MapTruth(axes=axes))


def _shown(run_id: str) -> EmbeddingOf:
    reference = state.recipe_of(run_id).dataset
    assert isinstance(reference, EmbeddingOf)
    return reference


def other_maps(view: View) -> tuple[Recipe, ...]:
    """The map on the page and the same with other seeds and widths; none where chance plays no part in it."""
    recipe = state.recipe_of(view.page.mapped[0])
    maker = recipe.learner
    assert isinstance(maker, Projection)
    return tuple(Recipe(recipe.dataset, variant) for variant in maker.variants())


def agreed(view: View) -> Recipe | None:
    """The test whether these maps agree."""
    run_id, _ = view.page.mapped
    others = [recipe.run_id for recipe in other_maps(view) if recipe.run_id != run_id]
    return Recipe(EmbeddingOf(run_id), MapAgreement(maps=",".join(others))) if others else None


def found(view: View) -> Truth | None:
    """What the test of the map on the page found, if it was made."""
    run_id = _made(asked(view))
    return truth(run_id) if run_id else None


def _made(recipe: Recipe | None) -> str:
    """Its run, once it is made; the empty string before."""
    return recipe.run_id if recipe is not None and store.exists(recipe.run_id) else ""


@st.cache_resource(show_spinner=False, max_entries=20)
def truth(run_id: str) -> Truth:
    """What a saved test found; the same object for every session."""
    return Truth.from_fit(state.fit(run_id))


def jumped(view: View) -> Recipe | None:
    """The test which items of the map would jump; None where it is not a map by t-SNE."""
    run_id = by_tsne(view)
    return Recipe(EmbeddingOf(run_id), MapJumps()) if run_id else None


def by_tsne(view: View) -> str:
    """The run of the map on the page if it is one by t-SNE, else ""."""
    run_id, _ = view.page.mapped
    return run_id if asked(view) is not None and isinstance(state.recipe_of(run_id).learner, TSNE) else ""


def colors(view: View, name: str, embedding: Embedding) -> Ramp | None:
    """Items by the share of their neighbors that is kept, or that stays on other maps, or by how far they would jump;
    None if it was not measured.
    """
    values = VALUES[name](view)
    if values is None or len(values) != embedding.n_items:
        return None
    return Ramp(values, TITLES[name], ends=(0.0, 1.0))


def _kept(view: View) -> np.ndarray | None:
    measured = found(view)
    return None if measured is None else measured.kept


def _agreement(view: View) -> np.ndarray | None:
    run_id = _made(agreed(view)) if asked(view) is not None else ""
    return Agreement.from_fit(state.fit(run_id)).by_item if run_id else None


def _jumps(view: View) -> np.ndarray | None:
    run_id = _made(jumped(view))
    return Jumps.from_fit(state.fit(run_id)).by_item if run_id else None


VALUES = {KEPT: _kept, AGREEMENT: _agreement, JUMPS: _jumps}


def highlight(view: View, chosen: int | None, near: Sequence[int]) -> Highlight:
    """The chosen item with lines to its neighbors; if the page shows how true the map is, to its nearest among the
    items on the map, with those marked that are near on the map alone.
    """
    measured = found(view) if view.page.truth == ITEM and chosen is not None else None
    if measured is None or chosen is None or chosen >= measured.found.n:
        return Highlight(chosen, near)
    return Highlight(chosen, *(part(chosen).tolist() for part in (measured.true, measured.missing, measured.false)))


def edges(view: View, n_items: int) -> Mapping[str, np.ndarray] | None:
    """The neighbors of all items as lines, by color; None if they are not wanted, or too many."""
    measured = found(view) if view.page.truth == GRAPH else None
    if measured is None or measured.found.n != n_items:
        return None
    recipe = asked(view)
    assert recipe is not None
    kinds = graph(recipe.run_id)
    if kinds.n_edges > MOST_EDGES:
        return None
    return {MISSING: kinds.missing, FALSE: kinds.false, SHARED: kinds.shared}  # the last is drawn above the others


@st.cache_resource(show_spinner=False, max_entries=8)
def graph(run_id: str) -> NeighborEdges:
    """Who is near whom on the map and in the data, by a saved test."""
    return neighbor_edges(truth(run_id).found)


def told(view: View, name: str) -> str:
    """What colors, lines and marks say, for the line below the map."""
    measured = found(view)
    if name in VALUES and VALUES[name](view) is None:
        return NOT_YET
    if measured is None or view.page.truth not in (ITEM, GRAPH):
        return ""
    if view.page.truth == ITEM:
        return (
            "Lines lead to the true neighbors among the items on the map: blue to those that are near here, too, pink "
            "to those that are not. A cross marks what is near on the map alone."
        )
    return "Lines join neighbors: blue on the map and in the data, pink in the data alone, orange-red on the map alone."


def seconds(recipe: Recipe, maker: Projection, shown: Embedding) -> float:
    """What the test of a map of some items would take."""
    test = recipe.learner
    assert test is not None
    return test.estimate(MadeMaps(shown, ((maker, Fit()),))).seconds
