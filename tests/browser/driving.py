"""The controls of the app's pages, used in the tests as a user does: by their labels."""

import re
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import FilePayload, Locator, Page, TimeoutError, expect

from engine.datasets.text.toy_world import ToyWorld
from engine.learners.words.ppmi_svd import PPMISVD
from engine.runs.recipe import Recipe
from pages.parts.domain import Domain
from pages.parts.domains import DOMAINS
from pages.parts.frame import THIS_RUN
from tests.browser.conftest import wait_for_app_run

PATIENCE = 120_000
"""How long a training or a map may take on a busy machine, in ms."""
TOY = Recipe(ToyWorld(), PPMISVD())
"""A training on a text whose words and analogies are known; a module that opens it names it in its RUNS."""
TOY_WORDS = f"/words?run={TOY.run_id}"
N_WORDS = 1_311
"""Words of it."""
RUN = re.compile(r"[?&]run=([0-9a-f]{32})")


def click(control: Locator) -> None:
    """Click what there must be one of; a moment's patience for what a run of the page has not removed yet."""
    expect(control).to_have_count(1, timeout=30_000)
    control.click()


def choose(page: Page, group: str, option: str) -> None:
    """Press one of a row of buttons of which one is pressed."""
    click(page.get_by_role("radiogroup", name=group, exact=True).get_by_role("radio", name=option, exact=True))
    wait_for_app_run(page)


def pick(page: Page, label: str | re.Pattern[str], option: str | re.Pattern[str]) -> None:
    """Take an option of a list that opens, and open it again if the page moves under it and closes it."""
    for patience in (3_000, 3_000, 30_000):
        click(page.get_by_role("combobox", name=label, exact=True))
        try:
            page.get_by_role("option", name=option).first.click(timeout=patience)
            break
        except TimeoutError:
            if patience == 30_000:
                raise
            page.keyboard.press("Escape")
    wait_for_app_run(page)


def enter(page: Page, label: str, value: str | int) -> None:
    """Type into a text or number field and press Enter."""
    field = page.get_by_label(label, exact=True)
    field.fill(str(value))
    field.press("Enter")
    wait_for_app_run(page)


def press(page: Page, button: str) -> None:
    """Press a button."""
    click(page.get_by_role("button", name=button, exact=True))
    wait_for_app_run(page)


def tab(page: Page, name: str) -> None:
    """Open one of the tabs below the map by way of its group."""
    tabs = next(domain.tabs for domain in DOMAINS if _is_here(page, domain))
    if len({tab.group for tab in tabs}) > 1:
        choose(page, "Group of tabs", next(tab.group for tab in tabs if tab.title == name) or THIS_RUN)
    choose(page, "Questions", name)


def _is_here(page: Page, domain: Domain) -> bool:
    return urlsplit(page.url).path.rpartition("/")[2] == domain.name


def upload(page: Page, name: str, content: bytes | Path) -> None:
    """Choose "Your own text" and give it a file."""
    pick(page, "Text", "Your own text")
    file = content if isinstance(content, Path) else FilePayload(name=name, mimeType="text/plain", buffer=content)
    page.locator("input[type=file]").first.set_input_files(file)
    wait_for_app_run(page)


def train(page: Page) -> str:
    """Press Train and return the id of the run, which is then in the address."""
    return press_to_run(page, "Train")


def press_to_run(page: Page, button: str) -> str:
    """Press a button that leads to a run, and return its id once it is in the address."""
    press(page, button)
    page.wait_for_url(RUN)
    return run_of(page)


def run_of(page: Page) -> str:
    """The run in the address."""
    found = RUN.search(page.url)
    assert found, page.url
    return found[1]


def find(page: Page, typed: str, word: str) -> None:
    """Type into the search box and take a suggestion."""
    page.get_by_role("searchbox", name="Find").fill(typed)
    press(page, word)
    expect(page.get_by_role("heading", name=word, exact=True)).to_be_visible()


def table(page: Page, number: int = 0) -> Locator:
    """A table in the middle of the page, once drawn; the inspector's comes first, if there is one."""
    grid = page.get_by_test_id("stMain").get_by_test_id("stDataFrame").nth(number)
    grid.locator("[role=gridcell]").first.wait_for(state="attached")
    return grid


def column(grid: Locator, number: int) -> list[str]:
    """The cells of a column, counted from 1 without the box to tick, as far as the table has drawn them."""
    return grid.locator(f"[role=gridcell][aria-colindex='{number}']").all_text_contents()


def expect_column(grid: Locator, number: int, cells: list[str]) -> None:
    """Wait until a column holds just these cells."""
    expect(grid.locator(f"[role=gridcell][aria-colindex='{number}']")).to_have_text(cells)


def tick(page: Page, grid: Locator, row: int, height: int = 35) -> None:
    """Tick the box before a row, counted from 0; height: of the rows, in pixels."""
    grid.scroll_into_view_if_needed()
    canvas = grid.locator("canvas").first
    box, before = canvas.bounding_box(), None
    while box != before:  # it moves while the page above it is being built
        page.wait_for_timeout(100)
        box, before = canvas.bounding_box(), box
    assert box is not None
    page.mouse.click(box["x"] + 17, box["y"] + 35 + height * (row + 0.5))
    wait_for_app_run(page)
