"""The guided tours, and large type, as a visitor uses them."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from engine.learners.words.ppmi_svd import PPMISVD
from engine.runs.recipe import Recipe
from tests.browser.conftest import ROOT, wait_for_app_run
from tests.browser.driving import PATIENCE, TOY, TOY_WORDS, press

pytestmark = pytest.mark.browser
SCRIPT = ROOT / "app.py"
SMALL = Recipe(TOY.dataset, PPMISVD(n_components=8, window=2))
RUNS = (TOY, SMALL)
Open = Callable[[str], Page]
ADDRESSES = {
    "words": f"{TOY_WORDS}&item=king",
    "compare": f"/compare?a={TOY.run_id}&b={SMALL.run_id}&map_a=pca&map_b=pca",
}
"""Of pages whose tour is begun elsewhere than at their name."""


TRIED = ("compare", "graphs", "images", "lessons", "movies", "runs", "words")
"""Whose tours are walked here: those with the most different controls."""


def card(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Guided tour")


def begin(page: Page) -> Locator:
    press(page, "Guided tour of this page")
    return card(page)


def opened(open_app: Open, name: str) -> Page:
    page = open_app(ADDRESSES.get(name, f"/{name}"))
    if name not in ("runs", "lessons"):
        page.locator(".map[data-ready=yes]").first.wait_for(timeout=PATIENCE)
    wait_for_app_run(page)
    return page


def test_a_stop_waits_until_its_control_was_used_and_goes_on_after_a_reload(open_app: Open) -> None:
    page = opened(open_app, "words")
    tour = begin(page)
    expect(tour.get_by_text("1 of 11")).to_be_visible()
    field = page.get_by_placeholder("Find an item")
    field.click()
    page.wait_for_timeout(1_500)
    expect(tour.get_by_text("1 of 11")).to_be_visible()  # the cursor in a field is not yet a search
    field.fill("king")
    field.press("Enter")
    expect(tour.get_by_text("2 of 11")).to_be_visible()
    page.reload()
    expect(card(page).get_by_text("2 of 11")).to_be_visible()
    press(page, "Leave the tour")
    expect(card(page)).to_be_hidden()
    page.reload()
    expect(begin(page).get_by_text("2 of 11")).to_be_visible()
    press(page, "Back")
    expect(card(page).get_by_text("1 of 11")).to_be_visible()
    press(page, "Skip")
    expect(card(page).get_by_text("2 of 11")).to_be_visible()
    page.keyboard.press("Escape")
    expect(card(page)).to_be_hidden()


@pytest.mark.parametrize("name", TRIED)
def test_every_stop_finds_its_control(open_app: Open, name: str) -> None:
    page = opened(open_app, name)
    tour = begin(page)
    stops = page.evaluate("window.guide.stops")
    for at, stop in enumerate(stops):
        expect(tour.get_by_text(f"{at + 1} of {len(stops)}", exact=True)).to_be_visible()
        expect(page.locator("#guide-ring")).to_be_visible()
        if "named" in stop and stop["at"].startswith(".st-key-tab"):
            page.locator(stop["at"]).get_by_role("radio", name=stop["named"], exact=True).click()
        else:
            tour.locator(".guide-ways button").last.click()
    expect(tour).to_be_hidden()


def test_large_type_is_kept_and_reaches_pages_figures_and_maps(open_app: Open) -> None:
    page = opened(open_app, "words")
    size = "parseFloat(getComputedStyle(document.documentElement).fontSize)"
    letters = "map => map.embeddingMap.theme.type"
    shown = page.locator(".map[data-ready=yes]").first
    usual = page.evaluate(size)
    assert shown.evaluate(letters) == 1
    press(page, "Large type")
    assert (page.evaluate(size), shown.evaluate(letters)) == (1.25 * usual, 1.25)
    open_app("/lesson-3")
    tick = page.locator(".js-plotly-plot .xtick text").first
    expect(tick).to_have_css("font-size", "15.5px")
    top = page.evaluate("document.documentElement.style.getPropertyValue('--page-top')")
    assert float(top[:-2]) > 60  # what lies below the menu makes room for it
    press(page, "Large type")
    assert page.evaluate(size) == usual
