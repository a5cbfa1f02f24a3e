"""Room for the map: the sidebar folds to a strip of steps that open over the page, and the map fills the screen."""

import re
import tomllib
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.conftest import PATIENCE, ROOT, wait_for_app_run
from tests.browser.driving import TOY, pick
from tests.browser.pointing import the_map, toy_world

pytestmark = pytest.mark.browser
SCRIPT = ROOT / "app.py"
RUNS = (TOY,)
Open = Callable[[str], Page]
WIDTH, HEIGHT = 1400, 900
DARK_SIDE = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())["theme"]["dark"][
    "secondaryBackgroundColor"
]


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser session of a new visitor, who has pinned nothing."""
    fresh = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
    fresh.set_default_timeout(PATIENCE)
    yield fresh
    fresh.close()


@pytest.fixture
def words(open_app: Open) -> Page:
    """The toy world with its map."""
    return toy_world(open_app)


def strip(page: Page) -> Locator:
    return page.get_by_role("navigation", name="Steps")


def steps(page: Page) -> Locator:
    """What the strip opens: the content of the sidebar."""
    return page.get_by_test_id("stSidebarContent")


def step(page: Page, name: str) -> None:
    """Press a button of the strip."""
    strip(page).get_by_role("button", name=re.compile(f"^{name}: ")).click()


def box(locator: Locator) -> dict[str, float]:
    """Where an element is: x, y, width, height."""
    found = locator.bounding_box()
    assert found is not None
    return dict(found)


def test_the_color_of_the_strip_is_known_before_there_is_a_sidebar(open_app: Open, page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    open_app("/exercises")
    expect(steps(page)).to_have_count(0)
    side = "getComputedStyle(document.documentElement).getPropertyValue('--page-side')"
    page.wait_for_function(f"() => {side} === '{DARK_SIDE}'")


def test_the_map_has_the_width_of_the_window_until_a_step_is_opened_over_it(words: Page) -> None:
    expect(strip(words)).to_be_visible()
    expect(steps(words)).to_be_hidden()
    before = box(words.locator(".field"))
    assert before["x"] < 120 and box(strip(words))["width"] < 80
    step(words, "Data")
    expect(steps(words)).to_be_visible()
    expect(words.get_by_role("combobox", name="Text", exact=True)).to_be_in_viewport()
    assert box(words.locator(".field")) == before  # over the page, which stays where it is
    words.keyboard.press("Escape")
    expect(steps(words)).to_be_hidden()


def test_a_click_on_the_page_or_on_the_step_again_closes_it(words: Page) -> None:
    for name in ("Data", "Method"):
        step(words, name)
        expect(steps(words)).to_be_visible()
        words.get_by_role("heading", name="king", exact=True).click()
        expect(steps(words)).to_be_hidden()
    step(words, "Data")
    expect(steps(words)).to_be_visible()
    step(words, "Data")
    expect(steps(words)).to_be_hidden()


def test_each_step_leads_to_its_own_controls_and_stays_while_they_are_used(words: Page) -> None:
    step(words, "Method")
    expect(words.get_by_role("combobox", name="Method", exact=True)).to_be_focused()
    pick(words, "Method", "Skip-gram")  # a list lies outside of the sidebar, in a layer of its own
    expect(steps(words)).to_be_visible()
    step(words, "Train")
    expect(words.get_by_role("button", name="Train", exact=True)).to_be_in_viewport()
    step(words, "Data")
    expect(words.get_by_role("combobox", name="Text", exact=True)).to_be_in_viewport()
    expect(steps(words)).to_be_visible()


def test_a_pin_keeps_the_steps_beside_the_page_also_at_the_next_visit(words: Page) -> None:
    step(words, "Pin")
    expect(steps(words)).to_be_visible()
    expect(strip(words).get_by_role("button", name=re.compile("^Data: "))).to_be_hidden()
    words.reload()
    the_map(words)
    wait_for_app_run(words)
    expect(steps(words)).to_be_visible()
    assert box(words.locator(".field"))["x"] > box(steps(words))["width"]
    words.keyboard.press("Escape")
    expect(steps(words)).to_be_visible()
    step(words, "Pin")
    expect(strip(words).get_by_role("button", name=re.compile("^Data: "))).to_be_visible()


def test_while_no_run_is_open_the_steps_are_in_sight(open_app: Open) -> None:
    page = open_app(f"/words?run={'0' * 32}")
    expect(page.get_by_text("This run is not here")).to_be_visible()
    expect(steps(page)).to_be_visible()
    expect(strip(page)).to_be_hidden()


def test_the_height_of_the_map_follows_the_window(words: Page) -> None:
    before = box(words.locator(".map"))["height"]
    words.set_viewport_size({"width": WIDTH, "height": HEIGHT + 150})
    words.wait_for_timeout(500)
    assert box(words.locator(".map"))["height"] == pytest.approx(before + 150, abs=2)


def test_the_map_takes_the_screen_with_the_inspector_and_escape_gives_it_back(words: Page) -> None:
    field = words.locator(".field")
    before = box(field)
    words.get_by_role("button", name="Full screen").click()
    expect(words.locator("html")).to_have_class(re.compile("map-full"))
    words.wait_for_timeout(500)
    full = box(field)
    assert full["width"] > WIDTH - 60 and full["height"] > HEIGHT - 160
    expect(words.get_by_role("heading", name="king", exact=True)).to_be_in_viewport()
    words.keyboard.press("Escape")
    expect(words.locator("html")).not_to_have_class(re.compile("map-full"))
    words.wait_for_timeout(500)
    assert box(field) == pytest.approx(before, abs=2)
    expect(the_map(words)).not_to_have_attribute("data-selected", "")  # the word is still chosen


def test_from_page_to_page_the_steps_stay_folded(words: Page) -> None:
    """The sidebar is watched as often as the browser draws; it never opens while the next page is being made."""
    words.evaluate("""() => {
        window.widest = 0
        const look = () => {
            const bar = document.querySelector("[data-testid=stSidebar]")
            if (bar) window.widest = Math.max(window.widest, bar.getBoundingClientRect().width)
            requestAnimationFrame(look)
        }
        look()
    }""")
    for name in ("Runs", "Words"):
        words.get_by_test_id("stHeader").get_by_role("link", name=name).click()
        words.wait_for_url(f"**/{name.lower()}*")
        wait_for_app_run(words)
    the_map(words)
    assert 0 < words.evaluate("window.widest") < 80
