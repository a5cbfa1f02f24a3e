"""Every tab of the page of images, for every method, by Streamlit's own test client."""

import io
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from engine.datasets.images.sources import Digits, ImagesToEncode
from engine.datasets.tables.sources import SimulatedHomes
from engine.evaluation.images.adversarial import AdversarialTest
from engine.evaluation.images.code_scores import CodeScores
from engine.evaluation.images.coding import CodingTest, FormatTest, RankTest
from engine.evaluation.images.double_descent import DoubleDescent
from engine.evaluation.images.few_shot import PixelShots
from engine.evaluation.images.matching import MatchingTest
from engine.evaluation.images.new_images import NewImages
from engine.evaluation.images.pixel_scores import PixelScores
from engine.evaluation.images.robustness import RobustnessTest
from engine.evaluation.images.unit_peaks import UnitPeaks
from engine.evaluation.trained_run import TrainedRun
from engine.files import uploads
from engine.insight.images.picture_formats import FORMATS
from engine.learners.base import Learner
from engine.learners.images.autoencoder import Autoencoder
from engine.learners.images.cnn import ConvolutionalClassifier
from engine.learners.images.contract import ImageLearner
from engine.learners.images.pca import ImagePCA
from engine.learners.images.triplet import TripletNetwork
from engine.learners.images.variational import VariationalAutoencoder
from engine.projections.pca import PCA
from engine.report import Silent
from engine.runs import store
from engine.runs.recipe import EmbeddingOf, Recipe
from pages.images.inside_cnn.experiments import EXPERIMENTS
from tests import ROOT

SOURCE = Digits(n_images=300)
RUNS: dict[str, ImageLearner] = {
    "pca": ImagePCA(),
    "linear": Autoencoder(architecture="linear", n_components=6, n_epochs=2),
    "tied": Autoencoder(architecture="linear", n_components=6, n_epochs=2, tied=True),
    "conv": Autoencoder(architecture="conv", hidden="", n_components=6, n_epochs=1, loss="bce"),
    "vae": VariationalAutoencoder(hidden="16", n_components=6, n_epochs=1),
    "cnn": ConvolutionalClassifier(filters=4, n_components=8, n_epochs=2, augment=True),
    "triplet": TripletNetwork(filters=4, n_components=8, n_epochs=1),
    "held_out": TripletNetwork(filters=4, n_components=8, n_epochs=1, held_out="7,8,9"),
}
IMAGES = SOURCE.load(Silent())
ITEM = IMAGES.names[250]
SECONDS = 60


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a run of each method and all tests of them."""
    folder = tmp_path_factory.mktemp("finished")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EMBEDDING_HOME", str(folder))
        images = IMAGES
        store.save(Recipe(SOURCE), images, 0.1)
        store.save(Recipe(SimulatedHomes()), SimulatedHomes().load(Silent()), 0.1)
        for test in (PixelScores(), PixelShots(), *map(FormatTest, FORMATS), DoubleDescent(n_draws=5)):
            store.save(Recipe(SOURCE, test), test.fit(images), 0.1)
        for learner in RUNS.values():
            recipe = Recipe(SOURCE, learner)
            run = TrainedRun(learner, learner.fit(images), images)
            store.save(recipe, run.fit, 0.1)
            store.save(Recipe(EmbeddingOf(recipe.run_id, "code"), PCA()), PCA().fit(run.fit.main), 0.1)
            for measure in _tests(learner):
                store.save(Recipe(EmbeddingOf(recipe.run_id), measure), measure.fit(run), 0.1)
            encoded = Recipe(EmbeddingOf(recipe.run_id), NewImages(Digits()))
            codes = NewImages(Digits()).fit(run)
            store.save(encoded, codes, 0.1)
            store.save(Recipe(EmbeddingOf(encoded.run_id, "code"), PCA()), PCA().fit(codes.main), 0.1)
        store.save(Recipe(Digits()), Digits().load(Silent()), 0.1)
    return folder


def _tests(learner: ImageLearner) -> list[Learner]:
    found: list[Learner] = [CodeScores(), MatchingTest()]
    found += [CodingTest()] * learner.decodes
    found += [RankTest(), CodingTest(rank=6), CodingTest(rank=8)] * learner.every_size
    found += [AdversarialTest(), RobustnessTest()] * isinstance(learner, ConvolutionalClassifier)
    return found + [UnitPeaks()] * (learner in (RUNS["conv"], RUNS["cnn"], RUNS["triplet"], RUNS["held_out"]))


@pytest.fixture(autouse=True)
def idle(finished: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """All is finished, and no process is there to do jobs."""
    for cache in (st.cache_resource, st.cache_data):
        cache.clear()
    shutil.copytree(finished, home)
    monkeypatch.setattr("pages.parts.run.state.start", lambda: None)
    yield
    for cache in (st.cache_resource, st.cache_data):
        cache.clear()


def opened(run: str, tab: str, item: str = ITEM, **state: object) -> str:
    """All sentences of the tab, as they are read. item: the chosen image; "" for none. state: of the page."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=SECONDS)
    app._page_hash = calc_hash("images")
    app.query_params["run"] = Recipe(SOURCE, RUNS[run]).run_id
    app.query_params["tab"] = tab
    if item:
        app.query_params["item"] = item
    for key, value in state.items():
        app.session_state[f"images.{key}"] = value
    app.run()
    assert not app.exception
    kinds = ("caption", "error", "info", "markdown", "warning", "latex", "dataframe")
    found = [str(element.value) for kind in kinds for element in app.get(kind)]
    return "\n".join(found).replace("\\", "").replace("\u2060", "")


@pytest.mark.parametrize("run", RUNS)
@pytest.mark.parametrize(
    ("tab", "told"),
    [
        ("Nearest", "Nearest pixels"),
        ("Reconstructions", "images of the test part"),
        ("Rank k", "of the variance"),
        ("Scores", "Chance: the commonest class"),
        ("How it works", "z = f(x)"),
        ("Training", ""),
        ("Export", ""),
    ],
)
def test_every_method_fills_every_tab(run: str, tab: str, told: str) -> None:
    assert told in opened(run, tab)


def test_the_map_says_of_what_its_axes_show_a_share() -> None:
    pixels = IMAGES.pixels()
    values = np.square(np.linalg.svd(pixels - pixels.mean(axis=0), compute_uv=False))
    of_pixels = values[:2].sum() / values.sum()
    of_codes = values[:2].sum() / values[:32].sum()  # nearly: the axes of the training part are not quite those of all
    found = opened("pca", "Export", map="pca")
    shares = [float(share) / 100 for share in re.findall(r"(?:axes|they) show ([0-9.]+)%", found)]
    assert shares == pytest.approx([of_codes, of_pixels], abs=0.01)


@pytest.mark.parametrize(
    ("run", "told"),
    [
        ("pca", "L = frac{1}{64} lVert x - hat x"),
        ("conv", "x_i ln hat x_i"),
        ("vae", "-mathrm{ELBO}"),
        ("cnn", "-ln p(text{true class}"),
        ("triplet", "max(0, m"),
        ("linear", "only turns within the span stay open, 15 numbers"),
        ("tied", "but single directions need not"),
    ],
)
def test_the_loss_of_each_method_is_written_out(run: str, told: str) -> None:
    assert told in opened(run, "How it works")


@pytest.mark.parametrize("run", ["pca", "vae", "cnn"])
@pytest.mark.parametrize(
    ("use", "told"),
    [
        ("Denoising", "Damaged, nothing done"),
        ("In-painting", "Paint over a part"),
        ("Compression", "The model is not free"),
        ("Anomalies", "this run reconstructs worst"),
        ("Few labels", "nearest of n labeled training images"),
    ],
)
def test_every_use(run: str, use: str, told: str) -> None:
    found = opened(run, "Uses", use=use)
    assert told in found or (run == "cnn" and use == "Anomalies" and "makes no images" in found)


@pytest.mark.parametrize("run", ["conv", "cnn", "triplet", "pca"])
@pytest.mark.parametrize(
    ("part", "told"),
    [
        ("Filters and maps", "filters of 3 x 3"),
        ("Units", "over 60 test images"),
        ("Batch norm", "Batch: the chosen image"),
        ("Pooling", "its maximum is 100, its mean 144 / 4 = 36"),
        ("Augmentation", "This run was trained "),
    ],
)
def test_the_inside_of_a_network(run: str, part: str, told: str) -> None:
    found = opened(run, "Inside the CNN", inside=part)
    if run == "pca" and part in ("Filters and maps", "Units", "Batch norm"):
        told = "This run (PCA) has no convolutions"
    if run == "conv" and part == "Batch norm":
        told = "has no batch normalization"
    assert told in found
    assert ("trained with new moves" in found) == (run == "cnn" and part == "Augmentation")


@pytest.mark.parametrize("run", ["pca", "vae", "cnn"])
def test_latent_space_and_attacks(run: str) -> None:
    space = opened(run, "Latent space")
    assert ("makes codes but no images" in space) == (run == "cnn")
    assert ("The prior" in space) == (run == "vae")
    attacked = opened(run, "Adversarial")
    assert ("right as they are. At epsilon 0.1: Random signs" in attacked) == (run == "cnn")
    assert ("has no classifier to attack" in attacked) == (run != "cnn")


@pytest.mark.parametrize(
    ("run", "told"),
    [
        ("pca", "This run read no classes"),
        ("cnn", "This run learned from all classes"),
        ("held_out", "No image of 7, 8, 9 took part in the training"),
    ],
)
def test_same_or_not(run: str, told: str) -> None:
    found = opened(run, "Uses", use="Same or not")
    assert told in found
    for words in ("the equal error rate", "2,000 pairs of one class", "Different, but taken for the same", "300 tasks"):
        assert words in found
    assert ("3 of the 3 classes" in found) == (run == "held_out")


@pytest.mark.parametrize("run", RUNS)
def test_new_images(run: str) -> None:
    found = opened(run, "Uses", use="New images", **{"new.images": "digits"})
    assert "PCA of the old images" in found and "asked about the 359 of the new test part" in found
    assert "1,797 new images by their codes" in found and "Nearest of the run's images" in found
    assert ("own classifier" in found.split("same names: ")[1]) == (run == "cnn")
    assert ("told as " in found) == (run == "cnn")
    assert "VGG16, are not offered" in found


def test_new_images_are_first_asked_for() -> None:
    found = opened("pca", "Uses", use="New images")
    assert "It stays on this machine" in found and "PCA of the old images" not in found


def test_training_shows_the_accuracy_of_both_parts() -> None:
    assert "of the test images are told right; both on at most 2,000 images" in opened("cnn", "Training")
    assert "Accuracy by epoch" not in opened("triplet", "Training")


def test_robustness_and_shifts() -> None:
    found = opened("cnn", "Inside the CNN", inside="Augmentation")
    assert "Shifted by 12 % of the side" in found and "Accuracy on 60 test images" in found
    assert "this run is none" in opened("triplet", "Inside the CNN", inside="Augmentation")
    shifts = opened("cnn", "Inside the CNN", inside="Pooling")
    assert "Max pooling 1 takes it from" in shifts and "after 1" in shifts


@pytest.mark.parametrize("run", ["pca", "cnn"])
def test_experiments_ask_before_they_train(run: str) -> None:
    found = opened(run, "Inside the CNN", inside="Experiments")
    assert "Does batch normalization make training faster" in found and "2 trainings are missing" in found
    descent = opened(run, "Inside the CNN", inside="Experiments", experiment="Double descent")
    assert "240 training images" not in descent and "200 training images, a tenth of them" in descent
    assert "peaks at" in descent


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_an_experiment_that_is_trained(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    quick = {"n_epochs": 2, "filters": 4, "n_components": 8}
    experiment = EXPERIMENTS[name]
    learners = {title: each.replace(**quick) for title, each in experiment.trainings(IMAGES.shape).items()}
    assert len(set(experiment.trainings(IMAGES.shape).values())) == len(learners) > 1
    monkeypatch.setitem(EXPERIMENTS, name, replace(experiment, trainings=lambda shape: learners))
    for learner in set(learners.values()):
        recipe, fit = Recipe(SOURCE, learner), learner.fit(IMAGES)
        store.save(recipe, fit, 0.1)
        test = RobustnessTest()
        store.save(Recipe(EmbeddingOf(recipe.run_id), test), test.fit(TrainedRun(learner, fit, IMAGES)), 0.1)
    found = opened("cnn", "Inside the CNN", inside="Experiments", experiment=name)
    assert experiment.question in found and "Weights: those of the encoder" in found
    assert all(title in found for title in learners)
    assert ("Shifted by 12 % of the side" in found) == (name == "Augmentation")
    assert ("Class stays after a shift by" in found) == (name == "Pooling")


def test_what_is_seen_first_has_something_to_say(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a chosen image, the loss is not zero and the attack succeeds; the first test image shows neither."""
    source, learner = Digits(n_images=500), ConvolutionalClassifier(n_epochs=40)
    images = source.load(Silent())
    store.save(Recipe(source), images, 0.1)
    store.save(Recipe(source, learner), learner.fit(images), 0.1)
    monkeypatch.setattr("tests.pages.images.test_tabs.SOURCE", source)
    monkeypatch.setitem(RUNS, "learned", learner)
    loss = opened("learned", "How it works", item="").split(r"ln p(text{true class} mid x) = -ln ")[1]
    assert float(loss.split("= ")[1].split()[0]) > 0.1
    rows = opened("learned", "Adversarial", item="").split("Predicted")[1].splitlines()[1:5]
    told = [row.split()[-6] for row in rows]
    assert told[0] != told[2] or told[0] != told[3]


@pytest.mark.parametrize("run", ["pca", "cnn"])
def test_every_part_of_rank_k(run: str) -> None:
    one = opened(run, "Rank k")
    assert "Original, rank 16, what is missing" in one and "random pairs, centered" in one
    components = opened(run, "Rank k", matrix="Components")
    assert "Built up" in components and "Mean image" in components and "random pairs" not in components
    assert "60 test images at every rank" in opened(run, "Rank k", matrix="A hundred images")


def test_a_table_at_every_rank() -> None:
    found = opened("pca", "Rank k", matrix="Another picture or table")
    assert "of the squared size" in found and "Told at more than 99.9 %" in found


@pytest.mark.parametrize("n", [1, 3])
def test_a_few_new_images_need_no_map(n: int) -> None:
    run = TrainedRun(RUNS["cnn"], RUNS["cnn"].fit(IMAGES), IMAGES)
    stack = np.repeat(np.repeat(IMAGES.raw[:n, :, :, 0].astype(float) / 16, 2, axis=1), 2, axis=2)
    stream = io.BytesIO()
    np.save(stream, stack)
    source = ImagesToEncode(sha256=uploads.keep(stream.getvalue(), "mine.npy").sha256)
    recipe = Recipe(EmbeddingOf(Recipe(SOURCE, RUNS["cnn"]).run_id), NewImages(source))
    store.save(Recipe(source), source.load(Silent()), 0.1)
    store.save(recipe, NewImages(source).fit(run), 0.1)
    wanted = {"new.images": "upload", "new.sha256": source.sha256}
    found = opened("cnn", "Uses", use="New images", **wanted)
    assert "Nearest of the run's images" in found and "told as " in found
    assert "new images by their codes" not in found and "of the new test part" not in found
