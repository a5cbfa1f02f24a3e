"""New items on a map that stands: those that it leaves out, of a file, and of another run."""

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from engine.datasets.vectors.sources import UploadedVectors
from engine.embedding import Embedding
from engine.evaluation.made_maps import MadeMaps
from engine.evaluation.map_placed import MapPlaced
from engine.files import uploads
from engine.learners.vectors.as_given import AsGiven
from engine.projections.tsne import TSNE
from engine.runs import store
from engine.runs.recipe import EmbeddingOf, Recipe
from tests.pages.conftest import RECIPES
from tests.pages.opening import Open, texts

N, SHOWN = 300, 250
MAP = TSNE()


def vectors_file(n: int = N, kinds: tuple[int, int] = (0, 2)) -> bytes:
    """Two kinds in five dimensions, one along an axis and one along another, as word2vec writes them."""
    points = np.random.default_rng(n).normal(size=(n, 5)) + 20 * np.eye(5)[list(kinds)][np.arange(n) % 2]
    return "".join(f"v{row} {' '.join(map(str, point))}\n" for row, point in enumerate(points.round(3))).encode()


def trained(data: bytes) -> tuple[Recipe, Embedding]:
    """A run of the file."""
    recipe = Recipe(UploadedVectors(sha256=uploads.keep(data, "some.vec").sha256), AsGiven())
    read = recipe.dataset.load()  # type: ignore[attr-defined]  # a Source
    store.save(Recipe(recipe.dataset), read, 0.1)
    fit = AsGiven().fit(read)
    store.save(recipe, fit, 0.1)
    return recipe, fit.main


@pytest.fixture
def standing(at_rest: Open) -> tuple[AppTest, MadeMaps, Recipe]:
    """The page with a map of the first of the items, and that map."""
    recipe, whole = trained(vectors_file())
    drawn = Recipe(EmbeddingOf(recipe.run_id, "given", SHOWN), MAP)
    shown = whole.first(SHOWN)
    fit = MAP.fit(shown)
    store.save(drawn, fit, 0.1)
    app = at_rest("vectors", item="v1", run=recipe.run_id, map="tsne", items=str(SHOWN), tab="New items")
    assert not app.exception and not app.error
    return app, MadeMaps(shown, ((MAP, fit),), whole.without(range(SHOWN))), drawn


def placed(made: MadeMaps, drawn: Recipe, test: MapPlaced) -> None:
    store.save(Recipe(EmbeddingOf(drawn.run_id), test), test.fit(made), 0.1)


def test_what_the_map_leaves_out_is_put_on_it(standing: tuple[AppTest, MadeMaps, Recipe]) -> None:
    app, made, drawn = standing
    assert app.button_group(key="vectors.new_items").options[0] == "The 50 that it leaves out"
    assert "Put them on the map" in [button.label for button in app.button]
    placed(made, drawn, MapPlaced())
    app.run()
    assert not app.exception and "**50** items. Of the 10 of the map that are nearest" in texts(app)
    table = next(frame.value for frame in app.dataframe if "New item" in frame.value.columns)
    assert set(table["New item"]) == {f"v{row}" for row in range(SHOWN, N)}
    kinds = [int(name[1:]) % 2 for name in table["New item"]]
    assert [int(near.split(", ")[0][1:]) % 2 for near in table["Nearest of the map"]] == kinds


def test_items_of_a_file_that_are_unlike_all_are_told(standing: tuple[AppTest, MadeMaps, Recipe]) -> None:
    app, made, drawn = standing
    other, new = trained(vectors_file(20, (4, 4)))
    test = MapPlaced(run=other.run_id)
    placed(MadeMaps(made.embedding, made.maps, new), drawn, test)
    app.session_state["vectors.new_items"] = "Of a file"
    app.run()
    assert "**20** items" not in texts(app)
    app.session_state["vectors.new_file"] = uploads.keep(vectors_file(20, (4, 4)), "far.vec").sha256
    app.run()
    assert not app.exception and "**20** items" in texts(app)
    assert "20 are unlike all on the map" in texts(app) and "such as v" in texts(app)


def test_a_run_of_another_space_is_refused_at_once(standing: tuple[AppTest, MadeMaps, Recipe]) -> None:
    app, _, _ = standing
    app.session_state["vectors.new_items"] = "Of another run"
    app.run()
    app.selectbox(key="vectors.new_run").set_value(RECIPES["ppmi_svd"].run_id).run()
    sizes = {table.n_components for table in store.load(RECIPES["ppmi_svd"].run_id).embeddings.values()}
    told = texts(app)
    assert f"have {sizes.pop()}" in told and "those on this map 5" in told
    assert "Put them on the map" not in [button.label for button in app.button]


def test_other_maps_say_what_they_need(at_rest: Open) -> None:
    app = at_rest("vectors", item="", run=RECIPES["as_given"].run_id, map="pca", tab="New items")
    assert not app.exception and "New items are put on a map by t-SNE, once it is made" in texts(app)
