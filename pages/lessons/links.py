"""From a lesson to the page that does the same at full size, with the same setting."""

from collections.abc import Callable, Mapping

import streamlit as st

from engine.errors import InputError
from engine.runs.recipe import Recipe
from pages.parts.domain import Domain
from pages.parts.domains import DOMAINS
from pages.parts.explore.state import PageState
from pages.parts.navigation import page_of
from pages.parts.run.obtain import begin
from pages.parts.write.plain import plain

NOTHING: Mapping[str, object] = {}


def domain(name: str) -> Domain:
    """A page by its name."""
    return next(one for one in DOMAINS if one.name == name)


def to_page(label: str, name: str, tab: str = "", **told: str) -> None:
    """A link to what a page opens with, and to one of its tabs; told: what else its address says (`PageState`)."""
    query = _query(domain(name).first.run_id, tab, told)
    st.page_link(page_of(domain(name)), label=label, icon=":material/arrow_forward:", query_params=query)


def to_run(
    label: str, name: str, recipe: Callable[[], Recipe], key: str, tab: str = "",
    values: Mapping[str, object] = NOTHING, **told: str,
) -> None:  # fmt: skip
    """A button that opens a page with the run of a recipe, which is computed there if it never was.

    values: as in `to_tab`; {run} in their names is the id of that run. told: see `to_page`.
    """
    if st.button(label, icon=":material/arrow_forward:", type="tertiary", key=key):  # as a link looks
        try:
            wanted = recipe()
        except InputError as error:
            st.warning(plain(str(error)))
            return
        go(name, wanted, tab, values, **told)


def to_tab(label: str, name: str, tab: str, values: Mapping[str, object], key: str) -> None:
    """A button that opens a tab with its controls set: values by the names that the tab gives them."""
    if st.button(label, icon=":material/arrow_forward:", type="tertiary", key=key):  # as a link looks
        go(name, None, tab, values)


def go(name: str, recipe: Recipe | None, tab: str, values: Mapping[str, object] = NOTHING, **told: str) -> None:
    """Go to a page with the run of a recipe, which is asked for if it never was; None: what the page opens with.

    values: see `to_run`. told: see `to_page`.
    """
    if recipe is not None:
        begin(recipe)
    run_id = (recipe or domain(name).first).run_id
    page = PageState(name)
    for control, value in values.items():
        st.session_state[page.key(control.replace("{run}", run_id))] = value
    st.switch_page(page_of(domain(name)), query_params=_query(run_id, tab, told))


def _query(run_id: str, tab: str, told: Mapping[str, str]) -> dict[str, str]:
    return {"run": run_id, **({"tab": tab} if tab else {}), **told}
