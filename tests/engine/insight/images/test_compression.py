"""Compression beside JPEG: rounding, bytes of the scan, equal bytes and equal error."""

import io

import numpy as np
import pytest
from PIL import Image

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
