"""Curves and maps of drift: bins of equal size, the line of chance, and the same colors on both maps."""

import numpy as np
from numpy.testing import assert_allclose

from engine.figures.drift import binned, by_column, two_maps


def test_bins_are_of_about_equal_size_and_keep_equal_numbers_together() -> None:
    column = np.arange(240.0)
    middle, mean, error = binned(column, column / 240)
    assert len(middle) == 12 and (np.diff(middle) > 0).all()
    assert_allclose(mean, middle / 240)
    assert_allclose(error, (np.arange(20) / 240).std() / np.sqrt(20))
    middle, mean, _ = binned(np.repeat([1.0, 7.0], 100), np.repeat([0.25, 0.75], 100))
    assert middle.tolist() == [1, 7] and mean.tolist() == [0.25, 0.75]


def test_what_is_unknown_is_left_out() -> None:
    middle, mean, _ = binned(np.array([1.0, np.nan, 3.0] * 10), np.array([0.5, 0.9, np.nan] * 10))
    assert middle.tolist() == [1.0] and mean.tolist() == [0.5]
    assert all(not len(found) for found in binned(np.array([np.nan]), np.array([1.0])))


def test_the_curve_has_chance_beside_it_and_the_axis_of_counts_is_logarithmic() -> None:
    values = np.linspace(0, 1, 100)
    drawn = by_column("count", np.arange(1, 101.0), {"A and B": values, "two seeds of <b>": values / 2}, 0.98)
    assert drawn.layout.xaxis.type == "log" and drawn.layout.shapes[0].y0 == 0.98
    assert [trace.name for trace in drawn.data] == ["A and B", "two seeds of &lt;b&gt;"]
    assert by_column("year", np.arange(1990, 2020.0), {"A": np.ones(30)}, 0.1).layout.xaxis.type == "linear"


def test_both_maps_have_their_places_and_the_colors_of_drift() -> None:
    places = np.array([[0.0, 0], [1, 1], [2, 0]])
    drawn = two_maps((places, places + 5), ["a", "<i>", "c"], np.array([0, 0.5, np.nan]), ["A: one", "B: two"], "said")
    assert_allclose(drawn.data[1].x, [5, 6, 7])
    assert list(drawn.data[0].marker.color) == [0, 0.5, 0] and drawn.data[0].marker.opacity[2] < 1
    assert drawn.data[0].text[1] == "&lt;i&gt;" and drawn.layout.annotations[1].text == "B: two"


def test_maps_in_space_turn_each_in_a_scene_of_its_own_and_show_what_is_known() -> None:
    places = np.arange(9.0).reshape(3, 3)
    drawn = two_maps((places, places + 5), ["a", "b", "c"], np.array([0, np.nan, 1]), ["A", "B"], "said")
    assert [trace.scene for trace in drawn.data] == ["scene", "scene2"]
    assert_allclose(drawn.data[1].z, [7, 13])
    assert list(drawn.data[0].text) == ["a", "c"] and list(drawn.data[0].marker.color) == [0, 1]
