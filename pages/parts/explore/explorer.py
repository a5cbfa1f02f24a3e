"""The map with its toolbar and the inspector beside it: the middle of every page."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import NamedTuple

import numpy as np
import streamlit as st

from engine.errors import InputError
from engine.figures.coloring import Categories, Ramp
from engine.figures.training import course_curve
from engine.insight.map_axes import rows_to_look_at, share_of_data
from engine.learners.base import Learner
from engine.neighbors import Neighbors
from engine.openings import map_of, openings, usual
from engine.projections.tsne import TSNE
from engine.runs.queue import NOBODY
from engine.runs.recipe import Recipe
from pages.parts.explore import (
    cards,
    cluster_tree,
    clusters,
    filters,
    groups,
    history,
    inspector,
    only,
    painting,
    truths,
)
from pages.parts.explore.state import PageState
from pages.parts.explore.view import View
from pages.parts.map import as_they_are, projection, tour
from pages.parts.map.component import ALONE, BESIDE_ANOTHER, embedding_map, map_event
from pages.parts.map.opening import opening
from pages.parts.map.projection import Shown
from pages.parts.run import state
from pages.parts.run.obtain import begin, obtain
from pages.parts.run.polling import polled, wait_for
from pages.parts.write.layout import beside
from pages.parts.write.plain import plain

LANDMARKS = 2_000
PREVIEW = 340
"""Pixels of height of a map on Home."""
NAMED = 6
"""Neighbors below such a map."""
QUARTER = 200
"""Pixels of a column beside which two pictures and the inspector still find room on a laptop's screen."""
ExtraMaps = Mapping[str, tuple[str, Callable[[View, int, int], Shown | None]]]
"""Maps that need no job: name -> (title, what makes it from the view, the dimensions and the number of items)."""


class Companion(NamedTuple):
    """A second picture of the same items, left of the map: what follows its clicks, and what draws it."""

    follow: Callable[[View], None]
    draw: Callable[[View, Neighbors | None], None]


NO_MAPS: ExtraMaps = {}


Tabs = Callable[[], tuple[Callable[[View], None], bool]]
"""Draws the row of tabs; says what shows the chosen one, and whether it has the page to itself."""


def show(
    view: View,
    tabs: Tabs,
    extra_maps: ExtraMaps = NO_MAPS,
    companion: Companion | None = None,
    distinguishes: groups.Distinguishes | None = None,
) -> None:
    """The explorer as a fragment: a click reruns it alone. It polls while a map is being computed."""
    polled(view.page, partial(_explore, view, tabs, extra_maps, companion, distinguishes))


def _explore(
    view: View,
    tabs: Tabs,
    extra_maps: ExtraMaps,
    companion: Companion | None,
    distinguishes: groups.Distinguishes | None,
) -> None:
    whole, view = view, only.restricted(view)
    groups.begin(view)
    _follow_the_map(view)
    if companion is not None:
        companion.follow(whole)
    above = st.container(key="explorer", gap="xsmall")  # drawn after the row of tabs, which says whether it is wanted
    show_tab, alone = tabs()
    with above:
        if alone:
            inspector.in_a_line(view)
            wait_for(view.page, "")
        else:
            _pictures(view, extra_maps, None if view.only else companion, distinguishes)
    with st.container(border=True):
        show_tab(whole)


def _pictures(
    view: View,
    extra_maps: ExtraMaps,
    companion: Companion | None,
    distinguishes: groups.Distinguishes | None,
) -> None:
    """The map, its companion if it has one, and the inspector."""
    shown, colors = _chosen_map(view, extra_maps)
    view.page.mapped = shown.mapped if shown is not None else ("", "")
    on_map = shown is not None and only.measures_on_map(view)
    neighbors = inspector.neighbors_of(view, shown.coordinates if shown is not None and on_map else None)
    left, right = beside(4, wide=3, narrowest=QUARTER)
    with left, st.container(key="map_side"):
        block = st.container()
        if companion is not None:
            beginning, block = beside(2)
            with beginning:
                companion.draw(view, neighbors)
        if shown is not None:
            with block:
                _draw(view, shown, colors, neighbors, ALONE if companion is None else BESIDE_ANOTHER)
                _course(view, shown)
        inspector.circled(view)
        only.table(view)
        groups.compared(view, distinguishes)
    with right, st.container(key="inspector"):
        if colors == clusters.COLOR:
            cluster_tree.show(view)
        inspector.show(view, neighbors, on_map)


def _chosen_map(view: View, extra_maps: ExtraMaps) -> tuple[Shown | None, str]:
    bar = st.container(key="toolbar", horizontal=True, vertical_alignment="center", gap="xsmall")
    below = st.container()  # always there: when progress comes and goes nothing further down moves, and is seen twice
    with bar:
        extra_maps = {name: made for name, made in extra_maps.items() if not view.only or name in as_they_are.NAMES}
        extra = {name: title for name, (title, _) in extra_maps.items()}
        choice = projection.toolbar(view, tour.offered(view) | extra)
        colors = painting.choice(view)
        painting.settings(view, colors, bar)
        only.menu(view)
        groups.menu(view)
        filters.menu(view)
        history.buttons(view.page, view.run_id)
        if choice.method in extra_maps:
            with below:
                only.banner(view)
            return extra_maps[choice.method][1](view, choice.dims, choice.n_items), colors
        touring = choice.method == tour.NAME
        recipe, place = (tour.recipe(view, choice.n_items), bar) if touring else projection.ask(view, choice)
    with below:
        only.banner(view)
        shown = tour.obtain(recipe) if touring else projection.obtain(view, recipe, choice.dims, place)
    wait_for(view.page, recipe.run_id)
    why = opening(view).why if choice.dims == 2 and not view.page.map else ""  # its figures are of the flat map
    return shown and replace(shown, caption=f"{why} {shown.caption}".strip()), colors


def _draw(view: View, shown: Shown, colors: str, neighbors: Neighbors | None, height: int = ALONE) -> None:
    n_items = len(shown.coordinates)
    embedding = projection.subset(view.embedding, n_items)
    chosen = view.selected
    near = [int(row) for row in neighbors.rows if row < n_items] if neighbors is not None else []
    painted = painting.colors_of(view, colors, embedding)
    found = clusters.of(view) if colors == clusters.COLOR else None
    filtered = filters.kept(view, embedding) if view.page.filter else None
    try:
        embedding_map(
            _map_key(view),
            revision=shown.revision,
            coordinates=shown.coordinates,
            labels=embedding.labels,
            colors=painted,
            sizes=_sizes(embedding.metadata.get("count")),
            shapes=painting.shapes_of(view, embedding) if view.page.shape else _second_kind(view, n_items),
            filtered=filtered if found is None else found.dimmed(view, n_items, filtered),
            highlight=truths.highlight(view, chosen if chosen is not None and chosen < n_items else None, near),
            edges=truths.edges(view, n_items),
            landmarks=view.without_picture(n_items) if view.shows_images else _landmarks(view, n_items, painted),
            frames=shown.frames,
            axis_titles=shown.axis_titles,
            thumbnails=view.thumbnails(n_items) if view.shows_images else None,
            cards=cards.hovers(view, n_items),
            look=view.page.look,
            group=str(view.page),
            regions=None if found is None else found.regions(view, shown),
            focus=None if found is None or shown.tour is not None else found.focus(view, shown),
            tour=shown.tour,
            height=height,
        )
    except InputError as error:
        st.error(plain(str(error)))
        return
    if shown.caption:
        told = _of_the_data(view, shown), painting.shapes_told(view), truths.told(view, colors)
        st.caption(plain(" ".join(filter(None, (shown.caption, *told)))))
    if chosen is not None and chosen >= n_items:
        label = plain(view.embedding.labels[chosen])
        st.caption(f"“{label}” is not among the {n_items:,} items on the map; show more in the list of their number.")


def _course(view: View, shown: Shown) -> None:
    """What falls while a map forms, or fell, folded away."""
    if len(shown.course) < 2 or len(shown.course["step"]) < 2:
        return
    opened = st.expander("How it formed", icon=":material/timeline:", key=view.key("course"), on_change="rerun")
    if opened.open:
        opened.plotly_chart(
            course_curve(shown.course, shown.frames.unit if shown.frames else "steps"), key=view.key("fall")
        )


def _landmarks(view: View, n_items: int, colors: Categories | Ramp | None) -> Sequence[int]:
    """Which items to label first: those of groups, then the frequent ones, of which those of no class ("the", "of")
    come last.
    """
    rows = np.arange(min(LANDMARKS, n_items))
    if isinstance(colors, Categories):
        rows = rows[np.argsort(np.asarray(colors.codes)[rows] < 0, kind="stable")]
    grouped = view.embedding.rows_of(label for group in groups.of(view) for label in group.labels)
    first = grouped[grouped < n_items]
    return [*first.tolist(), *rows[~np.isin(rows, first)].tolist()]


def _of_the_data(view: View, shown: Shown) -> str:
    """Where items lie along axes: how much of the numbers that they were made from is on the map."""
    learner = view.recipe.learner
    if view.only or not shown.axis_titles or learner is None or not learner.made_from:
        return ""
    share = _share_of_data(view.run_id, shown.revision, view, learner, shown.coordinates)
    return f"Of the variance of {learner.made_from} they show {share:.1%}, measured by a straight-line fit."


@st.cache_data(max_entries=200, show_spinner=False)
def _share_of_data(run_id: str, revision: str, _view: View, _learner: Learner, _coordinates: np.ndarray) -> float:
    inputs = _learner.inputs(state.dataset(_view.dataset_id))
    rows = rows_to_look_at(len(_coordinates), inputs.n_values)
    return share_of_data(inputs.of(rows), _coordinates[rows])


def _follow_the_map(view: View) -> None:
    """Choose what was clicked, and keep what was circled, before anything is drawn: one run serves a click."""
    event = map_event(_map_key(view), view.embedding.n_items)
    if event.clicked is not None:
        view.select(event.clicked)
    elif event.cleared:
        view.select(None)
    if event.selection is not None:
        view.page.circled = event.selection


def _second_kind(view: View, n_items: int) -> np.ndarray | None:
    """Where two kinds lie together, which of the first items are of the second one by name."""
    kinds = inspector.two_kinds(view)
    return None if kinds is None else kinds[:n_items] != np.unique(kinds)[0]


def _map_key(view: View) -> str:
    return f"{view.page}_map"


def _sizes(counts: np.ndarray | None) -> np.ndarray | None:
    """Frequent items are drawn larger: by the logarithm of their count."""
    if counts is None or not len(counts):
        return None
    scale = np.log1p(counts.astype(float))
    return 0.7 + 1.1 * (scale - scale.min()) / max(float(np.ptp(scale)), 1e-9)


def begin_quickest(recipes: Sequence[Recipe]) -> None:
    """Ask for what previews need, the quickest first, so that one of them is there soon."""
    place = {recipe.run_id: at for at, recipe in enumerate(openings())}
    for recipe in sorted(recipes, key=lambda recipe: place.get(recipe.run_id, len(place))):
        begin(recipe, NOBODY)


def preview(recipe: Recipe, page: PageState, item: str) -> None:
    """A finished run as a map to click, with the neighbors of an item: computed now if it never was."""
    page.begin_with(item)
    fit = obtain(recipe, "A first map", owner=NOBODY)
    if fit is not None:
        name = next(iter(fit.embeddings))
        map_recipe = map_of(recipe.run_id, name, fit.embeddings[name].n_items, usual(TSNE, recipe.learner))
        begin(map_recipe, NOBODY)
        polled(page, partial(_preview, View(page, recipe.run_id, name), map_recipe), map_recipe.run_id)


def _preview(view: View, recipe: Recipe) -> None:
    _follow_the_map(view)
    neighbors = inspector.neighbors_of(view)
    shown = projection.obtain(view, recipe, 2, st.container())
    if shown is not None:
        _draw(view, replace(shown, caption="", frames=None), view.usual_color, neighbors, PREVIEW)
    if neighbors is None or view.selected is None:
        st.caption("Click a point to see what is nearest to it; drag to move the map.")
    else:
        pairs = zip(neighbors.rows[:NAMED], neighbors.scores[:NAMED], strict=True)
        near = " · ".join(f"{plain(view.embedding.labels[row])} {score:.2f}" for row, score in pairs)
        st.caption(f"Nearest to **{plain(view.embedding.labels[view.selected])}**: {near}")
    wait_for(view.page, recipe.run_id)
