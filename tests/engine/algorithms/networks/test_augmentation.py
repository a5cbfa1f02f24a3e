"""Augmentation: small moves that keep the shapes, in NumPy as in the training."""

import numpy as np
import pytest

from engine.algorithms.networks.augmentation import Moves, draw, warped
from engine.datasets.images.sources import Digits
from engine.report import Silent

torch = pytest.importorskip("torch")

from engine.algorithms.networks.augmentation_torch import augmented, moved  # noqa: E402
from engine.algorithms.networks.training_torch import seeded  # noqa: E402

DIGITS = Digits().load(Silent())


def test_augmentation_moves_a_little_and_keeps_shapes() -> None:
    dot = torch.zeros(400, 21, 21, 1)
    dot[:, 8:13, 8:13] = 1
    with seeded(0):
        moved = augmented(dot.reshape(400, -1), (21, 21, 1)).reshape(400, 21, 21).numpy()
    rows, columns = np.mgrid[:21, :21]
    mass = moved.sum(axis=(1, 2))
    centers = np.stack([(moved * axis).sum(axis=(1, 2)) / mass for axis in (rows, columns)])
    assert np.abs(centers - 10).max() < 21 * 0.08 * 1.2
    assert centers.std() > 0.5
    np.testing.assert_allclose(mass.mean(), 25, rtol=0.05)


def test_augmentation_is_that_of_the_training() -> None:
    generator = np.random.default_rng(1)
    pixels = generator.random((6, 9 * 7 * 3), dtype=np.float32)
    moves = draw(6, seed=2)
    turn, scale, shift = (torch.from_numpy(part).float() for part in (moves.turn, moves.scale, moves.shift))
    wanted = moved(torch.from_numpy(pixels), (9, 7, 3), turn, scale, shift).numpy()
    np.testing.assert_allclose(warped(pixels, (9, 7, 3), moves), wanted, atol=1e-5)


def test_an_image_that_is_not_moved_stays() -> None:
    pixels = DIGITS.pixels(slice(0, 3))
    still = Moves(np.zeros(3), np.ones(3), np.zeros((3, 2)))
    np.testing.assert_allclose(warped(pixels, DIGITS.shape, still), pixels, atol=1e-6)
    shifted = Moves(np.zeros(3), np.ones(3), np.tile([2 / 8, 0.0], (3, 1)))  # the window moves a pixel to the right
    wanted = np.zeros((3, 8, 8), np.float32)
    wanted[:, :, :-1] = pixels.reshape(3, 8, 8)[:, :, 1:]
    np.testing.assert_allclose(warped(pixels, DIGITS.shape, shifted).reshape(3, 8, 8), wanted, atol=1e-6)
