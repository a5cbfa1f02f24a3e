"""The inside of a network, attacks on it, and scores, on the digits: trained from the offer, looked at, attacked."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import CHROMIUM_FLAGS, ROOT, Server, wait_for_app_run
from tests.browser.driving import PATIENCE, choose, column, expect_column, pick, press, run_of, tab, table
from tests.browser.pointing import the_map

pytestmark = pytest.mark.browser
SCRIPT = ROOT / "app.py"
Open = Callable[[str], Page]
OFFER = "Train a convolutional network on these images"


@pytest.fixture(scope="module")
def trained(server: Server, browser: Browser) -> Iterator[str]:
    """The id of a convolutional network, trained by pressing what a run without one offers."""
    assert CHROMIUM_FLAGS
    page = browser.new_page()
    page.goto(f"{server.url}/images?tab=Inside+the+CNN")
    the_map(page)
    wait_for_app_run(page)
    expect(page.get_by_text("This run (PCA) has no convolutions.")).to_be_visible(timeout=PATIENCE)
    press(page, OFFER)
    expect(page.get_by_role("heading", name="Convolutional network: Digits 8 x 8")).to_be_visible(timeout=PATIENCE)
    the_map(page)
    wait_for_app_run(page)
    expect(page.get_by_label("Filters", exact=True)).to_have_value("16")  # the controls show the network's settings
    run = run_of(page)
    page.close()
    yield run


@pytest.fixture
def network(open_app: Open, trained: str) -> Callable[[str], Page]:
    """Opens a tab of the trained network."""

    def open_(name: str) -> Page:
        page = open_app(f"/images?run={trained}")
        the_map(page)
        wait_for_app_run(page)
        tab(page, name)
        return page

    return open_


def test_filters_maps_and_units(network: Callable[[str], Page]) -> None:
    page = network("Inside the CNN")
    expect(page.get_by_text("16 filters of 3 x 3")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("32 maps of 4 x 4").first).to_be_visible()
    expect(page.get_by_text("Softmax of the scores")).to_be_visible()
    choose(page, "Part", "Units")
    expect(page.get_by_text("Classes of the 12: 0, 0, 0")).to_be_visible(timeout=PATIENCE)
    pick(page, "Class", "3")
    expect(page.get_by_text("Classes of the 12: 3, 3, 3")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("The input that maximizes it")).to_be_visible()
    choose(page, "Part", "Batch norm")
    expect(page.get_by_text("The number of this channel that is farthest from 0")).to_be_visible(timeout=PATIENCE)
    choose(page, "Part", "Augmentation")
    expect(page.get_by_text("This run was trained without any of it.")).to_be_visible(timeout=PATIENCE)


def test_pooling_answers_to_an_edited_number(network: Callable[[str], Page]) -> None:
    page = network("Inside the CNN")
    choose(page, "Part", "Pooling")
    told = page.get_by_text("The square at the top left holds")
    expect(told).to_contain_text("29, 15, 0, 100: its maximum is 100, its mean 144 / 4 = 36.", timeout=PATIENCE)
    choose(page, "Numbers", "Lecture, mean")
    expect(told).to_contain_text("31, 15, 0, 100: its maximum is 100, its mean 146 / 4 = 36.5.")
    box = page.get_by_test_id("stDataFrame").last.locator("canvas").first.bounding_box()
    assert box is not None
    page.mouse.dblclick(box["x"] + 40, box["y"] + 35 * 1.5)
    editor = page.locator("#portal input")
    editor.fill("231", timeout=PATIENCE)
    editor.press("Enter")
    expect(told).to_contain_text("231, 15, 0, 100: its maximum is 231, its mean 346 / 4 = 86.5.", timeout=PATIENCE)


def test_an_attack_is_no_larger_than_chance_and_does_more(network: Callable[[str], Page]) -> None:
    page = network("Adversarial")
    grid = table(page, 0)
    expect_column(grid, 1, ["As it is", "Random signs", "FGSM", "PGD"])
    losses, largest = (list(map(float, column(grid, number))) for number in (5, 6))
    assert largest == pytest.approx([0, 0.1, 0.1, 0.1], abs=1e-6)
    assert losses[3] >= losses[1]
    press(page, "Attack test images")
    expect(page.get_by_text("right as they are. At epsilon 0.1: Random signs")).to_be_visible(timeout=PATIENCE)


def test_scores_stand_beside_pixels_and_chance(network: Callable[[str], Page]) -> None:
    page = network("Scores")
    grid = table(page, 0)
    names = column(grid, 1)
    assert names[:3] == ["Chance: the commonest class", "Pixels as they are", "Convolutional network (this run)"]
    shares = [float(cell.rstrip(" %")) for cell in column(grid, 4)]
    assert shares[0] < 20 < 90 < shares[1] and shares[2] > 90


def test_the_map_can_be_colored_by_what_is_predicted_and_whether_it_is_right(network: Callable[[str], Page]) -> None:
    page = network("Nearest")
    for name in ("predicted", "outcome"):
        pick(page, "Color", name)
        expect(the_map(page).get_by_text(name, exact=True).first).to_be_visible(timeout=PATIENCE)
