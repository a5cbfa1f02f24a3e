"""Documents: a table of labeled texts is uploaded, trained, read and searched; the menu on a narrow page leads on."""

import re
from collections.abc import Callable
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import ROOT, wait_for_app_run
from tests.browser.driving import PATIENCE, column, enter, find, press, tab, table, train
from tests.browser.test_own_data import give

pytestmark = pytest.mark.browser
SCRIPT = ROOT / "app.py"
Open = Callable[[str], Page]
ROWS = {
    "pets": "the {0} sleeps on a warm {1} and eats its food",
    "ships": "a {0} sails over the {1} sea into the port",
}
THINGS = {"pets": ("cat", "dog", "hamster", "rabbit"), "ships": ("ketch", "yawl", "brig", "schooner")}
MORE = ("old", "red", "grey", "small", "large")


def reviews() -> bytes:
    """Two topics of twenty texts."""
    rows = [
        f"{label},{text.format(thing, more)}"
        for label, text in ROWS.items()
        for thing in THINGS[label]
        for more in MORE
    ]
    return "\n".join(["label,text", *rows]).encode()


def test_texts_of_the_users_own_are_trained_read_and_searched(open_app: Open) -> None:
    page = open_app("/documents")
    give(page, "Documents", "Your own text…", "mine.csv", reviews())
    expect(page.get_by_text(re.compile("40 documents with 2 labels"))).to_be_visible(timeout=PATIENCE)
    enter(page, "Dimensions", 4)
    train(page)
    expect(page.get_by_role("heading", name="LSA: mine.csv")).to_be_visible(timeout=PATIENCE)
    expect(page.locator(".map[data-ready=yes]")).to_have_count(1, timeout=PATIENCE)
    find(page, "the cat sleeps", "the cat sleeps on a warm… (row 2)")
    assert all("sleeps" in name for name in column(table(page), 1)[:5])
    tab(page, "Why close?")
    expect(page.get_by_text("the cat sleeps on a warm old and eats its food").first).to_be_visible()
    expect(page.get_by_text("Cosine of their vectors")).to_be_visible()
    tab(page, "Search")
    query = page.get_by_role("textbox", name="Words, or a whole text")
    query.fill("yawl")
    query.press("Enter")
    wait_for_app_run(page)
    expect(page.get_by_text("of the query's 1 counted words")).to_be_visible()
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_pretraining_is_tried_on_texts_of_the_users_own(open_app: Open) -> None:
    page = open_app("/documents")
    give(page, "Documents", "Your own text…", "mine.csv", reviews())
    expect(page.get_by_text(re.compile("40 documents with 2 labels"))).to_be_visible(timeout=PATIENCE)
    enter(page, "Dimensions", 4)
    enter(page, "Minimum count", 1)
    train(page)
    expect(page.get_by_role("heading", name="LSA: mine.csv")).to_be_visible(timeout=PATIENCE)
    expect(page.locator(".map[data-ready=yes]")).to_have_count(1, timeout=PATIENCE)
    tab(page, "Pre-training pays?")
    expect(page.get_by_text("The text without labels")).to_be_visible()
    page.get_by_test_id("stMain").get_by_role("button", name="Settings").last.click()  # the first is the map's
    for label, value in (("Seeds", 2), ("Numbers per word", 8), ("Epochs", 2)):
        enter(page, label, value)
    page.keyboard.press("Escape")
    press(page, "Train in all four ways")
    expect(page.get_by_text("Told right")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text(re.compile("14 documents of 2 classes are asked about"))).to_be_visible()
    expect(page.get_by_text("From scratch", exact=True).first).to_be_visible()
    expect(page.get_by_test_id("stException")).to_have_count(0)
    link = page.get_by_role("link", name="This result by itself").get_attribute("href") or ""
    page.goto(urljoin(page.url, link))
    expect(page.get_by_text("Told right")).to_be_visible(timeout=PATIENCE)


def test_pages_that_find_no_room_in_the_menu_are_behind_its_last_button(open_app: Open) -> None:
    page = open_app("/runs")
    page.set_viewport_size({"width": 800, "height": 900})
    more = page.get_by_test_id("stHeader").get_by_text(re.compile("^[0-9] more"))
    more.click()
    page.get_by_text("Vectors", exact=True).last.click()  # what opens lies above all else, last in the page
    page.wait_for_url("**/vectors*")
