"""Runs as a user meets them, and what a restart of the server leaves."""

import json
import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from engine.runs.recipe import Recipe
from pages.runs.listing import ROW_HEIGHT
from tests.browser.conftest import ROOT, Server, wait_for_app_run
from tests.browser.driving import (
    N_WORDS,
    PATIENCE,
    TOY,
    TOY_WORDS,
    choose,
    enter,
    expect_column,
    pick,
    press,
    press_to_run,
    run_of,
    table,
    tick,
    train,
)
from tests.browser.pointing import the_map
from tests.saved_runs import flip

pytestmark = pytest.mark.browser
SCRIPT = ROOT / "app.py"
RUNS = (TOY,)
Open = Callable[[str], Page]
DEFAULT = "PPMI-SVD: Toy world (200,000 tokens, synthetic)"


@pytest.fixture
def runs(open_app: Open) -> Page:
    """The page of runs with the toy world and its map, and a second one with 20 dimensions."""
    page = open_app(f"{TOY_WORDS}&map=pca")
    the_map(page)
    wait_for_app_run(page)
    enter(page, "Dimensions", 20)
    expect(page.get_by_text("another run than these controls describe")).to_be_visible()
    if page.get_by_role("button", name="Train", exact=True).count():
        train(page)
        page.wait_for_url(lambda url: TOY.run_id not in url)
        expect(page.get_by_text("Computed already")).to_be_visible(timeout=PATIENCE)
        wait_for_app_run(page)  # so that the map is not the one of before
        expect(page.get_by_text("trustworthiness")).to_be_visible(timeout=PATIENCE)
    to_runs(page)
    expect(table(page).locator("[role=gridcell]", has_text="dimensions 20")).to_have_count(1, timeout=PATIENCE)
    return page


def to_runs(page: Page) -> Page:
    """Go to the page of runs by the menu."""
    page.get_by_role("navigation").get_by_role("link", name="Runs").click()
    expect(page.get_by_role("heading", name="Runs")).to_be_visible()
    wait_for_app_run(page)
    return page


def expect_names(page: Page, *listed: str) -> None:
    """Wait until these runs are listed."""
    expect_column(table(page), 3, list(listed))


def expect_settings(page: Page, *listed: str) -> None:
    """Wait until runs are listed whose settings differ from the usual ones by these alone."""
    expect_column(table(page), 4, list(listed))


def test_runs_are_listed_found_and_opened(runs: Page) -> None:
    expect_names(runs, DEFAULT, DEFAULT)
    expect_settings(runs, "dimensions 20", "")  # the newest first
    enter(runs, "Find", "TOY WORLD (200")
    expect_names(runs, DEFAULT, DEFAULT)
    enter(runs, "Find", "nothing of the kind")
    expect(runs.get_by_text("No run is called “nothing of the kind”")).to_be_visible()
    enter(runs, "Find", "")
    tick(runs, table(runs), 0, ROW_HEIGHT)
    opened = press_to_run(runs, "Open")
    the_map(runs)
    assert opened != TOY.run_id
    expect(runs.get_by_label("Dimensions", exact=True)).to_have_value("20")


def test_a_run_is_renamed_and_pinned(runs: Page) -> None:
    tick(runs, table(runs), 1, ROW_HEIGHT)
    enter(runs, "Name", "the  <b>first</b> one ")
    expect_names(runs, DEFAULT, "the <b>first</b> one")
    press(runs, "Pin")
    expect(runs.get_by_label("Name", exact=True)).to_have_value(re.compile("<b>first"))  # ticked still
    expect_names(runs, "the <b>first</b> one", DEFAULT)
    runs.reload()
    wait_for_app_run(runs)
    expect_names(runs, "the <b>first</b> one", DEFAULT)
    tick(runs, table(runs), 0, ROW_HEIGHT)
    press(runs, "Unpin")
    enter(runs, "Name", "")
    expect_names(runs, DEFAULT, DEFAULT)


def test_a_recipe_is_downloaded_that_names_its_run(runs: Page) -> None:
    tick(runs, table(runs), 1, ROW_HEIGHT)
    with runs.expect_download() as download:
        press(runs, "Recipe")
    recipe = Recipe.from_json(json.loads(download.value.path().read_text()))
    assert recipe == TOY


def test_maps_are_listed_apart_and_open_what_they_were_made_from(runs: Page) -> None:
    choose(runs, "Show", "Maps and tests")
    expect_names(runs, f"PCA: {DEFAULT}", f"PCA: {DEFAULT}")
    tick(runs, table(runs), 1, ROW_HEIGHT)
    opened = press_to_run(runs, "Open")
    the_map(runs)
    assert opened == TOY.run_id


def test_a_run_is_deleted_with_its_maps_after_a_question(runs: Page) -> None:
    tick(runs, table(runs), 0, ROW_HEIGHT)
    press(runs, "Delete")
    dialog = runs.get_by_role("dialog")
    expect(dialog).to_contain_text("What was made from it goes too: one map or test.")
    dialog.get_by_role("button", name="Close").click()
    expect_settings(runs, "dimensions 20", "")
    press(runs, "Delete")
    dialog.get_by_role("button", name="Delete").click()
    expect(dialog).to_have_count(0)
    wait_for_app_run(runs)
    expect_settings(runs, "")
    expect(runs.get_by_text("Tick a run")).to_be_visible()  # the next one is not ticked in its place
    choose(runs, "Show", "All")
    expect(table(runs).locator("[role=gridcell]", has_text="PCA: ")).to_have_count(1)


def test_a_deleted_run_is_missing_by_its_link_and_can_be_trained_again(runs: Page) -> None:
    tick(runs, table(runs), 0, ROW_HEIGHT)
    press_to_run(runs, "Open")
    link = runs.url
    to_runs(runs)
    tick(runs, table(runs), 0, ROW_HEIGHT)
    press(runs, "Delete")
    runs.get_by_role("dialog").get_by_role("button", name="Delete").click()
    wait_for_app_run(runs)
    runs.goto(link)
    expect(runs.get_by_text("This run is not here")).to_be_visible()


def test_a_damaged_run_is_set_aside_with_a_sentence(runs: Page, server: Server) -> None:
    tick(runs, table(runs), 0, ROW_HEIGHT)
    run_id = press_to_run(runs, "Open")
    restart(server)  # so that nothing of it is in memory
    flip(max((server.home / "runs" / run_id).iterdir(), key=lambda path: path.stat().st_size))
    runs.goto(f"{server.url}/words?run={run_id}")
    expect(runs.get_by_text("damaged")).to_be_visible()
    expect(runs.get_by_test_id("stException")).to_have_count(0)
    to_runs(runs)
    tick(runs, table(runs), 0, ROW_HEIGHT)
    press(runs, "Delete")
    runs.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect_settings(runs, "")


def restart(server: Server) -> None:
    """End the server as a user would, and start it anew on the same port."""
    server.stop()
    server.start()


def test_a_restart_keeps_the_runs_and_goes_on_with_a_training(runs: Page, server: Server) -> None:
    runs.get_by_role("navigation").get_by_role("link", name="Words").click()
    pick(runs, "Method", "Skip-gram")
    enter(runs, "Epochs", 150)
    run_id = train(runs)
    expect(runs.get_by_text("words/s")).to_be_visible(timeout=PATIENCE)
    restart(server)
    runs.goto(f"{server.url}/runs")
    expect_settings(runs, "dimensions 20", "")
    runs.goto(f"{server.url}/words?run={run_id}")
    expect(runs.get_by_role("heading", name="Skip-gram with negative sampling")).to_be_visible()
    the_map(runs)
    assert run_of(runs) == run_id
    runs.goto(f"{server.url}/words?run={TOY.run_id}")
    assert the_map(runs).evaluate("map => map.embeddingMap.n") == N_WORDS


def test_a_click_on_a_picture_opens_the_run_and_two_ticks_compare(runs: Page) -> None:
    pictured = table(runs).locator("canvas").first.bounding_box()
    assert pictured is not None
    runs.mouse.click(pictured["x"] + 90, pictured["y"] + 35 + 1.5 * ROW_HEIGHT)
    runs.wait_for_url(re.compile(r"words\?(.*&)?run=[0-9a-f]{32}"))
    the_map(runs)
    to_runs(runs)
    runs.wait_for_timeout(1_000)
    assert urlsplit(runs.url).path == "/runs"  # and not back at the run at once
    for row in (0, 1):
        tick(runs, table(runs), row, ROW_HEIGHT)
    press(runs, "Compare")
    runs.wait_for_url(re.compile(r"/compare\?a=[0-9a-f]{32}&b=[0-9a-f]{32}"))
    expect(runs.get_by_text("of neighbors agree")).to_be_visible(timeout=PATIENCE)


def test_a_note_is_written_and_found(runs: Page) -> None:
    tick(runs, table(runs), 1, ROW_HEIGHT)
    enter(runs, "Note", "the one of the lecture")
    noted = table(runs).locator("[role=gridcell][aria-colindex='5']", has_text="the one of the lecture")
    expect(noted).to_have_count(1)
    enter(runs, "Find", "LECTURE")
    expect_names(runs, DEFAULT)
    enter(runs, "Find", "")


def test_two_runs_are_ticked_one_search_after_the_other_and_compared(runs: Page) -> None:
    enter(runs, "Find", "PPMI")
    tick(runs, table(runs), 0, ROW_HEIGHT)
    expect(runs.get_by_role("button", name="Recipe")).to_be_visible()
    choose(runs, "Show", "Maps and tests")
    expect(runs.get_by_text("Ticked too, but not listed here")).to_be_visible()
    choose(runs, "Show", "Trainings")
    expect(runs.get_by_text("Ticked too, but not listed here")).to_have_count(0)
    tick(runs, table(runs), 1, ROW_HEIGHT)
    press(runs, "Compare")
    runs.wait_for_url(re.compile(r"/compare\?a=[0-9a-f]{32}&b=[0-9a-f]{32}"))
