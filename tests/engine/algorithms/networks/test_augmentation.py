"""Augmentation: small moves that keep the shapes, in NumPy as in the training."""

from dataclasses import replace

import numpy as np
import pytest

from engine.algorithms.networks.augmentation import LIGHT, SKEW, Augmentation, Moves, draw, warped
from engine.datasets.images.sources import Digits
from engine.report import Silent

torch = pytest.importorskip("torch")

from engine.algorithms.networks.augmentation_torch import augmented, mirrored, moved  # noqa: E402
from engine.algorithms.networks.training_torch import seeded  # noqa: E402

DIGITS = Digits().load(Silent())


def test_augmentation_moves_a_little_and_keeps_shapes() -> None:
    dot = torch.zeros(400, 21, 21, 1)
    dot[:, 8:13, 8:13] = 1
    with seeded(0):
        moved = augmented(dot.reshape(400, -1), (21, 21, 1), Augmentation(moves=True)).reshape(400, 21, 21).numpy()
    rows, columns = np.mgrid[:21, :21]
    mass = moved.sum(axis=(1, 2))
    centers = np.stack([(moved * axis).sum(axis=(1, 2)) / mass for axis in (rows, columns)])
    assert np.abs(centers - 10).max() < 21 * 0.08 * 1.2
    assert centers.std() > 0.5
    np.testing.assert_allclose(mass.mean(), 25, rtol=0.05)


def test_augmentation_is_that_of_the_training() -> None:
    generator = np.random.default_rng(1)
    pixels = generator.random((6, 9 * 7 * 3), dtype=np.float32)
    moves = draw(6, 2, Augmentation(moves=True, flip=True, skew=True, light=True))
    given = (moves.turn, moves.scale, moves.shift, moves.skew)
    warp = moved(torch.from_numpy(pixels), (9, 7, 3), *(torch.from_numpy(part).float() for part in given))
    turned = mirrored(warp, (9, 7, 3), torch.from_numpy(moves.flip))
    wanted = (turned.numpy() * moves.light[:, None]).clip(0, 1)
    assert moves.flip.any() and not moves.flip.all() and (moves.light > 1).any() and (moves.skew != 0).all()
    np.testing.assert_allclose(warped(pixels, (9, 7, 3), moves), wanted, atol=1e-5)


def test_an_image_that_is_not_moved_stays() -> None:
    pixels = DIGITS.pixels(slice(0, 3))
    still = Moves.still(3)
    np.testing.assert_allclose(warped(pixels, DIGITS.shape, still), pixels, atol=1e-6)
    shifted = replace(still, shift=np.tile([2 / 8, 0.0], (3, 1)))  # the window moves a pixel to the right
    wanted = np.zeros((3, 8, 8), np.float32)
    wanted[:, :, :-1] = pixels.reshape(3, 8, 8)[:, :, 1:]
    np.testing.assert_allclose(warped(pixels, DIGITS.shape, shifted).reshape(3, 8, 8), wanted, atol=1e-6)


def test_mirrored_darker_and_leaning() -> None:
    pixels = DIGITS.pixels(slice(0, 3))
    still = Moves.still(3)
    mirror = warped(pixels, DIGITS.shape, replace(still, flip=np.array([True, False, True])))
    np.testing.assert_allclose(mirror[0].reshape(8, 8), pixels[0].reshape(8, 8)[:, ::-1], atol=1e-6)
    np.testing.assert_allclose(mirror[1], pixels[1], atol=1e-6)
    dark = warped(pixels, DIGITS.shape, replace(still, light=np.array([0.5, 1.5, 1.0])))
    np.testing.assert_allclose(dark[0], pixels[0] / 2, atol=1e-6)
    np.testing.assert_allclose(dark[1], np.minimum(pixels[1] * 1.5, 1), atol=1e-6)
    line = np.zeros((1, 21, 21, 1), np.float32)
    line[:, :, 10] = 1
    leaning = warped(line.reshape(1, -1), (21, 21, 1), replace(Moves.still(1), skew=np.array([0.2]))).reshape(21, 21)
    places = (leaning * np.arange(21)).sum(axis=1)
    np.testing.assert_allclose(places, 10 - 0.2 * (np.arange(21) - 10), atol=1e-4)  # the window leans, so the line does


@pytest.mark.parametrize("field", ["flip", "skew", "light"])
def test_each_change_by_itself(field: str) -> None:
    pixels = torch.from_numpy(DIGITS.pixels(slice(0, 200)))
    with seeded(0):
        found = augmented(pixels, DIGITS.shape, Augmentation(**{field: True})).numpy()
    assert found.min() >= 0 and found.max() <= 1 + 1e-6
    changed = (np.abs(found - pixels.numpy()).max(axis=1) > 1e-6).mean()
    assert 0.4 < changed < 0.6 if field == "flip" else changed > 0.95
    moves = draw(500, 1, Augmentation(**{field: True}))
    assert np.abs(moves.skew).max() <= SKEW and np.abs(moves.light - 1).max() <= LIGHT and not moves.turn.any()
    np.testing.assert_array_equal(augmented(pixels, DIGITS.shape, Augmentation()), pixels)
