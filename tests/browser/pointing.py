"""Points on the map as a hand finds them: where an item is drawn, and how it is clicked or circled."""

from collections.abc import Callable

import numpy as np
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import wait_for_app_run
from tests.browser.driving import TOY_WORDS


def the_map(page: Page) -> Locator:
    """The map, once drawn."""
    root = page.locator(".map[data-ready=yes]")
    root.wait_for(timeout=60_000)
    return root


def toy_world(open_app: Callable[[str], Page]) -> Page:
    """The run of the toy world by its principal components, with king chosen; its module names it in RUNS."""
    page = open_app(f"{TOY_WORDS}&map=pca&item=king")
    the_map(page)
    wait_for_app_run(page)
    return page


def where(page: Page, row: int) -> tuple[float, float]:
    """Where an item is on the page."""
    x, y = the_map(page).evaluate("(map, row) => map.embeddingMap.where(row)", row)
    return x, y


def everywhere(page: Page) -> np.ndarray:
    """Where all items are on the page, (n, 2); of dtype object before they are drawn."""
    rows = "map => Array.from({length: map.embeddingMap.n}, (_, row) => map.embeddingMap.where(row))"
    return np.array(the_map(page).evaluate(rows))


def at_rest(page: Page) -> np.ndarray:
    """Where all items are, (n, 2), once no map forms any more and none glides."""
    if page.get_by_test_id("stApp").count():  # a portable map is a page by itself
        expect(page.get_by_test_id("stMain").get_by_test_id("stProgress")).to_have_count(0, timeout=60_000)
        wait_for_app_run(page)
    before, now = None, everywhere(page)
    while now.dtype == object or before is None or before.shape != now.shape or not np.array_equal(before, now):
        page.wait_for_timeout(200)
        before, now = now, everywhere(page)
    return now


def lonely(page: Page) -> int:
    """The row of the item in sight that is farthest from any other, so that a click can only mean it; once the map
    stands still.
    """
    spots = at_rest(page)
    gaps = np.linalg.norm(spots[:, None] - spots[None], axis=2) + 1e9 * np.eye(len(spots))
    (left, top), (right, bottom) = corner(page, 0.02, 0.1), corner(page, 0.98, 0.98)
    seen = ((spots > (left, top)) & (spots < (right, bottom))).all(axis=1)
    return int(np.where(seen, gaps.min(axis=1), 0).argmax())


def click(page: Page, row: int) -> None:
    """Click an item as a hand does: go there, press, release."""
    page.mouse.move(*where(page, row))
    page.mouse.down()
    page.mouse.up()
    wait_for_app_run(page)


def camera(page: Page) -> str:
    """The camera's numbers."""
    return the_map(page).get_attribute("data-camera") or ""


def drag(page: Page, start: tuple[float, float], *stops: tuple[float, float]) -> None:
    """Press at the start, go by the stops, release at the last."""
    page.mouse.move(*start)
    page.mouse.down()
    for stop in stops:
        page.mouse.move(*stop, steps=4)
    page.mouse.up()


def corner(page: Page, x: float, y: float) -> tuple[float, float]:
    """A spot of the field by its share of width and height."""
    box = page.locator(".field").bounding_box()
    assert box is not None
    return box["x"] + x * box["width"], box["y"] + y * box["height"]
