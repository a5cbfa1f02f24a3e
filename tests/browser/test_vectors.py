"""Vectors made elsewhere: a small GloVe file is seen, clicked and questioned; its exported pair is read back."""

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import FilePayload, Page, expect

from engine.datasets.vectors.colors import NamedColors
from tests.browser import pointing
from tests.browser.conftest import ROOT, wait_for_app_run
from tests.browser.driving import PATIENCE, click, column, find, pick, tab, table, train
from tests.browser.test_drop import drop
from tests.browser.test_own_data import give, hand

pytestmark = pytest.mark.browser
SCRIPT = ROOT / "app.py"
Open = Callable[[str], Page]
RNG = np.random.default_rng(0)
CENTERS = {"sea": RNG.normal(size=20), "wood": RNG.normal(size=20), "fire": RNG.normal(size=20)}
WORDS = tuple(f"{topic}{place}" for place in range(20) for topic in CENTERS)
VALUES = np.array([center + 0.3 * RNG.normal(size=20) for _ in range(20) for center in CENTERS.values()], np.float32)


def glove() -> bytes:
    """Three topics of twenty words each."""
    rows = zip(WORDS, VALUES.tolist(), strict=True)
    return "".join(f"{word} {' '.join(f'{x:.9g}' for x in row)}\n" for word, row in rows).encode()


def kinds() -> bytes:
    """What is known of each word, joined by label."""
    return "\n".join(["word,topic", *(f"{word},{word.rstrip('0123456789')}" for word in WORDS)]).encode()


def saved(page: Page, button: str) -> Path:
    """What a button of Export gives."""
    with page.expect_download() as download:
        click(page.get_by_role("button", name=button, exact=True))
    return Path(download.value.path())


def test_a_glove_file_is_seen_clicked_and_its_pair_read_back(open_app: Open, tmp_path: Path) -> None:
    page = open_app("/vectors")
    give(page, "Vectors", "Your own vectors…", "small.txt", glove())
    expect(page.get_by_text("60 vectors of 20 numbers")).to_be_visible(timeout=PATIENCE)
    click(page.get_by_text("Metadata, joined by label"))
    hand(page, "kinds.csv", kinds(), place=2)
    expect(page.get_by_text(re.compile("60 of 60 items"))).to_be_visible(timeout=PATIENCE)
    train(page)
    expect(page.get_by_role("heading", name="As given: small.txt")).to_be_visible(timeout=PATIENCE)
    expect(page.locator(".map[data-ready=yes]")).to_have_count(1, timeout=PATIENCE)
    expect(page.get_by_role("button", name=re.compile("^fire")).first).to_be_visible()  # the legend of the topics
    find(page, "sea3", "sea3")
    assert all(word.startswith("sea") for word in column(table(page), 1)[:5])
    tab(page, "Export")
    vectors, metadata = saved(page, "Vectors (TSV)").read_bytes(), saved(page, "Metadata (TSV)").read_bytes()
    assert metadata.startswith(b"label\ttopic\nsea0\tsea\n")
    np.testing.assert_array_equal(np.loadtxt(vectors.decode().splitlines(), dtype=np.float32), VALUES)
    again = open_app("/vectors")
    pick(again, "Vectors", "Your own vectors…")
    hand(again, "vectors.tsv", vectors)
    click(again.get_by_text("Labels in a file of their own"))
    hand(again, "metadata.tsv", metadata, place=1)
    expect(again.get_by_text("60 vectors of 20 numbers")).to_be_visible(timeout=PATIENCE)
    train(again)
    expect(again.get_by_role("heading", name="As given: vectors.tsv")).to_be_visible(timeout=PATIENCE)
    find(again, "wood7", "wood7")
    assert all(word.startswith("wood") for word in column(table(again), 1)[:5])


def test_a_click_on_the_map_names_a_color_and_its_neighbors(open_app: Open) -> None:
    page = open_app("/vectors?map=pca")
    expect(page.locator(".map[data-ready=yes]")).to_have_count(1, timeout=PATIENCE)
    expect(page.get_by_text("each its own")).to_be_visible(timeout=PATIENCE)  # no list of hexadecimal names
    expect(page.get_by_role("heading", name="tomato")).to_be_visible()
    assert "coral" in column(table(page), 1)
    wait_for_app_run(page)
    row = pointing.lonely(page)
    pointing.click(page, row)
    expect(page.get_by_role("heading", name=NamedColors().load().labels[row], exact=True)).to_be_visible()


def test_a_file_of_vectors_is_recognized_on_home(open_app: Open) -> None:
    page = open_app("/")
    drop(page, "mine.vec", b"60 20\n" + glove())
    page.wait_for_url("**/vectors*")
    expect(page.get_by_text("60 vectors of 20 numbers")).to_be_visible(timeout=PATIENCE)


def test_what_does_not_fit_is_told_with_both_counts(open_app: Open) -> None:
    page = open_app("/vectors")
    give(page, "Vectors", "Your own vectors…", "small.txt", glove())
    expect(page.get_by_text("60 vectors of 20 numbers")).to_be_visible(timeout=PATIENCE)
    click(page.get_by_text("Labels in a file of their own"))
    file = FilePayload(name="labels.txt", mimeType="text/plain", buffer="\n".join(WORDS[:50]).encode())
    page.locator("input[type=file]").nth(1).set_input_files(file)
    expect(page.get_by_text(re.compile("There are 60 vectors, but the label file has 50 rows"))).to_be_visible(
        timeout=PATIENCE
    )
