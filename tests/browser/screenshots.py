"""The pictures of the README: `python -m tests.browser.screenshots` makes them anew in assets/screenshots."""

import tempfile
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

from tests.benchmarks.first_picture import names_of_pages, warmed
from tests.browser.conftest import CHROMIUM_FLAGS, ROOT, Server, chromium, wait_for_app_run
from tests.browser.driving import PATIENCE

PICTURES = {
    "home": "/",
    "words": "/words?map=tsne&tab=Analogies",
    "movies": "/movies?tab=Recommend",
    "images": "/images?tab=Latent+space",
    "graphs": "/graphs?tab=Walks",
}
WIDTH, HEIGHT = 1400, 1000
TALL = {"movies": 1300, "images": 1500, "graphs": 1450}
"""Of these pages the tab below the map is shown, too."""


def main() -> None:
    """Open each page on a home that is made ready, wait for its map to be finished, and keep what is seen."""
    folder = ROOT / "assets" / "screenshots"
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        warmed(Path(home) / "home")  # else all pages' trainings and maps would have to be made while Home waits
        server = Server(ROOT / "app.py", Path(home))
        server.start()
        browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
        page = browser.new_page(color_scheme="light")
        try:
            for name, path in PICTURES.items():
                page.set_viewport_size({"width": WIDTH, "height": TALL.get(name, HEIGHT)})
                page.goto(server.url + path)
                if path == "/":
                    expect(page.locator(".map[data-ready=yes]")).to_have_count(len(names_of_pages()), timeout=PATIENCE)
                    expect(page.get_by_role("progressbar")).to_have_count(0, timeout=PATIENCE)
                else:
                    page.get_by_text("trustworthiness").first.wait_for(timeout=PATIENCE)
                wait_for_app_run(page)
                page.wait_for_timeout(4_000)  # the points glide to where they end
                page.screenshot(path=folder / f"{name}.png", scale="css")
        finally:
            browser.close()
            server.stop()


if __name__ == "__main__":
    main()
