"""Change of use: both halves of a text are trained and compared, beside two texts that differ by chance alone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import ROOT, wait_for_app_run
from tests.browser.driving import PATIENCE, TOY, TOY_WORDS, choose, click, column, enter, press, table

pytestmark = pytest.mark.browser
SCRIPT = ROOT / "app.py"
RUNS = (TOY,)
Open = Callable[[str], Page]


def test_both_halves_of_a_text_are_compared_and_chance_beside_them(open_app: Open) -> None:
    page = open_app(f"{TOY_WORDS}&tab=Change+of+use&wide=true")
    wait_for_app_run(page)
    choose(page, "Compare", "Both halves of this text")
    press(page, "Train on both")
    compare = page.get_by_role("button", name="Compare", exact=True)
    compare.wait_for(timeout=PATIENCE)
    wait_for_app_run(page)
    click(compare)
    page.get_by_text("Neighbors that differ most").wait_for(timeout=PATIENCE)
    wait_for_app_run(page)
    words = column(table(page), 1)
    assert len(words) > 5
    expect(page.get_by_label("Word", exact=True)).to_have_value(words[0])
    expect(page.get_by_text(re.compile(r"^In first half, [\d,]+ times:"))).to_be_visible()
    enter(page, "Word", "no such word")
    expect(page.get_by_text("is not among the words that are common in both texts")).to_be_visible()
    page.get_by_text("What would chance give?").click()
    press(page, "Train on both")
    page.get_by_text("the median word of the mixed texts shares").wait_for(timeout=3 * PATIENCE)
    wait_for_app_run(page)
    expect(page.get_by_text("of them differ as much as at most 1% do in the mixed texts")).to_be_visible()
