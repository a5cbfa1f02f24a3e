"""Figures of the lessons: what they are given is what they draw."""

import numpy as np
import pytest

from engine.figures.lessons import bars, cells, network, pictures, plane, polynomials, projections


def test_bars_and_their_words() -> None:
    chart = bars.bars(["a", "<b>"], {"x": np.array([1.0, 2.5]), "y": np.array([0.0, -1.0])}, "n", ".1f")
    assert [tuple(one.text) for one in chart.data] == [("1.0", "2.5"), ("0.0", "-1.0")]
    assert chart.layout.xaxis.ticktext == ("a", "&lt;b&gt;") and chart.layout.showlegend
    assert bars.told(["a", "b"], [1, 2.5], ".1f") == "a 1.0, b 2.5"


def test_signed_cells_are_as_strong_either_way() -> None:
    chart = cells.signed(np.array([[-2.0, 1.0]]), ["r"], ["1", "2"])
    assert (chart.data[0].zmin, chart.data[0].zmax) == (-2, 2) and [*chart.data[0].text[0]] == ["-2.00", "1.00"]
    assert cells.signed(np.zeros((1, 1)), ["r"], ["1"]).data[0].zmax == 1
    assert cells.told(np.array([[-2.0, 1.0]]), ["r"], "g") == "r: -2, 1"


def test_named_points() -> None:
    places = np.array([[1.0, 2.0], [3.0, 4.0]])
    chart = plane.named({"k": (places, ["a", "b"])})
    assert tuple(chart.data[0].x) == (1, 3) and chart.data[0].text == ("a", "b")
    assert plane.told(places, ["a", "b"]) == "a (1.00, 2.00), b (3.00, 4.00)"


def test_a_line_and_what_falls_on_it() -> None:
    points = np.array([[3.0, 4.0], [-3.0, 1.0]])
    _, _, feet, shown = projections.line(points, np.array([1.0, 0.0])).data
    assert tuple(feet.x) == (3, -3) and tuple(feet.y) == (0, 0) and tuple(shown.y) == (4, 1)


def test_arrows_of_nothing_are_left_out() -> None:
    assert len(projections.arrows(np.array([1.0, 0]), np.array([0, 1.0]), np.zeros(2)).layout.annotations) == 2


def test_curves_and_a_mark() -> None:
    chart = projections.curves([0, 1], {"a": np.array([2.0, 3.0])}, ("x", "y"), 1)
    assert tuple(chart.data[0].y) == (2, 3) and chart.layout.shapes[0].x0 == 1
    assert not projections.curves([0, 1], {"a": np.array([2.0, 3.0])}, ("x", "y")).layout.shapes


@pytest.mark.parametrize("degrees", [0, 35, 90, 300])
def test_the_plane_holds_what_comes_out(degrees: float) -> None:
    points = np.array([[1.0, 2, 3], [-1, 0, 1]])
    axes = np.array([[1.0, 0, 0], [0, 1, 0]])
    sheet, ways, cloud = projections.plane(points, points * (1, 1, 0), axes, degrees).data
    seen = np.array([ways.x, ways.y]).T.reshape(2, 3, 2)
    np.testing.assert_allclose(seen[:, 0], np.array([cloud.x, cloud.y]).T)
    up = np.cos(np.radians(projections.ABOVE))
    np.testing.assert_allclose(seen[:, 0] - seen[:, 1], [[0, 3 * up], [0, up]], atol=1e-12)  # upright stays upright
    assert len(sheet.x) == 5 and (sheet.x[0], sheet.y[0]) == (sheet.x[-1], sheet.y[-1])


def test_the_view_keeps_lengths_across_and_up() -> None:
    for degrees in (0, 35, 200):
        np.testing.assert_allclose(projections._view(degrees) @ projections._view(degrees).T, np.eye(2), atol=1e-12)


def test_a_network_shows_its_numbers() -> None:
    values = [np.array([1.0, 2.0]), np.array([-0.5]), np.array([3.0, 4.0])]
    chart = network.layers(values, [np.array([[1.5, -2.0]]), np.array([[1.0], [0.25]])], "xhy")
    lines, marks, units = chart.data[:-2], chart.data[-2], chart.data[-1]
    assert len(lines) == 4 and tuple(marks.text) == ("1.5", "−2", "1", "0.25")
    assert tuple(units.text) == ("x₁<br>1.00", "x₂<br>2.00", "h₁<br>−0.50", "y₁<br>3.00", "y₂<br>4.00")


def test_a_way_down() -> None:
    path = np.array([[4.0, 2.0], [3.0, 0.0]])
    ground, steps = network.way_down(path, 10, (5, 3)).data
    assert tuple(steps.x) == (4, 3) and ground.z.shape == (81, 81)


def test_pictures_stand_side_by_side_with_gaps() -> None:
    one, other = np.zeros((2, 3)), np.ones((2, 3))
    (drawn,) = pictures.strip(np.stack([one, other]), ["a", "<b>"]).data
    np.testing.assert_array_equal(drawn.z, np.hstack([one, np.full((2, 1), np.nan), other]))
    assert (drawn.zmin, drawn.zmax) == (0, 1)
    chart = pictures.strip(np.stack([-2 * other, other]), ["a", "<b>"], signed=True)
    assert (chart.data[0].zmin, chart.data[0].zmax) == (-2, 2)
    assert tuple(chart.layout.xaxis.tickvals) == (1, 5) and chart.layout.xaxis.ticktext == ("a", "&lt;b&gt;")


def test_the_circle_of_a_triplet_is_where_its_loss_ends() -> None:
    path = np.array([[[0.0, 0], [3, 0], [1, 1]], [[0.5, 0], [2, 0], [1, 2]]])
    chart = pictures.triplet(path, 1.75)
    (circle,) = chart.layout.shapes
    assert (circle.x0, circle.x1) == (0.5 - 2, 0.5 + 2)  # 1.5^2 + 1.75 = 2^2
    ways = {one.name: (tuple(one.x), tuple(one.y)) for one in chart.data if one.name}
    assert ways["positive"] == ((3, 2), (0, 0)) and ways["negative"] == ((1, 1), (1, 2))


def test_a_fitted_curve_that_swings_is_cut() -> None:
    grid = np.array([0.0, 1.0])
    truth, curve, points = polynomials.fit(np.array([0.5]), np.array([2.0]), grid, grid, 100 * grid).data
    assert tuple(curve.y) == (0, 100) and tuple(points.y) == (2,) and tuple(truth.y) == (0, 1)
    chart = polynomials.fit(np.array([0.5]), np.array([2.0]), grid, grid, 100 * grid)
    assert tuple(chart.layout.yaxis.range) == (-3.2, 3.2)


def test_many_groups_of_bars_have_upright_numbers_and_names_in_lines() -> None:
    few = bars.bars(["one two", "b"], {"x": np.ones(2), "y": np.ones(2)})
    assert few.data[0].textangle == 0 and few.layout.xaxis.ticktext == ("one two", "b")
    many = bars.bars(["one two"] * 11, {"x": np.ones(11), "y": np.ones(11)})
    assert tuple(many.layout.yaxis.range) == (0, bars.ROOM)
    assert many.data[0].textangle == -90 and many.layout.xaxis.ticktext == ("one<br>two",) * 11


def test_the_numbers_of_a_network_keep_off_its_lines() -> None:
    weights = [np.arange(6.0).reshape(3, 2), np.arange(6.0).reshape(2, 3)]
    chart = network.layers([np.zeros(2), np.zeros(3), np.zeros(2)], weights, "xhy")
    *lines, marks, _ = chart.data
    for own, (x, y) in enumerate(zip(marks.x, marks.y, strict=True)):
        for other, line in enumerate(lines):
            if other != own and line.x[0] <= x <= line.x[1]:
                there = line.y[0] + (x - line.x[0]) * (line.y[1] - line.y[0])
                assert abs(there - (y + network.ABOVE)) > 0.9 * network.ABOVE


def test_the_name_of_a_projection_is_across_its_line() -> None:
    drawn = projections.arrows(np.array([3.0, 4]), np.array([5.0, 1]), np.array([3.65, 0.73]))
    assert drawn.data[1].textposition[-1] == "bottom right"
    drawn = projections.arrows(np.array([3.0, -4]), np.array([5.0, 1]), np.array([2.1, 0.4]))
    assert drawn.data[1].textposition[-1] == "top left"


def test_empty_cells_show_no_line() -> None:
    assert cells.told(np.array([[np.nan, 1.0]]), ["r"]) == "r: none, 1.00"
    axes = cells.signed(np.array([[np.nan, 1.0]]), ["r"], ["a", "b"]).layout
    assert not any((axes.yaxis.zeroline, axes.yaxis.showgrid, axes.xaxis.zeroline, axes.xaxis.showgrid))


def test_names_of_columns_are_level_where_they_have_room() -> None:
    short, long = ["a", "bc"], ["a long name", "another", "a third one"]
    assert cells.signed(np.zeros((1, 2)), ["r"], short).layout.xaxis.tickangle == 0
    assert cells.signed(np.zeros((1, 3)), ["r"], long).layout.xaxis.tickangle == -45
