"""The same map with other seeds and widths, side by side, and on which items they agree."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import streamlit as st

from engine.evaluation.map_agreement import Agreement
from engine.fields import specs
from engine.projections.base import Projection
from engine.runs import jobs, store
from engine.runs.recipe import Recipe
from pages.parts.explore import painting, truths
from pages.parts.explore.view import View
from pages.parts.map.component import Highlight, embedding_map
from pages.parts.map.projection import subset
from pages.parts.run import jobs_panel, state
from pages.parts.run.obtain import begin, obtain
from pages.parts.write.plain import plain

IN_A_ROW = 3
HEIGHT = 260
NAMED = 8
WAITING = 3
"""Maps asked for at a time, so that a visitor's other jobs find room."""


def show(view: View) -> None:
    """Offer to make the maps; once they are there, all of them and their agreement."""
    recipes = truths.other_maps(view)
    if not recipes:
        st.caption("Chance plays no part in this map: every seed gives the same one.")
        return
    missing = [recipe for recipe in recipes if not store.exists(recipe.run_id)]
    key = view.key("other_maps", view.page.mapped[0])
    if missing and not st.session_state.get(key):
        _offer(view, recipes, missing, key)
        return
    if missing:
        _make(missing)
    _maps(view, recipes)
    if not missing:
        _agreement(view)


def _offer(view: View, recipes: Sequence[Recipe], missing: Sequence[Recipe], key: str) -> None:
    """What the maps would take, and the button that makes them."""
    maker = missing[0].learner
    assert isinstance(maker, Projection)
    n_items = state.fit(view.page.mapped[0]).main.n_items
    seconds = len(missing) * maker.estimate(view.embedding.first(n_items)).seconds
    st.markdown(f"How much of this map is chance? The same with other settings: {_differing(recipes)}.")
    st.caption(f"{len(missing)} maps, each a run of its own: about {jobs_panel.seconds(seconds)}.")
    if st.button("Make them", type="primary", icon=":material/grid_view:", key=view.key("make_others")):
        st.session_state[key] = True
        st.rerun()


def _differing(recipes: Sequence[Recipe]) -> str:
    """The settings in which the maps differ, in words."""
    makers = [recipe.learner for recipe in recipes]
    told = []
    for name, spec in specs(makers[0]).items():
        values = list(dict.fromkeys(getattr(maker, name) for maker in makers))
        if len(values) > 1:
            told.append(f"{spec.label.lower()} {', '.join(f'{value:g}' for value in values)}")
    return "; ".join(told)


def _make(missing: Sequence[Recipe]) -> None:
    """A few at a time are asked for; the next follow as these are done."""
    for recipe in missing[:WAITING]:
        begin(recipe)
    status = next((found for recipe in missing if (found := jobs.status(recipe.run_id)) is not None), None)
    if status is not None and status.active:
        jobs_panel.follow(status.run_id, f"Map {status.title}: {len(missing)} to go")
    elif status is not None:
        jobs_panel.failed(status)


def _maps(view: View, recipes: Sequence[Recipe]) -> None:
    """Those that are there, in rows; a click chooses the item."""
    made = [recipe for recipe in recipes if store.exists(recipe.run_id)]
    grid = st.grid(IN_A_ROW, min_column_width=200, gap="small")
    for recipe in made:
        with grid.cell():
            _map(view, recipe)


def _map(view: View, recipe: Recipe) -> None:
    places = state.fit(recipe.run_id).main.vectors
    shown = subset(view.embedding, len(places))
    key = f"{view.page}_other_{recipe.run_id[:8]}"
    maker = recipe.learner
    assert isinstance(maker, Projection)
    wide = f"{specs(maker)[maker.varied].label} {getattr(maker, maker.varied):g}, seed" if maker.varied else "Seed"
    st.caption(f"{wide} {vars(maker)['seed']}")
    chosen = view.selected
    embedding_map(
        key, revision=recipe.run_id, coordinates=places, labels=shown.labels,
        colors=painting.colors_of(view, view.color, shown),
        highlight=Highlight(chosen if chosen is not None and chosen < len(places) else None),
        group=str(view.page), choose=view.select, height=HEIGHT,
    )  # fmt: skip


def _agreement(view: View) -> None:
    """On how many neighbors the maps agree, for whom most and least, and the color for it."""
    recipe = truths.agreed(view)
    assert recipe is not None
    fit = obtain(recipe, "Do the maps agree?")
    if fit is None:
        return
    found = Agreement.from_fit(fit)
    st.markdown(
        f"An item keeps **{found.by_item.mean():.0%}** of its neighbors from one of these maps to another; by chance "
        f"it would be {found.chance:.1%}."
    )
    order = np.argsort(-found.by_item, kind="stable")
    labels = view.embedding.labels
    columns = {"Agree most": order[:NAMED], "Agree least": order[::-1][:NAMED]}
    table = {title: [f"{labels[row]} ({found.by_item[row]:.0%})" for row in rows] for title, rows in columns.items()}
    st.dataframe(pd.DataFrame(table), hide_index=True)
    if view.selected is not None and view.selected < len(found.by_item):
        st.caption(f"“{plain(labels[view.selected])}” keeps {found.by_item[view.selected]:.0%}.")
    st.button(
        "Color by agreement", icon=":material/palette:", key=view.key("color_agreement"), on_click=view.page.change,
        kwargs={"color": truths.AGREEMENT}, disabled=view.page.color == truths.AGREEMENT,
    )  # fmt: skip
