"""Lessons in the browser: from the list to a prediction by keyboard, what it reveals, and the page at full size."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from engine.insight.lessons.term_documents import counts
from pages.lessons.contents import LESSONS
from pages.lessons.svd import recipe
from tests.browser.conftest import ROOT, wait_for_app_run
from tests.browser.driving import PATIENCE, press, run_of

pytestmark = pytest.mark.browser
SCRIPT = ROOT / "app.py"
Open = Callable[[str], Page]


def test_a_lesson_from_the_list_to_its_page(open_app: Open) -> None:
    page = open_app("/lessons")
    page.get_by_role("link", name="2 SVD as an embedder").click()
    expect(page.get_by_role("heading", name="2 SVD as an embedder")).to_be_visible()
    page.wait_for_url(re.compile("/lesson-2"))
    expect(page.get_by_text("A at rank 2")).to_have_count(0)
    reveal = page.get_by_role("button", name="Reveal")
    expect(reveal).to_be_disabled()
    page.get_by_role("radio", name="1st").focus()
    page.keyboard.press("Space")
    expect(reveal).to_be_enabled()
    reveal.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("1st: as you predicted.")).to_be_visible()
    expect(page.get_by_text("A at rank 2")).to_be_visible()
    wait_for_app_run(page)
    press(page, "Documents: LSA of the matrix above")
    page.wait_for_url(re.compile("run="))
    expect(page.get_by_role("heading", name="LSA: seven documents of a lesson")).to_be_visible(timeout=PATIENCE)
    assert run_of(page) == recipe(counts()).run_id
    page.go_back()
    expect(page.get_by_role("heading", name="2 SVD as an embedder")).to_be_visible()
    page.get_by_role("link", name="All lessons").first.click()
    expect(page.get_by_text("done, 1 of 1 predicted")).to_be_visible()


def test_figures_tell_their_numbers_to_those_who_do_not_see_them(open_app: Open) -> None:
    page = open_app("/lesson-2")
    told = page.get_by_role("figure", name=re.compile(r"U by document\. document 1: 0\.30, 0\.41"))
    expect(told.first).to_be_attached()


@pytest.mark.parametrize("lesson", [one.number for one in LESSONS])
def test_a_lesson_fits_a_narrow_page(page: Page, open_app: Open, lesson: int) -> None:
    page.set_viewport_size({"width": 800, "height": 900})
    open_app(f"/lesson-{lesson}")
    wide = page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth")
    assert wide <= 800
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_a_lesson_opens_an_experiment_of_its_page(open_app: Open) -> None:
    page = open_app("/lesson-9")
    page.get_by_role("radio", name="the same").focus()
    page.keyboard.press("Space")
    reveal = page.locator(".st-key-lessons-9-normalized-reveal").get_by_role("button")
    expect(reveal).to_be_enabled()
    reveal.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("the same: as you predicted.")).to_be_visible()
    wait_for_app_run(page)
    press(page, "Images: double descent")
    expect(page.get_by_text("Do more parameters than images do harm?")).to_be_visible(timeout=PATIENCE)
