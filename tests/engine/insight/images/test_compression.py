"""Compression beside picture formats: rounding, equal bytes and equal error."""

import numpy as np
import pytest

from engine.insight.images import compression
from engine.insight.images.compression import (
    Quantizer,
    Rate,
    at_equal_bytes,
    bytes_at_error,
    magnitude,
    pays_from,
)
from engine.insight.images.picture_formats import FORMATS


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


@pytest.mark.parametrize("form", FORMATS)
def test_rates_of_a_format_fall_in_error_as_they_rise_in_bytes(form: str) -> None:
    smooth = np.linspace(0, 255, 32 * 32).reshape(1, 32, 32, 1).repeat(3, axis=0)
    rates, headers = compression.format_rates(smooth.astype(np.uint8), FORMATS[form])
    assert [rate.setting for rate in rates] == list(FORMATS[form].settings)
    assert rates[0].n_bytes < rates[-1].n_bytes
    assert rates[0].mse > rates[-1].mse and rates[0].ms_ssim < rates[-1].ms_ssim
    assert 25 < headers < 1_000


def test_jpeg_at_equal_bytes_and_at_equal_error() -> None:
    rates = [Rate(10, 0.04, 0.5, 1), Rate(20, 0.01, 0.8, 50), Rate(40, 0.0025, 0.9, 95)]
    assert at_equal_bytes(rates, 25) == rates[1]
    assert at_equal_bytes(rates, 5) is None
    assert bytes_at_error(rates, 0.02) == pytest.approx(15)
    assert bytes_at_error(rates, 1.0) == 10
    assert pays_from(1_000, 10, 15) == 200
    assert pays_from(1_000, 15, 10) == float("inf")


def test_numbers_too_large_to_write_are_told_as_powers_of_ten() -> None:
    assert magnitude(256, 784) == "256^784 = 10^1,888"
    assert magnitude(2, 10) == "2^10 = 10^3"
