"""Charts of trainings beside each other: a line for each part, chance, and the place where features fit exactly."""

import numpy as np

from engine.evaluation.images.double_descent import Descent
from engine.figures.learning import by_epoch, descent, forgotten_shifts

OLD = {"train_accuracy": [0.5, 0.9], "test_accuracy": [0.4, 0.8]}
NEW = OLD | {"train_accuracy_after": [0.6, 1.0]}


def test_accuracy_of_both_parts() -> None:
    chart = by_epoch({"": NEW}, 0.1)
    assert {line.name: tuple(line.y) for line in chart.data} == {"test": (0.4, 0.8), "training": (0.6, 1.0)}
    assert chart.layout.shapes[0].y0 == 0.1
    assert tuple(by_epoch({"": OLD}).data[1].y) == (0.5, 0.9) and not by_epoch({"": OLD}).layout.shapes
    two = by_epoch({"a": NEW, "<b>": OLD}).data
    assert [line.name for line in two] == ["a, test", "a, training", "&lt;b&gt;, test", "&lt;b&gt;, training"]
    assert [line.showlegend for line in two] == [True, False, True, False]
    assert two[0].line.color == two[1].line.color != two[2].line.color


def test_double_descent() -> None:
    wrong = np.arange(12.0).reshape(3, 2, 2) / 12
    chart = descent(Descent(np.array([5, 10, 20]), wrong, wrong, 10))
    np.testing.assert_allclose(chart.data[1].y, wrong[:, 1].mean(axis=1))
    assert chart.layout.shapes[0].x0 == 10 and chart.data[1].name == "test"


def test_shifts() -> None:
    moved = np.arange(6.0).reshape(3, 2)
    chart = forgotten_shifts(["Image", "A", "B"], moved, (1, 2))
    assert [line.name for line in chart.data] == ["by 1 pixel", "by 2 pixels"]
    np.testing.assert_array_equal(chart.data[1].y, moved[:, 1])
