"""From the Export tab of the app: the map as a file that opens by itself, and the view as one that opens it again."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from engine.openings import openings
from tests.browser.conftest import ROOT, wait_for_app_run
from tests.browser.driving import TOY, tab
from tests.browser.pointing import the_map, toy_world

pytestmark = pytest.mark.browser
SCRIPT = ROOT / "app.py"
RUNS = (*openings(), TOY)


def taken(page: Page, button: str, folder: Path) -> Path:
    """What a button of the Export tab gives."""
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_map_and_view_are_taken_along(open_app: Callable[[str], Page], context: BrowserContext, tmp_path: Path) -> None:
    page = toy_world(open_app)
    tab(page, "Export")
    neighbors = the_map(page).get_attribute("data-neighbors")
    page.get_by_role("button", name="Zoom in").click()
    page.wait_for_timeout(500)  # until it has glided there
    camera = the_map(page).get_attribute("data-camera")
    portable = taken(page, "Portable map (HTML)", tmp_path)
    view = taken(page, "Bookmark (JSON)", tmp_path)
    saved = json.loads(view.read_text())
    assert saved["camera"] == page.url.partition("#")[2] != ""
    assert saved["address"] == {"run": TOY.run_id, "item": "king", "map": "pca"}

    stick = context.new_page()
    stick.goto(portable.as_uri())
    expect(the_map(stick)).to_have_attribute("data-neighbors", neighbors or "")
    expect(stick.get_by_role("region", name="Neighbors").get_by_role("heading")).to_have_text("king")
    stick.close()

    page.goto(page.url.partition("/words")[0])
    wait_for_app_run(page, 120)
    page.get_by_test_id("stMain").locator("input[type=file]").set_input_files(view)
    page.wait_for_url(f"**/words?*run={TOY.run_id}*")
    wait_for_app_run(page)
    expect(the_map(page)).to_have_attribute("data-neighbors", neighbors or "")
    expect(page.get_by_role("heading", name="king", exact=True)).to_be_visible()
    expect(the_map(page)).to_have_attribute("data-camera", camera or "")
