"""What was exported from items with hostile names opened in a browser: SVG, HTML, CSV: pictures and text alone."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Download, Error, Page

from engine import exports
from engine.embedding import Embedding
from engine.figures.coloring import Categories
from engine.figures.points import points
from tests.browser.conftest import ROOT

pytestmark = pytest.mark.browser
SCRIPT = ROOT / "tests" / "browser" / "apps" / "map_app.py"
HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "</title><script>alert(2)</script>",
    "]]><svg onload=alert(3)>",
    "$\\href{javascript:alert(4)}{x}$",
    "=cmd|' /C calc'!A0",
)
HARMFUL = "script, img, a, iframe, object, foreignObject, [onload], [onerror], [onclick]"


@pytest.fixture
def opened(browser: Browser) -> Iterator[Callable[[Path], Page]]:
    """Opens a file; the test fails if it asks for anything, opens a dialog or raises an error."""
    context = browser.new_context(accept_downloads=True)
    troubles: list[str] = []

    def open_(path: Path) -> Page:
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("dialog", lambda dialog: (troubles.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda asked: troubles.extend([asked.url] if asked.url != path.as_uri() else []))
        page.goto(path.as_uri())
        page.wait_for_timeout(500)
        return page

    yield open_
    context.close()
    assert not troubles


def test_the_svg_of_a_map(open_app: Callable[[str], Page], opened: Callable[[Path], Page], tmp_path: Path) -> None:
    app = open_app("/")
    with app.expect_download() as download:
        app.get_by_role("button", name="Download as SVG").click()
    page = opened(kept(download.value, tmp_path / "map.svg"))
    assert page.locator(HARMFUL).count() == 0
    assert page.locator("circle").count() == 60
    assert "<b>south" in (page.locator("svg").text_content() or "")


def kept(download: Download, path: Path) -> Path:
    """The file under a name that a browser opens."""
    download.save_as(path)
    return path


def test_the_page_of_a_map(opened: Callable[[Path], Page], tmp_path: Path) -> None:
    colors = Categories(np.arange(5), list(HOSTILE), HOSTILE[0])
    path = tmp_path / "map.html"
    path.write_bytes(exports.figure_html(points(np.eye(5, 2, dtype=np.float32), HOSTILE, colors)))
    page = opened(path)
    assert page.locator("img[src='x'], a[href*='javascript'], svg[onload]").count() == 0
    told = page.locator("body").inner_text()
    assert "<img src=x" in told and "</title><script>" in told  # the legend, as it is written
    plot = page.locator(".nsewdrag").bounding_box()
    assert plot is not None
    for x, y in np.random.default_rng(0).uniform(0.02, 0.98, (20, 2)):
        page.mouse.move(plot["x"] + x * plot["width"], plot["y"] + y * plot["height"])
    assert page.locator("img[src='x'], a[href*='javascript'], svg[onload]").count() == 0


def test_the_table_is_no_page(browser: Browser, tmp_path: Path) -> None:
    embedding = Embedding(np.ones((5, 2), np.float32), HOSTILE)
    path = tmp_path / "table.csv"
    path.write_bytes(exports.table_csv(embedding))
    page = browser.new_page()
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    try:
        page.goto(path.as_uri())  # what is shown is text ...
        assert page.locator(HARMFUL).count() == 0
    except Error as error:
        assert "Download is starting" in str(error)  # ... and most browsers do not show it at all
    assert not dialogs
    page.close()
