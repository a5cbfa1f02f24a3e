"""Two visitors of one server: each has what is theirs, sees what is everybody's, and finds and harms nothing else."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from pages.runs.listing import ROW_HEIGHT
from tests.browser.conftest import ROOT, Server, chromium, keep, wait_for_app_run
from tests.browser.driving import TOY, TOY_WORDS, choose, column, press, table, tick, train, upload

pytestmark = pytest.mark.browser
SCRIPT = ROOT / "app.py"
TEXT = "\n".join(
    [
        "the cat sat near the dog and the bird slept",
        "a dog saw every bird behind the cat",
        "no bird likes a dog at night",
    ]
    * 60
).encode()
SECRET = "anna's diary.txt"
CARRIES = "use the uploaded file that it was made from"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that several people share."""
    chromium()
    running = Server(SCRIPT, tmp_path_factory.mktemp("server"), {"EMBEDDING_SHARED": "1"})
    keep(running.home, (TOY,))
    running.start()
    yield running
    running.stop()


def names(page: Page) -> list[str]:
    """The names of the runs that are listed."""
    return column(table(page), 3) if page.get_by_test_id("stDataFrame").count() else []


def tick_row(page: Page, row: int) -> None:
    """Tick a run."""
    tick(page, table(page), row, ROW_HEIGHT)


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def test_a_visitors_uploads_are_this_visitors(visit: Callable[[], Callable[[str], Page]], server: Server) -> None:
    anna, bert = visit(), visit()
    page = anna(TOY_WORDS)
    upload(page, SECRET, TEXT)
    run_id = train(page)
    expect(page.get_by_text(CARRIES)).to_be_visible(timeout=120_000)
    expect(page.get_by_role("heading", name=SECRET)).to_be_visible()

    # Bert uploads the same bytes under another name: he finds nothing of Anna's, and renames nothing of hers.
    other = bert(TOY_WORDS)
    upload(other, "bert.txt", TEXT)
    expect(other.get_by_text("Computed already")).to_have_count(0)
    assert train(other) != run_id
    expect(other.get_by_text(CARRIES)).to_be_visible(timeout=120_000)  # the training is done
    expect(other.get_by_role("heading", name="bert.txt")).to_be_visible()
    other = bert("/runs")
    assert not [name for name in names(other) if SECRET in name]
    assert any("bert.txt" in name for name in names(other))
    assert str(server.home) not in other.content()

    # Anna finds hers after a reload, under its name, and so does whoever has the link.
    page = anna("/runs")
    mine = [name for name in names(page) if SECRET in name]
    assert len(mine) == 1 and not [name for name in names(page) if "bert.txt" in name]
    opened = bert(f"/words?run={run_id}")
    expect(opened.get_by_role("heading", name=SECRET)).to_be_visible()

    # She deletes it, and what it was made from: her file is gone, Bert's is not.
    tick_row(page, names(page).index(mine[0]))
    expect(page.get_by_text(CARRIES)).to_be_visible()
    delete(page)
    choose(page, "Show", "Data")
    tick_row(page, next(place for place, name in enumerate(names(page)) if SECRET in name))
    delete(page)
    assert not [name for name in names(page) if SECRET in name]
    assert len([file for file in (server.home / "uploads").iterdir() if not file.suffix]) == 1
    expect(bert(f"/words?run={run_id}").get_by_text("This run is not here")).to_be_visible()


def delete(page: Page) -> None:
    """Delete what is ticked, for good."""
    press(page, "Delete")
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    wait_for_app_run(page)


def test_what_is_everybodys_may_be_read_by_everybody_and_changed_by_nobody(
    visit: Callable[[], Callable[[str], Page]],
) -> None:
    anna, bert = visit(), visit()
    page = anna(TOY_WORDS)
    page.get_by_label("Dimensions", exact=True).fill("30")
    page.get_by_label("Dimensions", exact=True).press("Enter")
    wait_for_app_run(page)
    train(page)
    expect(page.get_by_text("Computed already")).to_be_visible(timeout=120_000)
    for visitor, mine in ((anna, True), (bert, False)):
        page = visitor("/runs")
        assert len(names(page)) == 2
        tick_row(page, 0)
        assert (page.get_by_label("Name", exact=True).count() == 1) is mine
        assert button(page, "Pin").count() == mine
        assert button(page, "Delete").is_enabled() is mine
        expect(button(page, "Open")).to_be_enabled()
        expect(page.get_by_text(CARRIES)).to_have_count(0)
