"""One image under attack: sizes of the changes, and the step that is written out is the one that is taken."""

import re

import numpy as np

from engine.algorithms.networks.attacks import ATTACKS, fgsm
from engine.algorithms.networks.class_scorer import ClassScorer
from engine.algorithms.networks.layers import Dense
from engine.insight.images.attacked import AS_IT_IS, fgsm_step, versions

WEIGHTS = {"encoder.0.weight": np.array([[1.0, -2, 0.5], [-1, 0.3, 2]]), "encoder.0.bias": np.zeros(2)}
NETWORK = ClassScorer((Dense(3, 2),), WEIGHTS)
IMAGE = np.array([[0.5, 0.4, 0.6]], dtype=np.float32)


def test_every_version_has_its_chances_loss_and_size() -> None:
    found = versions(NETWORK, IMAGE, 0, 0.1)
    assert [each.name for each in found] == [AS_IT_IS, *ATTACKS]
    assert found[0].largest == found[0].mean == 0
    for each in found:
        np.testing.assert_allclose(each.loss, -np.log(each.chances[0]), rtol=1e-5)
        assert each.largest <= 0.1 + 1e-6 and each.predicted == each.chances.argmax()
    assert found[2].loss > max(found[0].loss, found[1].loss)


def test_the_step_is_that_of_the_pixel_with_the_largest_gradient() -> None:
    at, moved = 1, fgsm(NETWORK, IMAGE, np.array([0]), 0.1)[0, 1]  # the scores differ by 2, 2.3 and 1.5 a pixel
    last = fgsm_step(NETWORK, IMAGE, 0, 0.1).formulas[1]
    assert last.startswith(rf"x'_{{{at + 1}}}")
    assert float(re.findall(r"[\d.]+", last)[-1]) == round(float(moved), 3) == 0.5
