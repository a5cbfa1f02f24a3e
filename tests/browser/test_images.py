"""The images page as a demanding user meets it: pictures on the map, decoding by click, trainings, uploads."""

import io
import zipfile
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.conftest import ROOT, wait_for_app_run
from tests.browser.driving import PATIENCE, enter, pick, press, run_of, tab, train
from tests.browser.pointing import click, lonely, the_map, where

pytestmark = pytest.mark.browser
SCRIPT = ROOT / "app.py"
Open = Callable[[str], Page]


@pytest.fixture
def images(open_app: Open) -> Callable[[str], Page]:
    """Opens the images page with a query and returns it when its map is drawn."""

    def open_(query: str = "") -> Page:
        page = open_app(f"/images{query}")
        the_map(page)
        wait_for_app_run(page)
        return page

    return open_


def test_first_visit_shows_digits_and_a_click_opens_one(images: Open) -> None:
    page = images("")
    expect(page.get_by_role("heading", name="PCA: Digits 8 x 8")).to_be_visible(timeout=PATIENCE)
    chart = the_map(page)
    assert chart.evaluate("map => map.embeddingMap.n") == 1_797
    row = lonely(page)
    page.mouse.move(*where(page, row))
    picture = chart.locator(".card canvas.picture")
    expect(picture).to_be_visible()
    shades = picture.evaluate(
        "c => new Set(c.getContext('2d').getImageData(0, 0, c.width, c.height).data.filter((v, i) => i % 4 == 0)).size"
    )
    assert shades > 3
    click(page, row)
    label = chart.evaluate("(map, row) => map.embeddingMap.label(row)", row)
    expect(page.get_by_role("heading", name=label, exact=True)).to_be_visible()
    expect(page.get_by_text("Nearest pixels")).to_be_visible()


def test_pictures_instead_of_points(images: Open) -> None:
    page = images("")
    chart = the_map(page)
    painted = "map.embeddingMap.stage.over.getContext('2d').getImageData(0, 0, 800, 800).data.filter(v => v).length"
    assert chart.evaluate(f"map => {painted}") < 10_000  # no labels, nothing chosen: the points lie on another canvas
    page.locator(".st-key-toolbar").get_by_role("button", name="Look").click()
    page.get_by_role("radio", name="some pictures").click()
    wait_for_app_run(page)
    page.wait_for_function(f"map => {painted} > 20_000", arg=chart.element_handle(), timeout=PATIENCE)
    page.get_by_role("radio", name="all pictures").click()
    wait_for_app_run(page)
    page.wait_for_function(f"map => {painted} > 100_000", arg=chart.element_handle(), timeout=PATIENCE)


def test_a_place_on_the_plane_of_codes_is_decoded_at_once(images: Open) -> None:
    page = images("")
    tab(page, "Latent space")
    plane = page.locator(".map").nth(1)
    expect(plane).to_have_attribute("data-ready", "yes", timeout=PATIENCE)
    told = page.get_by_text("Decoded: z1 =")
    before = told.inner_text()
    plane.scroll_into_view_if_needed()
    box = plane.locator(".field").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 12, box["y"] + 40)  # no image has such a code
    wait_for_app_run(page)
    expect(told).not_to_have_text(before)
    corner = plane.evaluate(
        "map => { const v = map.embeddingMap; const [l, r, b, t] = v.camera.window();"
        "return [l + (r - l) * 12 / v.camera.width, t - (t - b) * 40 / v.camera.height]"
        ".map((at, i) => at * v.units.half + v.units.center[i]) }"
    )
    for axis, value in enumerate(corner):
        expect(told).to_contain_text(f"z{axis + 1} = {value:.2f}")


def test_an_autoencoder_beside_pca_at_equal_code_size(images: Open) -> None:
    page = images("")
    page.get_by_role("combobox", name="Method").click()
    page.get_by_role("option", name="Autoencoder", exact=True).click()
    wait_for_app_run(page)
    enter(page, "Epochs", 3)
    before = run_of(page) if "run=" in page.url else ""
    run = train(page)
    assert run != before
    expect(page.get_by_role("heading", name="Autoencoder: Digits 8 x 8")).to_be_visible(timeout=PATIENCE)
    the_map(page)
    tab(page, "Reconstructions")
    expect(page.get_by_text("PCA, rank 16").first).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("Autoencoder (this run)").first).to_be_visible()
    tab(page, "How it works")
    expect(page.get_by_text("the difference")).to_be_visible()


def photographs(n: int = 40) -> bytes:
    """A ZIP of color pictures of two sizes in two folders."""
    generator = np.random.default_rng(0)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for at in range(n):
            color = np.array([220, 60, 40]) if at % 2 else np.array([40, 90, 220])
            shape = (30, 40, 3) if at % 3 else (60, 80, 3)
            pixels = np.clip(color + generator.normal(0, 25, shape), 0, 255).astype(np.uint8)
            entry = io.BytesIO()
            Image.fromarray(pixels).save(entry, "JPEG")
            archive.writestr(f"{'red' if at % 2 else 'blue'}/{at}.jpg", entry.getvalue())
    return stream.getvalue()


def test_a_zip_of_photographs_is_understood_and_trained_on(images: Open) -> None:
    page = images("")
    pick(page, "Images", "Your own images")
    file = FilePayload(name="photographs.zip", mimeType="application/zip", buffer=photographs())
    page.locator("input[type=file]").first.set_input_files(file)
    told = page.get_by_text("32 images for training, 8 for testing, 30 x 40 color, 2 classes")
    expect(told).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("they have 2 different sizes")).to_be_visible()
    train(page)
    expect(page.get_by_role("heading", name="PCA: photographs.zip")).to_be_visible(timeout=PATIENCE)
    assert the_map(page).evaluate("map => map.embeddingMap.n") == 40


def test_a_file_that_is_no_images_is_refused_in_a_sentence(images: Open) -> None:
    page = images("")
    pick(page, "Images", "Your own images")
    file = FilePayload(name="notes.zip", mimeType="application/zip", buffer=notes())
    page.locator("input[type=file]").first.set_input_files(file)
    expect(page.get_by_text("The archive holds no pictures")).to_be_visible(timeout=PATIENCE)


def notes() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("notes.txt", "no pictures here")
    return stream.getvalue()


def test_a_training_can_be_cancelled(images: Open) -> None:
    page = images("")
    pick(page, "Method", "Variational autoencoder")
    enter(page, "Epochs", 500)
    train(page)
    page.get_by_role("button", name="Cancel").click(timeout=PATIENCE)
    expect(page.get_by_text("Cancelled. Nothing was kept.")).to_be_visible(timeout=PATIENCE)
    press(page, "Try again")
    page.get_by_role("button", name="Cancel").click(timeout=PATIENCE)
    expect(page.get_by_text("Cancelled. Nothing was kept.")).to_be_visible(timeout=PATIENCE)
