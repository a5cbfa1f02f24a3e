"""Home on a new machine: maps appear by themselves."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from pages.words.page import WORDS
from tests.browser.conftest import ROOT
from tests.browser.driving import PATIENCE

pytestmark = pytest.mark.browser
SCRIPT = ROOT / "app.py"
Open = Callable[[str], Page]


def test_an_empty_home_shows_a_map_whose_training_can_be_cancelled_and_started_again(open_app: Open) -> None:
    page = open_app("/")
    run_id = WORDS.default.run_id  # its map would be there before a hand has cancelled it
    cancel, again = (page.locator(f".st-key-{button}-{run_id} button") for button in ("cancel", "retry"))
    cancel.click(timeout=PATIENCE)
    again.click()
    expect(cancel).to_be_visible()
    cancel.click()
    expect(again).to_be_visible()
    again.click()
    expect(page.get_by_text(re.compile(r"t-SNE.*of 750 iterations")).first).to_be_visible(timeout=PATIENCE)
    page.locator(".st-key-home_words_map .map[data-ready=yes]").wait_for(timeout=PATIENCE)
    expect(page.get_by_text(f"Nearest to {WORDS.first_item}: ")).to_be_visible()
    page.get_by_role("link", name="Open Words").click()
    expect(page.get_by_role("heading", name="PPMI-SVD: Documentation of")).to_be_visible()
    expect(page.get_by_test_id("stException")).to_have_count(0)
