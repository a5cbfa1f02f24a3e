"""What the data of the exercises are said to hold is in them."""

import numpy as np
import pytest

from engine.insight.lessons.heartbeats import N_POINTS, beats
from engine.insight.lessons.misread import points


def test_beats_are_of_two_shapes() -> None:
    curves, normal = beats()
    assert curves.shape == (460, N_POINTS) and normal.sum() == 400
    mean, other = curves[normal].mean(axis=0), curves[~normal].mean(axis=0)
    assert mean.argmax() == round(0.4 * (N_POINTS - 1)) and mean[round(0.66 * 69)] > 0.2 > 0 > other[round(0.66 * 69)]
    assert np.array_equal(curves, beats()[0])
    errors = np.square(curves - mean).mean(axis=1)
    assert np.median(errors[~normal]) > 3 * np.median(errors[normal])


def test_points_have_the_sizes_and_distances_told() -> None:
    values, kinds = points("sizes")
    wide, narrow = (values[np.array(kinds) == kind] for kind in ("wide", "narrow"))
    assert wide.std() / narrow.std(axis=0).mean() == pytest.approx(10, rel=0.1)
    values, kinds = points("distances")
    centers = [values[np.array(kinds) == kind].mean(axis=0) for kind in ("a", "b", "far")]
    apart = [np.linalg.norm(centers[i] - centers[j]) for i, j in ((0, 1), (0, 2), (1, 2))]
    assert apart == pytest.approx([10, 50, 50], rel=0.05)
    values, kinds = points("noise")
    assert values.shape == (180, 20) and abs(values.mean()) < 0.05 and set(kinds) == {"a", "b", "c"}
