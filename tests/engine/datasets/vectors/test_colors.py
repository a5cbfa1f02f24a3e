"""Named colors against values of the standards."""

import numpy as np

from engine.datasets.vectors.colors import NamedColors, lab


def test_lab_of_known_colors() -> None:
    found = lab(np.array([[1, 1, 1], [0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]], float))
    expected = [[100, 0, 0], [0, 0, 0], [53.24, 80.09, 67.20], [87.74, -86.18, 83.18], [32.30, 79.19, -107.86]]
    np.testing.assert_allclose(found, expected, atol=0.05)


def test_names_are_those_of_css_and_each_carries_its_color() -> None:
    found = NamedColors("rgb").load()
    assert found.n_items == 148
    row = found.labels.index("tomato")
    np.testing.assert_allclose(found.vectors[row], np.array([255, 99, 71]) / 255, rtol=1e-6)
    assert found.metadata["color"][row] == "#FF6347" and found.metadata["family"][row] == "red"
    assert found.metadata["family"][found.labels.index("slategray")] == "blue"
    assert found.metadata["family"][found.labels.index("dimgray")] == "gray"


def test_colors_that_were_looked_up_before_are_the_same() -> None:
    from PIL.ImageColor import getrgb

    getrgb("tomato")
    found = NamedColors("rgb").load()
    assert found.metadata["color"][found.labels.index("tomato")] == "#FF6347"


def test_two_names_of_one_color_are_one_point() -> None:
    found = NamedColors().load()
    for one, other in (("aqua", "cyan"), ("gray", "grey"), ("fuchsia", "magenta")):
        vectors = found.vectors[[found.labels.index(one), found.labels.index(other)]]
        np.testing.assert_array_equal(vectors[0], vectors[1])
