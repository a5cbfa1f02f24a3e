"""Exercises of pictures, tables, languages and maps, done by controls alone."""

import io
import zipfile

import numpy as np
import pytest
from numpy.testing import assert_allclose
from PIL import Image

from engine.datasets.images.sources import UploadedImages
from engine.files import uploads
from engine.insight.shared_spaces.two_languages import how_tested
from engine.learners.images.pca import ImagePCA
from engine.projections.tsne import TSNE
from engine.runs import store
from engine.runs.recipe import EmbeddingOf, Recipe
from pages.lessons.exercises import maps
from tests.pages.conftest import RECIPES
from tests.pages.lessons.exercises.doing import dataframe, keep_map, row
from tests.pages.opening import Open


def test_16_translations_and_search_by_planes(at_rest: Open) -> None:
    run = RECIPES["aligned_words"].run_id
    app = at_rest("languages", item="norway", run=run, tab="Scores")
    found = how_tested(store.load(run))
    assert found is not None
    table = dataframe(app, "Answer by")
    assert table["First"].iloc[0] == pytest.approx(100 * found.precision.mean(axis=0).reshape(-1, 2)[0, 0])
    documents = RECIPES["lsa"].run_id
    keep_map(documents)
    main = store.load(documents).main
    app = at_rest("documents", main.labels[0], run=documents, tab="Fast search", map="pca")
    missed = []
    for planes in (1, 12):
        app.slider(key="documents.planes").set_value(planes).run()
        assert not app.exception
        table = dataframe(app, "Shared")
        cosines = main.unit @ main.unit[0]
        best = np.sort(np.delete(cosines, 0))[::-1][:10]
        assert_allclose([cosines[main.index[name]] for name in table["Neighbor"]], best, atol=1e-5)
        angles = np.degrees(np.arccos(np.clip(best, -1, 1)))
        assert_allclose(table["Chance"], 100 * (1 - (1 - (1 - angles / 180) ** planes) ** 4), atol=0.1)
        missed.append(int((table["Shared"] == "none: missed").sum()))
    assert missed[0] <= missed[1]


def test_26_a_map_of_points_of_known_sizes() -> None:
    recipe = maps.vectors_of("sizes")
    points = recipe.dataset.load()
    store.save(Recipe(recipe.dataset), points, 0.1)
    fit = recipe.learner.fit(points)
    store.save(recipe, fit, 0.1)
    name = next(iter(fit.embeddings))
    made = Recipe(EmbeddingOf(recipe.run_id, name), TSNE(metric=recipe.learner.near_by))
    flat = made.learner.fit(fit.main)
    store.save(made, flat, 0.1)
    kinds = fit.main.metadata["cloud"]
    wide, narrow = np.array([fit.main.vectors[kinds == kind].std(axis=0).mean() for kind in ("wide", "narrow")])
    assert wide / narrow == pytest.approx(10, rel=0.15)
    on_map = [flat.main.vectors[kinds == kind, :2].std(axis=0).mean() for kind in ("wide", "narrow")]
    assert on_map[0] / on_map[1] < 4, "the map hides that one is ten times as wide"


def test_29_the_background_of_a_film(at_rest: Open) -> None:
    background, frames = np.tile(np.linspace(30, 220, 12), (12, 1)), io.BytesIO()
    with zipfile.ZipFile(frames, "w") as archive:
        for place in range(12):
            frame = background.copy()
            frame[place, (5 * place) % 12] = 255
            one = io.BytesIO()
            Image.fromarray(np.rint(frame).astype(np.uint8)).save(one, "PNG")
            archive.writestr(f"frame{place:02d}.png", one.getvalue())
    video = UploadedImages(sha256=uploads.keep(frames.getvalue(), "frames.zip").sha256)
    images = video.load()
    recipe = Recipe(video, ImagePCA(n_components=3))
    store.save(Recipe(video), images, 0.1)
    store.save(recipe, recipe.learner.fit(images), 0.1)
    app = at_rest("images", "", run=recipe.run_id, tab="Rank k")
    row(app, "Matrix").set_value("Components").run()
    assert not app.exception and "**Mean image**" in "\n".join(one.value for one in app.markdown)
    mean = recipe.learner.axes(store.load(recipe.run_id)).mean.reshape(12, 12)
    assert np.abs(mean - np.rint(background) / 255).max() < 0.1
