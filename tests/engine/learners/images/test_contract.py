"""What learners of images say of themselves: advice, descriptions, explanations, and the same results as ever."""

from dataclasses import replace

import numpy as np
import pytest

from engine.algorithms.networks.training_torch import _Loop
from engine.datasets.images.image_set import ImageSet
from engine.datasets.images.sources import Digits
from engine.errors import InputError
from engine.learners import LEARNERS
from engine.learners.images.autoencoder import Autoencoder
from engine.learners.images.cnn import ConvolutionalClassifier
from engine.learners.images.contract import ImageLearner
from engine.learners.images.pca import ImagePCA
from engine.learners.images.triplet import TripletNetwork
from engine.learners.images.variational import VariationalAutoencoder
from engine.report import Silent

DIGITS = Digits(n_images=600).load(Silent())
SMALL: dict[str, ImageLearner] = {
    "linear": Autoencoder(architecture="linear", n_components=8, n_epochs=3),
    "noisy": Autoencoder(hidden="32", noise="gaussian", patience=1, n_epochs=4),
    "sparse": Autoencoder(hidden="32", sparsity="kl", loss="bce", noise="salt_pepper", n_epochs=3),
    "conv": Autoencoder(architecture="conv", hidden="32", n_epochs=2),
    "vae": VariationalAutoencoder(hidden="32", n_epochs=3, patience=2),
    "cnn": ConvolutionalClassifier(n_epochs=2, filters=4, n_components=16, augment=True, patience=2),
    "triplet": TripletNetwork(n_epochs=2, filters=4, n_components=16),
    "pca": ImagePCA(n_components=8),
}
RECORDED = {
    "linear": ("train_mse", 0.226522, 0.228486),
    "noisy": ("train_mse", 0.116204, 0.117745),
    "sparse": ("train_mse", 0.145745, 0.627598),
    "conv": ("train_mse", 0.143946, 0.147339),
    "vae": ("train_mse", 0.159322, 41.2007),
    "cnn": ("test_accuracy", 0.1, 2.26901),
    "triplet": ("linear_accuracy", 0.841667, 0.17446),
    "pca": ("test_mse", 0.0241503, 0),
}
"""Of each, a number of its summary and the last loss, as measured when the trainings were written."""


@pytest.mark.parametrize("name", SMALL)
def test_the_same_seed_gives_the_results_of_ever(name: str) -> None:
    fit = SMALL[name].fit(DIGITS)
    number, value, loss = RECORDED[name]
    assert fit.summary[number] == pytest.approx(value, rel=2e-3, abs=0.01 if "accuracy" in number else 0)
    assert fit.history.get("loss", [0])[-1] == pytest.approx(loss, rel=2e-3)


@pytest.mark.parametrize(
    ("learner", "wanted"),
    [
        (ImagePCA(n_components=16), "PCA 16"),
        (Autoencoder(architecture="conv", noise="gaussian"), "Autoencoder 16, convolutional, gaussian noise"),
        (Autoencoder(architecture="linear", tied=True, sparsity="l1"), "Autoencoder 16, linear, tied, l1 sparse"),
        (VariationalAutoencoder(), "Variational autoencoder 2, dense layers"),
        (TripletNetwork(n_components=8), "Triplet network 8"),
    ],
)
def test_descriptions(learner: ImageLearner, wanted: str) -> None:
    assert learner.described == wanted


def test_advice_is_the_gravest_first() -> None:
    few = Autoencoder(n_epochs=2).advice(DIGITS)
    assert [advice.severity for advice in few] == ["warning", "info"]
    assert few[0].sentence.startswith("12 steps of a batch each are few for a network; ")  # 480 in 64s, 480 in 120s
    assert [advice.severity for advice in ImagePCA().advice(DIGITS)] == ["info"]


@pytest.mark.parametrize("n_train", [40, 320, 480, 1_438, 60_000])
def test_networks_begin_with_the_epochs_that_they_need(n_train: int) -> None:
    rows = np.arange(n_train + 10) % DIGITS.n_images
    images = ImageSet(
        DIGITS.raw[rows], DIGITS.targets[rows], DIGITS.class_names, n_train, tuple(map(str, range(n_train + 10)))
    )
    for cls in (Autoencoder, VariationalAutoencoder, TripletNetwork, ConvolutionalClassifier):
        suited = cls(**cls.suited(images))
        assert suited.n_epochs >= 30
        assert [advice.severity for advice in suited.advice(images)] == ["info"]
        one_less = replace(suited, n_epochs=suited.n_epochs - 1)
        assert suited.n_epochs == 30 or one_less.advice(images)[0].severity == "warning"


def test_steps_are_counted_as_they_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    learner, made = Autoencoder(n_epochs=7, batch_size=50, hidden=""), []
    step = _Loop._step
    monkeypatch.setattr(_Loop, "_step", lambda self, rows: made.append(len(rows)) or step(self, rows))
    learner.fit(DIGITS)
    assert learner.schedule.n_steps(DIGITS.n_train) == len(made) == 3 * 10 + 2 * 5 + 2 * 4  # of 50, 100 and 120
    assert sum(made) == 7 * DIGITS.n_train


@pytest.mark.parametrize("cls", [ConvolutionalClassifier, TripletNetwork])
def test_advice_names_what_fit_would_refuse(cls: type[ImageLearner]) -> None:
    images = ImageSet(DIGITS.raw, np.full(600, -1), (), 480, DIGITS.names)
    (advice,) = cls().advice(images)
    with pytest.raises(InputError) as refused:
        cls().fit(images)
    assert advice.severity == "error" and advice.sentence == str(refused.value)
    with pytest.raises(InputError) as refused:
        ImagePCA().fit(one := ImageSet(DIGITS.raw, np.full(600, -1), (), 1, DIGITS.names))
    assert ImagePCA().advice(one)[0].sentence == str(refused.value)


@pytest.mark.parametrize("name", [name for name, cls in LEARNERS.items() if issubclass(cls, ImageLearner)])
def test_every_method_explains_an_image(name: str) -> None:
    learner = next(each for each in SMALL.values() if each.name == name)
    fit = learner.fit(DIGITS)
    assert learner.explained == {"image": "image"} and learner.embeds == "image"
    code, loss = learner.explain(fit, DIGITS, {"image": 550})
    first = fit.main.vectors[550, 0]
    assert code.formulas[0].startswith(f"z = f(x) = ({first:.2f}")
    assert all(formula for formula in loss.formulas)
    strip = learner.strip(fit, DIGITS, 550)
    assert (strip is None) == (name == "cnn")
    if strip is not None:
        np.testing.assert_array_equal(strip.pixels[0], DIGITS.pixels([550])[0])
        assert (strip.signed is None) == (name == "triplet")


def test_a_linear_network_has_a_twin() -> None:
    tied = Autoencoder(architecture="linear", tied=True)
    assert dict(tied.beside_pca()) == {"Tied": tied, "Untied": tied.replace(tied=False)}
    assert not Autoencoder().beside_pca() and not ImagePCA().beside_pca()
