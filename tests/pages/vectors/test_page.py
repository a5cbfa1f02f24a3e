"""The page of vectors: its own, those of a file with what belongs beside it, and those of any run of the app."""

import io
import zipfile
from typing import Any

import numpy as np
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from engine.datasets.vectors.sources import UploadedVectors
from engine.errors import InputError
from engine.files import uploads
from engine.learners import LEARNERS
from engine.learners.vectors.as_given import AsGiven
from engine.projections.pca import PCA
from engine.runs import selections, store
from engine.runs.recipe import EmbeddingOf, Recipe
from tests.engine.datasets.vectors import written
from tests.pages.conftest import RECIPES
from tests.pages.opening import Open, texts, turn_to

OTHERS = [name for name, cls in LEARNERS.items() if cls.embeds and cls.embeds != "vector"]


@pytest.mark.parametrize("name", OTHERS)
def test_a_run_of_any_method_is_opened_with_all_tabs(at_rest: Open, name: str) -> None:
    recipe = RECIPES[name]
    app = at_rest("vectors", item="", run=recipe.run_id)
    for tab in ("Analogies", "Axes", "Odd one out", "Scores", "Export"):
        assert turn_to(app, tab)
        assert not app.exception and not app.error, (tab, app.exception)
    assert recipe.learner is not None and recipe.learner.title in texts(app)


def test_the_list_of_runs_holds_those_with_vectors_and_opens_one(at_rest: Open) -> None:
    app = at_rest("vectors", item="")
    box = app.selectbox(key="vectors.any_run")
    assert len(box.options) == len([name for name, cls in LEARNERS.items() if cls.embeds])
    wanted = RECIPES["ppmi_svd"].run_id
    box.set_value(wanted).run()
    assert app.query_params["run"] == wanted
    assert store.title(RECIPES["ppmi_svd"]) in texts(app)


def column(app: AppTest, name: str) -> list[Any]:
    """A column of the first table that has it."""
    return next(frame.value[name].tolist() for frame in app.dataframe if name in frame.value.columns)


def saved(**beside: bytes) -> Recipe:
    """A run of a small file, with its map."""
    files = {name: uploads.keep(data, name).sha256 for name, data in beside.items()}
    source = UploadedVectors(sha256=uploads.keep(written.lines().encode(), "small.vec").sha256, **files)
    recipe = Recipe(source, AsGiven())
    data = source.load()
    store.save(Recipe(source), data, 0.1)
    fit = AsGiven().fit(data)
    store.save(recipe, fit, 0.1)
    store.save(Recipe(EmbeddingOf(recipe.run_id), PCA()), PCA().fit(fit.main), 0.1)
    return recipe


def test_pictures_beside_the_vectors_are_in_the_inspector(at_rest: Open) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for label in written.LABELS:
            picture = io.BytesIO()
            Image.new("RGB", (9, 9), (len(label) * 20, 0, 0)).save(picture, "PNG")
            archive.writestr(f"{label}.png", picture.getvalue())
    recipe = saved(pictures=stream.getvalue())
    app = at_rest("vectors", item="king0", run=recipe.run_id)
    assert not app.exception and not app.error
    shown = column(app, "Picture")
    assert len(shown) == 10 and all(one.startswith("data:image/png") for one in shown)


def test_of_items_shown_alone_distances_are_those_of_the_vectors_until_the_map_is_asked(at_rest: Open) -> None:
    recipe = saved()
    labels = written.LABELS[:6]
    fit = store.load(recipe.run_id)
    map_of_them = PCA().fit(fit.main.among(np.arange(6)))
    only = selections.keep(labels)
    store.save(Recipe(EmbeddingOf(recipe.run_id, "given", 0, only), PCA()), map_of_them, 0.1)
    app = at_rest("vectors", item="king0", run=recipe.run_id, only=only, map="pca")
    app.session_state["vectors.metric"] = "euclidean"
    app.run()
    assert not app.exception
    expected = np.sort(np.linalg.norm(written.VALUES[1:6] - written.VALUES[0], axis=1))
    np.testing.assert_allclose(column(app, "Euclidean distance"), expected, rtol=1e-4)
    app.session_state["vectors.on_map"] = True
    app.run()
    places = map_of_them.main.vectors[:, :2]
    expected = np.sort(np.linalg.norm(places[1:] - places[0], axis=1))
    np.testing.assert_allclose(column(app, "Distance on the map"), expected, rtol=1e-4)
    assert "On this map of 6 items alone" in texts(app)


def test_a_file_that_is_no_vectors_is_told(at_rest: Open) -> None:
    with pytest.raises(InputError, match="Vectors differ in length"):
        UploadedVectors(sha256=uploads.keep(b"a 0.5 1.5\nb 0.5 1.5\nc 0.5 1.5\nd 1.5\n", "x").sha256).load()
