"""All methods and the film of one: chosen, trained in one go, compared; the slider leads through the training."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from engine.learners.words.cbow import CBOW
from engine.runs.recipe import Recipe
from tests.browser.conftest import ROOT, wait_for_app_run
from tests.browser.driving import PATIENCE, TOY, TOY_WORDS, column, expect_column, press, table

pytestmark = pytest.mark.browser
SCRIPT = ROOT / "app.py"
RUNS = (TOY,)
Open = Callable[[str], Page]
ROWS = ["PPMI-SVD", "CBOW", "Random vectors", "Raw counts", "Shuffled text"]
CBOW_RUN = Recipe(TOY.dataset, CBOW())
"""The toy world's run has the usual settings, so CBOW on equal terms has, too."""


def only(page: Page, label: str, *options: str) -> None:
    """Leave just these in a list of several."""
    chosen = page.get_by_test_id("stMultiSelect").filter(has_text=label)
    chosen.get_by_role("button", name="Clear all").click()
    wait_for_app_run(page)
    for option in options:
        chosen.get_by_role("combobox").fill(option)
        page.get_by_role("option", name=option, exact=True).click()
        page.keyboard.press("Escape")
        wait_for_app_run(page)


def test_two_methods_are_trained_in_one_go_and_one_is_watched_again(open_app: Open) -> None:
    page = open_app(f"{TOY_WORDS}&tab=All+methods&wide=true")
    wait_for_app_run(page)
    only(page, "Questions", "Toy world")
    only(page, "Methods", "PPMI-SVD", "CBOW")
    press(page, "Train 2 and compare")
    expect(page.get_by_role("button", name="Scores (CSV)")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_role("progressbar")).to_have_count(0, timeout=PATIENCE)
    wait_for_app_run(page)
    scores, near = table(page), table(page, 2)  # between them: a closed part, by section
    expect_column(scores, 1, ROWS)
    right = [float(cell.removesuffix(" %")) for cell in column(scores, 5)]
    assert min(right[:2]) > 50 > 5 > max(right[2], right[4])
    expect_column(near, 1, ROWS)
    field = page.get_by_label("Neighbors of", exact=True)
    field.fill("oslo")
    field.press("Enter")
    wait_for_app_run(page)
    expect(near.locator("[role=gridcell]").filter(has_text=re.compile("^(norway|norwegian)$")).first).to_be_attached()
    with page.expect_download() as given:
        page.get_by_role("button", name="Scores (CSV)").click()
    assert "Shuffled text" in given.value.path().read_text(encoding="utf-8-sig")
    page = open_app(f"/words?run={CBOW_RUN.run_id}&tab=Film&wide=true")
    film = table(page)
    before = column(film, 2)
    page.get_by_role("slider").press("End")
    wait_for_app_run(page)
    expect_column(film, 10, ["100"] * len(before))
    expect(page.get_by_test_id("stException")).to_have_count(0)
