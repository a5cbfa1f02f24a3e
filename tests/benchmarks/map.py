"""The map with 70,000 words against `st.plotly_chart`: bytes of the first load and of a click, and the wait for it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import psutil
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import CHROMIUM_FLAGS, ROOT, Server, chromium, wait_for_app_run

GOAL = "70,000 points: first load <= 1 MB, click <= 5 kB, click to highlight <= 300 ms (p95, 2-D, headless Chromium)."
PEER = f"st.plotly_chart (scattergl, streamlit {version('streamlit')})"
APPS = ROOT / "tests" / "browser" / "apps"
POINTS = 70_000
BUSY = 0.5
"""Load before the measurement from which waits are no longer those of the map alone."""
PEER_ROWS = [7 * i * 997 % POINTS for i in range(1, 200)]


def load() -> float:
    """Processes of the last minute that ran or waited for a core, over the number of cores; 1 is a busy machine."""
    return psutil.getloadavg()[0] / (psutil.cpu_count() or 1)


def run(quick: bool) -> dict[str, object]:
    """Ratio: the peer's median wait from click to highlight over the map's. Quality: the figures of the goal."""
    clicks, before = 8 if quick else 40, load()
    with sync_playwright() as playwright, TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
        own = measured(browser, Path(folder), "map_app.py", MAP, clicks)
        peer = measured(browser, Path(folder), "plotly_app.py", PLOTLY, clicks)
        browser.close()
    after = load()
    print(table(own, peer))
    print(f"load of the machine, processes that want a core for each there is: {before:.2f} before, {after:.2f} after")
    if before > BUSY:
        print("The machine was busy with other work: waits are longer than on an idle one.")
    ok = own["load_bytes"] <= 1e6 and own["click_bytes"] <= 5e3 and own["p95_ms"] <= 300
    quality = {**own, **{f"peer_{name}": value for name, value in peer.items()}}
    quality |= {"load_before": round(before, 2), "load_after": round(after, 2)}
    ratio = round(peer["median_ms"] / own["median_ms"], 2)
    return {"name": "map", "ratio": ratio, "goal": GOAL, "quality": quality, "peer": PEER, "ok": bool(ok)}


@dataclass(frozen=True)
class Driver:
    """How to use a page: its address, what is there once it is drawn, and scripts in the browser's language.

    spot: (row) -> [x, y] on the page. marked: () -> a text that changes with the highlight that is drawn.
    """

    address: str
    drawn: str
    spot: str
    marked: str


MAP = Driver(
    f"/?n={POINTS}&dims=2",
    ".map[data-ready=yes]",
    "row => find('.map').embeddingMap.where(row)",
    "() => find('.map')?.dataset.neighbors",
)
PLOTLY = Driver(
    "/",
    ".js-plotly-plot .main-svg",
    """row => {
      const plot = find('.js-plotly-plot'), box = plot.getBoundingClientRect()
      const { xaxis, yaxis } = plot._fullLayout, data = plot._fullData[0]
      return [box.left + xaxis._offset + xaxis.l2p(data.x[row]), box.top + yaxis._offset + yaxis.l2p(data.y[row])]
    }""",
    "() => [...(find('.js-plotly-plot')?._fullData?.[1]?.x ?? [])].join()",
)
STOPWATCH = """
window.find = (selector, root = document) => {
  const hit = root.querySelector(selector)
  if (hit) return hit
  for (const node of root.querySelectorAll('*')) {
    const inner = node.shadowRoot && find(selector, node.shadowRoot)
    if (inner) return inner
  }
  return null
}
window.watch = marked => new Promise(done => {
  const before = marked()
  let start = null
  addEventListener('pointerup', () => { start = performance.now() }, { capture: true, once: true })
  const look = () => start !== null && marked() !== before ? done(performance.now() - start) : setTimeout(look, 4)
  look()
})
"""


@contextmanager
def serving(script: Path, folder: Path) -> Iterator[Server]:
    """A server of its own for a script."""
    place = folder / script.stem
    place.mkdir()
    server = Server(script, place)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def measured(browser: Browser, folder: Path, script: str, driver: Driver, clicks: int) -> dict[str, float]:
    """Bytes received by websocket for the load and for a click (median), and milliseconds from press to highlight."""
    received: list[int] = []
    with serving(APPS / script, folder) as server:
        page = browser.new_page(viewport={"width": 1400, "height": 900})
        page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: received.append(len(frame))))
        page.add_init_script(STOPWATCH)
        page.goto(server.url + driver.address)
        page.locator(driver.drawn).first.wait_for(timeout=60_000)
        wait_for_app_run(page)
        load = sum(received)
        waits, sizes = zip(*(one_click(page, driver, row, received) for row in PEER_ROWS[: clicks + 1]), strict=True)
        page.close()
    waits, sizes = waits[1:], sizes[1:]  # the first click also warms up
    return {
        "load_bytes": load,
        "click_bytes": float(np.median(sizes)),
        "median_ms": round(float(np.median(waits)), 1),
        "p95_ms": round(float(np.percentile(waits, 95)), 1),
    }


def one_click(page: Page, driver: Driver, row: int, received: list[int]) -> tuple[float, int]:
    """Milliseconds from release to another highlight, by the browser's clock, and bytes until the page rests."""
    page.mouse.move(*page.evaluate(driver.spot, row))
    page.wait_for_timeout(400)  # a hand rests before it presses; the peer needs it to know what is under the pointer
    received.clear()
    page.evaluate(f"() => {{ window.wait = watch({driver.marked}) }}")
    page.mouse.down()
    page.mouse.up()
    wait = page.evaluate("() => window.wait")
    wait_for_app_run(page)
    return wait, sum(received)


def table(own: dict[str, float], peer: dict[str, float]) -> str:
    """The figures side by side, for people."""
    lines = [f"{'':12} {'map':>12} {'plotly_chart':>14}"]
    return "\n".join(lines + [f"{name:12} {own[name]:12,.0f} {peer[name]:14,.0f}" for name in own])
