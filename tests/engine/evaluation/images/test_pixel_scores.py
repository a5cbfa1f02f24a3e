"""Bare pixels against scikit-learn; a model without a code; what cannot be scored."""

import numpy as np
import pytest

from engine.datasets.images.image_set import ImageSet
from engine.datasets.images.sources import Digits
from engine.errors import InputError
from engine.evaluation.images.neighbor_votes import chance_accuracy, neighbor_accuracy
from engine.evaluation.images.pixel_scores import PixelBaseline, PixelScores, blind_cross_entropy
from engine.learners.images.pca import ImagePCA
from engine.report import Silent


def test_pixels_as_a_baseline() -> None:
    from sklearn.linear_model import LogisticRegression
    from sklearn.manifold import trustworthiness

    digits = Digits().load(Silent())
    found = PixelBaseline.from_fit(PixelScores(map_items=500).fit(digits))
    pixels, n = digits.pixels().astype(float), digits.n_train
    scale = np.sqrt(np.square(pixels[:n] - pixels[:n].mean(axis=0)).mean())
    peer = LogisticRegression(max_iter=500).fit(pixels[:n] / scale, digits.targets[:n])
    assert found.linear_accuracy == pytest.approx(peer.score(pixels[n:] / scale, digits.targets[n:]), abs=0.015)
    assert found.neighbor_accuracy == neighbor_accuracy(digits.pixels(), digits.targets, n)
    assert found.chance == chance_accuracy(digits.targets, n)
    axes = np.linalg.svd(pixels[:500] - pixels[:500].mean(axis=0), full_matrices=False)
    wanted = trustworthiness(pixels[:500], axes[0][:, :2] * axes[1][:2], n_neighbors=10)
    assert found.trustworthiness_2d == pytest.approx(wanted, abs=1e-3)
    assert ImagePCA(n_components=2).fit(digits).summary["linear_accuracy"] < found.linear_accuracy


def test_a_model_without_a_code_pays_the_entropy_of_each_pixel() -> None:

    raw = np.zeros((8, 2, 2, 1), np.uint8)
    raw[::2] = 255  # every pixel is white in half of the images of either part
    images = ImageSet(raw, np.zeros(8), ("a",), 4, tuple(map(str, range(8))))
    assert blind_cross_entropy(images) == pytest.approx(4 * np.log(2))


def test_images_without_classes_or_test_part_are_refused() -> None:

    images = ImageSet(np.zeros((8, 2, 2, 1), np.uint8), np.full(8, -1), (), 4, tuple(map(str, range(8))))
    with pytest.raises(InputError, match="Scores need the class"):
        PixelScores().fit(images)
