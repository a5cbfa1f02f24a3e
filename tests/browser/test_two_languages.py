"""Two languages: reached by the menu, trained on texts of one's own, a word clicked, its translations side by side."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from engine.datasets.text.toy_world import write
from tests.browser import pointing
from tests.browser.conftest import ROOT
from tests.browser.driving import PATIENCE, click, column, enter, find, tab, table, train
from tests.browser.test_own_data import give, hand

pytestmark = pytest.mark.browser
SCRIPT = ROOT / "app.py"
Open = Callable[[str], Page]


def texts() -> tuple[bytes, bytes, bytes]:
    """A toy world, the same with every word written backwards and marked, and a list of pairs."""
    sentences, _, _ = write(20_000, 1)
    first = "\n".join(sentences)
    second = re.sub(r"[a-z]+", lambda word: f"{word[0][::-1]}q", first)
    words = sorted(set(re.findall(r"[a-z]+", first)))
    pairs = "\n".join(f"{word},{word[::-1]}q" for word in words)
    return first.encode(), second.encode(), pairs.encode()


def test_texts_of_the_users_own_find_their_words_in_each_other(open_app: Open) -> None:
    page = open_app("/runs")
    page.get_by_test_id("stHeader").get_by_text("Shared spaces").click()
    page.get_by_text("Two languages", exact=True).last.click()
    page.wait_for_url("**/languages*")
    first, second, pairs = texts()
    give(page, "Languages", "Two texts of your own…", "one.txt", first)
    hand(page, "two.txt", second, 1)
    click(page.get_by_text("A list of word pairs"))
    hand(page, "pairs.csv", pairs, 2)
    expect(page.get_by_text(re.compile("known pairs of words; .* sentences with their"))).to_be_visible(
        timeout=PATIENCE
    )
    enter(page, "Dimensions", 20)
    enter(page, "Epochs", 2)
    train(page)
    expect(page.get_by_role("heading", name=re.compile("one.txt and two.txt"))).to_be_visible(timeout=PATIENCE)
    expect(page.locator(".map[data-ready=yes]")).to_have_count(1, timeout=PATIENCE)
    row = pointing.lonely(page)
    pointing.click(page, row)
    expect(page.locator(".map")).to_have_attribute("data-selected", str(row))
    expect(page.get_by_text(re.compile("and what is nearest in (First|Second)"))).to_be_visible()
    find(page, "the", "the")
    expect(page.get_by_text("Known translations: ehtq.")).to_be_visible()
    assert len(column(table(page, 1), 1)) == len(column(table(page, 2), 1)) > 0
    tab(page, "Scores")
    expect(page.get_by_text(re.compile("translations of each other, and that carries the result"))).to_be_visible()
    expect(page.get_by_test_id("stException")).to_have_count(0)
