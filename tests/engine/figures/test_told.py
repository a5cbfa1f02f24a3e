"""Charts in words: every number where there are few, the ends and the range of many."""

import numpy as np
import plotly.graph_objects as go

from engine.figures.learning import by_rank
from engine.figures.matrices import matrix
from engine.figures.told import LONGEST, told


def test_few_points_are_said_one_by_one() -> None:
    drawn = go.Figure(
        [go.Scatter(x=[1, 2], y=[0.5, 0.25], name="loss &amp; more"), go.Bar(x=["a", "b"], y=[3, 4.0])],
        layout={"xaxis": {"title": "step"}, "yaxis": {"title": "value"}},
    )
    assert told(drawn) == "value by step. loss & more: 1 0.5, 2 0.25; a 3, b 4."


def test_many_points_are_told_by_ends_and_range() -> None:
    x = np.arange(100)
    assert told(go.Figure(go.Scattergl(x=x, y=(x - 30.0) ** 2))) == (
        "100 points from 0 900 to 99 4761, least 0, most 4761."
    )


def test_tables_small_and_large() -> None:
    small = told(matrix(np.array([[1.0, 2.0], [3.0, 4.5]]), ["r1", "r2"], ["c1", "c2"], ".1f"))
    assert all(part in small for part in ("r1 c1 1", "r1 c2 2", "r2 c1 3", "r2 c2 4.5"))
    names = [str(at) for at in range(9)]
    assert "9 rows, 9 columns, least -3, most 77" in told(
        matrix(np.arange(81.0).reshape(9, 9) - 3, names, names, ".0f")
    )


def test_a_figure_of_the_app_and_one_that_is_too_long() -> None:
    said = told(by_rank(np.array([1, 2]), {"nearest image": np.array([0.4, 0.8])}, 0.1))
    assert "nearest image: 1 40, 2 80" in said or "nearest image: 1 0.4, 2 0.8" in said
    long = go.Figure([go.Bar(x=["name " * 20] * 12, y=list(range(12)), name=str(at)) for at in range(9)])
    assert len(told(long)) <= LONGEST and told(long).endswith("…")
    assert told(go.Figure()) == "."
