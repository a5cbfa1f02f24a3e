"""Mean pictures of groups, by numpy, and over several tiles."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from engine.datasets.images.image_set import ImageSet
from engine.insight.images import group_pixels as module
from engine.insight.images.group_pixels import group_pixels


def test_means_and_effects_are_those_of_all_pictures_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "TILE", 3)
    images = ImageSet.from_arrays(np.random.default_rng(0).integers(0, 256, (20, 4, 5)).astype(np.uint8))
    rows, beside = np.arange(0, 20, 2), np.arange(1, 20, 3)
    found = group_pixels(images, rows, beside)
    one, other = images.pixels(rows).astype(float), images.pixels(beside).astype(float)
    assert_allclose(found.inside, one.mean(axis=0))
    assert_allclose(found.beside, other.mean(axis=0))
    spread = np.concatenate([one, other]).std(axis=0)
    assert_allclose(found.effect, (one.mean(axis=0) - other.mean(axis=0)) / spread)


def test_a_pixel_that_never_changes_makes_no_difference() -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (12, 4, 4)).astype(np.uint8)
    pixels[:, 0, 0] = 7
    assert group_pixels(ImageSet.from_arrays(pixels), np.arange(6), np.arange(6, 12)).effect[0] == 0
