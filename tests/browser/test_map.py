"""The map as a user meets it: clicked, dragged, circled, isolated, played, left and found again."""

import io
import json
import re
from collections.abc import Callable
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import ROOT, wait_for_app_run
from tests.browser.pointing import camera, click, corner, drag, everywhere, lonely, the_map, where

pytestmark = pytest.mark.browser
SCRIPT = ROOT / "tests" / "browser" / "apps" / "map_app.py"
Open = Callable[[str], Page]


def zoom_in(page: Page) -> str:
    """Zoom by the button; the camera's numbers once it is drawn."""
    before = camera(page)
    page.get_by_role("button", name="Zoom in").click()
    expect(the_map(page)).not_to_have_attribute("data-camera", before)
    return camera(page)


@pytest.mark.parametrize("dims", [2, 3])
def test_a_click_selects_the_item_and_shows_its_neighbors(open_app: Open, dims: int) -> None:
    page = open_app(f"/?dims={dims}")
    row = lonely(page)
    click(page, row)
    expect(page.get_by_text(f"picked {row} clicks 1")).to_be_visible()
    root = the_map(page)
    expect(root).to_have_attribute("data-selected", str(row))
    assert len(root.get_attribute("data-neighbors").split()) == 5
    expect(page.get_by_text("runs 1", exact=True)).to_be_visible()  # the fragment ran, the page did not


@pytest.mark.parametrize("dims", [2, 3])
def test_a_drag_moves_the_camera_and_is_no_click(open_app: Open, dims: int) -> None:
    page = open_app(f"/?dims={dims}")
    before, start = camera(page), where(page, lonely(page))
    drag(page, start, (start[0] + 40, start[1] + 25))
    wait_for_app_run(page)
    assert camera(page) != before
    expect(page.get_by_text("picked None clicks 0")).to_be_visible()


@pytest.mark.parametrize("dims", [2, 3])
def test_the_camera_survives_clicks_reruns_moved_points_page_changes_and_reloads(open_app: Open, dims: int) -> None:
    page = open_app(f"/?dims={dims}")
    start = corner(page, 0.1, 0.1)
    drag(page, start, (start[0] + 70, start[1] + 30))
    kept = zoom_in(page)
    page.wait_for_timeout(300)  # until the camera is stored
    click(page, lonely(page))
    assert camera(page) == kept
    for button in ("Rerun", "Move points"):
        page.get_by_role("button", name=button).click()
        wait_for_app_run(page)
        assert camera(page) == kept
    page.get_by_role("link", name="Second").click()
    expect(page.get_by_text("nothing here")).to_be_visible()
    page.go_back()
    wait_for_app_run(page)
    assert camera(page) == kept
    page.reload()
    wait_for_app_run(page)
    assert camera(page) == kept


def test_a_new_revision_has_a_camera_of_its_own_and_reset_forgets_the_old(open_app: Open) -> None:
    page = open_app("/")
    home = camera(page)
    zoom_in(page)
    page.get_by_role("button", name="New revision").click()
    expect(the_map(page)).to_have_attribute("data-revision", "60-2-1")
    assert camera(page) == home
    page.get_by_role("button", name="Zoom out").click()
    page.get_by_role("button", name="Reset the view").click()
    expect(the_map(page)).to_have_attribute("data-camera", home)


def test_moved_points_glide_to_their_new_places(open_app: Open) -> None:
    page = open_app("/")
    before = everywhere(page)
    page.get_by_role("button", name="Move points").click()
    wait_for_app_run(page)
    page.wait_for_timeout(1200)
    after = everywhere(page)
    assert np.abs(after - before).max() > 20
    points = the_map(page).evaluate("map => [map.embeddingMap.shown, map.embeddingMap.target].map(a => [...a])")
    np.testing.assert_array_equal(*points)


@pytest.mark.parametrize("tool", ["lasso", "box"])
@pytest.mark.parametrize("dims", [2, 3])
def test_what_is_circled_reaches_python(open_app: Open, tool: str, dims: int) -> None:
    page = open_app(f"/?dims={dims}")
    spots = everywhere(page)
    (left, top), (right, bottom) = corner(page, 0.02, 0.02), corner(page, 0.5, 0.98)
    page.get_by_role("button", name=f"Select with a {tool}").click()
    stops = [(right, bottom)] if tool == "box" else [(right, top), (right, bottom), (left, bottom)]
    drag(page, (left, top), *stops)
    wait_for_app_run(page)
    inside = (spots > (left, top)).all(axis=1) & (spots < (right, bottom)).all(axis=1)
    rows = np.flatnonzero(inside).tolist()
    assert 3 <= len(rows) <= 57
    text = page.get_by_text("selection (").inner_text()
    assert json.loads("[" + re.search(r"\((.*)\)", text)[1].rstrip(",") + "]") == rows
    expect(the_map(page)).to_have_attribute("data-circled", str(len(rows)))


def test_the_keyboard_walks_over_points_says_where_it_is_and_chooses(open_app: Open) -> None:
    page = open_app("/")
    page.get_by_role("application").focus()
    status, before = page.locator(".map .status"), camera(page)
    page.keyboard.press("PageDown")
    first = page.locator(".card .name").inner_text()
    expect(status).to_have_text(re.compile(rf"^{re.escape(first)}, .*, 1 of "))
    page.keyboard.press("PageDown")
    row = 1
    spots = everywhere(page)
    page.keyboard.press("ArrowRight")
    name = page.locator(".card .name").inner_text()
    labels = the_map(page).evaluate(
        "map => Array.from({length: map.embeddingMap.n}, (_, r) => map.embeddingMap.label(r))"
    )
    assert spots[labels.index(name), 0] > spots[row, 0] and camera(page) == before
    page.keyboard.press("Enter")
    wait_for_app_run(page)
    expect(the_map(page)).to_have_attribute("data-selected", str(labels.index(name)))


def test_escape_clears_everything_by_keyboard_alone(open_app: Open) -> None:
    page = open_app("/")
    click(page, lonely(page))
    page.get_by_role("button", name="east").click()
    field = page.get_by_role("application")
    field.focus()
    before = camera(page)
    page.keyboard.press("+")
    page.keyboard.press("Shift+ArrowLeft")
    expect(the_map(page)).not_to_have_attribute("data-camera", before)
    page.keyboard.press("Escape")
    wait_for_app_run(page)
    expect(page.get_by_text("picked None")).to_be_visible()
    expect(the_map(page)).to_have_attribute("data-selected", "")
    expect(the_map(page)).to_have_attribute("data-isolated", "")


def test_a_class_can_be_isolated_and_the_others_then_take_no_click(open_app: Open) -> None:
    page = open_app("/")
    button = page.get_by_role("button", name="east")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(the_map(page)).to_have_attribute("data-isolated", "2")
    faint = the_map(page).evaluate("map => [...map.embeddingMap.faint]")
    assert faint == [int(row % 3 != 2) for row in range(60)]
    outside = next(row for row in range(60) if row % 3 != 2 and where(page, row)[0] > 0)
    inside = [where(page, row) for row in range(2, 60, 3)]
    x, y = where(page, outside)
    if min(np.hypot(x - a, y - b) for a, b in inside) > 25:
        click(page, outside)
        expect(page.get_by_text("picked None clicks 0")).to_be_visible()
    button.click()
    expect(the_map(page)).to_have_attribute("data-isolated", "")


@pytest.mark.parametrize("width", [1400, 500])
def test_a_legend_of_many_classes_ends_with_the_button_that_shows_all(open_app: Open, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    open_app("/?many=1&n=90")
    legend = the_map(page).get_by_role("toolbar", name="Classes")
    fold, classes = legend.locator(".fold"), legend.locator(".class")
    expect(fold).to_have_text("All 30")
    cut = "legend => legend.scrollHeight > legend.clientHeight + 1"
    assert not legend.evaluate(cut) and 3 <= classes.count() <= 12
    fold.click()
    expect(classes).to_have_count(30)
    expect(fold).to_have_text("Fold")
    expect(fold).to_be_focused()
    fold.click()
    expect(fold).to_have_text("All 30")
    assert not legend.evaluate(cut)


def test_hostile_labels_and_classes_are_only_text(open_app: Open) -> None:
    page = open_app("/")
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    for row in range(4):
        click(page, row)
        page.mouse.move(*where(page, row))
    card = page.locator(".card")
    page.mouse.move(*where(page, 0))
    expect(card).to_be_visible()
    assert page.locator(".map img, .map script, .map b, .map a, .card *:not(div)").count() == 0
    expect(page.get_by_role("button", name="<b>south</b>")).to_be_visible()
    assert not [url for url in requests if url.endswith("/x")]


def test_the_downloads_are_pictures_and_the_svg_is_inert(open_app: Open) -> None:
    page = open_app("/")
    with page.expect_download() as png:
        page.get_by_role("button", name="Download as PNG").click()
    picture = np.asarray(Image.open(io.BytesIO(png.value.path().read_bytes())).convert("RGB")).reshape(-1, 3)
    blue = np.abs(picture.astype(int) - (0, 114, 178)).max(axis=1) < 30  # the first class, a little transparent
    assert blue.sum() > 20 * 60  # its twenty points have some hundred pixels each, beside its swatch in the key
    with page.expect_download() as svg:
        page.get_by_role("button", name="Download as SVG").click()
    tree = ElementTree.fromstring(svg.value.path().read_text())
    tags = [element.tag.split("}")[1] for element in tree.iter()]
    assert tags.count("circle") == 60 and not {"img", "script", "a", "b"} & set(tags)
    assert any("<b>south" in (element.text or "") for element in tree.iter())


def test_frames_are_played_by_button_and_slider(open_app: Open) -> None:
    page = open_app("/?frames=1")
    root = the_map(page)
    expect(root).to_have_attribute("data-step", "100")
    expect(page.get_by_text("iteration 100 of 100")).to_be_visible()
    page.get_by_role("slider", name="Time").fill("0")
    expect(root).to_have_attribute("data-step", "0")
    first = everywhere(page)
    page.get_by_role("button", name="Play", exact=True).click()
    expect(root).to_have_attribute("data-step", re.compile(r"^[1-9]\d$"))  # on its way
    expect(root).to_have_attribute("data-step", "100")
    last = everywhere(page)
    np.testing.assert_allclose(first, last[::-1], atol=1)  # the film turns the order of the items around


def test_live_frames_arrive_in_batches_and_are_followed_without_losing_the_camera(open_app: Open) -> None:
    page = open_app("/?live=1")
    root = the_map(page)
    expect(root).to_have_attribute("data-step", "1")
    kept = zoom_in(page)
    page.get_by_role("button", name="More frames").click()
    expect(root).to_have_attribute("data-step", "4")
    assert camera(page) == kept


def test_a_tour_turns_the_points_while_it_plays_and_they_stay_where_it_pauses(open_app: Open) -> None:
    page = open_app("/?tour=1")
    root = the_map(page)
    bar = page.locator(".tour")
    expect(bar).to_contain_text(re.compile(r"6 dimensions.*now mostly PC\d and PC\d: \d+% of the variance"))
    first = everywhere(page)
    expect(root).not_to_have_attribute("data-tour", re.compile(r"^(0\.[01].*)?$"))
    assert np.abs(everywhere(page) - first).max() > 5
    bar.get_by_role("button", name="Pause", exact=True).click()
    expect(bar.get_by_role("button", name="Play", exact=True)).to_be_visible()
    paused = everywhere(page)
    page.wait_for_timeout(400)
    np.testing.assert_array_equal(everywhere(page), paused)
    click(page, lonely(page))
    np.testing.assert_array_equal(everywhere(page), paused)  # a click reruns the page, and the tour stays
    page.get_by_role("slider", name="Dimensions of the tour").fill("3")
    expect(bar).to_contain_text("3 dimensions")
    bar.get_by_role("button", name="Play", exact=True).click()
    expect(root).not_to_have_attribute("data-tour", re.compile(r"^0\."))


def test_a_map_in_space_rocks_until_it_is_touched(open_app: Open) -> None:
    page = open_app("/?dims=3")
    rock = page.get_by_role("button", name="Rock the map slowly to and fro")
    expect(rock).to_have_attribute("aria-pressed", "false")
    still = camera(page)
    rock.click()
    expect(the_map(page)).not_to_have_attribute("data-camera", still)
    expect(rock).to_have_attribute("aria-pressed", "true")
    page.mouse.click(*corner(page, 0.03, 0.95))
    expect(rock).to_have_attribute("aria-pressed", "false")
    rested = camera(page)
    page.wait_for_timeout(300)
    assert camera(page) == rested


def test_who_asks_for_less_motion_gets_a_tour_at_rest_and_no_rocking(open_app: Open) -> None:
    page = open_app("/?dims=3")
    rock = page.get_by_role("button", name="Rock the map slowly to and fro")
    expect(rock).to_have_count(1)
    page.emulate_media(reduced_motion="reduce")
    zoom_in(page)
    expect(rock).to_have_count(0)
    page.goto(page.url.replace("dims=3", "tour=1"))
    wait_for_app_run(page)
    expect(the_map(page)).to_have_attribute("data-tour", "0.0000")
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()


def test_the_ramp_replaces_the_classes_in_place(open_app: Open) -> None:
    page = open_app("/")
    kept = zoom_in(page)
    page.get_by_role("button", name="Ramp").click()
    expect(page.locator(".ramp")).to_be_visible()
    expect(page.get_by_role("button", name="east")).to_have_count(0)
    page.mouse.move(*where(page, 7))
    expect(page.locator(".card .note")).to_have_text(re.compile(r"^rank: \d+$"))
    assert camera(page) == kept


def test_the_theme_is_followed_while_the_page_is_open(open_app: Open) -> None:
    page = open_app("/")
    shade = "map => map.embeddingMap.theme.dark"
    assert the_map(page).evaluate(shade) is False
    page.emulate_media(color_scheme="dark")
    expect(page.get_by_test_id("stApp")).not_to_have_css("background-color", "rgb(255, 255, 255)")
    page.wait_for_timeout(500)
    assert the_map(page).evaluate(shade) is True


@pytest.mark.parametrize("n", [1, 2])
def test_one_or_two_points_are_drawn_and_clicked(open_app: Open, n: int) -> None:
    page = open_app(f"/?n={n}")
    click(page, n - 1)
    expect(page.get_by_text(f"picked {n - 1} clicks 1")).to_be_visible()


@pytest.mark.parametrize("dims", [2, 3])
def test_seventy_thousand_points_travel_once(page: Page, server, dims: int) -> None:
    received: list[int] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: received.append(len(frame))))
    page.goto(f"{server.url}/?n=70000&dims={dims}")
    wait_for_app_run(page)
    the_map(page)
    assert 300_000 < sum(received) <= 1_000_000
    received.clear()
    page.mouse.move(*where(page, 69_999))
    page.mouse.down()
    page.mouse.up()
    expect(the_map(page)).not_to_have_attribute("data-selected", "")
    wait_for_app_run(page)
    assert 0 < sum(received) <= 5_000


def test_without_webgl_the_map_is_drawn_all_the_same(open_app: Open, page: Page) -> None:
    page.add_init_script(
        "const original = HTMLCanvasElement.prototype.getContext;"
        "HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {"
        "  return kind === 'webgl2' ? null : original.call(this, kind, ...rest) }"
    )
    open_app("/?dims=3")
    row = lonely(page)
    painted = the_map(page).evaluate(
        "map => { const c = map.embeddingMap.stage.points;"
        " return [...c.getContext('2d').getImageData(0, 0, c.width, c.height).data].filter(v => v).length }"
    )
    assert painted > 1000
    click(page, row)
    expect(page.get_by_text(f"picked {row} clicks 1")).to_be_visible()
