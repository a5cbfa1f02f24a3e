"""Uses of a code and rank k of one's own matrix, as a user meets them: painting, ticking, uploading."""

import io
import re
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.browser.conftest import ROOT, wait_for_app_run
from tests.browser.driving import PATIENCE, choose, column, pick, press, tab, table, tick, train
from tests.browser.pointing import the_map
from tests.browser.test_images import photographs

pytestmark = pytest.mark.browser
SCRIPT = ROOT / "app.py"
Open = Callable[[str], Page]


@pytest.fixture
def uses(open_app: Open) -> Page:
    """The tab of uses on the built-in digits."""
    page = open_app("/images")
    the_map(page)
    wait_for_app_run(page)
    tab(page, "Uses")
    return page


def missing(page: Page) -> int:
    """How many pixels are said to be missing."""
    told = page.get_by_text(re.compile(r"\d+ of 64 pixels are missing")).inner_text(timeout=PATIENCE)
    return int(told.split(" of ")[0])


def surface(page: Page) -> Locator:
    return page.get_by_role("application", name="Picture with a hole: paint the pixels to fill")


def test_noise_and_what_the_code_makes_of_it(uses: Page) -> None:
    scores = table(uses)
    assert column(scores, 1) == ["Damaged, nothing done", "PCA, rank 16"]
    before = column(scores, 2)
    choose(uses, "Damage", "Salt and pepper")
    expect(scores.locator("[role=gridcell][aria-colindex='2']").first).not_to_have_text(before[0])


def test_a_hole_is_painted_by_box_mouse_and_keyboard_and_cleared(uses: Page) -> None:
    choose(uses, "Use", "In-painting")
    expect(uses.get_by_text("Paint over a part of the picture")).to_be_visible()
    uses.get_by_test_id("stPopover").filter(has_text="Box").get_by_role("button").click()
    wait_for_app_run(uses)
    press(uses, "Paint the box")
    boxed = missing(uses)
    assert boxed == 40  # rows 4 to 8 of 8 columns
    uses.keyboard.press("Escape")
    canvas = surface(uses)
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    uses.mouse.move(box["x"] + 20, box["y"] + 20)
    uses.mouse.down()
    uses.mouse.move(box["x"] + box["width"] - 20, box["y"] + 20, steps=6)
    uses.mouse.up()
    wait_for_app_run(uses)
    stroke = missing(uses)
    assert stroke >= boxed + 8  # a line across the first row
    press(uses, "Clear")
    expect(uses.get_by_text("Paint over a part of the picture")).to_be_visible()
    canvas.focus()
    canvas.press("ArrowUp")
    canvas.press("Space")
    wait_for_app_run(uses)
    assert 1 <= missing(uses) <= 9
    assert column(table(uses), 1) == ["Mean image in the hole", "PCA, rank 16"]


def test_codes_beside_jpeg_and_the_price_of_the_model(uses: Page) -> None:
    choose(uses, "Use", "Compression")
    expect(uses.get_by_text("The model is not free")).to_be_visible(timeout=PATIENCE)
    grid = table(uses)
    assert column(grid, 1)[:3] == ["PCA, rank 1", "PCA, rank 2", "PCA, rank 4"]
    assert [float(cell) for cell in column(grid, 2)[:3]] == [0.75, 1.5, 3.0]  # six bits a number
    expect(uses.get_by_text("48 numbers of 6 bits: 36.0 bytes")).to_be_visible()  # enough for all formats
    expect(uses.get_by_text(re.compile(r"^quality \d+: [\d.]+ bytes on average$"))).to_have_count(2)
    expect(uses.get_by_text(re.compile(r"^dB asked for \d+: [\d.]+ bytes on average$"))).to_have_count(1)
    expect(uses.get_by_text("17^64 = 10^79 possible pictures")).to_be_visible()


def test_the_worst_reconstruction_is_opened_by_a_tick(uses: Page) -> None:
    choose(uses, "Use", "Anomalies")
    grid = table(uses)
    label = column(grid, 2)[0]
    grid.scroll_into_view_if_needed()
    tick(uses, grid, 0)
    expect(uses.get_by_role("heading", name=label, exact=True)).to_be_visible(timeout=PATIENCE)


def test_few_labels_by_pixels_and_codes(uses: Page) -> None:
    choose(uses, "Use", "Few labels")
    expect(uses.get_by_text("by the one nearest of n labeled training images")).to_be_visible(timeout=PATIENCE)
    grid = table(uses)
    assert column(grid, 1) == ["Pixels (64 numbers)", "PCA 16 (this run)"]
    for row in (0, 1):  # each is measured by a job
        last = grid.locator("[role=gridcell][aria-colindex='6']").nth(row)
        expect(last).to_have_text(re.compile("±"), timeout=PATIENCE)
    means = [float(column(grid, place)[0].split(" ± ")[0]) for place in (3, 4, 5, 6)]
    assert means == sorted(means) and means[0] > 30  # ten classes: more labels, fewer mistakes


def test_uses_of_an_uploaded_zip_of_pictures(uses: Page) -> None:
    pick(uses, "Images", "Your own images")
    file = FilePayload(name="photographs.zip", mimeType="application/zip", buffer=photographs())
    uses.locator("input[type=file]").first.set_input_files(file)
    expect(uses.get_by_text("2 classes")).to_be_visible(timeout=PATIENCE)
    train(uses)
    expect(uses.get_by_role("heading", name="PCA: photographs.zip")).to_be_visible(timeout=PATIENCE)
    expect(uses.get_by_text("Damaged, nothing done").first).to_be_attached(timeout=PATIENCE)
    choose(uses, "Use", "Compression")
    expect(uses.get_by_text("3,600 bytes as pixels")).to_be_visible(timeout=PATIENCE)


@pytest.fixture
def own(open_app: Open) -> Page:
    """The field for a picture or table of one's own in the tab Rank k."""
    page = open_app("/images")
    the_map(page)
    wait_for_app_run(page)
    tab(page, "Rank k")
    choose(page, "Matrix", "Another picture or table")
    expect(page.get_by_text("These homes are simulated")).to_be_visible(timeout=PATIENCE)
    page.locator(".map[data-ready=yes]").nth(1).wait_for(timeout=PATIENCE)
    wait_for_app_run(page)
    return page


def give(page: Page, name: str, content: bytes) -> None:
    choose(page, "Picture or table", "Your own picture or table")
    file = FilePayload(name=name, mimeType="application/octet-stream", buffer=content)
    page.get_by_test_id("stMain").locator("input[type=file]").first.set_input_files(file)


def test_an_uploaded_picture_at_rank_k(own: Page) -> None:
    rows, columns = np.mgrid[0:60, 0:80]
    stripes = np.stack([2 * rows, 3 * columns, 255 - rows - columns], axis=-1).astype(np.uint8)
    stream = io.BytesIO()
    Image.fromarray(stripes).save(stream, "PNG")
    give(own, "stripes.png", stream.getvalue())
    expect(own.get_by_text("Rank 5 keeps 100.00% of the squared size")).to_be_visible(timeout=PATIENCE)
    expect(own.get_by_text("2,115 numbers of 14,400")).to_be_visible()  # 3 x 5 x (60 + 80 + 1)


def test_a_table_with_redundant_columns(own: Page) -> None:
    rows = [f"home {n},{n % 7},{n * n % 11},{(n % 7) + 2 * (n * n % 11)}" for n in range(50)]
    give(own, "homes.csv", "\n".join(["name,rooms,floors,price", *rows]).encode())
    expect(own.get_by_text("Told at more than 99.9 %")).to_be_visible(timeout=PATIENCE)


def test_a_table_without_numbers_is_refused_in_a_sentence(own: Page) -> None:
    give(own, "words.csv", b"a,b\nx,y\nz,w\nu,v\n")
    expect(own.get_by_text("The table has 0 columns of numbers; at least 2 are needed")).to_be_visible(timeout=PATIENCE)
