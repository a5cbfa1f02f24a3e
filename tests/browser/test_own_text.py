"""A user's own files on the words page: a real corpus, files that are no texts, and files that mean harm."""

import csv
import io
import re
import zipfile
from collections.abc import Callable
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import ROOT, wait_for_app_run
from tests.browser.driving import PATIENCE, TOY, TOY_WORDS, column, find, pick, press, run_of, tab, table, train, upload
from tests.browser.pointing import the_map
from tests.conftest import real_data

pytestmark = pytest.mark.browser
SCRIPT = ROOT / "app.py"
RUNS = (TOY,)
Open = Callable[[str], Page]

HOSTILE = [
    "<img src=x onerror=alert(1)>",
    r"$\href{javascript:alert(1)}{x}$",
    "=cmd|' /C calc'!A0",
    "![x](http://evil.example/x.png)",
    ":material/home: www.evil.example ->",
    "\u202eevil \u05e9\u05dc\u05d5\u05dd",
]
SENTENCES = [
    "the {0} sat near the {1} and the {2} slept",
    "a {1} saw every {2} behind the {0} today",
    "no {2} likes the {0} or a {1} at night",
]


def hostile_table() -> bytes:
    """A CSV of texts, each label with words of its own, one of them Hebrew."""
    content = io.StringIO()
    writer = csv.writer(content)
    writer.writerow(["text", HOSTILE[0]])
    for number, label in enumerate(HOSTILE):
        words = [f"{kind}{'abcdef'[number]}" for kind in ("cat", "dog", "\u05d7\u05ea\u05d5\u05dc")]
        for turn in range(40):
            writer.writerow([SENTENCES[turn % 3].format(*words), label])
    return content.getvalue().encode()


def unharmed(page: Page) -> None:
    """Nothing that the file brought has become an element."""
    assert page.locator("img[src='x'], img[src*='evil'], a[href*='javascript'], a[href*='evil']").count() == 0


def test_a_real_text_is_uploaded_previewed_trained_on_and_looked_into(open_app: Open) -> None:
    path = real_data("input.txt")
    page = open_app(TOY_WORDS)
    upload(page, "input.txt", path)
    understood = page.get_by_text("encoding: UTF-8")
    expect(understood).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text(re.compile(r"\d+,\d+ words of text, \d+,\d+ different"))).to_be_visible()
    expect(page.get_by_text(re.compile("get a vector"))).to_be_visible()
    train(page)
    expect(page.get_by_role("heading", name="PPMI-SVD: input.txt")).to_be_visible(timeout=PATIENCE)
    the_map(page)
    find(page, "kin", "king")
    royal = {"queen", "prince", "duke", "edward", "henry", "richard", "crown", "lord", "majesty", "england", "throne"}
    assert len(royal & set(column(table(page), 1))) >= 2
    expect(page.get_by_text("and they keep the same company")).to_be_visible()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("empty.txt", b"", "The file is empty"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "PNG"),
        ("blanks.txt", b" \n" * 500, "only white space"),
    ],
)
def test_a_file_that_is_no_text_is_refused_in_one_sentence(
    open_app: Open, name: str, content: bytes, sentence: str
) -> None:
    refused(open_app(TOY_WORDS), name, content, sentence)


def test_a_zip_that_unpacks_without_end_is_refused_in_one_sentence(open_app: Open) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.txt", bytes(60_000_000))
    refused(open_app(TOY_WORDS), "bomb.zip", packed.getvalue(), "expands to more than")


def refused(page: Page, name: str, content: bytes, sentence: str) -> None:
    """Upload and expect one sentence in the sidebar, nothing to train, and the run before, called an earlier one."""
    upload(page, name, content)
    alert = page.get_by_test_id("stSidebar").get_by_test_id("stAlert")
    expect(alert).to_have_count(1, timeout=PATIENCE)
    expect(alert).to_contain_text(re.compile(sentence, re.IGNORECASE))
    wait_for_app_run(page)
    expect(page.get_by_role("button", name="Train", exact=True)).to_have_count(0)
    expect(page.get_by_test_id("stMain").get_by_test_id("stAlert")).to_contain_text("an earlier run, of other data")
    expect(page.get_by_role("heading", name="PPMI-SVD: Toy world")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_hostile_labels_columns_and_file_names_are_only_text(open_app: Open) -> None:
    page = open_app(TOY_WORDS)
    name = f"{HOSTILE[0]} {HOSTILE[2]} :smile:.csv".replace("/", "")
    upload(page, name, hostile_table())
    expect(page.get_by_text("encoding: UTF-8")).to_be_visible(timeout=PATIENCE)
    press(page, "Train")
    shown = "=cmd|' C calc'!A0 :\u2060smile:.csv"
    expect(page.get_by_role("heading", name=shown)).to_be_visible(timeout=PATIENCE)
    the_map(page)
    wait_for_app_run(page)
    pick(page, "Color", "color: topic")  # so few words follow their counts as well
    the_map(page).locator(".legend .fold").click()  # so long names have no room side by side
    for label in HOSTILE[:5]:
        expect(page.locator(".map .legend .class").get_by_text(label, exact=True)).to_be_visible()
    find(page, "\u05d7\u05ea", "\u05d7\u05ea\u05d5\u05dca")
    expect(page.get_by_text(re.compile(re.escape(f"topic {HOSTILE[0]}")))).to_be_visible()
    unharmed(page)
    for each in ("Analogies", "Axes", "Odd one out", "How it works", "Training"):
        tab(page, each)
        unharmed(page)
    tab(page, "Export")
    with page.expect_download() as download:
        press(page, "Table (CSV)")
    cells = [cell for row in csv.reader(io.StringIO(download.value.path().read_text("utf-8-sig"))) for cell in row]
    assert "'" + HOSTILE[2] in cells and not [cell for cell in cells if cell[:1] in "=@"]
    the_run_is_listed_literally(page, shown.replace("\u2060", ""))


def the_run_is_listed_literally(page: Page, name: str) -> None:
    """Go to Runs and find it there, by the search, too."""
    run_id = run_of(page)
    page.get_by_role("navigation").get_by_role("link", name="Runs").click()
    wait_for_app_run(page)
    assert any(name in cell for cell in column(table(page), 3)), run_id
    page.get_by_role("searchbox", name="Find").fill("![x](http://evil.example/x.png)")
    page.keyboard.press("Enter")
    expect(page.get_by_text("![x](http")).to_be_visible()
    unharmed(page)


@pytest.mark.parametrize("item", HOSTILE[:5])
def test_a_hostile_address_is_only_text(open_app: Open, item: str) -> None:
    names = ("item", "map", "dims", "items", "color", "tab")
    page = open_app("&".join([TOY_WORDS, *(f"{name}={quote(item)}" for name in names)]))
    the_map(page)
    wait_for_app_run(page)
    expect(page.get_by_text("is not in this embedding")).to_be_visible()
    expect(page.get_by_role("combobox", name="Map", exact=True)).to_have_value("t-SNE")  # as at first
    expect(page.get_by_test_id("stException")).to_have_count(0)
    unharmed(page)
