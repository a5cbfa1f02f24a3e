"""A portable map, opened as a file without a network: it answers a click, a search and a lasso; nothing is fetched."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from engine.embedding import Embedding
from engine.figures.coloring import Categories
from engine.neighbors import nearest
from pages.parts.map import pieces, portable
from pages.parts.map.component import Drawn
from pages.parts.map.picture import NO_HIGHLIGHT, Picture
from tests.browser.pointing import corner, drag, lonely, the_map, where

pytestmark = pytest.mark.browser
N_ITEMS = 60
HOSTILE = "</script><img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def embedding() -> Embedding:
    vectors = np.random.default_rng(3).normal(size=(N_ITEMS, 6))
    return Embedding(vectors, [HOSTILE, *(f"item {row}" for row in range(1, N_ITEMS))])


@pytest.fixture(scope="module", params=[2, 3], ids="{}-D".format)
def file(request: pytest.FixtureRequest, embedding: Embedding, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The map of the first two or three dimensions, in three classes."""
    colors = Categories(np.arange(N_ITEMS) % 3, ["red", "green", "</script>"], "class")
    places = embedding.vectors[:, : request.param]
    picture = Picture("test_map", "r", places, embedding.labels, colors, None, NO_HIGHLIGHT, (), None)
    parts = {"names": pieces.names(picture), "paint": pieces.paint(picture)}
    found = Drawn(picture, parts, pieces.state(picture, True, ()))
    path = tmp_path_factory.mktemp("stick") / "map.html"
    path.write_bytes(portable.page(found, "Sixty items", ["Told below."], embedding, "cosine"))
    return path


@pytest.fixture
def page(context: BrowserContext, file: Path) -> Iterator[Page]:
    """The file in a browser without a network; the test fails if it asks for another file, or raises an error."""
    context.set_offline(True)
    opened = context.new_page()
    troubles: list[str] = []
    opened.on("pageerror", lambda error: troubles.append(str(error)))
    opened.on("console", lambda said: troubles.append(said.text) if said.type == "error" else None)
    opened.on("dialog", lambda dialog: (troubles.append(dialog.message), dialog.dismiss()))
    opened.on("request", lambda request: troubles.extend([request.url] if strange(request.url, file) else []))
    opened.goto(file.as_uri())
    the_map(opened)
    yield opened
    assert not troubles


def strange(url: str, file: Path) -> bool:
    """Whether it is an address outside the file."""
    return urlsplit(url).scheme not in ("data", "blob") and not url.startswith(file.as_uri())


def click(page: Page, row: int) -> None:
    page.mouse.move(*where(page, row))
    page.mouse.down()
    page.mouse.up()


def told(embedding: Embedding, row: int) -> list[str]:
    """What the panel says of the neighbors of an item: found here one by one."""
    found = nearest(embedding, row, 10)
    pairs = zip(found.rows, found.scores, strict=True)
    return [f"{embedding.labels[other]}{score:.3f}" for other, score in pairs]


def test_a_click_shows_the_neighbors_and_a_neighbor_leads_on(page: Page, embedding: Embedding) -> None:
    expect(page.get_by_role("heading", name="Sixty items")).to_be_visible()
    panel = page.get_by_role("region", name="Neighbors")
    row = lonely(page)
    click(page, row)
    expect(panel.get_by_role("heading")).to_have_text(embedding.labels[row])
    expect(panel.get_by_role("button")).to_have_text(told(embedding, row))
    first = int(nearest(embedding, row, 1).rows[0])
    panel.get_by_role("button").first.click()
    expect(panel.get_by_role("heading")).to_have_text(embedding.labels[first])
    expect(the_map(page)).to_have_attribute("data-selected", str(first))


def test_what_is_sought_is_found_and_chosen(page: Page, embedding: Embedding) -> None:
    box = page.get_by_role("searchbox", name="Find")
    box.fill("ITEM 5")
    found = page.get_by_label("Found").get_by_role("button")
    expect(found).to_have_text(["item 5", *(f"item {row}" for row in range(50, 60))])
    box.press("Enter")
    expect(the_map(page)).to_have_attribute("data-selected", "5")
    box.fill("onerror")
    found.click()
    expect(page.get_by_role("region", name="Neighbors").get_by_role("heading")).to_have_text(HOSTILE)
    box.fill("nobody")
    expect(page.get_by_text("No item is called so.")).to_be_visible()


def test_a_lasso_lists_what_is_circled_and_copies_it(page: Page, embedding: Embedding) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Select with a lasso").click()
    corners = [corner(page, x, y) for x, y in ((0.02, 0.02), (0.98, 0.02), (0.98, 0.98), (0.02, 0.98))]
    drag(page, *corners)
    expect(page.get_by_role("heading", name=f"{N_ITEMS} circled")).to_be_visible()
    expect(page.get_by_label("Labels of the circled items")).to_have_value("\n".join(embedding.labels))
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    page.locator(".field").press("Escape")
    expect(page.get_by_role("region", name="Circled")).to_be_hidden()


def test_the_camera_is_kept_over_a_reload(page: Page) -> None:
    opened = the_map(page).get_attribute("data-camera")
    page.get_by_role("button", name="Zoom in").click()
    page.wait_for_url("**#*test_map_camera=*")
    moved = the_map(page).get_attribute("data-camera")
    page.reload()
    expect(the_map(page)).to_have_attribute("data-camera", moved or "")
    assert moved != opened
