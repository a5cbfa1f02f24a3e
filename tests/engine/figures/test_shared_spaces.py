"""Charts of two languages: every word is in one bar, and points lie where the turn puts them."""

import numpy as np
from numpy.testing import assert_allclose

from engine.figures.shared_spaces import occurrences, turned


def test_each_word_is_counted_once_however_often_it_is_found() -> None:
    plain, fair = np.array([0, 0, 1, 4, 9, 260]), np.array([2, 3, 4, 5, 9, 19])
    figure = occurrences(plain, fair)
    assert list(figure.data[0].x)[:4] == ["0", "1", "2", "3 to 4"] and figure.data[0].x[-1] == "200 to 260"
    assert list(figure.data[0].y) == [2, 1, 0, 1, 1, 0, 0, 0, 0, 1]
    assert sum(figure.data[1].y) == 6


def test_points_are_drawn_as_they_are_given() -> None:
    points = np.array([[1.0, 0.0], [0.0, 2.0]])
    figure = turned(points, -points, -points)
    assert_allclose(figure.data[1].x, [1, 0])
    assert_allclose(figure.data[2].y, [0, -2])
    assert_allclose(figure.data[3].y, [0, -2])
