"""One server for all exercises, on whose home the training of a button is finished when it is pressed."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from engine.runs.recipe import Recipe
from pages.lessons.exercises.contents import EXERCISES
from pages.lessons.exercises.exercise import Comparison, Preset
from pages.lessons.links import domain
from tests.browser.conftest import ROOT, Server, chromium, keep, wait_for_app_run
from tests.browser.driving import click

Do = Callable[..., Page]


def trainings(button: object) -> list[Recipe]:
    """What a button opens, if it works with no network."""
    if isinstance(button, Comparison):
        return [button.first(), button.second()]
    if isinstance(button, Preset):
        return [domain(button.page).first if button.recipe is None else button.recipe()]
    return []


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app."""
    chromium()
    running = Server(ROOT / "app.py", tmp_path_factory.mktemp("exercises"))
    running.start()
    yield running
    running.stop()


@pytest.fixture
def pinned() -> bool:
    """As a student begins: the steps are folded beside the page, which so has room for tables."""
    return False


@pytest.fixture
def do(open_app: Callable[[str], Page], server: Server) -> Do:
    """Opens the page of exercises, and presses the button of an exercise: its number, and which of its buttons.

    What it opens is trained beforehand, as the student would wait for it.
    """

    def open_(number: int, place: int = 0) -> Page:
        (presets,) = (one.presets for one in EXERCISES if one.number == number)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("EMBEDDING_HOME", str(server.home))  # some write their data there
            keep(server.home, trainings(presets[place]))
        page = open_app("/exercises")
        click(page.locator(f".st-key-exercises-{number}-{place}").get_by_role("button"))
        page.wait_for_url(lambda url: "/exercises" not in url)
        wait_for_app_run(page)
        return page

    return open_
