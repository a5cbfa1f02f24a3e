"""What every map can do with its items, on a page: only these, groups, filters, colors, shapes, cards and search."""

import json

import numpy as np
import pytest

from engine.arithmetic.lookup import named_in
from engine.figures.coloring import Categories, Ramp
from engine.runs import selections, store
from engine.runs.selections import Group
from pages.parts.explore import filters, inspector, only, painting
from pages.parts.explore.state import PageState
from pages.parts.explore.view import View
from tests.pages.conftest import RECIPES
from tests.pages.opening import Open, texts

RUN = RECIPES["ppmi_svd"].run_id
PICKED = ("king", "queen", "prince", "princess", "dog", "cat", "puppy", "kitten")


@pytest.fixture
def view(at_rest: Open) -> View:
    return View(PageState("words", addressed=False), RUN, "word", "words")


def test_only_these_are_a_map_and_neighbors_of_their_own(at_rest: Open) -> None:
    app = at_rest("words", "king", run=RUN, only=",".join(PICKED))
    assert not app.exception
    assert "Only 8" in texts(app)
    table = next(frame.value for frame in app.dataframe if "Neighbor" in frame.value)
    assert set(table["Neighbor"]) <= set(PICKED) - {"king"} and len(table) == 7
    assert any("Table and distances of these 8" in part.label for part in app.expander)
    cosines = next(frame.value for frame in app.dataframe if "queen" in frame.value.columns)
    vectors = store.load(RUN).main  # type: ignore[union-attr]
    rows = [vectors.index[word] for word in ("king", "queen")]
    assert cosines.loc["king", "queen"] == pytest.approx(float(vectors.unit[rows[0]] @ vectors.unit[rows[1]]), abs=1e-3)


def test_show_all_leads_back(at_rest: Open) -> None:
    app = at_rest("words", "king", run=RUN, only=",".join(PICKED))
    next(button for button in app.button if button.label == "Show all").click().run()
    assert "only" not in app.query_params and "Only 8" not in texts(app)


def test_a_long_list_is_kept_and_the_address_holds_its_id(at_rest: Open, view: View) -> None:
    kept = selections.keep(PICKED)
    app = at_rest("words", "king", run=RUN, only=kept)
    assert "Only 8" in texts(app)


@pytest.mark.parametrize("hostile", ["0" * 32, "king", "../..,x", "king,queen", "<script>,b,c"])
def test_what_names_too_few_items_shows_all_and_says_so(at_rest: Open, hostile: str) -> None:
    app = at_rest("words", "king", run=RUN, only=hostile)
    assert not app.exception and app.warning
    assert "Only " not in texts(app).replace("Only these", "")


def test_names_are_read_by_lines_commas_and_blanks(view: View) -> None:
    known, unknown = named_in(view.embedding, "king, queen\nDog cat\nnobody, king")
    assert known == ["king", "queen", "dog", "cat"] and unknown == ["nobody"]


def test_groups_color_the_map_and_stay_with_the_run(at_rest: Open, view: View) -> None:
    made = (Group("royals", "#0072B2", PICKED[:4]), Group("beasts", "#E69F00", ("king", *PICKED[4:])))
    kept = selections.keep_groups(made)
    colors = painting.of_groups(made, view.embedding)
    index = view.embedding.index
    assert list(colors.names) == ["royals", "beasts"] and list(colors.palette) == ["#0072B2", "#E69F00"]
    assert [colors.codes[index[word]] for word in ("king", "dog", "the")] == [0, 1, -1]
    app = at_rest("words", "king", run=RUN, groups=kept, color="~groups")
    assert not app.exception and app.session_state["words.color"] == "~groups"
    assert any("What distinguishes the groups" in part.label for part in app.expander)


def test_a_group_is_made_of_pasted_names_and_is_in_the_link(at_rest: Open) -> None:
    app = at_rest("words", "king", run=RUN)
    app.text_area(key="words.group_pasted").input("king queen nobody").run()
    app.text_input(key="words.group_name").input("royals").run()
    app.button(key="words.group_make").click().run()
    kept = app.query_params["groups"]
    kept = kept[0] if isinstance(kept, list) else kept
    assert [(group.name, group.labels) for group in selections.groups_of(kept)] == [("royals", ("king", "queen"))]
    assert selections.remembered(RUN) == kept
    again = at_rest("words", "king", run=RUN)
    assert again.session_state["words.groups"] == kept


def test_a_filter_dims_or_leaves_out(view: View, monkeypatch: pytest.MonkeyPatch) -> None:
    counts = view.embedding.metadata["count"]
    view.page.filter = json.dumps({"count": [10, 40]})
    found = filters.kept(view, view.embedding)
    assert np.array_equal(found, np.where((counts >= 10) & (counts <= 40), 0, filters.DIMMED))
    view.page.filter = json.dumps({"count": [10, 40], "kind": ["royalty"], "left_out": True})
    found = filters.kept(view, view.embedding)
    inside = (counts >= 10) & (counts <= 40) & (view.embedding.metadata["kind"] == "royalty")
    assert np.array_equal(found, np.where(inside, 0, filters.AWAY))


@pytest.mark.parametrize(
    "hostile", ["{", "[]", "3", '{"count": "x"}', '{"count": [1]}', '{"kind": [1]}', '{"no": [1, 2]}']
)
def test_a_filter_that_suits_no_column_lets_all_in(at_rest: Open, view: View, hostile: str) -> None:
    view.page.filter = hostile
    assert not filters.kept(view, view.embedding).any()
    app = at_rest(
        "words", "king", run=RUN, filter=hostile, palette=hostile, axis=hostile, classes=hostile, columns=hostile
    )
    assert not app.exception


def test_colors_by_similarity_and_along_an_axis_are_centered_on_zero(view: View) -> None:
    view.page.item = "king"
    embedding = view.embedding
    ramp = painting.colors_of(view, painting.SIMILARITY, embedding)
    assert isinstance(ramp, Ramp) and ramp.diverging and ramp.ends is not None and ramp.ends[0] == -ramp.ends[1]
    assert ramp.values[embedding.index["king"]] == pytest.approx(1)
    view.page.axis = json.dumps(["man", "woman"])
    ramp = painting.colors_of(view, painting.AXIS, embedding)
    assert isinstance(ramp, Ramp) and ramp.values[embedding.index["woman"]] > 0 > ramp.values[embedding.index["man"]]
    view.page.axis = json.dumps(["man", "nobody"])
    assert painting.colors_of(view, painting.AXIS, embedding) is None


def test_one_color_of_a_class_can_be_picked(view: View) -> None:
    view.page.palette = json.dumps({"kind": {"royalty": "#123456", "animals": "javascript:"}})
    colors = painting.colors_of(view, "kind", view.embedding)
    assert isinstance(colors, Categories)
    palette = dict(zip(colors.names, colors.palette, strict=True))
    assert palette["royalty"] == "#123456" and palette["animals"] != "javascript:"


def test_numbers_are_a_ramp_until_they_are_switched(view: View) -> None:
    assert isinstance(painting.colors_of(view, "count", view.embedding), Ramp)
    view.page.classes = json.dumps(["count"])
    assert isinstance(painting.colors_of(view, "count", view.embedding), Categories)


def test_the_four_largest_classes_have_shapes(view: View) -> None:
    assert painting.shapes_of(view, view.embedding) is None
    view.page.shape = "kind"
    codes = painting.shapes_of(view, view.embedding)
    assert codes is not None and set(codes.tolist()) == {0, 1, 2, 3}
    values, counts = np.unique(view.embedding.metadata["kind"], return_counts=True)
    assert set(codes[view.embedding.metadata["kind"] == values[counts.argmax()]]) == {0}
    assert "squares" in painting.shapes_told(view)


def test_a_search_is_answered_by_name_by_what_is_known_and_by_meaning(view: View) -> None:
    labels = view.embedding.labels
    found = {way: [labels[row] for row in rows] for way, rows in inspector.sought(view.embedding, "king").items()}
    assert found[inspector.EXACT] == ["king"] and "walking" in found[inspector.HOLDS]
    assert found[inspector.NEAR_IN_MEANING] and "king" not in found[inspector.NEAR_IN_MEANING]
    royal = inspector.sought(view.embedding, "royalty")[inspector.KNOWN]
    assert {view.embedding.metadata["kind"][row] for row in royal} == {"royalty"}
    rows = [row for part in inspector.sought(view.embedding, "dog cat").values() for row in part]
    assert rows and len(rows) == len(set(rows))


def test_pinned_cards_stay_and_show_the_nearest(at_rest: Open) -> None:
    app = at_rest("words", "king", run=RUN, pinned="dog,nobody,king")
    assert not app.exception
    assert texts(app).count("Nearest: ") == 1
    app.button(key="words.pin.only_icon").click().run()  # king's own
    assert app.query_params["pinned"] in (["dog,nobody"], "dog,nobody")


def test_an_address_in_a_column_is_a_link_and_nothing_else_is(monkeypatch: pytest.MonkeyPatch) -> None:
    from pages.parts.explore.cards import _value

    assert _value("page", "https://example.org/a?b=1").endswith("(https://example.org/a?b=1)")
    for text in ("javascript:alert(1)", "https://x) [y](javascript:1", "see https://example.org", "http://a b"):
        assert "](" not in _value("page", text).replace("\\](", "")


def test_restricted_views_answer_with_rows_of_the_run(view: View) -> None:
    few = view.of_only(("queen", "king", "dog"))
    assert few.embedding.labels == tuple(sorted(("queen", "king", "dog"), key=view.embedding.index.__getitem__))
    assert few.rows_in_run([0, 2]).tolist() == [view.embedding.index[few.embedding.labels[row]] for row in (0, 2)]
    assert view.rows_in_run([5]).tolist() == [5]
    assert only.restricted(view) is view
