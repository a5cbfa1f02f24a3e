"""All by keyboard: the Tab key comes by every control of a page and leaves it again, and controls are used by keys."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from engine.learners.words.ppmi_svd import PPMISVD
from engine.openings import DOCUMENTS, GRAPHS, IMAGES, MOVIES, VECTORS
from engine.runs.recipe import Recipe
from tests.browser.conftest import ROOT, wait_for_app_run
from tests.browser.driving import TOY, TOY_WORDS, run_of
from tests.browser.pointing import camera, the_map, toy_world
from tests.browser.walking import walk

pytestmark = pytest.mark.browser
SCRIPT = ROOT / "app.py"
SMALL = Recipe(TOY.dataset, PPMISVD(n_components=8, window=2))
RUNS = (TOY, SMALL, MOVIES, IMAGES, GRAPHS, DOCUMENTS, VECTORS)
Open = Callable[[str], Page]
PAGES = {
    "lesson-2": "/lesson-2",
    "words": f"{TOY_WORDS}&map=pca&item=king",
    "movies": f"/movies?run={MOVIES.run_id}&map=pca",
    "images": f"/images?run={IMAGES.run_id}&map=pca",
    "graphs": f"/graphs?run={GRAPHS.run_id}&map=pca",
    "documents": f"/documents?run={DOCUMENTS.run_id}&map=pca",
    "vectors": f"/vectors?run={VECTORS.run_id}&map=pca",
    "compare": f"/compare?a={TOY.run_id}&b={SMALL.run_id}&map_a=pca&map_b=pca",
    "runs": "/runs",
    "exercises": "/exercises",
}
TWO_MAPS = ("graphs", "compare")
MOST = 120
"""Stops before a control that is looked for."""


@pytest.fixture
def pinned() -> bool:
    """A new visitor has pinned nothing."""
    return False


@pytest.mark.parametrize("name", PAGES)
def test_tab_comes_by_every_control_of_a_page_and_leaves_it(open_app: Open, name: str) -> None:
    page = open_app(PAGES[name])
    if "map" in PAGES[name]:
        page.locator(".map[data-ready=yes]").nth(1 if name in TWO_MAPS else 0).wait_for()
    page.locator("#large-type-button").wait_for()
    wait_for_app_run(page)
    address = page.url
    found = walk(page)
    assert page.url == address  # nothing was opened by the way
    assert len(found.stops) > 20
    assert (found.missed, found.again, found.nameless, found.backwards) == ([], [], [], [])
    assert [stop.told for stop in found.stops if not stop.marked] == []
    regions = [stop.region for stop in found.stops]
    assert regions.index("edges") < regions.index("stMain") and set(regions[regions.index("stMain") :]) == {"stMain"}


def reach(page: Page, control: Locator) -> None:
    """Press Tab until a control has the focus."""
    for _ in range(MOST):
        page.keyboard.press("Tab")
        if control.count() == 1 and control.evaluate("one => one.getRootNode().activeElement === one"):
            return
    raise AssertionError(f"not reached: {control}")


def use(page: Page, control: Locator, *keys: str) -> None:
    """Go to a control by Tab and press keys there."""
    reach(page, control)
    for key in keys:
        page.keyboard.press(key)
    wait_for_app_run(page)


def test_a_lesson_is_predicted_and_tried(open_app: Open) -> None:
    page = open_app("/lesson-2")
    use(page, page.get_by_role("radio", name="1st"), "Space")
    use(page, page.get_by_role("button", name="Reveal"), "Enter")
    expect(page.get_by_text("1st: as you predicted.")).to_be_visible()
    slider = page.locator("input[type=range][aria-label='Rank r']")
    before = slider.input_value()
    use(page, slider, "ArrowRight")
    expect(slider).not_to_have_value(before)


def test_steps_open_and_escape_leads_back_to_them(open_app: Open) -> None:
    page = toy_world(open_app)
    step = page.get_by_role("button", name=re.compile("^Method: "))
    use(page, step, "Enter")
    expect(page.get_by_role("combobox", name="Method", exact=True)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("stSidebarContent")).to_be_hidden()
    expect(step).to_be_focused()
    page.keyboard.press("Enter")
    use(page, page.get_by_label("Dimensions", exact=True), "Control+a", "8", "Enter")
    use(page, page.get_by_role("button", name="Train", exact=True), "Enter")
    page.wait_for_url(lambda url: TOY.run_id not in url)
    assert run_of(page) != TOY.run_id


def test_the_map_its_rows_of_buttons_and_what_is_around_it(open_app: Open) -> None:
    page = toy_world(open_app)
    look = page.get_by_role("button", name="Look")
    use(page, look, "Enter")
    body = page.get_by_test_id("stPopoverBody")
    shape = body.get_by_role("radio", name="density")
    use(page, body.get_by_role("radio", name="points"), "ArrowRight", "Space")
    expect(shape).to_be_checked()
    page.keyboard.press("Escape")
    expect(body).to_be_hidden()
    expect(look).to_be_focused()
    use(page, page.get_by_role("button", name="actions"), "ArrowRight", "Enter")
    expect(page.get_by_role("button", name="animals")).to_have_attribute("aria-pressed", "true")
    kept = camera(page)
    use(page, page.get_by_role("button", name="Move the map by dragging"), *["ArrowRight"] * 3, "Enter")
    expect(the_map(page)).not_to_have_attribute("data-camera", kept)
    kept = camera(page)
    use(page, page.get_by_role("application"), "+", "Shift+ArrowLeft", "PageDown", "Enter")
    expect(the_map(page)).not_to_have_attribute("data-camera", kept)
    expect(page.get_by_role("heading", name="king", exact=True)).to_have_count(0)
    find = page.get_by_role("searchbox", name="Find")
    use(page, find, *"quee")
    use(page, page.get_by_role("button", name="queen", exact=True), "Enter")
    expect(page.get_by_role("heading", name="queen", exact=True)).to_be_visible()
    use(page, page.locator(".st-key-inspector canvas").first, "ArrowDown", "Shift+Space")
    expect(page.get_by_role("heading", name="queen", exact=True)).to_have_count(0)
    questions = page.get_by_role("radiogroup", name="Questions")
    use(page, questions.get_by_role("radio", checked=True), "ArrowRight", "Space")
    expect(questions.get_by_role("radio", name="Senses")).to_be_checked()
