"""Files of others on every page: misread ones repaired by the selectors, and refusals that leave nothing behind."""

import io
import re
from collections.abc import Callable

import numpy as np
import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.conftest import ROOT, wait_for_app_run
from tests.browser.driving import PATIENCE, click, pick, train

pytestmark = pytest.mark.browser
SCRIPT = ROOT / "app.py"
Open = Callable[[str], Page]


def give(page: Page, data: str, choice: str, name: str, content: bytes, place: int = 0) -> None:
    """Choose an upload in a list of data and give it a file."""
    pick(page, data, choice)
    hand(page, name, content, place)


def hand(page: Page, name: str, content: bytes, place: int = 0) -> None:
    """Give a file to one of the fields for files."""
    field = page.locator("input[type=file]").nth(place)
    field.set_input_files(FilePayload(name=name, mimeType="application/octet-stream", buffer=content))
    wait_for_app_run(page)


def part_of(page: Page, column: str, part: str) -> None:
    """Say what a column is, by the list above its first fields."""
    pick(page, re.compile(rf"\*\*{re.escape(column)}\*\*:"), part)


def flights() -> bytes:
    """A table as pandas writes it, with row numbers, in which no heading says what is joined."""
    rng = np.random.default_rng(0)
    towns = [f"t{number:02}" for number in range(24)]
    rows = [f"{row},{rng.choice(towns)},{rng.choice(towns)},{rng.choice(towns)}" for row in range(160)]
    return "\n".join([",abfahrt,umstieg,ankunft", *rows]).encode()


def test_an_edge_list_with_row_numbers_is_repaired_by_the_selectors(open_app: Open) -> None:
    page = open_app("/graphs")
    give(page, "Graph", "Your own edges…", "flights.csv", flights())
    expect(page.get_by_test_id("stAlert").first).to_contain_text("columns", timeout=PATIENCE)
    expect(page.get_by_role("button", name="Train", exact=True)).to_have_count(0)
    part_of(page, "abfahrt", "Source")
    part_of(page, "ankunft", "Target")
    expect(page.get_by_text(re.compile("24 nodes"))).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text(re.compile("Read as: t"))).to_be_visible()
    train(page)
    expect(page.get_by_role("heading", name=re.compile("flights.csv"))).to_be_visible(timeout=PATIENCE)


def novel() -> bytes:
    """Chinese prose of common characters, as an old program saved it."""
    characters = (
        "的一是了我不人在他有这上们来到时大地为子中你说生国年着就那和要她出也得里后自以会家可下而过天去能对小"
        + ("多然于心学么之都好看起发当没成只如事把还用第样道想作种开美总从无情己面最女但现前些所同日手又行意动方")
    )
    rng = np.random.default_rng(1)
    shares = 1 / np.arange(1, len(characters) + 1)
    drawn = rng.choice(list(characters), size=30_000, p=shares / shares.sum())
    return "。\n".join("".join(drawn[at : at + 20]) for at in range(0, len(drawn), 20)).encode("gb18030")


def test_a_chinese_novel_in_gb18030_is_read_by_its_characters(open_app: Open) -> None:
    page = open_app("/words")
    give(page, "Text", "Your own text…", "novel.txt", novel())
    expect(page.get_by_text(re.compile(r"Read as .*GB18030"))).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text(re.compile(r"30,000 words of text, \d+ different"))).to_be_visible()
    train(page)
    expect(page.get_by_role("heading", name="PPMI-SVD: novel.txt")).to_be_visible(timeout=PATIENCE)


def wide() -> bytes:
    """A row for each user, a column for each film, 99 for what was not rated."""
    rng = np.random.default_rng(2)
    rows = []
    for user in range(80):
        taste = rng.integers(2)
        stars = np.where(np.arange(30) % 2 == taste, rng.integers(4, 6, 30), rng.integers(1, 3, 30))
        stars = np.where(rng.random(30) < 0.5, 99, stars)
        rows.append(",".join([f"user{user}", *map(str, stars)]))
    return "\n".join([",".join(["user", *(f"film {item}" for item in range(30))]), *rows]).encode()


def test_a_wide_table_of_ratings_is_a_user_a_row(open_app: Open) -> None:
    page = open_app("/movies")
    give(page, "Ratings", "Your own ratings…", "wide.csv", wide())
    expect(page.get_by_text(re.compile("30 items by 80 viewers"))).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text(re.compile("30 columns of ratings as items"))).to_be_visible()
    expect(page.get_by_text(re.compile(r"99.*not rated|not rated.*99"))).to_be_visible()
    expect(page.get_by_text(re.compile(r"Read as: user\d+"))).to_be_visible()


def array(values: np.ndarray) -> bytes:
    """A file of NumPy."""
    content = io.BytesIO()
    np.save(content, values)
    return content.getvalue()


def test_one_hot_labels_are_classes(open_app: Open) -> None:
    rng = np.random.default_rng(3)
    classes = np.arange(120) % 3
    images = np.clip(rng.integers(0, 40, (120, 8, 8)) + 80 * classes[:, None, None], 0, 255).astype(np.uint8)
    page = open_app("/images")
    give(page, "Images", "Your own images…", "images.npy", array(images))
    expect(page.get_by_text(re.compile("96 images for training, 24 for testing"))).to_be_visible(timeout=PATIENCE)
    click(page.get_by_text("Labels in a file of their own"))
    hand(page, "labels.npy", array(np.eye(3)[classes]), place=1)
    expect(page.get_by_text(re.compile("24 for testing, 8 x 8 .*3 classes"))).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text(re.compile("one-hot", re.IGNORECASE))).to_be_visible()


def test_a_refused_file_leaves_no_earlier_one_as_if_it_were_the_new(open_app: Open) -> None:
    page = open_app("/graphs")
    first = "\n".join(f"a{row % 17},b{row % 13}" for row in range(90)).encode()
    give(page, "Graph", "Your own edges…", "first.csv", b"source,target\n" + first)
    expect(page.get_by_text(re.compile("30 nodes"))).to_be_visible(timeout=PATIENCE)
    train(page)
    expect(page.get_by_role("heading", name=re.compile("first.csv"))).to_be_visible(timeout=PATIENCE)
    hand(page, "second.csv", b"%PDF-1.7\n" + bytes(range(200)) * 9)
    expect(page.get_by_test_id("stAlert").first).to_contain_text("PDF", timeout=PATIENCE)
    expect(page.get_by_role("button", name="Train", exact=True)).to_have_count(0)
    expect(page.get_by_text(re.compile("30 nodes"))).to_have_count(0)
    warned = page.get_by_test_id("stMain").get_by_test_id("stAlert")
    expect(warned).to_contain_text("an earlier run, of other data")
