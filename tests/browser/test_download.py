"""MNIST is fetched by one click from its official address, which a mirror on this machine plays with the real files."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from engine.files.downloads.entries import CATALOGUE
from engine.files.downloads.fetch import locate
from tests.browser.conftest import ROOT, Server, chromium, wait_for_app_run
from tests.browser.driving import PATIENCE, pick, press, train
from tests.browser.mirror import Mirror
from tests.browser.pointing import the_map

pytestmark = pytest.mark.browser
ENTRY = CATALOGUE["mnist"]


@pytest.fixture
def mirror(tmp_path: Path) -> Mirror:
    """Plays the first address of MNIST."""
    found = {file.urls[0].removeprefix("https://"): locate(file) for file in ENTRY.files}
    files = {address: path for address, path in found.items() if path is not None}
    if len(files) < len(found):
        pytest.skip("the files of MNIST are not below EMBEDDING_DATA")
    return Mirror(tmp_path, str(urlsplit(ENTRY.files[0].urls[0]).hostname), files)


@pytest.fixture
def images(mirror: Mirror, tmp_path: Path, page: Page) -> Iterator[Page]:
    """The images page of a server of its own, which reaches nothing but the mirror."""
    chromium()
    with mirror.running() as environment:
        server = Server(ROOT / "app.py", tmp_path, environment)
        server.start()
        page.goto(f"{server.url}/images")
        wait_for_app_run(page)
        the_map(page)
        yield page
        server.stop()


def test_a_download_is_cancelled_taken_up_and_trained_on(images: Page, mirror: Mirror) -> None:
    mirror.go_on.clear()
    pick(images, "Images", re.compile("^MNIST"))
    expect(images.get_by_text(f"Licence: {ENTRY.licence}")).to_be_visible(timeout=PATIENCE)
    assert mirror.requests == []  # nothing leaves before the click
    images.get_by_role("button", name=f"Download {ENTRY.size / 1e6:,.1f} MB").click()
    expect(images.get_by_text(f"of {ENTRY.files[0].size:,} bytes")).to_be_visible(timeout=PATIENCE)
    press(images, "Cancel")
    expect(images.get_by_text("Cancelled.")).to_be_visible(timeout=PATIENCE)
    mirror.go_on.set()
    press(images, "Try again")
    expect(images.get_by_text("60,000 images for training, 10,000 for testing")).to_be_visible(timeout=PATIENCE)
    again = [wanted for address, wanted in mirror.requests if address.endswith(ENTRY.files[0].name)]
    assert again[0] == "" and again[1].startswith("bytes=")
    train(images)
    expect(images.get_by_role("heading", name="PCA: MNIST")).to_be_visible(timeout=PATIENCE)
