"""The graphs page as a demanding user meets it: two linked pictures, walks, tasks, and an edge list of their own."""

import re
from collections.abc import Callable
from itertools import pairwise

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.browser.conftest import ROOT, wait_for_app_run
from tests.browser.driving import PATIENCE, choose, column, enter, pick, press, tab, table, train

pytestmark = pytest.mark.browser
SCRIPT = ROOT / "app.py"
Open = Callable[[str], Page]
EDGES = "source;target;weight\n" + "".join(
    f"{side}{a};{side}{b};{1 + (a + b) % 3}\n" for side in "xy" for a in range(6) for b in range(a)
)
NAMED = """map => new Promise(done => {
  const look = () => map.embeddingMap.labels.length ? done() : setTimeout(look, 20)
  look()
})"""
BRIDGE = "x0;y0;1\n"
TABLE = "name;team\n" + "".join(f"{side}{number};{side}-team\n" for side in "xy" for number in range(5))


def picture(page: Page, name: str) -> Locator:
    """The drawing or the map, once drawn and named: the labels come by themselves."""
    root = page.locator(f".st-key-graphs_{name}_map .map[data-ready=yes]")
    root.wait_for(timeout=PATIENCE)
    root.evaluate(NAMED)
    return root


@pytest.fixture
def graphs(open_app: Open) -> Callable[[str], Page]:
    """Opens the graphs page with a query and returns it when both pictures are drawn."""

    def open_(query: str = "") -> Page:
        page = open_app(f"/graphs{query}")
        picture(page, "map")
        picture(page, "drawing")
        wait_for_app_run(page)
        return page

    return open_


def click_on(page: Page, root: Locator, label: str) -> None:
    """Click an item by where it is drawn."""
    row = root.evaluate("(map, label) => map.embeddingMap.labels.indexOf(label)", label)
    root.scroll_into_view_if_needed()
    page.mouse.move(*root.evaluate("(map, row) => map.embeddingMap.where(row)", row))
    page.mouse.down()
    page.mouse.up()
    wait_for_app_run(page)


def play(page: Page) -> None:
    """Let walks go on by themselves; the film of a map has a button of that name, too."""
    page.get_by_test_id("stButton").get_by_role("button", name="Play", exact=True).click()


def expect_selected(root: Locator, label: str) -> None:
    """Wait until a picture shows this item as chosen."""
    row = root.evaluate("(map, label) => map.embeddingMap.labels.indexOf(label)", label)
    expect(root).to_have_attribute("data-selected", str(row))


def test_the_first_visit_shows_the_karate_club_drawn_and_embedded(graphs: Callable[[str], Page]) -> None:
    page = graphs()
    expect(page.get_by_role("heading", name="DeepWalk: Zachary's karate club")).to_be_visible(timeout=PATIENCE)
    assert "run=" not in page.url  # a bare address is that of what the page opens with
    drawing = picture(page, "drawing")
    assert drawing.evaluate("map => map.embeddingMap.n") == 34
    assert drawing.evaluate("map => map.embeddingMap.edges.length / 2") == 78


def test_a_click_in_one_picture_selects_in_the_other(graphs: Callable[[str], Page]) -> None:
    page = graphs()
    for first, second, label in (("drawing", "map", "17"), ("map", "drawing", "26")):
        click_on(page, picture(page, first), label)
        expect(page.get_by_role("heading", name=label, exact=True)).to_be_visible()
        for name in (first, second):
            expect_selected(picture(page, name), label)


def test_why_close_names_common_neighbors_and_the_path(graphs: Callable[[str], Page]) -> None:
    page = graphs("?item=17")
    expect(page.get_by_text("Common neighbors: 1")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("Shortest path: 17 –")).to_be_visible()


def test_a_walk_is_played_over_the_drawing_with_its_probabilities(graphs: Callable[[str], Page]) -> None:
    page = graphs("?item=17")
    tab(page, "Walks")
    walk = picture(page, "walk")
    expect(page.get_by_text("Step 0: at 17")).to_be_visible()
    press(page, "Step")
    expect(page.get_by_text(re.compile(r"Step 1: at \w+, having come from 17"))).to_be_visible()
    play(page)
    expect(page.get_by_text(re.compile("Step 4: at"))).to_be_visible(timeout=30_000)
    path = walk.evaluate("map => map.embeddingMap.state.path")
    edges = walk.evaluate("map => [...map.embeddingMap.edges]")
    joined = {frozenset(edges[place : place + 2]) for place in range(0, len(edges), 2)}
    assert len(path) >= 5 and all(frozenset(step) in joined for step in pairwise(path))
    press(page, "Pause")


def test_a_box_and_a_class_on_one_picture_are_on_both(graphs: Callable[[str], Page]) -> None:
    page = graphs("?map=pca")  # a film would stand below the field of the map
    drawing, map_ = picture(page, "drawing"), picture(page, "map")
    assert drawing.evaluate("map => map.embeddingMap.stage.renderer.drawsLines")
    drawing.locator("[data-tool=box]").click()
    field = drawing.locator(".field").bounding_box()
    assert field is not None
    middle = field["x"] + field["width"] / 2, field["y"] + field["height"] - 8
    page.mouse.move(field["x"] + 8, field["y"] + 8)
    page.mouse.down()
    page.mouse.move(*middle, steps=4)
    page.mouse.up()
    wait_for_app_run(page)
    rows = "map => [...map.embeddingMap.choice.rows].sort((a, b) => a - b)"
    assert 2 < len(drawing.evaluate(rows)) < 34 and drawing.evaluate(rows) == map_.evaluate(rows)
    expect(page.get_by_text(f"{len(map_.evaluate(rows))} circled:")).to_be_visible()
    map_.locator(".legend .class").first.click()
    expect(drawing).to_have_attribute("data-isolated", "0")
    boxes = [root.locator(".field").bounding_box() for root in (drawing, map_)]
    assert boxes[0] and boxes[1] and abs(boxes[0]["y"] - boxes[1]["y"]) < 2
    assert abs(boxes[0]["height"] - boxes[1]["height"]) < 2 and abs(boxes[0]["width"] - boxes[1]["width"]) < 2


def test_walks_that_play_fill_the_matrix_and_come_nearer_to_what_is_expected(graphs: Callable[[str], Page]) -> None:
    page = graphs()
    tab(page, "Walks")
    expect(page.get_by_text("No pair yet")).to_be_visible(timeout=PATIENCE)
    press(page, "Step")
    difference = page.get_by_test_id("stMetricValue").first
    first = float(difference.inner_text().rstrip("%"))
    choose(page, "Pace", "100 walks a time")
    play(page)
    walks = page.get_by_text(re.compile(r"^([3-9]|\d,\d)01 walks$")).first
    walks.wait_for(state="attached", timeout=PATIENCE)  # a busy browser shows no chart before the next one replaces it
    press(page, "Pause")
    expect(walks).to_be_visible(timeout=PATIENCE)
    assert float(difference.inner_text().rstrip("%")) < 15 < 50 <= first


def test_both_kinds_of_nodes_get_recommendations_and_a_score(graphs: Callable[[str], Page]) -> None:
    page = graphs()
    pick(page, "Graph", "Davis southern women")
    pick(page, "Method", "Two towers")
    train(page)
    expect(page.get_by_role("heading", name="Two towers: Davis southern women")).to_be_visible(timeout=PATIENCE)
    assert picture(page, "map").evaluate("map => map.embeddingMap.n") == 32
    tab(page, "Recommend")
    expect(page.get_by_text("nodes of the kind “event”")).to_be_visible(timeout=PATIENCE)
    grids = [table(page, number) for number in (0, 1)]
    for grid in grids:
        expect(grid.locator("[role=gridcell][aria-colindex='1']")).not_to_have_count(0, timeout=PATIENCE)
    suggested, joined = (set(column(grid, 1)) for grid in grids)
    assert suggested and joined and not suggested & joined and len(suggested | joined) <= 14
    tab(page, "Tasks")
    expect(page.get_by_role("radio", name="Recommendations")).to_be_visible(timeout=PATIENCE)
    choose(page, "Task", "Recommendations")
    press(page, "Run the task")
    expect(page.get_by_text(re.compile(r"hidden edges of 1\d nodes.*Mean of 3 splits"))).to_be_visible(timeout=PATIENCE)


def test_two_settings_of_p_and_q_stand_side_by_side(graphs: Callable[[str], Page]) -> None:
    page = graphs()
    tab(page, "p and q")
    press(page, "Compare")
    expect(page.get_by_text("Means of 5 seeds")).to_be_visible(timeout=PATIENCE)
    for side in (0, 1):
        assert picture(page, f"bias_{side}").evaluate("map => map.embeddingMap.n") == 34
    assert column(table(page), 1) == ["p = 1, q = 0.5", "p = 1, q = 2"]


def test_the_learned_inner_products_follow_the_matrix(graphs: Callable[[str], Page]) -> None:
    page = graphs("?item=17")
    tab(page, "Walks = matrix")
    told = page.get_by_text("Correlation over all pairs of nodes").inner_text()
    assert float(told.split(":")[1]) > 0.9


def test_clubs_are_predicted_and_hidden_links_found(graphs: Callable[[str], Page]) -> None:
    page = graphs()
    tab(page, "Tasks")
    press(page, "Run the task")
    expect(page.get_by_text("2 classes on 34 nodes")).to_be_visible(timeout=PATIENCE)
    choose(page, "Task", "Link prediction")
    press(page, "Run the task")
    expect(page.get_by_text(re.compile(r"23 hidden edges against as many"))).to_be_visible(timeout=PATIENCE)


def upload(page: Page, content: str, nodes: str = "") -> None:
    """Choose your own edges and give a file, perhaps with a node table."""
    pick(page, "Graph", "Your own edges")
    for place, text in enumerate([content, nodes] if nodes else [content]):
        if place:
            page.get_by_text("Node table (labels)").click()
        file = FilePayload(name=f"file{place}.csv", mimeType="text/csv", buffer=text.encode())
        page.locator("input[type=file]").nth(place).set_input_files(file)
        wait_for_app_run(page)


def test_an_edge_list_with_header_and_semicolons_is_read_trained_and_predicted(graphs: Callable[[str], Page]) -> None:
    page = graphs()
    upload(page, EDGES + BRIDGE, TABLE)
    expect(page.get_by_text("12 nodes, 31 edges, undirected, weighted")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("Nodes that the table does not know: 2.")).to_be_visible(timeout=PATIENCE)
    enter(page, "Epochs", 20)
    train(page)
    expect(page.get_by_role("heading", name=re.compile("DeepWalk: file0.csv"))).to_be_visible(timeout=PATIENCE)
    assert picture(page, "drawing").evaluate("map => map.embeddingMap.n") == 12
    tab(page, "Tasks")
    press(page, "Run the task")
    expect(page.get_by_text("Predicted for the 2 nodes without a label")).to_be_visible(timeout=PATIENCE)
    grid = table(page)
    assert dict(zip(column(grid, 1), column(grid, 2), strict=True)) == {"x5": "x-team", "y5": "y-team"}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ('<?xml version="1.0"?><graphml></graphml>', "There are no edges in this file"),
        ("a,b,-1\nb,c,1\nc,d,1\nd,e,1\ne,f,1\n", "Absolute values"),
        ("alpha\nbeta\ngamma\ndelta\n", "one field only"),
    ],
)
def test_what_cannot_be_read_is_refused_with_advice(graphs: Callable[[str], Page], content: str, told: str) -> None:
    page = graphs()
    upload(page, content)
    expect(page.get_by_text(told)).to_be_visible(timeout=PATIENCE)
