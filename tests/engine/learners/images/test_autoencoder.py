"""Autoencoders against theory: PCA is the floor of linear ones; noise, sparsity and the loop do what they say."""

import numpy as np
import pytest

from engine.datasets.images.sources import Digits
from engine.errors import InputError
from engine.learners.images.autoencoder import Autoencoder
from engine.learners.images.pca import ImagePCA
from engine.low_rank import principal_angles
from engine.report import Silent

DIGITS = Digits().load(Silent())
LINEAR = Autoencoder(
    architecture="linear", n_components=6, n_epochs=60, learning_rate=0.02, batch_size=32, growing=False
)
PCA = ImagePCA(n_components=6).fit(DIGITS)


@pytest.mark.parametrize("tied", [False, True])
def test_a_linear_autoencoder_approaches_pca_from_above(tied: bool) -> None:
    fit = LINEAR.replace(tied=tied).fit(DIGITS)
    floor = PCA.summary["train_mse"]
    assert floor <= fit.summary["train_mse"] < 1.02 * floor
    assert fit.summary["pca_test_mse"] == pytest.approx(PCA.summary["test_mse"], rel=1e-4)
    angles = np.degrees(principal_angles(fit.arrays["decoder.0.weight"], PCA.arrays["components"][:6].T))
    assert angles.max() < 8
    assert fit.history["largest_angle"][-1] == pytest.approx(angles.max(), abs=0.1)
    assert fit.history["largest_angle"][0] > 25


def test_tied_weights_are_nearly_orthonormal_and_untied_ones_are_not() -> None:
    tied, untied = (LINEAR.replace(tied=tied).fit(DIGITS).arrays["decoder.0.weight"] for tied in (True, False))
    off = [np.abs(w.T @ w - np.eye(6)).max() for w in (tied, untied)]
    assert off[0] < 0.1 < off[1]  # the minimum of the tied loss has V^T V = 1; untied, any basis of the span will do


def test_a_deeper_network_beats_pca_at_the_same_code_size() -> None:
    learner = Autoencoder(hidden="128-64", n_components=4, n_epochs=60, batch_size=64, activation="silu")
    fit = learner.fit(DIGITS)
    assert fit.summary["test_mse"] < 0.75 * fit.summary["pca_test_mse"]


def test_encode_and_decode_of_a_saved_run_give_the_same_error() -> None:
    learner = Autoencoder(architecture="conv", hidden="32", n_components=5, n_epochs=2)
    fit = learner.fit(DIGITS)
    codes = learner.encode(fit, DIGITS.shape, DIGITS.pixels())
    np.testing.assert_allclose(codes, fit.main.vectors, atol=1e-4)
    errors = np.square(learner.decode(fit, DIGITS.shape, codes) - DIGITS.pixels()).mean(axis=1)
    np.testing.assert_allclose(errors, fit.main.metadata["error"], atol=1e-5)


def test_a_denoising_autoencoder_removes_noise() -> None:
    learner = Autoencoder(hidden="128", n_components=16, n_epochs=40, batch_size=64)
    generator = np.random.default_rng(0)
    clean = DIGITS.pixels(DIGITS.test_rows)
    noisy = np.where(generator.random(clean.shape) < 0.3, 0, clean).astype(np.float32)
    left = {}
    for noise in ("none", "masking"):
        kind = learner.replace(noise=noise)
        fit = kind.fit(DIGITS)
        cleaned = kind.decode(fit, DIGITS.shape, kind.encode(fit, DIGITS.shape, noisy))
        left[noise] = np.square(cleaned - clean).mean()
    assert left["masking"] < 0.75 * left["none"]
    assert left["masking"] < 0.5 * np.square(noisy - clean).mean()


def test_kl_sparsity_brings_the_mean_activity_to_its_target() -> None:
    learner = Autoencoder(
        hidden="64",
        n_components=24,
        n_epochs=30,
        batch_size=64,
        sparsity="kl",
        sparsity_weight=0.5,
        sparsity_target=0.1,
    )
    activity = learner.fit(DIGITS).main.vectors[: DIGITS.n_train].mean(axis=0)
    assert np.abs(activity - 0.1).max() < 0.03
    free = learner.replace(sparsity_weight=0.0).fit(DIGITS).main.vectors[: DIGITS.n_train].mean(axis=0)
    assert free.mean() > 0.25


def test_noise_spoils_as_much_as_it_says() -> None:
    import torch

    from engine.algorithms.networks.autoencoder_torch import spoiled
    from engine.algorithms.networks.training_torch import seeded

    clean = torch.full((200, 500), 0.5)
    with seeded(0):
        assert float((spoiled(clean, "gaussian", 0.3) - clean).std()) == pytest.approx(0.3, rel=0.01)
        masked = spoiled(clean, "masking", 0.2)
        assert float((masked == 0).float().mean()) == pytest.approx(0.2, abs=0.005)
        peppered = spoiled(clean, "salt_pepper", 0.4)
        for value in (0, 1):
            assert float((peppered == value).float().mean()) == pytest.approx(0.2, abs=0.005)


def test_sparsity_penalty_is_the_kl_of_two_coins() -> None:
    import torch

    from engine.algorithms.networks.autoencoder_torch import sparsity_penalty

    codes = torch.tensor([[0.2, 0.05], [0.4, 0.05]])
    wanted = 0.05 * np.log(0.05 / 0.3) + 0.95 * np.log(0.95 / 0.7)
    assert float(sparsity_penalty(codes, "kl", 0.05)) == pytest.approx(wanted / 2, rel=1e-5)
    assert float(sparsity_penalty(codes - 0.1, "l1", 0.0)) == pytest.approx((0.1 + 0.05 + 0.3 + 0.05) / 4)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"tied": True}, "for linear networks"),
        ({"architecture": "linear", "loss": "bce"}, "no probability"),
        ({"architecture": "linear", "sparsity": "kl"}, "within 0 and 1"),
        ({"hidden": "5000"}, "at most 6 layers"),
        ({"hidden": "8-" * 6 + "8"}, "at most 6 layers"),
        ({"hidden": "a"}, "Hidden layers"),
    ],
)
def test_settings_that_do_not_fit_together(options: dict[str, object], told: str) -> None:
    with pytest.raises(InputError, match=told):
        Autoencoder(**options)  # type: ignore[arg-type]
