"""Clusters in a browser: found, made finer, renamed, chosen in the tree, and all of it is there after a reload."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import ROOT, wait_for_app_run
from tests.browser.driving import TOY, TOY_WORDS, press, tab
from tests.browser.pointing import the_map

pytestmark = pytest.mark.browser
SCRIPT = ROOT / "app.py"
RUNS = (TOY,)
Open = Callable[[str], Page]
OWN = "my own cluster"


def tree(page: Page) -> Locator:
    return page.locator(".tree g.node")


def rename_the_first(page: Page) -> None:
    """Type another name into the first cell of the table, which is a drawing: its editor opens at a double click."""
    table = page.get_by_test_id("stDataFrame").last
    editor = page.locator("textarea.gdg-input")
    table.evaluate("element => element.scrollIntoView({ block: 'center' })")
    for _ in range(20):  # the page may still move under the pointer
        box = table.bounding_box()
        assert box is not None
        page.mouse.dblclick(box["x"] + 80, box["y"] + 52)
        page.wait_for_timeout(500)
        if editor.count():
            break
    editor.fill(OWN)
    editor.press("Enter")
    wait_for_app_run(page)


def test_clusters_are_found_slid_named_lit_up_and_restored(open_app: Open) -> None:
    page = open_app(TOY_WORDS)
    the_map(page)
    tab(page, "Clusters")
    press(page, "Find clusters")
    expect(tree(page).first).to_be_visible()
    expect(page.get_by_text(re.compile(r"clusters of 1,311 words; unclustered"))).to_be_visible()
    expect(page.get_by_role("combobox", name="Color")).to_have_value(re.compile("clusters"))
    expect(page.locator(".map").first).to_have_attribute("data-regions", re.compile(r"\w"))

    slider = page.get_by_role("slider", name="Granularity: number of clusters")
    before = page.url
    slider.focus()
    page.keyboard.press("ArrowLeft")
    wait_for_app_run(page)
    expect(page).not_to_have_url(before)

    camera = page.locator(".map").first.get_attribute("data-camera")
    tree(page).first.click()
    wait_for_app_run(page)
    expect(page.locator(".tree g.chosen")).to_have_count(1)
    expect(page.locator(".map").first).not_to_have_attribute("data-camera", str(camera))
    expect(page.get_by_text("Most central:")).to_be_visible()

    rename_the_first(page)
    expect(page).to_have_url(re.compile("cluster_names=[0-9a-f]{32}"))
    expect(page.locator(f".tree g[aria-label^='{OWN}']")).to_have_count(1)

    told = page.url
    page.goto(told)
    the_map(page)
    expect(page.locator(f".tree g[aria-label^='{OWN}']")).to_have_count(1)
    expect(page.locator(".tree g.chosen")).to_have_count(1)
    press(page, "Let it go")
    page.get_by_role("button", name="Reset the view").click()  # closer by, finer clusters are named
    expect(page.locator(".map").first).to_have_attribute("data-regions", re.compile(OWN))

    tree(page).first.click()
    wait_for_app_run(page)
    press(page, "Make a group of it")
    expect(page.get_by_role("button", name="Groups 1")).to_be_visible()
