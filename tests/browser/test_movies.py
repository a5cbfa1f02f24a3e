"""The movies page as a new user meets it: recommendations, reasons, encodings, scores, an upload of another layout."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.conftest import ROOT, wait_for_app_run
from tests.browser.driving import PATIENCE, choose, column, find, pick, press, tab, table, train
from tests.browser.pointing import camera, click, lonely, the_map

pytestmark = pytest.mark.browser
SCRIPT = ROOT / "app.py"
MATRIX = "The Matrix (1999)"


@pytest.fixture
def movies(open_app: Callable[[str], Page]) -> Callable[[str], Page]:
    """Opens the page, on which the default run is trained once."""

    def open_(query: str = "") -> Page:
        page = open_app("/movies" + query)
        expect(page.get_by_role("radiogroup", name="Questions")).to_be_visible(timeout=PATIENCE)
        wait_for_app_run(page)
        return page

    return open_


def test_a_viewer_gets_films_of_their_taste_with_reasons(movies: Callable[[str], Page]) -> None:
    page = movies("?tab=Recommend")
    expect(page.get_by_text(re.compile("Watched 33 films of the training part and liked 23")).first).to_be_visible()
    recommended = table(page)
    films = column(recommended, 2)
    assert "The Empire Strikes Back (1980)" in films[:3]
    assert all(column(recommended, 4))


def test_a_list_of_ones_own_is_served_at_once(movies: Callable[[str], Page]) -> None:
    page = movies("?tab=Recommend")
    choose(page, "Recommend to", "My own list")
    expect(page.get_by_text("In several lists").or_(page.get_by_text("No film stands in two"))).to_be_attached()
    assert len(column(table(page, 1), 2)) == 10


def test_a_film_its_neighbors_and_who_liked_both(movies: Callable[[str], Page]) -> None:
    page = movies()
    find(page, "matrix", MATRIX)
    tab(page, "Why close?")
    expect(page.get_by_text(re.compile("Viewers who liked both: "))).to_be_visible()
    tab(page, "How it works")
    expect(page.get_by_text("One pair through the network")).to_be_visible()
    expect(page.get_by_text("Two losses over these pairs")).to_be_visible()


def test_five_columns_become_thirty_five(movies: Callable[[str], Page]) -> None:
    page = movies("?tab=Encodings")
    values = page.get_by_test_id("stMetricValue").all_inner_texts()
    assert values == ["5", "11", "35"]
    expect(page.get_by_text("The title is one code in all three")).to_be_visible()
    expect(page.locator(".xtick text").filter(has_text=re.compile("^rating$"))).to_be_visible()


def test_scores_come_with_the_baselines(movies: Callable[[str], Page]) -> None:
    page = movies("?tab=Scores")
    press(page, "Run the test")
    expect(page.get_by_text("500 viewers; ± is half of the interval")).to_be_visible(timeout=PATIENCE)
    assert column(table(page), 1) == ["Co-watch network", "Co-liking cosine", "Popular", "Random"]


def test_a_viewer_and_a_film_give_a_chance_with_the_numbers_behind_it(movies: Callable[[str], Page]) -> None:
    page = movies("?tab=Will+they+watch%3F&item=The+Matrix+(1999)")
    press(page, "Train Watch prediction")
    expect(page.get_by_text("science fiction fan 1 will watch The Matrix")).to_be_visible(timeout=PATIENCE)
    sure = float(page.get_by_test_id("stMetricValue").first.inner_text().rstrip("%"))
    assert sure > 20
    expect(page.get_by_text(re.compile("Searched for: .*; without these words the chance is"))).to_be_visible()
    expect(page.get_by_text("hidden units that weigh most")).to_be_visible()
    wait_for_app_run(page)
    film = page.get_by_role("combobox", name="Film")
    film.evaluate("film => film.scrollIntoView({ block: 'center' })")  # at the window's edge its list finds no room
    film.fill("Moulin")
    page.get_by_role("option", name="Moulin Rouge! (2001)").click()
    expect(page.get_by_text("science fiction fan 1 will watch Moulin Rouge")).to_be_visible()
    wait_for_app_run(page)
    assert float(page.get_by_test_id("stMetricValue").first.inner_text().rstrip("%")) < sure
    press(page, "Run the test")
    expect(page.get_by_text("0.5 is guessing")).to_be_visible(timeout=PATIENCE)
    areas = [float(cell) for cell in column(table(page, 3), 3)]
    assert areas[0] > areas[1] > areas[2] == 0.5


def test_films_never_seen_are_placed_by_the_towers(movies: Callable[[str], Page]) -> None:
    page = movies("?tab=Cold+start")
    press(page, "Train Two towers")
    expect(page.get_by_text("Nearest of the films seen in training")).to_be_visible(timeout=PATIENCE)
    press(page, "Run the test")
    expect(page.get_by_text("0.5 is chance")).to_be_visible(timeout=PATIENCE)
    areas = [float(cell) for cell in column(table(page), 2)]
    assert areas[0] > 0.75 and areas[2] == 0.5


def test_viewers_and_films_lie_together_and_show_each_other(movies: Callable[[str], Page]) -> None:
    page = movies()
    choose(page, "Vectors", "together")
    expect(page.get_by_role("application", name="Map of 1,146 points")).to_be_visible(timeout=PATIENCE)
    find(page, "horror fan 1", "horror fan 1")
    near = column(table(page), 1)[:3]
    assert all(re.search(r"\(\d{4}\)$", film) for film in near), near
    find(page, near[0], near[0])
    assert not any(re.search(r"\(\d{4}\)$", viewer) for viewer in column(table(page), 1)[:3])


def test_three_dimensions_are_shown_as_they_are_and_clicked(movies: Callable[[str], Page]) -> None:
    page = movies()
    pick(page, "Method", "Co-watch network")
    page.get_by_role("spinbutton", name="Dimensions", exact=True).fill("3")
    page.get_by_role("spinbutton", name="Dimensions", exact=True).press("Enter")
    wait_for_app_run(page)
    train(page)
    expect(page.get_by_text("No projection: the axes are the dimensions")).to_be_visible(timeout=PATIENCE)
    assert the_map(page).evaluate("map => map.embeddingMap.n") == 646
    assert camera(page)
    row = lonely(page)
    click(page, row)
    expect(page.get_by_text(re.compile(rf"row {row + 1:,} of"))).to_be_visible()


def uploaded() -> str:
    """Semicolons, decimal commas, German headings: even viewers like even films."""
    lines = ["Kunde;Artikel;Wertung"]
    for user in range(40):
        for item in range(30):
            if (user + 2 * item) % 3:
                lines.append(f"K{user};Film {item};{'4,5' if (user + item) % 2 == 0 else '1,5'}")
    return "\n".join(lines)


def test_a_table_of_another_layout_is_read_trained_and_recommended(movies: Callable[[str], Page]) -> None:
    page = movies()
    pick(page, "Ratings", "Your own ratings")
    file = FilePayload(name="kauf.csv", mimeType="text/csv", buffer=uploaded().encode())
    page.locator("input[type=file]").first.set_input_files(file)
    wait_for_app_run(page)
    expect(page.get_by_text("ratings of 30 items by 40 viewers")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("range: 1.5 to 4.5")).to_be_visible()
    liked = page.get_by_label("Liked from", exact=True)
    liked.fill("4")
    liked.press("Enter")
    wait_for_app_run(page)
    train(page)
    expect(page.get_by_role("heading", name=re.compile("kauf.csv"))).to_be_visible(timeout=PATIENCE)
    choose(page, "Recommend to", "A viewer of the data")
    films = [int(name.split()[1]) for name in column(table(page), 2)[:3]]
    assert len({film % 2 for film in films}) == 1
