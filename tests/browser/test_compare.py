"""Two runs side by side as a user meets them: what is done on one map is seen on the other, without waiting."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from engine.learners.words.ppmi_svd import PPMISVD
from engine.runs.recipe import Recipe
from tests.browser.conftest import ROOT, wait_for_app_run
from tests.browser.driving import N_WORDS, PATIENCE, TOY, pick, press, table, tick
from tests.browser.pointing import drag

pytestmark = pytest.mark.browser
SCRIPT = ROOT / "app.py"
SMALL = Recipe(TOY.dataset, PPMISVD(n_components=8, window=2))
RUNS = (TOY, SMALL)
LINK = f"/compare?a={TOY.run_id}&b={SMALL.run_id}&map_a=pca&map_b=pca"


def map_of(page: Page, letter: str) -> Locator:
    return page.locator(f".st-key-compare_{letter}_map .map[data-ready=yes]")


@pytest.fixture
def compared(open_app: Callable[[str], Page]) -> Page:
    """Two runs of the toy world, mapped and compared."""
    page = open_app(LINK)
    for letter in "ab":
        map_of(page, letter).wait_for(timeout=PATIENCE)
    wait_for_app_run(page)
    return page


def field(page: Page, letter: str) -> dict[str, float]:
    box = map_of(page, letter).locator(".field").bounding_box()
    assert box is not None
    return dict(box)


def spot(page: Page, letter: str, x: float, y: float) -> tuple[float, float]:
    """A spot of a map by its share of width and height."""
    box = field(page, letter)
    return box["x"] + x * box["width"], box["y"] + y * box["height"]


def row_of(page: Page, label: str) -> int:
    found = map_of(page, "a").evaluate("(map, label) => map.embeddingMap.labels.indexOf(label)", label)
    assert found >= 0
    return int(found)


def test_a_lasso_on_one_map_lights_the_same_items_on_the_other(compared: Page) -> None:
    runs = compared.evaluate("performance.getEntriesByType('resource').length")
    map_of(compared, "a").locator("[data-tool=box]").click()
    drag(compared, spot(compared, "a", 0.3, 0.3), spot(compared, "a", 0.7, 0.7))
    expect(map_of(compared, "b")).not_to_have_attribute("data-circled", "")
    for letter in "ab":
        assert int(map_of(compared, letter).get_attribute("data-circled") or 0) > 20
    rows = "map => [...map.embeddingMap.choice.rows].sort((a, b) => a - b)"
    assert map_of(compared, "a").evaluate(rows) == map_of(compared, "b").evaluate(rows)
    compared.keyboard.press("Escape")
    expect(map_of(compared, "b")).to_have_attribute("data-circled", "")
    assert compared.evaluate("performance.getEntriesByType('resource').length") == runs


def test_both_maps_show_what_is_pointed_at_and_look_at_the_same_place(compared: Page) -> None:
    row = row_of(compared, "king")
    x, y = map_of(compared, "a").evaluate("(map, row) => map.embeddingMap.where(row)", row)
    compared.mouse.move(x, y)
    told = map_of(compared, "a").locator(".card .name").text_content()
    assert told
    expect(map_of(compared, "b").locator(".card .name")).to_have_text(told)
    expect(map_of(compared, "b").locator(".card")).to_be_visible()
    seen = """map => { const { camera, units } = map.embeddingMap
      return camera.window().map((edge, i) => edge * units.half + units.center[i < 2 ? 0 : 1]) }"""
    before = map_of(compared, "b").evaluate(seen)
    map_of(compared, "a").locator("[data-tool=closer]").click()
    drag(compared, spot(compared, "a", 0.5, 0.5), spot(compared, "a", 0.6, 0.4))
    compared.wait_for_timeout(300)
    after, own = map_of(compared, "b").evaluate(seen), map_of(compared, "a").evaluate(seen)
    assert after[1] - after[0] < 0.9 * (before[1] - before[0])
    width = own[1] - own[0]
    assert max(abs(one - other) for one, other in zip(own, after, strict=True)) < 1e-3 * width
    map_of(compared, "b").locator("[data-tool=reset]").click()
    compared.wait_for_timeout(300)
    assert map_of(compared, "a").evaluate("map => map.embeddingMap.camera.zoom") == 1


def test_a_search_a_click_and_a_row_choose_on_both_maps(compared: Page) -> None:
    compared.get_by_role("searchbox", name="Find").fill("queen")
    press(compared, "queen")
    expect(compared.get_by_role("heading", name="queen", exact=True)).to_be_visible()
    for letter in "ab":
        expect(map_of(compared, letter)).to_have_attribute("data-selected", str(row_of(compared, "queen")))
    assert "item=queen" in compared.url
    tick(compared, table(compared, 0), 0)
    expect(map_of(compared, "b")).not_to_have_attribute("data-selected", str(row_of(compared, "queen")))
    chosen = map_of(compared, "a").get_attribute("data-selected")
    assert chosen and chosen == map_of(compared, "b").get_attribute("data-selected")


def test_another_metric_is_compared_and_stands_in_the_link(compared: Page) -> None:
    expect(compared.get_by_text("of neighbors agree")).to_be_visible()
    expect(compared.get_by_text(f"{N_WORDS:,} items are in both")).to_be_visible()
    compared.get_by_role("combobox", name="Near by").nth(1).click()
    compared.get_by_role("option", name="Dot product").click()
    wait_for_app_run(compared)
    expect(compared.get_by_text("of neighbors agree")).to_be_visible(timeout=PATIENCE)
    assert "metric_b=dot" in compared.url
    pick(compared, "Color", "count")
    expect(map_of(compared, "a").locator(".legend")).to_contain_text("count")


def test_pasted_words_are_alone_on_both_maps_and_so_by_their_link(
    compared: Page, open_app: Callable[[str], Page]
) -> None:
    press(compared, "Only these")
    compared.get_by_label("Names, a line each").fill("king, queen\nman\nwoman\nunheard-of")
    compared.keyboard.press("Control+Enter")
    expect(compared.get_by_text("Not among the items of A: unheard-of")).to_be_visible(timeout=PATIENCE)
    press(compared, "Show only these 4")
    expect(compared.get_by_text("4 items are on both maps")).to_be_visible(timeout=PATIENCE)
    wait_for_app_run(compared)
    assert map_of(compared, "b").evaluate("map => map.embeddingMap.n") == 4
    link = compared.url
    page = open_app(link[link.index("/compare") :])
    expect(page.get_by_text("4 items are on both maps")).to_be_visible(timeout=PATIENCE)
    press(page, "Show all")
    expect(page.get_by_text(f"{N_WORDS:,} items are on both maps")).to_be_visible(timeout=PATIENCE)


def test_maps_in_space_turn_together(compared: Page, open_app: Callable[[str], Page]) -> None:
    page = open_app(f"{LINK}&dims=3")
    both = [page.locator(f".st-key-compare_{letter}_3d_map .map[data-ready=yes]") for letter in "ab"]
    for each in both:
        each.wait_for(timeout=PATIENCE)
    wait_for_app_run(page)
    box = both[0].locator(".field").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    drag(page, (x, y), (x + 80, y + 20))
    page.wait_for_timeout(300)
    one, other = (
        each.evaluate("map => { const c = map.embeddingMap.camera; return [c.yaw, c.pitch] }") for each in both
    )
    assert one == other and abs(one[0] - 0.65) > 0.1
