"""Damage and repair: noise of the spread asked for, in-painting as least squares."""

import numpy as np
import pytest
from scipy.optimize import lsq_linear
from sklearn.datasets import load_digits

from engine.insight.images.damage import inpainted, noisy, painted
from engine.low_rank import principal


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
    filled = inpainted(picture, hole, lambda x: axes.reconstruct(axes.transform(x, 3)), axes.mean, 5_000)
    found = filled.pixels
    assert filled.settled and filled.rounds < 5_000
    known = axes.components[:3, ~hole].T
    coordinates = np.linalg.lstsq(known, (picture[0] - axes.mean)[~hole], rcond=None)[0]
    wanted = axes.mean[hole] + coordinates @ axes.components[:3, hole]
    assert (found[0, ~hole] == picture[0, ~hole].astype(np.float32)).all()
    assert np.abs(found[0, hole] - wanted).max() < 0.01
    assert np.abs(axes.mean[hole] - wanted).max() > 0.03


def test_where_brightness_is_cut_it_tends_to_the_nearest_picture_that_can_be() -> None:
    digits = load_digits().data / 16
    axes, picture = principal(digits[:1_000]), digits[1_003][None]
    hole = np.arange(64) % 8 < 4
    filled = inpainted(picture, hole, lambda x: axes.reconstruct(axes.transform(x, 16)), axes.mean, 20_000)
    known = axes.components[:16, ~hole].T
    coordinates = np.linalg.lstsq(known, (picture[0] - axes.mean)[~hole], rcond=None)[0]
    fit = axes.mean[hole] + coordinates @ axes.components[:16, hole]
    assert fit.min() < -0.05  # no brightness at all, so the fit is not where it ends
    off = np.eye(64) - axes.components[:16].T @ axes.components[:16]
    wanted = lsq_linear(
        off[:, hole], -off[:, ~hole] @ (picture[0] - axes.mean)[~hole] + off[:, hole] @ axes.mean[hole], (0, 1)
    )
    assert np.abs(filled.pixels[0, hole] - wanted.x).max() < 0.02
    assert np.abs(filled.pixels[0, hole] - fit).max() > 0.05


def test_a_hole_that_keeps_changing_is_not_settled() -> None:
    filled = inpainted(np.zeros((1, 4)), np.arange(4) < 2, lambda x: x + 0.01, np.zeros(4), 7)
    assert (filled.rounds, filled.settled) == (7, False)
