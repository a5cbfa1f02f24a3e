"""The charts of pairs: every representation has its curve, every pair its place."""

import numpy as np

from engine.algorithms.verification import roc
from engine.figures.matching import apart, curves

DISTANCES = np.linspace(0, 1, 40)
SAME = np.arange(40) % 3 != 0


def test_curves() -> None:
    found = {"Pixels": roc(DISTANCES, SAME), "This run": roc(-DISTANCES, SAME)}
    _, *lines, place = curves(found, (0.2, 0.7)).data
    assert [line.name for line in lines] == ["Pixels", "This run"] and lines[1].line.dash == "solid"
    np.testing.assert_array_equal(lines[0].y, found["Pixels"].hits)
    assert (place.x[0], place.y[0]) == (0.2, 0.7)


def test_distances() -> None:
    same, different = apart(DISTANCES, SAME, 0.5).data
    assert len(same.x) == SAME.sum() and len(different.x) == (~SAME).sum()
