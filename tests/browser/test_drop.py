"""A file dropped on Home: recognized, opened on the page of its kind with its controls, and offered to the others."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import FilePayload, Page, expect

from engine.openings import openings
from tests.browser.conftest import ROOT, wait_for_app_run
from tests.browser.driving import TOY, train
from tests.browser.test_movies import uploaded

pytestmark = pytest.mark.browser
SCRIPT = ROOT / "app.py"
RUNS = (*openings(), TOY)
Open = Callable[[str], Page]


@pytest.fixture
def pinned() -> bool:
    """A new visitor has pinned nothing."""
    return False


def drop(page: Page, name: str, content: bytes) -> None:
    """Give a file to the field on Home."""
    file = FilePayload(name=name, mimeType="application/octet-stream", buffer=content)
    page.get_by_test_id("stMain").locator("input[type=file]").set_input_files(file)
    wait_for_app_run(page)


def home(page: Page) -> None:
    """Go there by the menu."""
    wait_for_app_run(page, 120)
    page.get_by_role("navigation").get_by_role("link", name="Home").click()
    expect(page.get_by_role("heading", name="Embedding Workbench")).to_be_visible()
    wait_for_app_run(page, 120)


def test_ratings_open_movies_with_the_file_chosen_and_the_steps_open(open_app: Open) -> None:
    page = open_app("/movies")
    expect(page.get_by_text("trustworthiness")).to_be_visible(timeout=120_000)
    home(page)
    drop(page, "kauf.csv", uploaded().encode())
    page.wait_for_url("**/movies*")
    expect(page.locator(".st-key-explorer")).to_be_visible()
    wait_for_app_run(page)
    expect(page.get_by_test_id("stSidebarContent")).to_be_visible()
    expect(page.get_by_role("combobox", name="Ratings", exact=True)).to_have_value("Your own ratings…")
    expect(page.get_by_text("ratings of 30 items by 40 viewers")).to_be_in_viewport()
    expect(page.get_by_text("kauf.csv").first).to_be_visible()
    train(page)
    expect(page.get_by_role("heading", name="kauf.csv")).to_be_visible()


def test_the_steps_are_open_on_a_page_that_was_not_visited_before(open_app: Open) -> None:
    page = open_app("/")
    drop(page, "edges.csv", b"source,target\n" + b"\n".join(b"a%d,b%d" % (row % 17, row % 13) for row in range(90)))
    page.wait_for_url("**/graphs*")
    expect(page.get_by_text("30 nodes")).to_be_in_viewport(timeout=120_000)


def test_what_was_taken_for_something_else_is_opened_on_another_page(open_app: Open) -> None:
    page = open_app("/")
    drop(page, "kauf.csv", uploaded().encode())
    page.wait_for_url("**/movies*")
    home(page)
    expect(page.get_by_text("kauf.csv was opened on Movies. Is it something else? Open it on")).to_be_visible()
    page.get_by_test_id("stMain").get_by_role("button", name="Graphs", exact=True).click()
    page.wait_for_url("**/graphs*")
    wait_for_app_run(page)
    graph = page.get_by_role("combobox", name="Graph", exact=True, include_hidden=True)
    expect(graph).to_have_value("Your own edges…")
    expect(page.get_by_test_id("stSidebarContent").get_by_text("kauf.csv").first).to_be_attached()


def test_a_file_that_is_refused_is_refused_on_home_in_a_sentence(open_app: Open) -> None:
    page = open_app("/")
    drop(page, "empty.csv", b"")
    expect(page.get_by_test_id("stMain").get_by_test_id("stAlert")).to_contain_text("The file is empty")
    expect(page.get_by_role("heading", name="Embedding Workbench")).to_be_visible()
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_every_card_shows_a_map_what_is_nearest_and_a_way_on(open_app: Open) -> None:
    page = open_app("/")
    for name in ("words", "documents", "movies", "images", "graphs", "tables", "pairs", "vectors"):
        card = page.locator(f".st-key-card_{name}")
        expect(card.locator(".map[data-ready=yes]")).to_have_count(1, timeout=120_000)
        expect(card.get_by_text(re.compile("^(Nearest to|Click a point to see)"))).to_be_visible()
        expect(card.get_by_text("Try:")).to_be_visible()
        expect(card.get_by_role("link", name="Open ")).to_be_visible()


def test_what_was_trained_last_is_a_click_away_and_what_the_cards_show_is_not_told_again(open_app: Open) -> None:
    page = open_app("/")
    expect(page.get_by_text("Trained last:").or_(page.get_by_text("new since you were here last:"))).to_be_visible()
    news = page.locator("[class*='st-key-a_step-news'] button, [class*='st-key-a_step.news'] button")
    expect(news.filter(has_text="toy world")).to_have_count(1)
    expect(news.filter(has_text="Digits 8 x 8")).to_have_count(0)
    news.filter(has_text="toy world").click()
    page.wait_for_url(f"**/words?run={TOY.run_id}*")
