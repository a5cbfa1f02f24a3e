"""PCA of images: against the singular value decomposition, and against what MNIST and Fashion-MNIST must give."""

import numpy as np
import pytest

from engine.datasets.images.sources import Digits, DownloadedImages
from engine.files.downloads.entries import CATALOGUE
from engine.learners.images.pca import ImagePCA
from engine.low_rank import factorize
from engine.report import Silent
from tests.conftest import real_data

DIGITS = Digits(n_images=600).load(Silent())
TRAIN, TEST = DIGITS.pixels(slice(0, DIGITS.n_train)), DIGITS.pixels(slice(DIGITS.n_train, None))

TEST_ERROR = {
    "mnist": {0: 0.067470, 1: 0.060733, 2: 0.055669, 8: 0.037441, 16: 0.026860, 32: 0.016828, 154: 0.003302},
    "fashion_mnist": {0: 0.086641, 1: 0.061377, 2: 0.046096, 8: 0.026607, 16: 0.020446, 32: 0.015142, 64: 0.010368},
}  # fmt: skip
"""Mean squared error per test pixel by rank, measured with another implementation (NumPy's SVD in float64)."""


def test_errors_of_every_rank_are_those_of_the_svd() -> None:
    fit = ImagePCA(n_components=10).fit(DIGITS)
    svd = factorize(TRAIN - TRAIN.mean(axis=0))
    by_rank = fit.arrays["error_by_rank"]
    wanted = svd.squared_errors / TRAIN.size
    np.testing.assert_allclose(by_rank[:, 0], wanted[: len(by_rank)], atol=1e-7)
    basis = svd.right[:, :10]
    centered = TEST - TRAIN.mean(axis=0)
    left_out = np.square(centered - centered @ basis @ basis.T).mean()
    assert by_rank[10, 1] == pytest.approx(left_out, abs=1e-7)
    assert fit.summary["test_mse"] == pytest.approx(left_out, abs=1e-7)
    assert fit.main.metadata["error"][DIGITS.n_train :].mean() == pytest.approx(left_out, abs=1e-7)


def test_encode_and_decode_from_the_saved_arrays() -> None:
    learner = ImagePCA(n_components=10)
    fit = learner.fit(DIGITS)
    codes = learner.encode(fit, DIGITS.shape, DIGITS.pixels())
    np.testing.assert_allclose(codes, fit.main.vectors, atol=1e-5)
    errors = np.square(DIGITS.pixels() - learner.decode(fit, DIGITS.shape, codes)).mean(axis=1)
    np.testing.assert_allclose(errors, fit.main.metadata["error"], atol=1e-6)


def test_all_components_give_the_image_back() -> None:
    fit = ImagePCA(n_components=64).fit(DIGITS)
    assert fit.summary["train_mse"] < 1e-10
    assert fit.main.n_components == fit.summary["rank"] < 64  # corners of the digits are always empty
    assert "not 64" in fit.notes[0]


def test_uncentered_is_the_plain_svd() -> None:
    fit = ImagePCA(n_components=5, center=False).fit(DIGITS)
    svd = factorize(TRAIN)
    assert fit.summary["train_mse"] == pytest.approx(svd.squared_errors[5] / TRAIN.size, abs=1e-7)


def test_standardized_pixels_weigh_the_same() -> None:
    fit = ImagePCA(n_components=5, standardize=True).fit(DIGITS)
    spread = TRAIN.std(axis=0, dtype=np.float64)
    scaled = (TRAIN - TRAIN.mean(axis=0)) / np.where(spread > 0, spread, 1)
    np.testing.assert_allclose(fit.arrays["singular_values"], factorize(scaled).values, atol=1e-3)


@pytest.mark.parametrize("key", ["mnist", pytest.param("fashion_mnist", marks=pytest.mark.slow)])
def test_the_known_errors_on_test_images(key: str) -> None:
    real_data(CATALOGUE[key].files[0].name)
    fit = ImagePCA(n_components=30).fit(DownloadedImages(entry=key).load(Silent()))
    for rank, wanted in TEST_ERROR[key].items():
        assert fit.arrays["error_by_rank"][rank, 1] == pytest.approx(wanted, abs=1e-5)
    if key == "mnist":  # Hinton and Salakhutdinov (2006) have 13.87 per image for 30 components
        assert fit.summary["test_mse"] * 784 == pytest.approx(13.87, abs=0.01)
