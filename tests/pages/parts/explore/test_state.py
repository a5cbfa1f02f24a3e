"""The typed state of a page: keys, usual values, and what it takes from an address."""

import pytest
import streamlit as st

from pages.parts.explore.state import PageState

pytestmark = pytest.mark.usefixtures("session")


def test_values_are_usual_until_they_are_set_each_page_for_itself(session: dict[str, object]) -> None:
    words, films = PageState("words"), PageState("movies")
    words.k, words.circled = 3, (1, 2)
    assert (words.k, films.k, words.metric, films.circled) == (3, 10, "cosine", ())
    assert session == {"words.k": 3, "words.circled": (1, 2)}
    assert f"{words}.k" == words.key("k") and words.key("pair", "king", 3) == "words.pair.king.3"


def test_the_run_is_that_of_the_address_and_is_remembered() -> None:
    page = PageState("words")
    assert page.run == ""
    for hostile in ("../../etc/passwd", "A" * 32, "0" * 31, "0" * 33):
        st.query_params["run"] = hostile
        page.follow_address(returning=False)
        assert page.run == ""
    st.query_params["run"] = "0" * 32
    page.follow_address(returning=False)
    assert page.run == "0" * 32
    page.run = "1" * 32
    assert st.query_params["run"] == page.run == "1" * 32


def test_what_a_page_remembers_is_put_into_an_address_that_the_menu_made() -> None:
    page = PageState("words")
    page.run, page.item = "0" * 32, "queen"
    st.query_params.clear()
    page.follow_address(returning=False)
    assert dict(st.query_params) == {"run": "0" * 32, "item": "queen"}
    assert PageState("movies").run == ""


def test_back_takes_what_the_address_does_not_name() -> None:
    page = PageState("words")
    page.begin_with("king", "1" * 32)
    page.run, page.item = "0" * 32, "queen"
    st.query_params.clear()
    page.follow_address(returning=True)
    assert (page.run, page.item, dict(st.query_params)) == ("1" * 32, "king", {})
    page.run = "1" * 32
    assert "run" not in st.query_params
    st.query_params["item"] = "france"
    page.follow_address(returning=True)
    assert page.item == "france"


def test_an_item_let_go_stays_so_and_its_address_says_it() -> None:
    page = PageState("words")
    page.begin_with("king")
    assert page.item == "king" and "item" not in st.query_params
    page.item = "queen"
    assert st.query_params["item"] == "queen"
    page.item = ""
    page.begin_with("king")
    assert page.item == "" and st.query_params["item"] == ""
    page.item = "king"
    assert "item" not in st.query_params
    other = PageState("movies")
    other.item = "Alien"
    other.item = ""
    assert "item" not in st.query_params  # a page that begins with none


def test_an_address_names_the_first_item() -> None:
    st.query_params["item"] = "oslo"
    page = PageState("words")
    page.begin_with("king")
    page.follow_address(returning=False)
    assert page.item == "oslo"


def test_a_picture_of_a_page_leaves_the_address_alone() -> None:
    picture = PageState("home_words", addressed=False)
    picture.begin_with("king")
    picture.item = "queen"
    assert picture.item == "queen" and not st.query_params


@pytest.mark.parametrize(
    ("name", "refused"),
    [("dims", ("4", "2.0", "23", "")), ("items", ("-1", "1e9", "123456789", "all")), ("color", ("x" * 5_000,))],
)
def test_an_address_says_of_the_view_only_what_may_be(name: str, refused: tuple[str, ...]) -> None:
    page = PageState("words")
    for value in refused:
        st.query_params[name] = value
        page.follow_address(returning=False)
        assert getattr(page, name) == ""


def test_the_view_is_in_the_address_unless_it_is_as_at_first() -> None:
    page = PageState("words")
    page.map, page.dims, page.items, page.color = "tsne", "3", "500", "topic"
    assert dict(st.query_params) == {"map": "tsne", "dims": "3", "items": "500", "color": "topic"}
    page.map = page.dims = page.items = page.color = ""
    assert not st.query_params
