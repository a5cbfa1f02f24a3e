"""The test of reconstructions: error and bytes by other routes, ranks as PCA has them, JPEG as measured directly."""

import numpy as np
import pytest

from engine.datasets.images.sources import Digits
from engine.errors import InputError
from engine.evaluation.images.coding import CodingScores, CodingTest, FormatScores, FormatTest, RankTest, rates_by_bits
from engine.evaluation.trained_run import TrainedRun
from engine.fit import Fit
from engine.insight.images.compression import RANKS, Rate, compared, format_rates, least_bytes, rank_bytes
from engine.insight.images.picture_formats import FORMATS
from engine.learners.images.autoencoder import Autoencoder
from engine.learners.images.cnn import ConvolutionalClassifier
from engine.learners.images.pca import ImagePCA
from engine.report import Silent

DIGITS = Digits(n_images=600).load(Silent())
PCA = ImagePCA(n_components=8)
RUN = TrainedRun(PCA, PCA.fit(DIGITS), DIGITS)


def test_error_and_bytes_of_a_run() -> None:
    found = CodingScores.from_fit(CodingTest().fit(RUN))
    assert found.n_tested == DIGITS.n_test == 120
    assert found.mse == pytest.approx(RUN.fit.summary["test_mse"], rel=1e-4)
    assert [rate.setting for rate in found.rates] == list(range(1, 9))
    assert [rate.n_bytes for rate in found.rates] == [float(bits) for bits in range(1, 9)]  # of 8 numbers
    errors = [rate.mse for rate in found.rates]
    first = np.square(DIGITS.pixels(DIGITS.test_rows)[:100] - np.clip(_decoded(8)[:100], 0, 1)).mean()
    assert errors[:6] == sorted(errors[:6], reverse=True) and errors[-1] == pytest.approx(first, rel=0.02)


def _decoded(rank: int) -> np.ndarray:
    axes = PCA.axes(RUN.fit)
    assert axes is not None
    return axes.reconstruct(axes.transform(DIGITS.pixels(DIGITS.test_rows), rank))


@pytest.mark.parametrize("rank", [1, 20])
def test_the_same_of_any_rank_of_pca(rank: int) -> None:
    found = CodingScores.from_fit(CodingTest(rank=rank).fit(RUN))
    wanted = np.square(DIGITS.pixels(DIGITS.test_rows) - _decoded(rank)).mean()
    assert found.mse == pytest.approx(wanted, rel=1e-4)
    assert found.model_bytes == rank_bytes(rank, 64) == 4 * 64 * (rank + 1)
    rates = rates_by_bits(RankTest().fit(RUN))
    assert list(rates) == list(range(1, 9))
    assert [rate.setting for rate in rates[6]] == [k for k in RANKS if k <= len(RUN.fit.arrays["components"])]
    if rank == 1:
        assert (rates[6][0].n_bytes, rates[6][0].mse) == pytest.approx((found.rates[5].n_bytes, found.rates[5].mse))


def test_the_model_of_a_network_costs_its_weights() -> None:
    learner = Autoencoder(hidden="", n_components=3, n_epochs=1)
    found = CodingScores.from_fit(CodingTest().fit(TrainedRun(learner, learner.fit(DIGITS), DIGITS)))
    assert found.model_bytes == 4 * (64 * 3 + 3 + 3 * 64 + 64)


@pytest.mark.parametrize("form", FORMATS)
def test_formats_are_measured_on_the_first_test_images(form: str) -> None:
    found = FormatScores.from_fit(FormatTest(form).fit(DIGITS))
    pictures = np.rint(DIGITS.pixels(DIGITS.test_rows)[:100] * 255).astype(np.uint8).reshape(-1, 8, 8, 1)
    rates, header_bytes = format_rates(pictures, FORMATS[form])
    assert found == FormatScores(tuple(rates), header_bytes)


def test_what_makes_no_images_or_holds_no_axes_is_refused() -> None:
    network = ConvolutionalClassifier()
    with pytest.raises(InputError, match="makes no images"):
        CodingTest().fit(TrainedRun(network, Fit(), DIGITS))
    plain = ImagePCA(center=False)
    with pytest.raises(InputError, match="no principal axes"):
        RankTest().fit(TrainedRun(plain, plain.fit(DIGITS), DIGITS))
    with pytest.raises(InputError, match="Rank 65 is more"):
        CodingTest(rank=65).fit(RUN)


def test_methods_beside_formats() -> None:
    formats = {"jpeg": [Rate(10, 0.04, 0.5, 1), Rate(20, 0.01, 0.8, 50)], "webp": [Rate(12, 0.02, 0.6, 0)]}
    low, early, late = compared(
        [("b", Rate(30, 0.001, 0.9), 1_000), ("a", Rate(10, 0.01, 0.7), 1_000), ("c", Rate(9, 0.1, 0.1), 5)], formats
    )
    assert (low.title, low.rivals) == ("c", {"jpeg": None, "webp": None})
    assert (early.title, early.pays_from) == ("a", 100)
    assert early.rivals == {"jpeg": formats["jpeg"][0], "webp": None}
    assert (late.title, late.rivals, late.pays_from) == (
        "b",
        {"jpeg": formats["jpeg"][1], "webp": formats["webp"][0]},
        None,
    )
    assert least_bytes(formats) == 12
