"""What stands on the screen: numbers of tables, figures and maps; and controls that other tests have no use for."""

import json
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

import numpy as np
from playwright.sync_api import Error as Gone
from playwright.sync_api import Locator, Page, expect

from engine.embedding import Embedding
from engine.fit import Fit
from engine.runs.recipe import Recipe
from tests.browser.conftest import made, wait_for_app_run
from tests.browser.driving import PATIENCE
from tests.pages.lessons.exercises.doing import unpacked

FIGURE = """plot => JSON.stringify({data: plot.data, layout: plot.layout}, (name, value) =>
  name.startsWith('_') ? undefined : ArrayBuffer.isView(value) ? Array.from(value) : value)"""
NUMBER = re.compile(r"[−-]?[\d,]*\.?\d+(?:e[+-]?\d+)?")


def fit_of(recipe: Recipe) -> Fit:
    """What the engine learns by a recipe, of this process."""
    return made(recipe)[1]


def vectors_of(recipe: Recipe) -> Embedding:
    """Its main vectors."""
    return fit_of(recipe).main


def rows(vectors: Embedding, words: Sequence[str]) -> list[int]:
    """Of these words, in their order."""
    return [vectors.index[word] for word in words]


def until(page: Page, true: Callable[[], bool], patience: int = PATIENCE) -> None:
    """Wait until something is so; a figure or a table is drawn a moment after its page, and may be drawn anew."""
    for _ in range(patience // 200):
        with suppress(Gone):
            if true():
                return
        page.wait_for_timeout(200)
    assert true()


def grid(page: Page, *headers: str) -> Locator:
    """The first table of the page whose columns have these names among them, once drawn."""
    found = page.get_by_test_id("stDataFrame")
    for header in headers:
        named = page.locator("[role=columnheader]").filter(has_text=re.compile(rf"^{re.escape(header)}\s*$"))
        found = found.filter(has=named)
    found = found.first
    found.wait_for(state="attached", timeout=PATIENCE)
    wait_for_app_run(page)  # which may draw it anew
    found.scroll_into_view_if_needed()
    found.locator("[role=gridcell]").first.wait_for(state="attached", timeout=PATIENCE)
    return found


def cells(page: Page, name: str, *others: str) -> list[str]:
    """The cells of a column, as far as the table has drawn them. others: columns of the same table."""
    table = grid(page, name, *others)
    head = table.locator("[role=columnheader]").filter(has_text=re.compile(rf"^{re.escape(name)}\s*$")).first
    at = head.get_attribute("aria-colindex")
    return table.locator(f"[role=gridcell][aria-colindex='{at}']").all_text_contents()


def numbers(page: Page, name: str, *others: str) -> list[float]:
    """The cells of a column of numbers."""
    return [number(cell) for cell in cells(page, name, *others)]


def number(text: str) -> float:
    """The first number of a text as it is shown: 1,311 or 96.5 % or 0.431."""
    found = NUMBER.search(text)
    assert found, text
    return float(found[0].replace(",", "").replace("−", "-"))


def metric(page: Page, label: str) -> str:
    """The large figure under a label."""
    shown = page.get_by_test_id("stMetric").filter(has_text=re.compile(f"^{re.escape(label)}")).first
    return shown.get_by_test_id("stMetricValue").inner_text()


def figure(page: Page, key: str) -> dict[str, Any]:
    """data and layout of the figure with that key, as it is drawn."""
    drawn = page.locator(f".st-key-{key.replace('.', '-')} .js-plotly-plot").first
    drawn.locator(".main-svg").first.wait_for(state="attached", timeout=PATIENCE)
    found: dict[str, Any] = json.loads(drawn.evaluate(FIGURE))
    return found


def values(trace: dict[str, Any], axis: str) -> np.ndarray:
    """Numbers of a trace: x, y or z."""
    return unpacked(trace[axis])


def slide(page: Page, label: str, value: float) -> None:
    """Move a slider by the keyboard, until it says so."""
    handle = page.locator(f"input[type=range][aria-label='{label}']").first
    handle.focus()
    for _ in range(300):
        now = float(handle.input_value())
        if abs(now - value) < 1e-9:
            break
        page.keyboard.press("ArrowRight" if now < value else "ArrowLeft")
    wait_for_app_run(page)


def paste(page: Page, label: str, text: str) -> None:
    """Write into a field of several lines, and be done with it."""
    field = page.get_by_label(label, exact=True)
    field.fill(text)
    field.press("Control+Enter")
    wait_for_app_run(page)


def said(page: Page, text: str | re.Pattern[str]) -> None:
    """Wait until that stands on the page."""
    expect(page.get_by_test_id("stMain").get_by_text(text).first).to_be_visible(timeout=PATIENCE)
