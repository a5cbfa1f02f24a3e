"""Scores of codes: against scikit-learn's nearest neighbors, ties by hand."""

import numpy as np
import pytest

from engine.datasets.images.sources import Digits
from engine.evaluation.images.class_scores import chance_accuracy, neighbor_accuracy
from engine.report import Silent


@pytest.mark.parametrize("k", [1, 5])
def test_accuracy_is_that_of_scikit_learn(k: int) -> None:
    from sklearn.neighbors import KNeighborsClassifier

    digits = Digits().load(Silent())
    pixels, n = digits.pixels(), digits.n_train
    peer = KNeighborsClassifier(k, algorithm="brute").fit(pixels[:n], digits.targets[:n])
    wanted = peer.score(pixels[n:], digits.targets[n:])
    assert neighbor_accuracy(pixels, digits.targets, n, k) == pytest.approx(wanted, abs=0.006)  # ties differ
    assert chance_accuracy(digits.targets, n) == pytest.approx(0.1, abs=0.01)


def test_a_tie_goes_to_the_nearest() -> None:
    vectors = np.array([[0.0], [1], [5], [6], [0.2]])
    targets = np.array([1, 0, 0, 1, 1])
    assert neighbor_accuracy(vectors, targets, 4, k=2) == 1
    assert neighbor_accuracy(vectors, 1 - targets, 4, k=2) == 1
    assert neighbor_accuracy(vectors, targets, 4, k=3) == 0  # 1, 0, 0


def test_without_a_test_part_there_is_no_score() -> None:
    assert np.isnan(neighbor_accuracy(np.zeros((5, 2)), np.zeros(5, int), 5))
    assert np.isnan(chance_accuracy(np.zeros(5, int), 5))


def test_the_chart_of_a_linear_autoencoder_names_the_floor() -> None:
    from engine.figures.image_charts import towards_pca

    history = {"step": [10, 20], "test_mse": [0.05, 0.03], "largest_angle": [80.0, 5.0], "mean_angle": [40.0, 2.0]}
    chart = towards_pca(history, 0.029)
    assert [list(trace.y) for trace in chart.data] == [[0.05, 0.03], [80, 5], [40, 2]]
    assert [trace.yaxis for trace in chart.data] == [None, "y2", "y2"]
    assert chart.layout.shapes[0].y0 == 0.029


def test_pixels_as_a_baseline() -> None:
    from sklearn.linear_model import LogisticRegression
    from sklearn.manifold import trustworthiness

    from engine.evaluation.images.class_scores import PixelScores
    from engine.learners.images.pca import ImagePCA

    digits = Digits().load(Silent())
    found = PixelScores(map_items=500).fit(digits).summary
    pixels, n = digits.pixels().astype(float), digits.n_train
    scale = np.sqrt(np.square(pixels[:n] - pixels[:n].mean(axis=0)).mean())
    peer = LogisticRegression(max_iter=500).fit(pixels[:n] / scale, digits.targets[:n])
    assert found["linear_accuracy"] == pytest.approx(peer.score(pixels[n:] / scale, digits.targets[n:]), abs=0.015)
    assert found["neighbor_accuracy"] == neighbor_accuracy(digits.pixels(), digits.targets, n)
    assert found["chance"] == chance_accuracy(digits.targets, n)
    axes = np.linalg.svd(pixels[:500] - pixels[:500].mean(axis=0), full_matrices=False)
    wanted = trustworthiness(pixels[:500], axes[0][:, :2] * axes[1][:2], n_neighbors=10)
    assert found["trustworthiness_2d"] == pytest.approx(wanted, abs=1e-3)
    assert ImagePCA(n_components=2).fit(digits).summary["linear_accuracy"] < found["linear_accuracy"]


def test_a_model_without_a_code_pays_the_entropy_of_each_pixel() -> None:
    from engine.datasets.images.image_set import ImageSet
    from engine.evaluation.images.class_scores import blind_cross_entropy

    raw = np.zeros((8, 2, 2, 1), np.uint8)
    raw[::2] = 255  # every pixel is white in half of the images of either part
    images = ImageSet(raw, np.zeros(8), ("a",), 4, tuple(map(str, range(8))))
    assert blind_cross_entropy(images) == pytest.approx(4 * np.log(2))


def test_images_without_classes_or_test_part_are_refused() -> None:
    from engine.datasets.images.image_set import ImageSet
    from engine.errors import InputError
    from engine.evaluation.images.class_scores import PixelScores

    images = ImageSet(np.zeros((8, 2, 2, 1), np.uint8), np.full(8, -1), (), 4, tuple(map(str, range(8))))
    with pytest.raises(InputError, match="Scores need the class"):
        PixelScores().fit(images)
