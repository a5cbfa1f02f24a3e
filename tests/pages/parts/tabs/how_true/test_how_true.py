"""How true? On a page whose maps are made and measured: numbers, lists, lines, colors, and other seeds."""

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from engine.embedding import Embedding
from engine.evaluation.made_maps import MadeMaps
from engine.evaluation.map_agreement import Agreement, MapAgreement
from engine.evaluation.map_truth import MapTruth, Truth
from engine.figures.coloring import Ramp
from engine.figures.colors import FALSE, MISSING, SHARED
from engine.openings import map_of
from engine.projections.base import Projection
from engine.projections.pca import PCA
from engine.projections.tsne import TSNE
from engine.runs import store
from engine.runs.recipe import EmbeddingOf, Recipe
from pages.parts.explore import painting, truths
from pages.parts.explore.state import PageState
from pages.parts.explore.view import View
from tests.pages.conftest import RECIPES
from tests.pages.opening import Open, texts

RUN = RECIPES["laplacian"].run_id
NODE = "Mr. Hi"


def drawn(whole: Embedding, maker: Projection) -> Recipe:
    """A map of all nodes, saved."""
    recipe = map_of(RUN, "node", whole.n_items, maker)
    store.save(recipe, maker.fit(whole), 0.1)
    return recipe


def measured(whole: Embedding, recipe: Recipe, axes: str) -> Truth:
    """The test of a saved map, saved."""
    maker, test = recipe.learner, MapTruth(axes=axes)
    assert isinstance(maker, Projection)
    fit = test.fit(MadeMaps(whole, ((maker, store.load(recipe.run_id)),)))  # type: ignore[arg-type]  # a Fit
    store.save(Recipe(EmbeddingOf(recipe.run_id), test), fit, 0.1)
    return Truth.from_fit(fit)


@pytest.fixture
def whole(at_rest: Open) -> Embedding:
    return store.load(RUN).main  # type: ignore[union-attr,return-value]  # a Fit


@pytest.fixture
def truth(whole: Embedding) -> Truth:
    """Of the map of principal components."""
    return measured(whole, drawn(whole, PCA()), "0,1")


def look(at_rest: Open, part: str = "Measures", **query: str) -> AppTest:
    app = at_rest("graphs", **({"item": NODE, "run": RUN, "map": "pca", "tab": "How true?"} | query))
    app.session_state["tab"] = "How true?"
    app.session_state["graphs.how_true"] = part
    app.run()
    assert not app.exception, app.exception[0].stack_trace
    return app


def test_the_measures_stand_beside_shuffled_data_and_chance(at_rest: Open, truth: Truth) -> None:
    table = next(frame.value for frame in look(at_rest).dataframe if "Measure" in frame.value)
    names = ("trustworthiness", "continuity", "kept", "shepard")
    for column, scores in (("This map", truth.scores), ("Of shuffled data", truth.null), ("Chance", truth.chance)):
        np.testing.assert_allclose(table[column], [getattr(scores, name) for name in names])


def test_the_lists_of_the_chosen_item_lead_to_its_neighbors(at_rest: Open, whole: Embedding, truth: Truth) -> None:
    app = look(at_rest, "This item")
    row = whole.index[NODE]
    told = texts(app)
    assert f"**Missing** ({len(truth.missing(row))})" in told and f"**False** ({len(truth.false(row))})" in told
    other = int(truth.true(row)[0])
    next(button for button in app.button if button.label.split(" (")[0] == whole.labels[other]).click().run()
    assert whole.labels[other] in app.query_params["item"]
    assert "Choose an item on the map first" in texts(look(at_rest, "This item", item=""))


def test_the_reading_aid_tells_numbers_of_this_map(at_rest: Open, truth: Truth) -> None:
    told = texts(look(at_rest, "Reading aid"))
    assert PCA.axes_told in told and f"{truth.scores.kept * 10:.1f} are among its 10 nearest" in told
    assert "groups of k-means" in told or "the classes of" in told


def test_the_map_of_shuffled_data_stands_beside(at_rest: Open, truth: Truth) -> None:
    assert truth.null is not None
    assert f"Neighbors kept: {truth.scores.kept:.1%} and {truth.null.kept:.1%}" in texts(look(at_rest, "Shuffled data"))


def test_a_map_without_chance_has_no_other_seeds(at_rest: Open, truth: Truth) -> None:
    assert "Chance plays no part" in texts(look(at_rest, "Other seeds"))


def test_other_seeds_are_offered_and_compared(at_rest: Open, whole: Embedding) -> None:
    first = drawn(whole, TSNE())
    measured(whole, first, "")
    offered = look(at_rest, "Other seeds", map="tsne")
    assert "perplexity 30, 10; seed 0, 1, 2" in texts(offered)
    assert any(button.label == "Make them" for button in offered.button)
    variants = [drawn(whole, maker) for maker in TSNE().variants()]
    others = ",".join(recipe.run_id for recipe in variants[1:])
    makers = tuple((recipe.learner, store.load(recipe.run_id)) for recipe in variants)
    test = MapAgreement(maps=others)
    fit = test.fit(MadeMaps(whole, makers))  # type: ignore[arg-type]  # projections and Fits
    store.save(Recipe(EmbeddingOf(first.run_id), test), fit, 0.1)
    told = texts(look(at_rest, "Other seeds", map="tsne"))
    assert f"{Agreement.from_fit(fit).by_item.mean():.0%}" in told and "Perplexity 10, seed 2" in told


def test_what_is_not_measured_is_said(at_rest: Open, whole: Embedding) -> None:
    drawn(whole, PCA())
    assert truths.NOT_YET in texts(look(at_rest, color=truths.KEPT))


@pytest.fixture
def view(truth: Truth, whole: Embedding) -> View:
    """The page's view of the measured map."""
    view = View(PageState("graphs", addressed=False), RUN, "node", "nodes")
    view.page.mapped = map_of(RUN, "node", whole.n_items, PCA()).run_id, "0,1"
    return view


@pytest.mark.usefixtures("session")
def test_colors_lines_and_edges_are_those_of_the_test(view: View, whole: Embedding, truth: Truth) -> None:
    colors = painting.colors_of(view, truths.KEPT, whole)
    assert isinstance(colors, Ramp) and colors.ends == (0.0, 1.0)
    np.testing.assert_allclose(colors.values, truth.kept)
    assert truths.highlight(view, 3, [7]).neighbors == [7] and truths.edges(view, whole.n_items) is None
    view.page.truth = truths.ITEM
    found = truths.highlight(view, 3, [7])
    assert [found.neighbors, found.missing, found.strangers] == [
        part(3).tolist() for part in (truth.true, truth.missing, truth.false)
    ]
    view.page.truth = truths.GRAPH
    edges = truths.edges(view, whole.n_items)
    assert edges is not None and edges.keys() == {SHARED, MISSING, FALSE}
    assert truths.edges(view, whole.n_items - 1) is None


@pytest.mark.usefixtures("session")
def test_too_many_lines_are_not_drawn(view: View, whole: Embedding, monkeypatch: pytest.MonkeyPatch) -> None:
    view.page.truth = truths.GRAPH
    monkeypatch.setattr(truths, "MOST_EDGES", 10)
    assert truths.edges(view, whole.n_items) is None


@pytest.mark.usefixtures("session")
def test_the_map_of_another_run_is_not_measured_as_this_one(view: View) -> None:
    other = View(view.page, RECIPES["netmf"].run_id, "node", "nodes")
    assert truths.asked(view) is not None and truths.asked(other) is None
