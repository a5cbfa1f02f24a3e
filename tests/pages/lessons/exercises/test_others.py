"""Exercises of pictures, tables, languages and maps, done by controls alone."""

import io
import zipfile

import numpy as np
import pytest
from numpy.testing import assert_allclose
from PIL import Image

from engine.datasets.images.sources import UploadedImages
from engine.datasets.tables.sources import UploadedMatrix
from engine.files import uploads
from engine.insight.shared_spaces.two_languages import how_tested
from engine.learners.images.pca import ImagePCA
from engine.learners.rows.row_autoencoder import RowAutoencoder
from engine.projections.tsne import TSNE
from engine.runs import store
from engine.runs.recipe import EmbeddingOf, Recipe
from pages.lessons.exercises import maps, pictures
from tests.pages.conftest import DATA, RECIPES
from tests.pages.lessons.exercises.doing import charts, dataframe, keep_map, metric, press, row, slider, unpacked
from tests.pages.opening import Open, texts, turn_to
from tests.pages.parts.tabs.compare.working import until_done


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


def test_21_reconstructions_noise_and_anomalies(at_rest: Open) -> None:
    app = at_rest("images", "", run=RECIPES["autoencoder"].run_id, tab="Reconstructions")
    assert not app.exception and any("MSE" in one.value.columns for one in app.dataframe)
    assert turn_to(app, "Uses") and not app.exception
    recipe = pictures.heartbeats()
    quick = Recipe(recipe.dataset, RowAutoencoder(n_components=8, hidden="32-16", only="normal", n_epochs=40))
    table = recipe.dataset.load()
    store.save(Recipe(recipe.dataset), table, 0.1)
    fit = quick.learner.fit(table)
    store.save(quick, fit, 0.1)
    app = at_rest("tables", "", run=quick.run_id, tab="Anomalies")
    normal, seen = table.attributes["kind"] == "normal", quick.learner.seen(table)
    assert not (seen & ~normal).any() and seen.sum() > 300
    errors = quick.learner.errors(fit, table)
    values = table.channels[0][seen].astype(float)
    scaled = (table.channels[0] - values.mean(axis=0)) / values.std(axis=0)
    assert_allclose(np.square(scaled).mean(axis=1)[seen].mean(), 1, rtol=1e-3)
    for deviations in (1.0, 3.0):
        slider(app, "Threshold: deviations above the mean").set_value(deviations).run()
        threshold = errors[seen].mean() + deviations * errors[seen].std()
        above = (errors > threshold)[~seen]
        hits, right = (above & ~normal[~seen]).sum(), above.sum()
        assert metric(app, "Threshold") == f"{threshold:.4g}"
        assert metric(app, "Precision") == f"{hits / right:.1%}"
        assert metric(app, "Recall") == f"{hits / (~normal).sum():.1%}"
    assert hits / (~normal).sum() > 0.9 and hits / right > 0.8
    worst = dataframe(app, "Times the median")
    assert (np.diff(worst["Error"]) <= 0).all() and not worst["Normal"].iloc[:20].any()


def test_22_accuracy_by_components_faces_and_ratings_completed(at_rest: Open) -> None:
    run = RECIPES["image_pca"].run_id
    app = until_done(at_rest("images", "", run=run, tab="Scores"))
    app = until_done(press(app, "Measure it"))
    table = dataframe(app, "Components")
    images = DATA["images"].load()
    chance = np.bincount(images.targets[images.n_train :]).max() / images.n_test
    first, last = table.iloc[0], table.iloc[-1]
    assert first["Components"] == 1 and first["logistic regression"] < 60 < 80 < last["logistic regression"]
    assert f"{chance:.1%}" in texts(app) or "the commonest class alone" in texts(app)
    curve = next(one for one in charts(app)["images.by_rank"]["data"] if one["name"] == "logistic regression")
    assert_allclose(100 * unpacked(curve["y"]), table["logistic regression"])
    app = at_rest("images", "", run=run, tab="Rank k")
    assert "rank k" in texts(app).lower() or "Original" in texts(app)
    assert "images.rank_scree" in charts(app)
    app = at_rest("movies", "", run=RECIPES["watch_prediction"].run_id, tab="Will they watch?")
    assert not app.exception and not app.error


def test_23_the_line_at_95_percent_and_losses_in_one_plot(at_rest: Open) -> None:
    run = RECIPES["image_pca"].run_id
    app = at_rest("images", "", run=run, tab="Rank k")
    ratios = store.load(run).arrays["explained_variance_ratio"]
    n = int(np.argmax(np.cumsum(ratios) >= 0.95 - 1e-9)) + 1
    told = [one["text"] for one in charts(app)["images.rank_scree"]["layout"]["annotations"]]
    assert told == [f"95%: {n} components"]
    sweep = '{"of": "method", "field": "n_components", "values": "2, 15", "seeds": 1}'
    app = at_rest("images", "", run=RECIPES["autoencoder"].run_id, tab="Sweep", wide="true", sweep=sweep)
    (button,) = [one for one in app.button if one.label.startswith("Run ")]
    app = until_done(button.click().run())
    assert not app.exception
    curves = [chart for key, chart in charts(app).items() if len(chart["data"]) >= 2]
    assert any({"2", "15"} <= {str(trace.get("name")) for trace in chart["data"]} for chart in curves)


def test_26_perplexities_side_by_side_on_points_of_known_sizes(at_rest: Open) -> None:
    recipe = maps.vectors_of("sizes")
    points = recipe.dataset.load()
    store.save(Recipe(recipe.dataset), points, 0.1)
    fit = recipe.learner.fit(points)
    store.save(recipe, fit, 0.1)
    name = next(iter(fit.embeddings))
    made = Recipe(EmbeddingOf(recipe.run_id, name), TSNE(metric=recipe.learner.near_by))
    flat = made.learner.fit(fit.main)
    store.save(made, flat, 0.1)
    kinds = fit.main.metadata["kind"]
    wide, narrow = np.array([fit.main.vectors[kinds == kind].std(axis=0).mean() for kind in ("wide", "narrow")])
    assert wide / narrow == pytest.approx(10, rel=0.15)
    on_map = [flat.main.vectors[kinds == kind, :2].std(axis=0).mean() for kind in ("wide", "narrow")]
    assert on_map[0] / on_map[1] < 4, "the map hides that one is ten times as wide"
    sweep = '{"of": "map", "field": "perplexity", "values": "5, 30", "seeds": 1}'
    app = at_rest("vectors", "", run=recipe.run_id, map="tsne", tab="Sweep", sweep=sweep)
    (button,) = [one for one in app.button if one.label.startswith("Run ")]
    app = until_done(button.click().run())
    assert not app.exception
    assert dataframe(app, "Perplexity")["Perplexity"].astype(str).tolist() == ["5", "30"]


def test_29_layers_of_a_picture_both_decompositions_and_a_background(at_rest: Open) -> None:
    rows = np.mgrid[0:40, 0:60][0]
    picture = (0.5 * np.outer(np.linspace(0.2, 1, 40), np.linspace(0.3, 1, 60)) + 0.3 * (rows > 20)).astype(float)
    stream = io.BytesIO()
    Image.fromarray(np.rint(255 * picture).astype(np.uint8)).save(stream, "PNG")
    sha256 = uploads.keep(stream.getvalue(), "picture.png").sha256
    source = UploadedMatrix(sha256=sha256)
    store.save(Recipe(source), source.load(), 0.1)
    app = at_rest("images", "", run=RECIPES["image_pca"].run_id, tab="Rank k")
    row(app, "Matrix").set_value("Another picture or table").run()
    app.session_state["images.own.kind"] = "upload"
    app.session_state["images.own.sha256"] = sha256
    app.run()
    values = np.linalg.svd(source.load().channels[0].astype(float), compute_uv=False)
    shares = values**2 / (values**2).sum()
    assert f"1: {shares[0]:.2%}, 2: {shares[1]:.2%}" in texts(app)
    app = press(app, "Measure SVD and randomized SVD")
    assert metric(app, "SVD of all").endswith(" ms") and metric(app, "Randomized, first 5").endswith(" ms")
    assert f"the least possible is {shares[5:].sum():.4%}" in texts(app)

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
