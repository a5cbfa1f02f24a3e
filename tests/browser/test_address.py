"""The address of a page is its state, both ways: Back and Forward show what they name, a copied link what was seen."""

from collections.abc import Callable
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
from playwright.sync_api import Page, expect

from pages.words.page import WORDS
from tests.browser.conftest import ROOT, wait_for_app_run
from tests.browser.driving import PATIENCE, choose, enter, find, pick, run_of, train
from tests.browser.pointing import click, lonely, the_map

pytestmark = pytest.mark.browser
SCRIPT = ROOT / "app.py"
Open = Callable[[str], Page]
MATRIX, TREE = "matrix", "tree"
"""Words of the text that the page opens with."""


@pytest.fixture
def words(open_app: Open) -> Page:
    """The words page, come to by the menu, with its map."""
    page = open_app("/runs")
    to(page, "Words")
    the_map(page)
    wait_for_app_run(page)
    return page


def to(page: Page, name: str) -> None:
    """Go to a page by the menu."""
    page.get_by_role("navigation").get_by_role("link", name=name).click()
    wait_for_app_run(page)


def item(page: Page) -> list[str]:
    """The item in the address: none, or one."""
    return parse_qs(urlsplit(page.url).query, keep_blank_values=True).get("item", [])


def expect_item(page: Page, word: str) -> None:
    """Wait until page and address agree on the chosen word."""
    expect(page.get_by_role("heading", name=word, exact=True)).to_be_visible()
    wait_for_app_run(page)
    assert item(page) == [word]


def test_back_and_forward_show_the_word_that_the_address_names(words: Page) -> None:
    find(words, MATRIX, MATRIX)
    find(words, TREE, TREE)
    words.go_back()
    expect_item(words, MATRIX)
    words.go_forward()
    expect_item(words, TREE)
    words.go_back()
    words.go_back()
    expect(words.get_by_role("heading", name=WORDS.first_item, exact=True)).to_be_visible()
    assert item(words) == []


def test_clicks_on_points_replace_one_step_and_a_copied_link_opens_the_last_of_them(words: Page) -> None:
    before = words.evaluate("history.length")
    for row in (lonely(words), 0, 1):
        click(words, row)
    assert words.evaluate("history.length") == before
    (chosen,) = item(words)
    other = words.context.new_page()
    other.goto(words.url)
    expect_item(other, chosen)
    other.close()
    words.go_back()
    expect(words.get_by_role("heading", name="Runs")).to_be_visible()
    words.go_forward()
    expect_item(words, chosen)


def test_what_was_let_go_stays_so_by_the_link(words: Page) -> None:
    find(words, MATRIX, MATRIX)
    words.locator(".field").press("Escape")
    expect(words.get_by_role("heading", name=MATRIX, exact=True)).to_have_count(0)
    wait_for_app_run(words)
    words.reload()
    the_map(words)
    expect(words.get_by_text("Click a point, or type above")).to_be_visible()


def test_the_view_is_in_the_address_and_a_copied_link_shows_it(words: Page) -> None:
    pick(words, "Map", "PCA")
    choose(words, "Space", "3-D")
    pick(words, "Items", "500 words")
    pick(words, "Color", "no color")
    wait_for_app_run(words)
    told = dict(parse_qsl(urlsplit(words.url).query))
    assert told == {"map": "pca", "dims": "3", "items": "500", "color": "none"}
    other = words.context.new_page()
    other.goto(words.url)
    wait_for_app_run(other)
    expect(other.get_by_role("radiogroup", name="Space").get_by_role("radio", name="3-D")).to_be_checked()
    for label, option in (("Map", "PCA"), ("Items", "500 words"), ("Color", "no color")):
        expect(other.get_by_role("combobox", name=label, exact=True)).to_have_value(option)
    other.close()
    pick(words, "Map", "t-SNE")
    choose(words, "Space", "2-D")
    pick(words, "Items", "2,000 words")
    pick(words, "Color", "color: library")
    wait_for_app_run(words)
    assert urlsplit(words.url).query == ""


def test_undo_takes_back_what_was_changed_and_redo_does_it_again(words: Page) -> None:
    undo, redo = (words.get_by_role("button", name=name) for name in ("undo", "redo"))
    expect(undo).to_be_disabled()
    choose(words, "Space", "3-D")
    expect(undo).to_be_enabled()  # a step of its own
    find(words, TREE, TREE)
    undo.click()
    expect(words.get_by_role("heading", name=WORDS.first_item, exact=True)).to_be_visible()
    wait_for_app_run(words)
    assert item(words) == [] and "dims=3" in words.url
    redo.click()
    expect_item(words, TREE)
    expect(redo).to_be_disabled()
    words.keyboard.press("Control+z")
    expect(words.get_by_role("heading", name=WORDS.first_item, exact=True)).to_be_visible()
    wait_for_app_run(words)
    undo.click()
    expect(words.get_by_role("radiogroup", name="Space").get_by_role("radio", name="2-D")).to_be_checked()
    wait_for_app_run(words)
    assert urlsplit(words.url).query == ""
    expect(undo).to_be_disabled()
    find(words, MATRIX, MATRIX)  # another way on: what was undone is forgotten
    expect(redo).to_be_disabled()


def test_a_run_makes_a_step_and_back_shows_the_one_before_with_its_settings(words: Page) -> None:
    usual = str(WORDS.default.to_json()["learner"]["n_components"])
    find(words, MATRIX, MATRIX)
    enter(words, "Dimensions", 20)
    run_id = train(words)
    expect(words.get_by_text("Computed already")).to_be_visible(timeout=PATIENCE)
    assert run_id != WORDS.default.run_id
    find(words, TREE, TREE)
    words.go_back()
    expect_item(words, MATRIX)
    assert run_of(words) == run_id
    words.go_back()
    expect_item(words, MATRIX)
    assert "run=" not in words.url
    expect(words.get_by_label("Dimensions", exact=True)).to_have_value(usual)


def test_a_page_that_is_left_and_entered_by_the_menu_is_as_it_was_and_says_so(words: Page) -> None:
    find(words, MATRIX, MATRIX)
    to(words, "Runs")
    to(words, "Words")
    expect_item(words, MATRIX)
    words.go_back()
    expect(words.get_by_role("heading", name="Runs")).to_be_visible()


def test_home_keeps_its_pictures_apart_and_out_of_the_address(open_app: Open) -> None:
    page = open_app("/")
    first = page.locator(".st-key-home_words_map_map .map[data-ready=yes]")
    expect(first).to_have_count(1, timeout=PATIENCE)
    wait_for_app_run(page, 180)
    x, y = first.evaluate("map => map.embeddingMap.where(3)")
    page.mouse.click(x, y)
    wait_for_app_run(page)
    assert item(page) == []
