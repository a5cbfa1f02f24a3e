"""Networks that learn from classes: accuracy with a baseline, triplets by hand, augmentation, saved predictions."""

import numpy as np
import pytest

from engine.datasets.images.image_set import ImageSet
from engine.datasets.images.sources import Digits
from engine.errors import InputError
from engine.learners.images.classifier import ConvolutionalClassifier, TripletNetwork, triplet_losses
from engine.neighbors import nearest_batch
from engine.report import Silent

DIGITS = Digits().load(Silent())


def test_a_small_network_tells_digits_apart() -> None:
    learner = ConvolutionalClassifier(n_epochs=8, batch_size=64, n_components=16, filters=8, learning_rate=0.01)
    fit = learner.fit(DIGITS)
    assert fit.summary["test_accuracy"] > 0.95
    codes = learner.encode(fit, DIGITS.shape, DIGITS.pixels())
    np.testing.assert_allclose(codes, fit.main.vectors, atol=1e-3)
    predicted = np.array(DIGITS.class_names)[learner.scores(fit, codes).argmax(axis=1)]
    assert (predicted == fit.main.metadata["predicted"]).mean() > 0.999
    right = predicted[DIGITS.n_train :] == fit.main.metadata["class"][DIGITS.n_train :]
    assert right.mean() == pytest.approx(fit.summary["test_accuracy"], abs=0.01)
    assert fit.main.metadata["confidence"].min() >= 0.1  # the largest of ten chances


def test_triplets_bring_a_class_together() -> None:
    learner = TripletNetwork(n_epochs=8, batch_size=64, n_components=8, filters=8, learning_rate=0.01)
    fit = learner.fit(DIGITS)
    np.testing.assert_allclose(fit.main.norms, 1, atol=1e-5)
    np.testing.assert_allclose(learner.encode(fit, DIGITS.shape, DIGITS.pixels()), fit.main.vectors, atol=1e-3)
    classes = fit.main.metadata["class"]
    rows = np.arange(DIGITS.n_train, DIGITS.n_images)
    near = nearest_batch(fit.main, rows, 1).rows[:, 0]
    assert (classes[near] == classes[rows]).mean() > 0.93
    assert fit.history["loss"][-1] < 0.6 * fit.history["loss"][0]


def test_triplet_loss_of_hand_made_triples() -> None:
    anchor = np.zeros((3, 2))
    positive = np.array([[1.0, 0], [0, 1], [2, 0]])
    negative = np.array([[0, 2.0], [1, 0], [1, 0]])
    assert triplet_losses(anchor, positive, negative, 0.5).tolist() == [0, 0.5, 3.5]


def test_semi_hard_negatives_by_hand() -> None:
    import torch

    from engine.algorithms.networks.classifier_torch import semi_hard_losses

    angles = torch.tensor([0.0, 0.6, 0.9, 2.0, 3.0])
    codes = torch.stack([angles.cos(), angles.sin()], dim=1)
    targets = torch.tensor([0, 0, 1, 1, 2])

    def square(first: int, second: int) -> float:
        return float((codes[first] - codes[second]).square().sum())

    wanted = [
        0.2 + square(0, 1) - square(0, 2),  # nearest negative beyond the positive
        0.2 + square(1, 0) - square(1, 3),  # item 2 is nearer than the positive: passed over
        0.2 + square(2, 3) - square(2, 4),
        0.2 + square(3, 2) - square(3, 1),
    ]
    np.testing.assert_allclose(semi_hard_losses(codes, targets, 0.2), np.maximum(wanted, 0), atol=1e-5)


def test_where_no_negative_is_farther_the_farthest_is_taken() -> None:
    import torch

    from engine.algorithms.networks.classifier_torch import semi_hard_losses

    codes = torch.tensor([[1.0, 0], [-1, 0], [0.8, 0.6], [0.6, 0.8]])
    found = semi_hard_losses(codes, torch.tensor([0, 0, 1, 2]), 0.2)
    np.testing.assert_allclose(found, [0.2 + 4 - 0.8, 0.2 + 4 - 3.6], atol=1e-5)
    assert len(semi_hard_losses(codes, torch.zeros(4), 0.2)) == 0


def test_augmentation_moves_a_little_and_keeps_shapes() -> None:
    import torch

    from engine.algorithms.networks.classifier_torch import augmented
    from engine.algorithms.networks.training_torch import seeded

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


@pytest.mark.parametrize("cls", [ConvolutionalClassifier, TripletNetwork])
def test_images_without_classes_are_refused(cls: type) -> None:
    names = tuple(map(str, range(20)))
    raw = np.random.default_rng(0).integers(0, 255, (20, 8, 8, 1), dtype=np.uint8)
    with pytest.raises(InputError, match="learns from classes"):
        cls().fit(ImageSet(raw, np.full(20, -1), (), 16, names))
