"""Images and words as a user meets it: train on digits, type a text, click a picture, hold classes out."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from engine.datasets.images.sources import Digits
from engine.datasets.joint.captions.measured import MeasuredCaptions
from engine.learners.shared_spaces.contrastive_towers import ContrastiveTowers
from engine.runs.recipe import Recipe
from tests.browser.conftest import ROOT
from tests.browser.driving import PATIENCE, column, enter, pick, run_of, tab, table, train
from tests.browser.pointing import click, lonely, the_map

pytestmark = pytest.mark.browser
SCRIPT = ROOT / "app.py"
SHORT = Recipe(MeasuredCaptions(Digits()), ContrastiveTowers(n_epochs=5))
RUNS = (SHORT,)
Open = Callable[[str], Page]


def ready(page: Page) -> None:
    """Wait for the map, which a training may come before."""
    expect(page.locator(".map[data-ready=yes]")).to_have_count(1, timeout=2 * PATIENCE)


def test_a_text_finds_pictures_and_a_click_finds_words(open_app: Open) -> None:
    page = open_app(f"/images_and_words?run={SHORT.run_id}&map=pca")
    expect(page.get_by_role("heading", name=re.compile("Two towers, contrastive: Digits"))).to_be_visible(
        timeout=PATIENCE
    )
    ready(page)
    enter(page, "Epochs", 20)
    assert train(page) != SHORT.run_id
    ready(page)
    chart = the_map(page)
    assert run_of(page) != SHORT.run_id
    enter(page, "Text", "bright zero")
    expect(page.get_by_text(re.compile("Measured as bright, 0: "))).to_be_visible(timeout=PATIENCE)
    names = column(table(page), 2)
    assert len(names) == 10 and sum(name.startswith("0 ") for name in names) >= 4  # by chance 1
    row = lonely(page)
    click(page, row)
    label = chart.evaluate("(map, row) => map.embeddingMap.label(row)", row)
    expect(page.get_by_role("heading", name=label, exact=True)).to_be_visible()
    if re.fullmatch(r"\d \((train|test) \d+\)", label):
        tab(page, "Words of a picture")
        expect(page.get_by_text("The nearest of 23 words, each as a text of its own.")).to_be_visible(timeout=PATIENCE)


def test_a_class_that_was_never_seen_is_told_by_its_name(open_app: Open) -> None:
    page = open_app(f"/images_and_words?run={SHORT.run_id}&map=pca")
    ready(page)
    pick(page, "Method", "Images into a space of words")
    enter(page, "Epochs", 10)
    train(page)
    expect(page.get_by_role("heading", name=re.compile("Images into a space of words"))).to_be_visible(timeout=PATIENCE)
    tab(page, "Zero-shot")
    expect(page.get_by_text(re.compile("Held out of the training: 2, 7"))).to_be_visible(timeout=PATIENCE)
