"""Uses of codes: damage and repair, compression beside JPEG, classes from few labels, painting."""

import base64
import io

import numpy as np
import pytest
from PIL import Image

from engine.evaluation.images.few_shot import examples, few_shot
from engine.insight.images import compression
from engine.insight.images.compression import (
    Quantizer,
    Rate,
    at_equal_bytes,
    bytes_at_error,
    jpeg,
    pays_from,
    scan_bytes,
)
from engine.insight.images.damage import inpainted, noisy, painted
from engine.low_rank import principal
from pages.images.brush import mask_of


@pytest.fixture
def gray() -> np.ndarray:
    return np.full((40, 2_500), 0.5, dtype=np.float32)


def test_gaussian_noise_has_the_spread_asked_for(gray: np.ndarray) -> None:
    off = noisy(gray, "gaussian", 0.1) - gray
    assert off.std() == pytest.approx(0.1, rel=0.01)
    assert abs(off.mean()) < 0.001


@pytest.mark.parametrize(("kind", "blacks", "whites"), [("masking", 0.3, 0.0), ("salt_pepper", 0.15, 0.15)])
def test_shares_of_spoiled_pixels(gray: np.ndarray, kind: str, blacks: float, whites: float) -> None:
    found = noisy(gray, kind, 0.3)
    assert (found == 0).mean() == pytest.approx(blacks, abs=0.005)
    assert (found == 1).mean() == pytest.approx(whites, abs=0.005)
    assert ((found == 0) | (found == 0.5) | (found == 1)).all()


@pytest.mark.parametrize("kind", ["gaussian", "masking", "salt_pepper"])
def test_noise_repeats_with_its_seed_and_stays_in_range(gray: np.ndarray, kind: str) -> None:
    first = noisy(gray, kind, 0.7, seed=3)
    assert (first == noisy(gray, kind, 0.7, seed=3)).all()
    assert (first != noisy(gray, kind, 0.7, seed=4)).any()
    assert first.min() >= 0 and first.max() <= 1
    assert (noisy(gray, kind, 0.0) == gray).all()


def test_paint_covers_the_mask_alone(gray: np.ndarray) -> None:
    mask = np.zeros(2_500, dtype=bool)
    mask[:100] = True
    assert (painted(gray, mask, "white")[:, :100] == 1).all()
    assert (painted(gray, mask, "noise")[:, 100:] == 0.5).all()


def test_inpainting_by_pca_tends_to_the_least_squares_fit_of_the_known_pixels() -> None:
    generator = np.random.default_rng(0)
    points = 0.5 + 0.05 * generator.standard_normal((200, 3)) @ generator.standard_normal((3, 20))
    axes = principal(points)
    hole = np.zeros(20, dtype=bool)
    hole[:5] = True
    picture = (0.5 + 0.05 * generator.standard_normal(20))[None]
    found, _ = inpainted(picture, hole, lambda x: axes.reconstruct(axes.transform(x, 3)), axes.mean, 5_000)
    known = axes.components[:3, ~hole].T
    coordinates = np.linalg.lstsq(known, (picture[0] - axes.mean)[~hole], rcond=None)[0]
    wanted = axes.mean[hole] + coordinates @ axes.components[:3, hole]
    assert (found[0, ~hole] == picture[0, ~hole].astype(np.float32)).all()
    assert np.abs(found[0, hole] - wanted).max() < 0.01
    assert np.abs(axes.mean[hole] - wanted).max() > 0.03


def test_rounded_codes_are_at_most_half_a_step_off() -> None:
    codes = np.random.default_rng(0).normal(size=(500, 7)).astype(np.float32)
    for bits in (1, 4, 8):
        quantizer = Quantizer.of(codes, bits)
        step = (quantizer.high - quantizer.low) / (2**bits - 1)
        found = quantizer.rounded(codes)
        assert (np.abs(found - codes) <= step / 2 + 1e-5).all()
        assert all(len(np.unique(column)) <= 2**bits for column in found.T)
        assert quantizer.n_bytes() == 7 * bits / 8


def test_a_number_that_never_varies_keeps_its_value() -> None:
    codes = np.array([[1.0, 2.0], [1.0, 3.0]], dtype=np.float32)
    assert (Quantizer.of(codes, 2).rounded(codes) == codes).all()


@pytest.mark.parametrize("shape", [(28, 28, 1), (30, 41, 3)])
def test_jpeg_counts_its_scan(shape: tuple[int, int, int]) -> None:
    picture = np.random.default_rng(0).integers(0, 256, shape).astype(np.uint8)
    whole, scan, found = jpeg(picture, 90)
    assert found.shape == shape
    stream = io.BytesIO()
    Image.fromarray(picture.squeeze()).save(stream, "JPEG", quality=90, streamtype=2)  # without tables
    bare = stream.getvalue()
    assert scan == scan_bytes(bare) == len(bare) - bare.index(b"\xff\xda") - 2 - (6 + 2 * shape[2]) - 2
    assert whole > len(bare) > scan


def test_rates_of_jpeg_rise_with_quality() -> None:
    smooth = np.linspace(0, 255, 32 * 32).reshape(1, 32, 32, 1).repeat(3, axis=0)
    rates, headers = compression.jpeg_rates(smooth.astype(np.uint8), (5, 50, 95))
    assert [rate.n_bytes for rate in rates] == sorted(rate.n_bytes for rate in rates)
    assert rates[0].mse > rates[-1].mse and rates[0].ssim < rates[-1].ssim
    assert 100 < headers < 1_000


def test_jpeg_at_equal_bytes_and_at_equal_error() -> None:
    rates = [Rate(10, 0.04, 0.5, 1), Rate(20, 0.01, 0.8, 50), Rate(40, 0.0025, 0.9, 95)]
    assert at_equal_bytes(rates, 25).setting == 50
    assert at_equal_bytes(rates, 5).setting == 1
    assert bytes_at_error(rates, 0.02) == pytest.approx(15)
    assert bytes_at_error(rates, 1.0) == 10
    assert pays_from(1_000, 10, 15) == 200
    assert pays_from(1_000, 15, 10) == float("inf")


def test_few_labels_tell_far_clusters_apart_and_noise_by_chance() -> None:
    generator = np.random.default_rng(0)
    targets = np.tile(np.arange(5), 200)
    clusters = 10 * np.eye(5)[targets] + generator.normal(size=(1_000, 5))
    assert (few_shot(clusters.__getitem__, targets, 500, 1) == 1).all()
    scores = few_shot(generator.normal(size=(1_000, 5)).__getitem__, targets, 500, 5, n_draws=20)
    assert scores.mean() == pytest.approx(0.2, abs=0.03)


def test_few_labels_agree_with_an_independent_nearest_neighbor() -> None:
    from sklearn.neighbors import KNeighborsClassifier

    generator = np.random.default_rng(1)
    targets = generator.integers(0, 4, 300)
    vectors = generator.normal(size=(300, 6)) + targets[:, None]
    rows = examples(targets[:200], 10, seed=0)
    assert (np.bincount(targets[rows]) == 10).all() and rows.max() < 200
    peer = KNeighborsClassifier(1).fit(vectors[rows], targets[rows])
    wanted = peer.score(vectors[200:], targets[200:])
    assert few_shot(vectors.__getitem__, targets, 200, 10, n_draws=1)[0] == pytest.approx(wanted)


def test_a_mask_comes_back_as_it_was_packed() -> None:
    mask = np.random.default_rng(0).random((9, 11)) < 0.5
    bits = np.packbits(mask, bitorder="little")
    found = mask_of(base64.b64encode(bits.tobytes()).decode(), (9, 11))
    assert found is not None and np.array_equal(found, mask)


@pytest.mark.parametrize("bits", [None, 7, "", "AAAA", "!" * 20, "A" * 10_000, "ä" * 20, ["A"]])
def test_what_is_no_mask_is_ignored(bits: object) -> None:
    assert mask_of(bits, (9, 11)) is None
