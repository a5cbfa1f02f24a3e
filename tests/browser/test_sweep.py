"""A sweep of three values: begun by one click, cancelled by one, gone on with, and shown again by its link."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from engine.datasets.pairs.great_circle import GreatCircles
from engine.learners.pairs.pair_stress import PairStress
from engine.runs.recipe import Recipe
from tests.browser.conftest import ROOT, wait_for_app_run
from tests.browser.driving import PATIENCE, column, enter, pick, press, table

pytestmark = pytest.mark.browser
SCRIPT = ROOT / "app.py"
LAID = Recipe(GreatCircles(), PairStress(n_iter=50))
RUNS = (LAID,)
Open = Callable[[str], Page]


def test_three_values_are_swept_cancelled_and_gone_on_with(open_app: Open) -> None:
    page = open_app(f"/pairs?run={LAID.run_id}&tab=Sweep&wide=true")
    wait_for_app_run(page)
    pick(page, "Setting", "Iterations")
    enter(page, "Values", "10, 50, 250")
    enter(page, "Seeds", 1)
    press(page, "Run 2 trainings")
    cancel = page.get_by_role("button", name="Cancel all")
    cancel.click(timeout=PATIENCE)
    expect(cancel).to_have_count(0, timeout=PATIENCE)
    wait_for_app_run(page)
    again = page.get_by_role("button", name=re.compile(r"^Run \d"))
    expect(again).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_role("progressbar")).to_have_count(0)
    again.click()
    expect(page.get_by_text("is best", exact=False)).to_be_visible(timeout=PATIENCE)
    for _ in range(PATIENCE // 500):
        if column(table(page), 2) == ["1 of 1"] * 3 and not cancel.count():
            break
        page.wait_for_timeout(500)
    wait_for_app_run(page)
    assert column(table(page), 2) == ["1 of 1"] * 3
    link = page.url
    assert "sweep=" in link
    page = open_app(link[link.index("/pairs") :])
    expect(page.get_by_text("is best", exact=False)).to_be_visible(timeout=PATIENCE)
    assert not page.get_by_role("button", name=re.compile(r"^Run \d")).count()
    with page.expect_download() as given:
        page.get_by_role("button", name="All trainings (CSV)").click()
    assert given.value.path().read_text(encoding="utf-8-sig").startswith("value,seed,run,seconds,score")
