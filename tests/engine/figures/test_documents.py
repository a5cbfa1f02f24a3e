"""A part of the matrix as colors: one scale for both pictures, names cut and escaped."""

import numpy as np

from engine.figures.documents import LONGEST, weights


def test_weights_are_colored_about_zero() -> None:
    values = np.array([[0.0, 0.5], [-0.2, 1.0]])
    figure = weights(values, ["<b>one</b>", "long." * 10], ["x", "y"], 2.0)
    cells = figure.data[0]
    assert cells.zmin == -2 and cells.zmax == 2 and np.array_equal(cells.z, values)
    assert figure.layout.yaxis.autorange == "reversed"
    assert "<b>" not in figure.layout.yaxis.ticktext[0] and "<b>" not in cells.customdata[0][0]
    assert len(figure.layout.yaxis.ticktext[1]) == LONGEST
