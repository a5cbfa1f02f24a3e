"""A step of a walk, explained: the chances are those of the formula."""

import numpy as np
import pytest

from engine.datasets.graphs.sources import ClassicGraph
from engine.insight.nodes.walk_steps import LISTED, explained_step, last_step
from engine.report import Silent
from tests.engine.datasets.graphs.test_graph import graph_of

KARATE = ClassicGraph("karate").load(Silent())


def test_the_chances_of_a_step_by_hand() -> None:
    """Path 0-1-2-3 with chord 0-2, weights 1 but 2-3 with 3: from 2, having come from 1."""
    graph = graph_of([(0, 1), (1, 2), (2, 3), (0, 2), (3, 4)], [1, 1, 3, 1, 1])
    row = graph.index
    told = explained_step(graph, [row["n1"], row["n2"]], p=4, q=0.5)
    assert list(told.table["To"]) == ["n3", "n0", "n1"]
    assert list(told.table["Factor"]) == ["away: 1/q", "near: 1", "back: 1/p"]
    assert told.table["Probability"] == pytest.approx([6 / 7.25, 1 / 7.25, 0.25 / 7.25])
    assert r"\frac{2\cdot 3}{7.25} = 0.828" in told.formulas[0]
    assert "having come from n1" in told.caption


def test_the_first_step_has_no_factors_and_a_dead_end_no_step() -> None:
    told = explained_step(KARATE, [0], 0.1, 10)
    assert len(told.table["To"]) == LISTED and set(told.table["α"]) == {1.0}
    assert last_step(KARATE, [0], 0.1, 10).probabilities == pytest.approx(np.full(17, 1 / 17))
    line = graph_of([(0, 1), (1, 2), (2, 3), (3, 4)], directed=True)
    assert "No edge leaves this node" in explained_step(line, [line.index["n4"]], 1, 1).caption
