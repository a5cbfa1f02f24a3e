"""A widget that shows a value of the address and sets it: what is no option counts as the usual one."""

from collections.abc import Callable, Sequence

import pytest
import streamlit as st

from pages.parts.explore.controlled import choose
from pages.parts.explore.state import PageState

OPTIONS = ("pca", "tsne")
Pick = Callable[[str | None], None]


pytestmark = pytest.mark.usefixtures("session")


def drawn(page: PageState, options: Sequence[str] = OPTIONS, usual: str = "tsne") -> tuple[str, str, Pick]:
    """What counts as chosen, what the widget shows, and a hand that picks an option of it."""
    seen: dict[str, Callable[[], None]] = {}

    def widget(label: str, options: Sequence[str], key: str, on_change: Callable[[], None], help: str) -> None:
        assert (label, help) == ("Map", "told") and key == "words.choose_map"
        seen["take"] = on_change

    counts = choose(widget, "Map", page, "map", options, usual, help="told")

    def pick(option: str | None) -> None:
        st.session_state["words.choose_map"] = option
        seen["take"]()

    return counts, st.session_state["words.choose_map"], pick


def test_the_usual_option_is_shown_until_another_is_picked_which_the_address_says() -> None:
    page = PageState("words")
    counts, shown, pick = drawn(page)
    assert counts == shown == "tsne" and page.map == ""
    pick("pca")
    assert page.map == "pca" and st.query_params == {"map": "pca"}
    counts, shown, pick = drawn(page)
    assert counts == shown == "pca"


@pytest.mark.parametrize("option", ["tsne", None])
def test_the_usual_option_and_none_need_no_word(option: str | None) -> None:
    page = PageState("words")
    page.map = "pca"
    *_, pick = drawn(page)
    pick(option)
    assert page.map == "" and not st.query_params


def test_what_is_no_option_counts_as_the_usual_one_and_is_kept_for_where_it_is() -> None:
    page = PageState("words")
    page.map = "axes"
    assert drawn(page)[:2] == ("tsne", "tsne") and page.map == "axes"
    assert drawn(page, (*OPTIONS, "axes"))[:2] == ("axes", "axes")


def test_a_value_that_is_set_elsewhere_moves_the_widget(session: dict[str, object]) -> None:
    page = PageState("words")
    drawn(page)[2]("pca")
    page.map = ""  # as Back or Undo do
    assert drawn(page)[:2] == ("tsne", "tsne") and session["words.choose_map"] == "tsne"
