"""Mini-corpus: the word under the pointer lights up in the sentences, the matrix and the planes."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import ROOT, wait_for_app_run
from tests.browser.driving import TOY, TOY_WORDS

pytestmark = pytest.mark.browser
SCRIPT = ROOT / "app.py"
RUNS = (TOY,)
Open = Callable[[str], Page]
LIT = "[class*=mini_{name}] text[data-lit=yes]"


def test_a_word_under_the_pointer_is_lit_up_everywhere(open_app: Open) -> None:
    page = open_app(f"{TOY_WORDS}&tab=Mini-corpus&wide=true")
    wait_for_app_run(page)
    page.locator("[class*=mini_ways] .js-plotly-plot text").first.wait_for()
    words = page.locator("li span")
    words.get_by_text("glitters", exact=True).hover()
    expect(page.locator(LIT.format(name="matrix"))).to_have_count(2)  # beside its row and its column
    expect(page.locator(LIT.format(name="plane"))).to_have_count(1)
    expect(page.locator(LIT.format(name="ways"))).to_have_count(1)
    expect(page.locator("li span.lit")).to_have_text(["glitters"])
    cell = page.locator("[class*=mini_matrix] .heatmaplayer")
    box = cell.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 6, box["y"] + 6)  # the first row and the first column are of one word
    page.mouse.move(box["x"] + 9, box["y"] + 9, steps=4)
    first = page.locator("[class*=mini_matrix] .ytick text").first.text_content()
    assert first
    expect(page.locator(LIT.format(name="matrix")).first).to_have_text(first)
    expect(page.locator("li span.lit").first).to_have_text(first)
    page.mouse.move(2, 2)
    expect(page.locator("li span.lit")).to_have_count(0)
    expect(page.locator(LIT.format(name="plane"))).to_have_count(0)
