"""How long a visitor waits for the first picture: on Home and on every page, with `engine.warm` before and without."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, sync_playwright

from tests.benchmarks.map import load
from tests.browser.conftest import CHROMIUM_FLAGS, ROOT, Server, chromium

GOAL = (
    "After `engine.warm`: first map of Home <= 3 s, all <= 5 s, any page <= 2 s. Without it, on an empty home: first "
    "<= 8 s, all <= 30 s."
)
PEER = "none: the bars are a visitor's patience"
WARM_FIRST, WARM_ALL, WARM_PAGE = 3.0, 5.0, 2.0
COLD_FIRST, COLD_ALL = 8.0, 30.0
PATIENCE = 180.0
MAPS = (
    "() => [...document.querySelectorAll('*')].filter(e => e.shadowRoot?.querySelector('.map[data-ready=yes]')).length"
)


def run(quick: bool) -> dict[str, object]:
    """Ratio: the bar over the first map's time, the smaller of both homes. quick: only after `engine.warm`."""
    busy = load()
    with sync_playwright() as playwright, TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
        warm = Path(folder) / "warm"
        taken = warmed(warm / "home")
        with serving(warm) as server:
            first, all_ = home(browser, server)
            pages = {name: page(browser, server, name) for name in names_of_pages()}
        cold = (0.0, 0.0)
        if not quick:
            with serving(Path(folder) / "cold") as server:
                cold = home(browser, server)
        browser.close()
    quality = {
        "warm_seconds": taken, "first": first, "all": all_, **{f"page_{name}": told for name, told in pages.items()},
        "cold_first": cold[0], "cold_all": cold[1], "load_before": round(busy, 2),
    }  # fmt: skip
    for name, told in quality.items():
        print(f"{name:14} {told:6.2f}")
    ok = first <= WARM_FIRST and all_ <= WARM_ALL and max(pages.values()) <= WARM_PAGE
    ok = ok and cold[0] <= COLD_FIRST and cold[1] <= COLD_ALL
    ratio = min(WARM_FIRST / first, COLD_FIRST / cold[0] if cold[0] else WARM_FIRST / first)
    return {"ratio": round(ratio, 2), "goal": GOAL, "quality": quality, "ok": bool(ok)}


def warmed(folder: Path) -> float:
    """Seconds that `engine.warm` takes on an empty home."""
    begun = time.monotonic()
    environment = os.environ | {"EMBEDDING_HOME": str(folder), "EMBEDDING_DATA": ""}
    subprocess.run([sys.executable, "-m", "engine.warm"], cwd=ROOT, env=environment, check=True, capture_output=True)
    return round(time.monotonic() - begun, 1)


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    """The app on a home below the folder; its first answer is waited for, as a visitor's browser would."""
    folder.mkdir(exist_ok=True)
    server = Server(ROOT / "app.py", folder)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def home(browser: Browser, server: Server) -> tuple[float, float]:
    """Seconds from the address to the first map of Home, and to all of the four of its first rows."""
    seen = waits(browser, f"{server.url}/", 4)
    return seen[0], seen[3]


def names_of_pages() -> list[str]:
    """The pages of the domains. Imported late and quietly: with no server, Streamlit warns at each of their caches."""
    from streamlit.logger import set_log_level

    set_log_level("ERROR")
    from pages.parts.domains import DOMAINS

    return [domain.name for domain in DOMAINS]


def page(browser: Browser, server: Server, name: str) -> float:
    """Seconds from the address of a page to its map."""
    return waits(browser, f"{server.url}/{name}", 1)[0]


def waits(browser: Browser, address: str, n_maps: int) -> list[float]:
    """Seconds until there are one, two ... maps, points and colors drawn."""
    opened = browser.new_page(viewport={"width": 1400, "height": 900})
    begun = time.monotonic()
    opened.goto(address, wait_until="commit")
    seen: list[float] = []
    while len(seen) < n_maps and time.monotonic() - begun < PATIENCE:
        there = int(opened.evaluate(MAPS))
        seen += [round(time.monotonic() - begun, 2)] * (min(there, n_maps) - len(seen))
        opened.wait_for_timeout(50)
    opened.close()
    return seen + [PATIENCE] * (n_maps - len(seen))
