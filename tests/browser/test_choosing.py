"""Only these, groups, filters, looks and cards, as a visitor uses them: from names to a link that restores them."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import ROOT, wait_for_app_run
from tests.browser.driving import TOY, TOY_WORDS
from tests.browser.pointing import click, the_map, toy_world

pytestmark = pytest.mark.browser
SCRIPT = ROOT / "app.py"
RUNS = (TOY,)
Open = Callable[[str], Page]
TEN = "king queen prince princess duke duchess throne crown palace emperor"
FILLED = """map => {
  const canvas = map.querySelector('canvas')
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
  return data.filter((value, at) => at % 4 === 3 && value > 100).length
}"""
VISIBLE = "map => map.embeddingMap.colors.filter((value, at) => at % 4 === 3 && value > 0).length"
NAMES = "Names, a line each or divided by commas"


@pytest.fixture
def words(open_app: Open) -> Page:
    """The toy world by its principal components."""
    return toy_world(open_app)


def menu(page: Page, name: str) -> None:
    """Open one of the pop-overs of the toolbar."""
    page.locator(".st-key-toolbar").get_by_role("button", name=re.compile(f"{name}( \\d+)?")).first.click()


def paste(page: Page, names: str) -> None:
    """Into the pop-over that is open."""
    field = page.get_by_label(NAMES).locator("visible=true")
    field.fill(names)
    field.press("Control+Enter")
    wait_for_app_run(page)


def test_ten_words_become_a_group_and_a_link_that_restores_it(words: Page, open_app: Open) -> None:
    menu(words, "Groups")
    paste(words, TEN)
    expect(words.get_by_text("10 words: king, queen, prince, princess, duke …")).to_be_visible()
    words.get_by_placeholder("Its name").fill("royals")
    words.get_by_placeholder("Its name").press("Enter")
    wait_for_app_run(words)
    words.get_by_role("button", name="Make the group").click()
    wait_for_app_run(words)
    legend = the_map(words).locator(".legend button.class").first
    expect(legend).to_have_text(re.compile(r"royals\s*10"))
    expect(words).to_have_url(re.compile("groups=[0-9a-f]{32}"))
    words.goto(words.url)
    expect(the_map(words).locator(".legend button.class").first).to_have_text(re.compile(r"royals\s*10"))
    expect(words.get_by_text("What distinguishes the groups (royals)")).to_be_visible()


def test_only_these_have_a_map_of_their_own_and_show_all_leads_back(words: Page) -> None:
    menu(words, "Only these")
    paste(words, TEN)
    words.get_by_role("button", name="Show only these 10").click()
    expect(words.get_by_text(re.compile("Only 10:"))).to_be_visible()
    field = the_map(words).locator(".field")
    expect(field).to_have_attribute("aria-label", re.compile("^Map of 10 points"))
    assert "only=" in words.url
    words.keyboard.press("Escape")
    words.get_by_role("button", name="Show all", exact=True).click()
    expect(field).to_have_attribute("aria-label", re.compile("^Map of 1,311 points"))
    assert "only=" not in words.url


def test_what_a_filter_leaves_out_cannot_be_clicked(open_app: Open) -> None:
    page = open_app(f'{TOY_WORDS}&map=pca&item=king&filter={{"kind":["royalty"],"left_out":true}}')
    view = the_map(page)
    wait_for_app_run(page)
    shown = view.evaluate(VISIBLE)
    royal = view.evaluate("map => map.embeddingMap.paint.filtered.filter(away => away === 0).length")
    assert shown == royal == 20
    menu(page, "Filter")
    expect(page.get_by_text("20 of 1,311 words are let in.")).to_be_visible()
    page.get_by_role("button", name="No filter").click()
    expect(page).not_to_have_url(re.compile("filter="))


def test_shift_adds_to_what_is_circled_and_alt_takes_out(words: Page) -> None:
    view = the_map(words)
    words.get_by_role("button", name="Select with a box").click()
    box = view.locator(".field").bounding_box()
    assert box is not None
    left, top, wide, tall = box["x"], box["y"], box["width"], box["height"]

    def drag(x: float, width: float, key: str = "") -> int:
        if key:
            words.keyboard.down(key)
        words.mouse.move(left + x * wide, top + 2)
        words.mouse.down()
        words.mouse.move(left + (x + width) * wide, top + tall - 4, steps=5)
        words.mouse.up()
        if key:
            words.keyboard.up(key)
        wait_for_app_run(words)
        return int(view.get_attribute("data-circled") or 0)

    first = drag(0.3, 0.2)
    both = drag(0.5, 0.2, "Shift")
    assert 0 < first < both
    assert drag(0.5, 0.2, "Alt") == first
    view.locator(".legend .fold").click()  # with both counts not all classes have room
    expect(view.locator(".legend .fold")).to_have_text("Fold")
    counts = view.locator(".legend .count").all_inner_texts()
    assert all("/" in count for count in counts)
    assert sum(int(count.split("/")[0].replace(",", "")) for count in counts) == first


def test_density_and_shapes_are_drawn_and_are_in_the_link(words: Page) -> None:
    menu(words, "Look")
    words.get_by_role("radio", name="density").click()
    expect(words).to_have_url(re.compile("look=density"))
    view = the_map(words)
    expect(view).to_have_attribute("data-ready", "yes")
    assert view.evaluate(FILLED) > 5_000
    words.get_by_role("radio", name="points", exact=True).click()
    expect(words).not_to_have_url(re.compile("look="))


def test_a_pinned_card_stays_while_another_word_is_chosen(words: Page) -> None:
    words.locator(".st-key-words\\.pin button, [class*='st-key-words-pin'] button").first.click()
    wait_for_app_run(words)
    assert "pinned=king" in words.url
    row = the_map(words).evaluate("map => map.embeddingMap.labels.indexOf('dog')")
    click(words, row)
    wait_for_app_run(words)
    expect(words.locator("[class*='st-key-pinned']").get_by_text(re.compile("^Nearest:|Nearest: "))).to_be_visible()


def test_camera_and_isolated_class_are_in_the_link(words: Page) -> None:
    map_ = the_map(words)
    map_.get_by_role("button", name="Zoom in").click()
    map_.locator(".legend button.class").nth(1).click()
    expect(map_).to_have_attribute("data-isolated", re.compile(r"\d"))  # drawn a frame later
    isolated = map_.get_attribute("data-isolated")
    expect(words).to_have_url(re.compile("#words_map_camera=2_[^&]+&words_map_classes=\\d"))
    camera = map_.get_attribute("data-camera")
    words.evaluate("sessionStorage.clear()")  # as in the browser of another visitor
    words.reload()
    expect(the_map(words)).to_have_attribute("data-isolated", str(isolated))
    expect(the_map(words)).to_have_attribute("data-camera", str(camera))
    the_map(words).locator(".field").press("0")
    expect(words).not_to_have_url(re.compile("camera"))


def test_the_hover_card_says_the_columns_that_were_chosen_for_cards(words: Page) -> None:
    map_ = the_map(words)
    words.goto(f"{words.url}&columns=%5B%22count%22%5D")
    wait_for_app_run(words)
    words.mouse.move(*map_.evaluate("map => map.embeddingMap.where(map.embeddingMap.labels.indexOf('king'))"))
    expect(map_.locator(".card")).to_have_text(re.compile(r"king.*count [\d,]+", re.DOTALL))
