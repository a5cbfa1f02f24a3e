"""One server for all exercises, on whose home the trainings of their buttons are finished."""

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


def trainings() -> list[Recipe]:
    """What the buttons open that works with no network."""
    found: list[Recipe] = []
    for preset in (preset for one in EXERCISES for preset in one.presets if preset.entry is None):
        if isinstance(preset, Comparison):
            found += [preset.first(), preset.second()]
        elif isinstance(preset, Preset):
            found.append(domain(preset.page).first if preset.recipe is None else preset.recipe())
    return list({recipe.run_id: recipe for recipe in found}.values())


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app; its home holds what any button opens."""
    chromium()
    running = Server(ROOT / "app.py", tmp_path_factory.mktemp("exercises"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EMBEDDING_HOME", str(running.home))  # some write their data there
        keep(running.home, trainings())
    running.start()
    yield running
    running.stop()


@pytest.fixture
def pinned() -> bool:
    """As a student begins: the steps are folded beside the page, which so has room for tables."""
    return False


@pytest.fixture
def do(open_app: Callable[[str], Page]) -> Do:
    """Opens the page of exercises, and presses the button of an exercise: its number, and which of its buttons."""

    def open_(number: int, place: int = 0) -> Page:
        page = open_app("/exercises")
        click(page.locator(f".st-key-exercises-{number}-{place}").get_by_role("button"))
        page.wait_for_url(lambda url: "/exercises" not in url)
        wait_for_app_run(page)
        return page

    return open_
