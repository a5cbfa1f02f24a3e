"""A reading aid: what the islands, the gaps and the axes of this map say, with its own numbers."""

import numpy as np
import streamlit as st

from engine.evaluation.map_truth import Truth, columns_of
from engine.figures.coloring import Categories
from engine.insight.islands import Islands, islands
from engine.projections.base import Projection
from engine.runs.recipe import EmbeddingOf
from pages.parts.explore.view import View
from pages.parts.map.projection import subset
from pages.parts.run import state
from pages.parts.write.plain import plain

AGREES, HARDLY = 0.7, 0.3
"""Rank correlations from which an order counts as kept, and below which as lost."""


def show(view: View, found: Truth) -> None:
    """Sentences on islands, gaps, single points and axes."""
    run_id, axes = view.page.mapped
    maker = state.recipe_of(run_id).learner
    assert isinstance(maker, Projection)
    groups, what = _groups(view, found)
    told = _islands(run_id, axes, groups.title, groups, view, maker)
    if told is None:
        st.caption("For islands and gaps three groups of at least five items are needed; color the map by classes.")
    else:
        st.caption(f"Islands: {what}, {len(told.names)} of them.")
    sentences = [_sizes(told), _gaps(told)] if told is not None else []
    sentences += [_points(found), f"**Axes.** {maker.axes_told}"]
    st.markdown("\n".join(f"- {sentence}" for sentence in sentences))


def _groups(view: View, found: Truth) -> tuple[Categories, str]:
    """The classes that color the map; without any, groups of k-means."""
    n = found.found.n
    column = view.color
    if column in view.embedding.metadata:
        known = view.colors(column, {column: view.embedding.metadata[column][:n]})
        if isinstance(known, Categories) and len(np.unique(np.asarray(known.codes)[np.asarray(known.codes) >= 0])) > 2:
            return known, f"the classes of “{plain(column.replace('_', ' '))}”"
    names = [f"group {place + 1}" for place in range(int(found.groups.max()) + 1)]
    return Categories(found.groups, names, "k-means"), "groups of k-means over the data, as no classes color the map"


@st.cache_resource(show_spinner=False, max_entries=20)
def _islands(
    run_id: str, axes: str, title: str, _groups: Categories, _view: View, _maker: Projection
) -> Islands | None:
    reference = state.recipe_of(run_id).dataset
    assert isinstance(reference, EmbeddingOf)
    made = state.fit(run_id).main
    places = made.vectors[:, columns_of(axes, made.vectors.shape[1])]
    return islands(
        _maker.compared(subset(_view.embedding, made.n_items)), places, np.asarray(_groups.codes), _groups.names
    )


def _sizes(told: Islands) -> str:
    """Ground against spread."""
    wide, dense = int(told.spread.argmax()), int(told.spread.argmin())
    room = told.ground / told.sizes
    ratio, spread = room[wide] / room[dense], told.spread[wide] / told.spread[dense]
    return (
        f"**Size.** In the data “{_name(told, wide)}” is the widest and “{_name(told, dense)}” the narrowest: items "
        f"lie {spread:.1f} times as far from their middle. Here they have {ratio:.1f} times the room each. Over all "
        f"islands the orders of room and of spread {_agreement(told.sizes_agree)}."
    )


def _gaps(told: Islands) -> str:
    """Gaps against distances."""
    n_pairs = len(told.pairs[0])
    near, far = told.extreme_pair(farthest=False), told.extreme_pair(farthest=True)
    return (
        f"**Gaps.** Here “{_name(told, far[0])}” and “{_name(told, far[1])}” are farthest from each other; in the data "
        f"{n_pairs - told.place_in_data(*far)} of {n_pairs} pairs are farther. Here “{_name(told, near[0])}” and "
        f"“{_name(told, near[1])}” are nearest; in the data {told.place_in_data(*near) - 1} pairs are nearer. Over all "
        f"pairs the orders of gaps and of distances {_agreement(told.gaps_agree)}."
    )


def _points(found: Truth) -> str:
    """What a single point's surroundings are worth."""
    lost = float((found.kept == 0).mean())
    null = f" Of shuffled data it keeps {found.null.kept:.0%}." if found.null is not None else ""
    return (
        f"**Single points.** Of {found.found.k} items around a point here, {found.scores.kept * found.found.k:.1f} are "
        f"among its {found.found.k} nearest in the data; {lost:.0%} of the items have none of them near.{null}"
    )


def _agreement(value: float) -> str:
    word = "agree" if value >= AGREES else "hardly agree" if value < HARDLY else "agree in part"
    return f"{word} (rank correlation {value:.2f})"


def _name(told: Islands, place: int) -> str:
    return plain(told.names[place])
