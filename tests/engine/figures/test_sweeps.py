"""Charts of sweeps: what is drawn is what was measured, on an axis that suits the values."""

import numpy as np
import pytest

from engine.figures import sweeps
from engine.insight.best_value import best_value

NAN = np.nan


def drawn(values: list[object], scores: np.ndarray, baseline: float = NAN):  # type: ignore[no-untyped-def]
    best = best_value(scores)
    names = [str(value) for value in values]
    return sweeps.curve(values, names, scores, best.means, best.spreads, "accuracy", "Dimensions", baseline)


def test_every_seed_is_a_point_and_the_line_is_their_mean() -> None:
    chart = drawn([4, 16, 64], np.array([[1.0, 3.0], [NAN, NAN], [5.0, 7.0]]))
    band, points, line = chart.data
    np.testing.assert_array_equal(line.x, [4, 64])  # a failed value is left out
    np.testing.assert_array_equal(line.y, [2, 6])
    np.testing.assert_array_equal(sorted(points.y), [1, 3, 5, 7])
    np.testing.assert_allclose(band.y, [2 + np.sqrt(2), 6 + np.sqrt(2), 6 - np.sqrt(2), 2 - np.sqrt(2)])


@pytest.mark.parametrize(
    ("values", "kind"), [([4, 16, 64], "log"), ([0.5, 0.75, 1.0], None), ([0, 1, 100], None), (["max", "mean"], None)]
)
def test_numbers_of_a_wide_range_stand_on_a_logarithmic_axis(values: list[object], kind: str | None) -> None:
    chart = drawn(values, np.arange(len(values), dtype=float)[:, None])
    assert chart.layout.xaxis.type == kind and len(chart.data) == 1
    assert list(chart.layout.xaxis.ticktext) == [str(value) for value in values]


def test_a_baseline_that_would_flatten_the_curve_is_not_drawn() -> None:
    scores = np.array([[0.8], [0.9]])
    assert len(drawn([1, 2], scores, 0.75).layout.shapes) == 1
    assert not drawn([1, 2], scores, 0.1).layout.shapes and not drawn([1, 2], scores).layout.shapes


def test_held_out_and_training_have_one_color_for_each_value() -> None:
    history = {"step": [1, 2], "loss": [3.0, 2.0], "test_mse": [3.5, 3.0]}
    chart = sweeps.by_step({"4": history, "8": history}, "test_mse", "loss", "epochs", "error")
    assert [trace.line.dash for trace in chart.data] == ["solid", "dot"] * 2
    colors = [trace.line.color for trace in chart.data]
    assert colors[0] == colors[1] != colors[2] == colors[3]
    np.testing.assert_array_equal(chart.data[1].y, [3, 2])
    assert len(sweeps.by_step({"4": history}, "", "loss", "epochs", "loss").data) == 1


def test_budgets_and_seconds_show_their_numbers() -> None:
    lines = {"PCA": [(0.5, 0.7, NAN)], "Net": [(1.0, 0.6, 0.02), (4.0, 0.8, 0.01)]}
    chart = sweeps.by_seconds(lines, (1.0, 4.0), "accuracy", 0.5)
    assert [trace.marker.symbol for trace in chart.data] == ["diamond", "circle"]
    np.testing.assert_array_equal(chart.data[1].x, [1, 4])
    np.testing.assert_array_equal(chart.data[1].error_y.array, [0.02, 0.01])
    assert len(chart.layout.shapes) == 3 and len(sweeps.by_seconds(lines, (1.0, 4.0), "", 0.1).layout.shapes) == 2
    np.testing.assert_array_equal(sweeps.seconds(["a", "b"], np.array([1.0, NAN])).data[0].y, [1, NAN])
