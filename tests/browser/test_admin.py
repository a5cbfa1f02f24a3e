"""The admin's page of a shared server: two visitors find no trace of it, the admin sees and ends what they do."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from engine.datasets.text.toy_world import ToyWorld
from engine.learners.words.skipgram import SkipGram
from engine.runs import jobs, overseeing
from engine.runs.recipe import Recipe
from pages.parts.web.visitor import name_of
from tests.browser.conftest import ROOT, Server, chromium, keep
from tests.browser.driving import TOY, TOY_WORDS, enter, press, upload
from tests.browser.test_shared import TEXT

pytestmark = pytest.mark.browser
TOKEN = "0123456789abcdef-token"
LONG = Recipe(ToyWorld(), SkipGram(n_epochs=200, n_components=300))
Visit = Callable[[], Callable[[str], Page]]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that several people share, with a token."""
    chromium()
    environment = {"EMBEDDING_SHARED": "1", "EMBEDDING_ADMIN_TOKEN": TOKEN}
    running = Server(ROOT / "app.py", tmp_path_factory.mktemp("server"), environment)
    keep(running.home, (TOY,))
    running.start()
    yield running
    running.stop()


def name(page: Page) -> str:
    """What the server calls the visitor of a page."""
    return name_of({cookie["name"]: cookie["value"] for cookie in page.context.cookies()})


def test_the_admin_sees_what_two_visitors_do_and_they_see_nothing(
    visit: Visit, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna, bert, admin = visit(), visit(), visit()
    page = anna(TOY_WORDS)
    upload(page, "anna's diary.txt", TEXT)
    mark = overseeing.mark_of(name(page))

    other = bert("/runs")
    assert "admin" not in other.content().lower() and mark not in other.content()
    other = bert("/admin")
    other.get_by_label("Token").fill("a guess")
    press(other, "Open")
    expect(other.get_by_text("This is not the token.")).to_be_visible()
    told = other.get_by_test_id("stMain").inner_text()
    assert mark not in told and "Skip-gram" not in told and "GB" not in told

    desk = admin("/admin")
    desk.get_by_label("Token").fill(TOKEN)
    press(desk, "Open")
    monkeypatch.setenv("EMBEDDING_HOME", str(server.home))
    monkeypatch.setenv("EMBEDDING_SHARED", "1")
    jobs.submit(LONG, name(page))
    job = desk.get_by_text("runs for").filter(has_text=mark)
    expect(job).to_be_visible()
    expect(desk.get_by_text("somebody gave a wrong token")).to_be_visible()
    assert int(desk.get_by_test_id("stMetricValue").first.inner_text()) == 3
    assert name(page) not in desk.content()
    press(desk, "Cancel for all")
    expect(desk.get_by_text("No job runs or waits.")).to_be_visible()
    press(desk, "Take no new jobs")
    page = anna(TOY_WORDS)
    enter(page, "Dimensions", 30)
    press(page, "Train")
    expect(page.get_by_text("takes no new jobs")).to_be_visible()
