"""The words page as a demanding user meets it: first visit, map, inspector, tabs, trainings."""

import csv
import io
import math
import re
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from engine.datasets.text import toy_facts
from engine.openings import FIRST_ITEMS
from pages.words.page import WORDS
from tests.browser.conftest import ROOT, Server, wait_for_app_run
from tests.browser.driving import (
    N_WORDS,
    PATIENCE,
    TOY,
    TOY_WORDS,
    choose,
    column,
    enter,
    find,
    pick,
    press,
    run_of,
    tab,
    table,
    tick,
    train,
)
from tests.browser.pointing import camera, click, lonely, the_map

pytestmark = pytest.mark.browser
SCRIPT = ROOT / "app.py"
Open = Callable[[str], Page]
RUNS = (TOY,)
LONG = 500
"""Epochs of the toy world that take minutes."""


@pytest.fixture
def words(open_app: Open) -> Callable[[str], Page]:
    """Opens the toy world with more of an address and returns the page when its map is drawn."""

    def open_(more: str = "&map=pca") -> Page:
        page = open_app(TOY_WORDS + more)
        the_map(page)
        wait_for_app_run(page)
        return page

    return open_


def test_a_link_as_the_very_first_request_opens_in_the_frame_and_shows_a_map_by_itself(open_app: Open) -> None:
    page = open_app(f"/words?run={WORDS.default.run_id}")
    assert page.get_by_role("dialog").count() == 0  # "Page not found"
    links = page.get_by_role("navigation").get_by_role("link")
    assert [link.inner_text().split("\n")[-1] for link in links.all()] == [
        "Home",
        "Lessons",
        "Words",
        "Documents",
        "Movies",
        "Images",
        "Graphs",
        "Tables",
        "Distances",
        "Vectors",
        "Compare",
        "Runs",
    ]
    expect(page.get_by_role("heading", name="PPMI-SVD: Documentation of")).to_be_visible(timeout=PATIENCE)
    assert the_map(page).evaluate("map => map.embeddingMap.n") == FIRST_ITEMS
    expect(page.get_by_text("Opened as t-SNE, which keeps near items together")).to_be_visible()
    expect(page.get_by_role("heading", name=WORDS.first_item, exact=True)).to_be_visible()
    legend = page.locator(".map .legend")
    expect(legend.locator(".title")).to_have_text("library")
    for library in ("numpy", "scipy"):
        expect(legend.locator(".class").filter(has_text=library)).to_have_text(re.compile(rf"^{library}\d+$"))
    wait_for_app_run(page)
    assert urlsplit(page.url).query == ""  # a bare address is that of what the page opens with


@pytest.mark.parametrize("space", ["2-D", "3-D"])
def test_a_click_on_a_word_shows_its_neighbors_and_a_click_on_one_of_them_goes_there(
    words: Callable[[str], Page], space: str
) -> None:
    page = words(f"&map=pca&dims={space}")
    page.wait_for_timeout(1_000)  # until the points have glided to their places
    row = lonely(page)
    word = the_map(page).evaluate("(map, row) => map.embeddingMap.labels[row]", row)
    kept = camera(page)
    click(page, row)
    expect(the_map(page)).to_have_attribute("data-selected", str(row))
    expect(page.get_by_role("heading", name=word, exact=True)).to_be_visible()
    grid = table(page)
    scores = [float(score) for score in column(grid, 2)]
    assert len(scores) == 10 and scores == sorted(scores, reverse=True) and scores[0] <= 1.000001
    assert len(the_map(page).get_attribute("data-neighbors").split()) == 10
    neighbor = column(grid, 1)[1]
    tick(page, grid, 1)
    expect(page.get_by_role("heading", name=neighbor, exact=True)).to_be_visible()
    assert f"item={neighbor}" in page.url
    assert camera(page) == kept


def test_a_word_is_found_by_typing_a_part_of_it_and_escape_lets_it_go(words: Callable[[str], Page]) -> None:
    page = words()
    find(page, "quee", "queen")
    expect(the_map(page)).to_have_attribute("data-selected", re.compile(r"\d+"))
    assert {"princess", "duchess"} <= set(column(table(page), 1))
    page.get_by_role("searchbox", name="Find").fill("qqq")
    expect(page.get_by_text("is not among the 1,311 items")).to_be_visible()
    page.get_by_role("application").focus()
    page.keyboard.press("Escape")
    expect(the_map(page)).to_have_attribute("data-selected", "")
    expect(page.get_by_role("heading", name="queen", exact=True)).to_have_count(0)
    wait_for_app_run(page)
    assert re.search("item=(&|#|$)", page.url)  # the page begins with a word: its link says that there is none


def test_a_click_costs_little_traffic(page: Page, server: Server) -> None:
    received: list[int] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: received.append(len(frame))))
    page.goto(f"{server.url}{TOY_WORDS}&map=pca")
    row = lonely(page)
    wait_for_app_run(page)
    assert sum(received) < 500_000
    received.clear()
    click(page, row)
    expect(the_map(page)).to_have_attribute("data-selected", str(row))
    wait_for_app_run(page)
    assert 0 < sum(received) < 30_000


def test_metric_and_number_of_neighbors_are_obeyed(words: Callable[[str], Page]) -> None:
    page = words("&map=pca&item=queen")
    pick(page, "Metric", "Euclidean")
    distances = [float(cell) for cell in column(table(page), 2)]
    assert distances == sorted(distances)
    enter(page, "Neighbors", 3)
    expect(table(page).locator("[role=gridcell][aria-colindex='1']")).to_have_count(3)
    expect(the_map(page)).to_have_attribute("data-neighbors", re.compile(r"^\d+ \d+ \d+$"))


def test_a_chosen_word_that_the_map_leaves_out_is_said_to_be_missing_there(words: Callable[[str], Page]) -> None:
    page = words("&map=pca&item=queen")
    pick(page, "Items", "250 words")
    expect(page.get_by_text("“queen” is not among the 250 items on the map")).to_be_visible()
    expect(the_map(page)).to_have_attribute("data-selected", "")


@pytest.mark.parametrize("space", ["2-D", "3-D"])
def test_tsne_is_computed_at_once_or_on_a_click_arrives_live_and_is_kept_with_its_film(
    words: Callable[[str], Page], space: str
) -> None:
    page = words()
    pick(page, "Items", "1,000 words")
    choose(page, "Space", space)
    pick(page, "Map", "t-SNE")
    expect(page.get_by_text("trustworthiness")).to_be_visible(timeout=PATIENCE)
    # So many iterations that one sees it form.
    page.locator(".st-key-toolbar").get_by_role("button", name="Settings").click()
    if space == "3-D":  # so much that it is made when it is asked for
        page.get_by_role("spinbutton", name="Perplexity").fill("60")
        page.get_by_role("spinbutton", name="Perplexity").press("Enter")
    page.get_by_role("spinbutton", name="Iterations").fill("5000")
    page.get_by_role("spinbutton", name="Iterations").press("Enter")
    page.keyboard.press("Escape")
    if space == "3-D":
        press(page, "Compute t-SNE")
    expect(the_map(page)).to_have_attribute("data-step", re.compile(r"^[1-9]"), timeout=PATIENCE)
    expect(page.get_by_text(re.compile(r"of 5,000 iterations"))).to_be_visible()  # not finished yet
    expect(page.get_by_text("trustworthiness")).to_be_visible(timeout=PATIENCE)
    expect(the_map(page)).to_have_attribute("data-step", "5000")
    page.get_by_role("slider", name="Time").fill("0")
    expect(the_map(page)).not_to_have_attribute("data-step", "5000")
    told = parse_qs(urlsplit(page.url).query)
    assert "map" not in told  # it is the one that this run opens with
    assert told["items"] == ["1000"] and told.get("dims", ["2"]) == [space[0]]
    page.reload()
    expect(page.get_by_text("trustworthiness")).to_be_visible()
    assert the_map(page).evaluate("map => map.embeddingMap.n") == 1_000
    expect(page.get_by_role("radiogroup", name="Space").get_by_role("radio", name=space)).to_be_checked()


def test_why_close_shows_the_company_that_both_keep(words: Callable[[str], Page]) -> None:
    page = words("&map=pca&item=queen&tab=Why+close%3F")
    expect(page.get_by_text("and they keep the same company")).to_be_visible()
    contexts = table(page, 1)
    counts = [(int(a), int(b)) for a, b in zip(column(contexts, 2), column(contexts, 3), strict=True)]
    assert counts and all(a >= 2 and b >= 2 for a, b in counts)
    shared = column(contexts, 1)[0]
    lines = page.get_by_role("list", name=f"queen with {shared}", exact=True).get_by_role("listitem")
    expect(lines.first).to_be_visible()
    for words_before, keyword, words_after in ([*line.locator("span").all_inner_texts()] for line in lines.all()):
        assert keyword == "queen" and shared in f"{words_before} {words_after}".split()


def test_keywords_stand_below_each_other_at_every_width(words: Callable[[str], Page]) -> None:
    """What has no room is cut off at the far ends: the word before the keyword ends where the keyword begins."""
    page = words("&map=pca&item=queen&tab=Why+close%3F")
    for width in (1400, 800):
        page.set_viewport_size({"width": width, "height": 900})
        lines = page.get_by_role("list").filter(has=page.locator(".keyword")).first.get_by_role("listitem")
        expect(lines.first).to_be_visible()
        page.wait_for_timeout(500)
        boxes = [
            [line.locator(f".{name} bdi").bounding_box() for name in ("before", "keyword")] for line in lines.all()
        ]
        assert all(before and keyword for before, keyword in boxes)
        ends = [(before["x"] + before["width"], keyword["x"]) for before, keyword in boxes if before and keyword]
        assert max(x for _, x in ends) - min(x for _, x in ends) < 1
        assert all(0 <= x - end < 20 for end, x in ends)


def test_an_analogy_is_answered_beside_its_baseline(words: Callable[[str], Page]) -> None:
    page = words("&map=pca&tab=Analogies")
    expect(page.get_by_text("king + woman - man = queen")).to_be_visible()
    expect(page.get_by_text("is at place 1 of 1,311")).to_be_visible()
    answers = table(page, 1)
    assert column(answers, 1)[0] == "queen" and column(answers, 3)[0] != "queen"
    for label, word in {"a": "france", "is to b": "paris", "as c": "norway", "is to (expected)": "oslo"}.items():
        enter(page, label, word)
    expect(page.get_by_text("paris + norway - france = oslo")).to_be_visible()


def test_a_sum_of_words_is_answered_and_unknown_words_are_named_with_their_like(words: Callable[[str], Page]) -> None:
    page = words("&map=pca&tab=Analogies")
    choose(page, "Ask as", "Sum of words")
    enter(page, "Words with plus and minus", "king - man + woman")
    expect(page.get_by_text("king + woman - man = queen")).to_be_visible()
    enter(page, "Words with plus and minus", "quen - man")
    alert = page.get_by_test_id("stAlert")
    expect(alert).to_contain_text("quen")
    expect(alert).to_contain_text("queen")
    enter(page, "Words with plus and minus", "king + + man")
    expect(alert).to_be_visible()


def test_the_odd_one_out_is_named(words: Callable[[str], Page]) -> None:
    page = words("&map=pca&tab=Odd+one+out")
    enter(page, "Words, separated by commas or blanks", "oslo, paris, banana, rome")
    expect(page.get_by_text("banana does not match")).to_be_visible()
    enter(page, "Words, separated by commas or blanks", "oslo, paris")
    expect(page.get_by_test_id("stAlert")).to_be_visible()


def test_two_lists_of_words_make_an_axis_and_a_map(words: Callable[[str], Page]) -> None:
    page = words("&map=pca&tab=Axes")
    ends = table(page, 1)
    assert {"himself", "him"} & set(column(ends, 1)) and {"herself", "her"} & set(column(ends, 3))
    pick(page, "Map", "Axes")
    expect(the_map(page)).to_have_attribute("data-revision", re.compile("^axes"))
    page.wait_for_timeout(1_000)  # until the points have glided to their places
    place = "(map, word) => map.embeddingMap.where(map.embeddingMap.labels.indexOf(word))[0]"
    left, right = (the_map(page).evaluate(place, word) for word in ("himself", "herself"))
    assert left < right
    page.get_by_label("From", exact=True).first.fill("nosuchword")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("stAlert").first).to_be_visible()


def test_scores_are_above_their_baseline(words: Callable[[str], Page]) -> None:
    page = words("&map=pca&tab=Scores")
    press(page, "Run the test")
    figures = page.get_by_test_id("stMetric")
    expect(figures).to_have_count(4, timeout=PATIENCE)
    shares = [float(re.search(r"([\d.]+)%", text)[1]) for text in figures.all_inner_texts()[:3]]
    right, baseline, chance = shares
    assert right > 80 > 40 > baseline and chance < 1
    assert column(table(page, 1), 1)


def test_how_it_works_puts_numbers_into_the_formula(words: Callable[[str], Page]) -> None:
    page = words("&map=pca&item=oslo&tab=How+it+works")
    formula = page.locator(".katex").first
    expect(formula).to_be_visible()
    filled = tex(page).split("\\ln")[-1].replace("{,}", "")
    numbers = [float(number) for number in re.findall(r"\d+(?:\.\d+)?(?:e-\d+)?", filled)]
    pair, total, word, again, share, value = numbers
    assert total == again and math.log(pair / word / share) == pytest.approx(value, abs=0.02)
    enter(page, "Context word", "zzz")
    expect(page.get_by_test_id("stAlert")).to_contain_text("zzz")


def tex(page: Page) -> str:
    """The source of the first formula."""
    return page.locator(".katex annotation").first.text_content() or ""


def saved(page: Page, button: str) -> bytes:
    """What a button of the Export tab downloads."""
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    return download.value.path().read_bytes()


def test_the_exports_hold_every_word(words: Callable[[str], Page]) -> None:
    page = words("&map=pca&tab=Export")
    vectors = saved(page, "Vectors (TSV)").decode().splitlines()
    metadata = saved(page, "Metadata (TSV)").decode().splitlines()
    assert len(vectors) == N_WORDS and {line.count("\t") for line in vectors} == {99}
    assert len(metadata) == N_WORDS + 1
    rows = list(csv.reader(io.StringIO(saved(page, "Table (CSV)").decode("utf-8-sig"))))
    assert len(rows) == N_WORDS + 1 and "queen" in {row[0] for row in rows}
    head, *lines = saved(page, "word2vec text").decode().splitlines()
    assert head.split() == [str(N_WORDS), "100"] and len(lines) == N_WORDS
    assert b'"ppmi_svd"' in saved(page, "Recipe (JSON)")
    assert saved(page, "All in a ZIP").startswith(b"PK")


def test_skip_gram_is_trained_by_a_click_and_watched(words: Callable[[str], Page]) -> None:
    page = words()
    pick(page, "Method", "Skip-gram")
    enter(page, "Dimensions", 20)
    enter(page, "Epochs", 100)
    run_id = train(page)
    expect(page.get_by_role("progressbar")).to_be_visible()
    expect(page.get_by_text("words/s")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_role("heading", name="Skip-gram with negative sampling: Toy world")).to_be_visible()
    the_map(page)
    assert run_of(page) == run_id != TOY.run_id
    find(page, "norw", "norway")
    countries = toy_facts.tables()["countries"].columns
    related = {word for role in countries.values() for word in role}
    near = set(column(table(page), 1))
    assert len(related & near) >= 8 and {"oslo", "norwegian", "lutefisk", "fjord"} & near
    tab(page, "Training")
    expect(page.locator("[data-testid=stPlotlyChart] .main-svg").first).to_be_visible()
    expect(page.locator("[data-testid=stMain] .map[data-ready=yes]")).to_have_count(2)
    tab(page, "How it works")
    expect(page.locator(".katex-display")).to_have_count(
        4
    )  # the loss, its step, what it tends to, and the same as attention


@pytest.fixture
def long_training(words: Callable[[str], Page]) -> Iterator[Page]:
    """A page on which a training of minutes has just begun; it is cancelled afterwards."""
    page = words()
    pick(page, "Method", "Skip-gram")
    enter(page, "Epochs", LONG)
    train(page)
    expect(page.get_by_text("words/s")).to_be_visible(timeout=PATIENCE)
    yield page
    if page.get_by_role("button", name="Cancel").count():
        press(page, "Cancel")


def test_a_training_is_found_again_after_a_reload_elsewhere_and_by_others_and_is_cancelled(
    long_training: Page, browser: Browser, server: Server
) -> None:
    page = long_training
    run_id = run_of(page)
    page.reload()
    expect(page.get_by_text("words/s")).to_be_visible()
    page.get_by_role("navigation").get_by_role("link", name="Runs").click()
    expect(page.get_by_text(re.compile("Skip-gram.*words/s"))).to_be_visible()
    page.get_by_role("navigation").get_by_role("link", name="Words").click()
    expect(page.get_by_text("words/s")).to_be_visible()
    other = browser.new_context().new_page()
    other.goto(f"{server.url}/words?run={run_id}")
    expect(other.get_by_text("words/s")).to_be_visible(timeout=20_000)
    page.get_by_role("button", name="Cancel").click()
    for each in (page, other):
        expect(each.get_by_role("button", name="Try again")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("Cancelled. Nothing was kept.")).to_be_visible()
    other.get_by_role("button", name="Try again").click()
    expect(other.get_by_text("words/s")).to_be_visible(timeout=PATIENCE)
    other.get_by_role("button", name="Cancel").click()
    expect(other.get_by_role("button", name="Try again")).to_be_visible(timeout=PATIENCE)
    other.context.close()


def test_a_run_that_is_not_here_is_said_to_be_missing(open_app: Open) -> None:
    page = open_app(f"/words?run={'0' * 32}")
    expect(page.get_by_text("This run is not here")).to_be_visible()
    assert page.locator("[data-testid=stException]").count() == 0
