"""The tab Seeds: other seeds are trained and compared with this run, beside chance and shuffled data."""

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from engine.embedding import Embedding
from engine.evaluation.seed_agreement import SeedAgreement, ShuffledSeeds
from engine.figures.coloring import Categories, Ramp
from engine.runs import jobs, store
from engine.runs.recipe import EmbeddingOf, Recipe
from engine.runs.sweeps import with_seeds
from pages.parts.explore import stability
from pages.parts.explore.state import PageState
from pages.parts.explore.view import View
from tests.pages.conftest import RECIPES
from tests.pages.opening import Open, texts
from tests.pages.parts.tabs.compare.working import labels, press, until_done, work


def look(at_rest: Open, page: str, name: str, seeds: str = "2.3") -> AppTest:
    return at_rest(page, item="", run=RECIPES[name].run_id, tab="Seeds", wide="true", seeds=seeds)


@pytest.mark.parametrize(
    ("page", "name"),
    [
        ("words", "skipgram"), ("graphs", "node2vec"), ("movies", "implicit_als"), ("images", "autoencoder"),
        ("tables", "row_autoencoder"), ("pairs", "pair_stress"),
    ],
)  # fmt: skip
def test_seeds_are_trained_and_compared(at_rest: Open, page: str, name: str) -> None:
    app = look(at_rest, page, name)
    assert "To do: 1 training" in texts(app) and not jobs.active("")
    app = until_done(press(app, "Run 1 training"))
    assert not app.exception and not app.error
    assert "From one seed to another an item keeps" in texts(app) and "shuffled data" not in texts(app)
    app = until_done(press(app, "Beside shuffled data"))
    assert not app.exception and not app.error and ", on shuffled data" in texts(app)
    heads = [list(frame.value.columns) for frame in app.dataframe]
    assert ["Most stable", "Least stable"] in heads and ["Cluster", "Items", "Kept", "Most stable"] in heads


@pytest.mark.parametrize(("page", "name"), [("languages", "aligned_words"), ("images_and_words", "word_space")])
def test_data_that_are_never_shuffled_are_compared_with_chance_alone(at_rest: Open, page: str, name: str) -> None:
    app = until_done(press(look(at_rest, page, name), "Run 1 training"))
    assert not app.exception and not app.error
    assert "From one seed to another an item keeps" in texts(app) and "Beside shuffled data" not in labels(app)


def test_a_method_without_chance_has_no_seeds(at_rest: Open) -> None:
    app = look(at_rest, "words", "ppmi_svd")
    assert "Chance plays no part" in texts(app) and not [label for label in labels(app) if label.startswith("Run")]


def test_what_is_told_is_what_the_test_found(at_rest: Open) -> None:
    app = until_done(press(look(at_rest, "graphs", "node2vec", "3.4"), "Run 2 trainings"))
    others = [recipe.run_id for _, recipe in with_seeds(RECIPES["node2vec"], 3)[1:]]
    test = Recipe(EmbeddingOf(RECIPES["node2vec"].run_id, "node"), SeedAgreement(runs=",".join(others), n_clusters=4))
    kept = store.load(test.run_id).arrays["by_item"].mean()
    assert f"keeps **{kept:.0%}** of its 10 nearest" in texts(app)


@pytest.fixture
def view(at_rest: Open, monkeypatch: pytest.MonkeyPatch) -> View:
    session: dict[str, object] = {}
    until_done(press(look(at_rest, "graphs", "node2vec"), "Run 1 training"))
    monkeypatch.setattr("streamlit.session_state", session)
    page = PageState("graphs", addressed=False)
    page.seeds = "2.3"
    return View(page, RECIPES["node2vec"].run_id, "node", "nodes")


def test_items_are_colored_by_stability_and_by_common_cluster(view: View) -> None:
    found = stability.found(view)
    assert found is not None
    some = view.embedding.among(np.array([5, 2, 9]))
    ramp, common = (stability.colors(view, name, some) for name in (stability.STABLE, stability.CONSENSUS))
    assert isinstance(ramp, Ramp) and isinstance(common, Categories)
    np.testing.assert_array_equal(ramp.values, found.by_item[[5, 2, 9]])
    np.testing.assert_array_equal(common.codes, found.clusters[[5, 2, 9]])
    stranger = Embedding(some.vectors[:1], ["nobody"])
    ramp = stability.colors(view, stability.STABLE, stranger)
    assert isinstance(ramp, Ramp) and np.isnan(ramp.values).all()
    view.page.seeds = "5.3"
    assert stability.found(view) is None and stability.colors(view, stability.STABLE, some) is None


def test_the_null_is_a_run_of_its_own(at_rest: Open) -> None:
    app = until_done(press(look(at_rest, "graphs", "node2vec"), "Run 1 training"))
    press(app, "Beside shuffled data")
    assert work() == [ShuffledSeeds.name]
