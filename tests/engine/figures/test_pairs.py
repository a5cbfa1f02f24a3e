"""Figures of pairs: eigenvalues in three colors, pairs beside the line of equals, hostile names inert."""

import numpy as np

from engine.figures import pairs
from engine.figures.colors import ACCENT, BASELINE, OTHER


def test_eigenvalues_have_the_color_of_their_part() -> None:
    drawn = pairs.eigenvalues(np.array([5.0, 2, 1, -3]), np.array([1, 2, 3, 9]), 2)
    assert {bar.name: (bar.marker.color, bar.x.tolist(), bar.y.tolist()) for bar in drawn.data} == {
        "taken": (ACCENT, [1, 2], [5, 2]),
        "left out": (OTHER, [3], [1]),
        "negative": (BASELINE, [9], [-3]),
    }
    assert len(pairs.eigenvalues(np.array([5.0, 2]), np.array([1, 2]), 2).data) == 1


def test_pairs_are_drawn_as_given_and_names_are_inert() -> None:
    drawn = pairs.given_and_made(np.array([1.0, 4]), np.array([2.0, -3]), ["<b>a · b", "c · d"], "given", "made")
    points, line = drawn.data
    assert (points.x.tolist(), points.y.tolist()) == ([1, 4], [2, -3]) and "<b>" not in points.text[0]
    assert line.x == line.y == (-3, 4)
