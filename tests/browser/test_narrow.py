"""Narrow windows: a phone of 390 pixels with a finger, and 800 pixels, where the inspector stands below the map."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.conftest import PATIENCE, ROOT, wait_for_app_run
from tests.browser.driving import TOY
from tests.browser.pointing import lonely, the_map, toy_world, where

pytestmark = pytest.mark.browser
SCRIPT = ROOT / "app.py"
RUNS = (TOY,)
Open = Callable[[str], Page]
WIDTH, HEIGHT = 390, 844


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser session on a phone."""
    phone = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, has_touch=True, is_mobile=True)
    phone.set_default_timeout(PATIENCE)
    yield phone
    phone.close()


@pytest.fixture
def words(open_app: Open) -> Page:
    """The toy world with its map."""
    return toy_world(open_app)


def box(locator: Locator) -> dict[str, float]:
    """Where an element is: x, y, width, height."""
    found = locator.bounding_box()
    assert found is not None
    return dict(found)


def test_the_map_is_in_sight_and_nothing_is_wider_than_the_phone(words: Page) -> None:
    field = box(words.locator(".field"))
    assert field["width"] > WIDTH - 40 and field["y"] + field["height"] < HEIGHT
    assert box(words.locator(".st-key-toolbar"))["height"] < 60  # one line, that is pushed sideways
    wider = "main => [main.scrollWidth - main.clientWidth, document.documentElement.scrollWidth - innerWidth]"
    assert words.get_by_test_id("stMain").evaluate(wider) == [0, 0]


def test_a_tap_chooses_and_the_last_tool_of_the_line_is_reached(words: Page) -> None:
    row = lonely(words)
    words.touchscreen.tap(*where(words, row))
    wait_for_app_run(words)
    expect(the_map(words)).to_have_attribute("data-selected", str(row))
    words.get_by_role("button", name="Settings").tap()
    expect(words.get_by_test_id("stPopoverBody")).to_be_in_viewport()


def test_a_map_that_fills_the_phone_has_the_inspector_below_it(words: Page) -> None:
    words.get_by_role("button", name="Full screen").tap()
    words.wait_for_timeout(500)
    field, inspector = box(words.locator(".field")), box(words.locator(".st-key-inspector"))
    assert field["height"] > 0.4 * HEIGHT and field["y"] + field["height"] <= inspector["y"]
    assert inspector["y"] + inspector["height"] <= HEIGHT and inspector["height"] > 0.3 * HEIGHT
    words.get_by_role("button", name="Full screen").tap()
    expect(words.get_by_role("radiogroup", name="Questions")).to_be_visible()


def test_below_the_map_the_inspector_has_all_of_the_width(words: Page) -> None:
    words.set_viewport_size({"width": 800, "height": 1000})
    expect(words.get_by_role("navigation", name="Steps")).to_be_visible()
    words.wait_for_timeout(500)
    field, inspector = box(words.locator(".field")), box(words.locator(".st-key-inspector"))
    assert inspector["y"] > field["y"] + field["height"] and inspector["y"] < 1000
    assert inspector["width"] == pytest.approx(field["width"], abs=2)


def test_the_menu_of_pages_is_called_so(words: Page) -> None:
    button = words.get_by_test_id("stExpandSidebarButton")
    assert "Menu" in button.evaluate("button => getComputedStyle(button, '::after').content")
    button.tap()
    words.get_by_role("link", name="Runs").tap()
    expect(words.get_by_role("heading", name="Runs")).to_be_visible()
