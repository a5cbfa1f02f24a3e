"""Compare: any two runs over the same items, two maps side by side, and how far their neighbors drift."""

from collections.abc import Mapping

import streamlit as st

from engine.errors import InputError
from engine.openings import FIRST_ITEMS
from engine.runs import selections, store
from engine.runs.catalogue import RunRow
from engine.runs.recipe import EmbeddingOf, Recipe
from pages.compare import alone, explore, side
from pages.compare.asked import Asked
from pages.compare.side import Side
from pages.compare.state import CompareState
from pages.parts import site
from pages.parts.explore.controlled import choose
from pages.parts.map.opening import QUICK
from pages.parts.map.projection import SIZES
from pages.parts.run import jobs_panel
from pages.parts.run.together import together
from pages.parts.streamlit_fixes.returning import returning
from pages.parts.write.layout import beside
from pages.parts.write.plain import plain

NEAR = ("5", "10", "20", "50")
BY = {"vectors": "In the vectors", "maps": "On the maps"}


def main() -> None:
    page = CompareState("compare")
    page.follow_address(returning())
    side.opened(page)
    site.enter()
    st.header("Compare")
    for letter in side.LETTERS:
        side.says_why_not(page, letter)
    found = side.runs(page)
    if not found:
        st.info("No run with vectors here yet. Train one on the page of its data, then compare it.")
        return
    try:
        _compare(page, _sides(page, found))
    except InputError as error:
        st.error(plain(str(error)), icon=":material/broken_image:")


def _sides(page: CompareState, found: Mapping[str, RunRow]) -> tuple[Side, Side]:
    left, right = beside(2)
    with left, st.container(border=True):
        first = side.choose_side(page, "a", found, side.first(found), None)
    with right, st.container(border=True):
        second = side.choose_side(page, "b", found, side.partner(first.run_id, found), first)
    return first, second


def _compare(page: CompareState, sides: tuple[Side, Side]) -> None:
    same = sides[0].vectors == sides[1].vectors
    usual = "maps" if same else "vectors"
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        on_maps = choose(
            st.segmented_control, "Neighbors", page, "by", list(BY), usual, format_func=BY.__getitem__, required=True,
            help="Whose neighbors are compared: those in all dimensions of the vectors, or those that the maps show.",
        )  # fmt: skip
        k = int(choose(st.selectbox, "How many", page, "near", list(NEAR), "10", width=100))
        dims = choose(
            st.segmented_control, "Maps", page, "dims", ["2", "3"], "2", format_func="{}-D".format, required=True
        )
        n_items = _size(page, sides)
        colors = st.container()
        alone.menu(page, sides)
    sides = alone.restricted(page, sides)
    alone.banner(page, sides[0])
    if same and (on_maps == "vectors" or sides[0].map == sides[1].map):
        st.info("A and B are the same: choose another run, or another metric; or compare two maps of these vectors.")
        return
    maps = sides[0].map_recipe(n_items, int(dims)), sides[1].map_recipe(n_items, int(dims))
    asked = Asked(*sides, maps, on_maps == "maps", int(dims))
    if _made(page, asked):
        explore.show(page, asked, k, colors)


def _size(page: CompareState, sides: tuple[Side, Side]) -> int:
    """How many of the first items are on the maps."""
    most = max(each.embedding.n_items for each in sides)
    sizes = [size for size in SIZES if size < most] + ([most] if most <= SIZES[-1] else [])
    titles = {str(size): f"{size:,} items" if size < most else f"all {size:,} items" for size in sizes}
    usual = str(max(size for size in sizes if size <= max(FIRST_ITEMS, sizes[0])))
    told = "The first, which are the most frequent. In the vectors, neighbors are sought among all."
    titled = titles.__getitem__
    shown = choose(
        st.selectbox, "On the maps", page, "items", list(titles), usual, format_func=titled, width=150, help=told
    )  # fmt: skip
    return int(shown)


def _made(page: CompareState, asked: Asked) -> bool:
    """Whether both maps and the drift are there; until then their progress, or the button that begins them."""
    recipes = dict(asked.titles)
    if not asked.on_maps or all(store.exists(recipe.run_id) for recipe in asked.maps):
        recipes["Drift"] = asked.drift
    missing = [title for title, recipe in recipes.items() if not store.exists(recipe.run_id)]
    done = together(recipes, wanted=not missing or _wanted(page, asked, [recipes[title] for title in missing]))
    if asked.on_maps and done == set(recipes) and "Drift" not in recipes:
        st.rerun()
    return done == {*asked.titles, "Drift"}


def _wanted(page: CompareState, asked: Asked, missing: list[Recipe]) -> bool:
    """Whether to begin what is missing: at once if it takes a moment, else on a click that counts for this pair."""
    seconds = sum(_estimate(asked, recipe) for recipe in missing)
    key = page.key("wanted", asked.maps[0].run_id, asked.maps[1].run_id, asked.drift.run_id)
    if seconds < len(missing) * QUICK or st.session_state.get(key):
        return True
    with st.container(border=True):
        st.markdown("This comparison has not been computed yet.")
        st.caption(f"Maps and neighbors take about {jobs_panel.seconds(seconds)}. {jobs_panel.outlook()}")
        if st.button("Compare", type="primary", icon=":material/compare:"):
            st.session_state[key] = True
            st.rerun()
    return False


def _estimate(asked: Asked, recipe: Recipe) -> float:
    """Seconds that a map or the drift takes."""
    if recipe.run_id == asked.drift.run_id:
        return explore.drift_seconds(asked)
    of = (asked.first if recipe.run_id == asked.maps[0].run_id else asked.second).embedding
    assert recipe.learner is not None and isinstance(recipe.dataset, EmbeddingOf)  # it makes a map
    shown = recipe.dataset
    n_items = len(selections.labels_of(shown.only)) if shown.only else shown.n_items or of.n_items
    return recipe.learner.estimate(of.first(n_items)).seconds


main()
