"""Bases of a subspace: spans and single directions, and that tying the weights makes a basis orthonormal."""

import numpy as np
import pytest

from engine.datasets.images.image_set import ImageSet
from engine.insight.images.bases import compared
from engine.learners.images.autoencoder import Autoencoder
from engine.low_rank import principal
from engine.report import Silent


def test_a_turned_basis_has_the_same_span_and_other_directions() -> None:
    generator = np.random.default_rng(0)
    axes = np.linalg.qr(generator.normal(size=(30, 4)))[0].T
    angle = np.pi / 3
    turn = np.eye(4)
    turn[:2, :2] = [[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]
    found = compared(axes.T @ turn, axes)
    assert found.spans == pytest.approx(0, abs=1e-5)
    assert found.singles == pytest.approx([60, 60, 0, 0], abs=1e-5)
    assert found.off_orthonormal == pytest.approx(0, abs=1e-12)


def test_signs_do_not_matter_and_lengths_only_to_the_orthonormality() -> None:
    axes = np.eye(5)[:2]
    found = compared(-3 * axes.T, axes)
    assert found.spans.max() == pytest.approx(0, abs=1e-9) and found.singles.max() == pytest.approx(0, abs=1e-9)
    assert found.off_orthonormal == pytest.approx(8)


@pytest.fixture(scope="module")
def images() -> ImageSet:
    """Images that vary in five directions, with some noise."""
    generator = np.random.default_rng(0)
    strengths = np.array([3.0, 2.5, 2.0, 1.5, 1.0])
    codes = generator.normal(size=(600, 5)) * strengths
    pixels = codes @ np.linalg.qr(generator.normal(size=(36, 5)))[0].T + 0.05 * generator.normal(size=(600, 36))
    raw = np.rint(np.clip(128 + 25 * pixels, 0, 255)).astype(np.uint8).reshape(600, 6, 6, 1)
    return ImageSet(raw, np.full(600, -1), (), 500, tuple(map(str, range(600))))


def test_tied_weights_come_out_orthonormal_untied_ones_do_not_and_both_span_pca(images: ImageSet) -> None:
    axes = principal(images.pixels(slice(0, images.n_train)))
    found = {}
    for tied in (False, True):
        learner = Autoencoder(
            architecture="linear",
            n_components=5,
            tied=tied,
            n_epochs=150,
            batch_size=32,
            growing=False,
            learning_rate=0.03,
        )
        fit = learner.fit(images, Silent())
        found[tied] = compared(fit.arrays["decoder.0.weight"], axes.components[:5])
        assert found[tied].spans.max() < 5
        assert fit.summary["test_mse"] == pytest.approx(fit.summary["pca_test_mse"], rel=0.15)
        assert np.median(found[tied].singles) > 2 * found[tied].spans.max()
    assert found[True].off_orthonormal < 0.05 < 0.2 < found[False].off_orthonormal


def test_the_error_of_pca_and_the_angles_are_told_while_a_linear_network_trains(images: ImageSet) -> None:
    class Listener(Silent):
        def __init__(self) -> None:
            self.seen: list[dict[str, float]] = []

        def progress(self, done: float, total: float, unit: str, **metrics: float) -> None:
            self.seen.append(metrics)

    listener = Listener()
    Autoencoder(architecture="linear", n_components=3, n_epochs=2).fit(images, listener)
    axes = principal(images.pixels(slice(0, images.n_train)))
    pixels = images.pixels(slice(0, images.n_train))
    wanted = np.square(pixels - axes.reconstruct(axes.transform(pixels, 3))).mean()
    assert listener.seen[-1]["pca_mse"] == pytest.approx(wanted, rel=1e-4)
    assert 0 < listener.seen[-1]["mean_angle"] <= listener.seen[-1]["largest_angle"] <= 90


def test_the_chart_of_a_linear_autoencoder_names_the_floor() -> None:
    from engine.figures.image_charts import towards_pca

    history = {"step": [10, 20], "test_mse": [0.05, 0.03], "largest_angle": [80.0, 5.0], "mean_angle": [40.0, 2.0]}
    chart = towards_pca(history, 0.029)
    assert [list(trace.y) for trace in chart.data] == [[0.05, 0.03], [80, 5], [40, 2]]
    assert [trace.yaxis for trace in chart.data] == [None, "y2", "y2"]
    assert chart.layout.shapes[0].y0 == 0.029
