"""Lessons in the browser: from the list to a prediction by keyboard, what it reveals, and the page at full size."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from engine.insight.lessons.term_documents import counts
from pages.lessons.contents import LESSONS
from pages.lessons.svd import recipe
from tests.browser.conftest import ROOT, wait_for_app_run
from tests.browser.driving import PATIENCE, choose, click, pick, press, run_of

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


@dataclass(frozen=True)
class Tried:
    """control: what a student moves; a slider, or the option of a row or of a list. link: where the lesson leads, and
    leads: what the address says there.
    """

    control: str
    link: str
    leads: str
    option: str = ""


TRIED = {
    0: Tried("r: numbers of a code", "Documents: the same model on real texts", "/documents.*tab=Matrix"),
    1: Tried("Encoding", "Movies: the three encodings beside learned vectors", "/movies.*tab=Encodings", "One-hot"),
    2: Tried("Rank r", "Documents: LSA of the documentation of four libraries", "/documents.*tab=Topics"),
    3: Tried("Weight w", "Images: the training of an autoencoder, its loss by epoch", "/images.*tab=Training"),
    4: Tried("Window", "Words: pairs, one-hot times W and both vectors of a run", "/words.*tab=Matrices"),
    5: Tried("Window", "Words: these sentences as a mini-corpus", "/words.*tab=Mini-corpus"),
    6: Tried(
        "Angle of the line, in degrees",
        "Images: digits by their principal components, rank by rank",
        "/images.*tab=Rank",
    ),
    7: Tried("Passes", "Documents: a reader, and what comes next", "/documents.*tab=A"),
    8: Tried("All vectors times", "Images and words: two towers, of pictures and of captions", "/images_and_words"),
    9: Tried("Picture", "Images: double descent", "/images.*tab=Inside"),
    10: Tried("To the right", "Images: the same digits by PCA", "/images.*map=pca"),
    11: Tried("Walk that is drawn", "Graphs: two settings of p and q side by side", "/graphs.*tab=p"),
    12: Tried("Eigenfaces", "Tables: genes beside the map", "/tables"),
    13: Tried(
        "Relation",
        "Two languages: translations of pairs that were held out",
        "/languages.*tab=Scores",
        "Your own pairs",
    ),
}
DRAWN = """() => JSON.stringify([...document.querySelectorAll('.js-plotly-plot')].map(plot => (plot.data || []).map(
  one => [one.x, one.y, one.z, one.text])))"""


@pytest.mark.parametrize("lesson", [one.number for one in LESSONS])
def test_a_lesson_on_a_narrow_page_is_predicted_tried_and_left_for_its_page(
    page: Page, open_app: Open, lesson: int
) -> None:
    page.set_viewport_size({"width": 800, "height": 900})
    open_app(f"/lesson-{lesson}")
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 800
    name = f".st-key-lessons-{lesson}-{next(one for one in LESSONS if one.number == lesson).questions[0]}"
    asked = page.locator(f"{name}-question")
    if asked.get_by_role("radio").count():
        asked.get_by_role("radio").first.focus()
        page.keyboard.press("Space")
    else:
        asked.get_by_role("spinbutton").fill("1")
        page.keyboard.press("Enter")
    wait_for_app_run(page)
    click(asked.get_by_role("button", name="Reveal"))
    expect(asked.get_by_text(re.compile("as you predicted|You predicted"))).to_be_visible()
    wait_for_app_run(page)
    tried = TRIED[lesson]
    before = page.evaluate(DRAWN)
    move(page, tried)
    page.wait_for_function(f"before => ({DRAWN})() !== before", arg=before)
    expect(page.get_by_test_id("stException")).to_have_count(0)
    link = page.get_by_role("link", name=tried.link).or_(page.get_by_role("button", name=tried.link))
    link.first.click()
    page.wait_for_url(re.compile(tried.leads))


def move(page: Page, tried: Tried) -> None:
    """Use a control of a lesson."""
    if not tried.option:
        page.locator(f"input[type=range][aria-label='{tried.control}']").first.focus()
        page.keyboard.press("ArrowLeft" if tried.control == "Passes" else "ArrowRight")
    elif page.get_by_role("radiogroup", name=tried.control).count():
        choose(page, tried.control, tried.option)
    else:
        pick(page, tried.control, tried.option)


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
