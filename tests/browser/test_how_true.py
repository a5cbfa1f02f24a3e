"""How true? as a user meets it: measured at once, drawn on the map, and made anew with other seeds."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import ROOT, wait_for_app_run
from tests.browser.driving import PATIENCE, choose, press

pytestmark = pytest.mark.browser
SCRIPT = ROOT / "app.py"
CROSSED = "map => [map.embeddingMap.state.neighbors, map.embeddingMap.state.missing, map.embeddingMap.state.strangers]"
LINES = "map => [map.embeddingMap.edgeCounts, map.embeddingMap.edgePalette.length]"


@pytest.fixture
def club(open_app: Callable[[str], Page]) -> Page:
    """The karate club with its tab open and a node chosen."""
    page = open_app("/graphs?map=tsne&tab=How+true%3F&item=Officer")
    page.get_by_role("radiogroup", name="Of the map", exact=True).wait_for(timeout=PATIENCE)
    wait_for_app_run(page)
    return page


def on_map(page: Page, script: str, wanted: Callable[[list[object]], bool]) -> None:
    """Wait until the map has what was asked for."""
    root = page.locator(".st-key-graphs_map_map .map[data-ready=yes]")
    for _ in range(100):
        if wanted(root.evaluate(script)):
            return
        page.wait_for_timeout(100)
    raise AssertionError(root.evaluate(script))


def test_what_is_true_and_false_is_drawn_on_the_map(club: Page) -> None:
    club.get_by_text("true and false neighbors of the chosen item", exact=True).click()
    wait_for_app_run(club)
    on_map(club, CROSSED, lambda found: len(found[0]) == 10 and len(found[1]) == len(found[2]))  # type: ignore[arg-type]
    club.get_by_text("neighbors of all items", exact=True).click()
    wait_for_app_run(club)
    on_map(club, LINES, lambda found: len(found[0]) == found[1] == 3 and sum(found[0]) > 100)  # type: ignore[arg-type,call-overload]
    press(club, "Color by neighbors kept")
    expect(club.get_by_text("neighbors kept", exact=True).first).to_be_visible()
    assert "truth=graph" in club.url and "color=" in club.url


def test_other_seeds_are_made_on_one_click_and_compared(club: Page) -> None:
    choose(club, "Of the map", "Other seeds")
    press(club, "Make them")
    expect(club.get_by_text("of its neighbors from one of these maps to another")).to_be_visible(timeout=PATIENCE)
    expect(club.locator("[class*=st-key-graphs_other_] .map[data-ready=yes]")).to_have_count(6, timeout=PATIENCE)


def test_shuffled_data_stand_beside(club: Page) -> None:
    choose(club, "Of the map", "Shuffled data")
    expect(club.locator(".st-key-graphs_null_map .map[data-ready=yes]")).to_be_visible(timeout=PATIENCE)
    expect(club.get_by_text("Shapes that both maps have are of the method's making")).to_be_visible()
