"""What all pages share around the map: the way of the keyboard, the row of tabs, what was circled."""

import io
import re
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import ROOT, wait_for_app_run
from tests.browser.driving import TOY, tab
from tests.browser.pointing import corner, drag, the_map, toy_world

pytestmark = pytest.mark.browser
SCRIPT = ROOT / "app.py"
RUNS = (TOY,)
Open = Callable[[str], Page]


@pytest.fixture
def words(open_app: Open) -> Page:
    """The toy world with its map."""
    return toy_world(open_app)


def test_the_first_stop_of_the_keyboard_leads_to_the_map(words: Page) -> None:
    words.keyboard.press("Tab")
    expect(words.get_by_role("link", name="Skip to the map")).to_be_focused()
    words.keyboard.press("Enter")
    words.keyboard.press("PageDown")
    expect(words.locator(".map .status")).to_have_text(re.compile("^the, kind small words, 1 of 1,[0-9]{3}$"))


def test_the_row_of_tabs_stays_in_sight(words: Page) -> None:
    words.set_viewport_size({"width": 1400, "height": 500})
    words.get_by_test_id("stMain").evaluate("main => main.scrollTo(0, main.scrollHeight)")
    box = words.get_by_role("radiogroup", name="Questions").bounding_box()
    menu = words.get_by_test_id("stHeader").bounding_box()
    assert box is not None and menu is not None and 0 <= box["y"] - menu["y"] - menu["height"] < 20


def test_a_map_that_is_partly_behind_the_menu_is_drawn_to_its_end(words: Page) -> None:
    points = words.locator(".map canvas").nth(1)
    points.evaluate("canvas => { canvas.style.background = 'rgb(255, 0, 0)' }")
    words.get_by_test_id("stMain").evaluate("main => main.scrollTo(0, 350)")
    words.wait_for_timeout(500)  # until what was scrolled is painted
    box = points.bounding_box()
    assert box is not None and box["y"] < 0
    picture = np.asarray(Image.open(io.BytesIO(words.screenshot())).convert("RGB"))
    column = picture[:, int(box["x"]) + 20]
    assert np.flatnonzero((column == (255, 0, 0)).all(axis=1))[-1] >= box["y"] + box["height"] - 3


def test_a_tab_can_have_the_page_to_itself_and_the_link_says_so(words: Page) -> None:
    words.get_by_text("Without the map").click()
    expect(words.locator(".map")).to_have_count(0)
    wait_for_app_run(words)
    assert "wide=true" in words.url
    expect(words.get_by_role("heading", name="king", exact=True)).to_be_visible()
    words.reload()
    wait_for_app_run(words)
    expect(words.get_by_role("radiogroup", name="Questions")).to_be_visible()
    expect(words.locator(".map")).to_have_count(0)
    words.get_by_text("Without the map").click()
    the_map(words)


def place(page: Page) -> float:
    """How far down on the page the row of tabs is, however far it is scrolled."""
    box = page.get_by_role("radiogroup", name="Questions").bounding_box()
    assert box is not None
    return box["y"] + page.get_by_test_id("stMain").evaluate("main => main.scrollTop")


def test_hundreds_of_circled_items_push_nothing_away(words: Page) -> None:
    tab(words, "Export")
    before = place(words)
    words.get_by_role("button", name="Select with a box").click()
    drag(words, corner(words, 0.02, 0.02), corner(words, 0.98, 0.98))
    wait_for_app_run(words)
    expect(words.get_by_text("circled:")).to_be_visible()
    assert abs(place(words) - before) < 60
    words.get_by_role("button", name=re.compile("^Show all 1,[0-9]{3}$")).click()
    expect(words.get_by_test_id("stPopoverBody").get_by_test_id("stDataFrame")).to_be_visible()
