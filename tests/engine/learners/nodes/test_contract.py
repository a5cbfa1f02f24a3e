"""What pages ask of learners of nodes: windows, second vectors under one name, and explanations of their own."""

import numpy as np
import pytest

from engine.datasets.graphs.sources import ClassicGraph
from engine.learners import LEARNERS
from engine.learners.nodes.contract import NodeLearner
from engine.learners.nodes.netmf import NetMF
from engine.learners.nodes.node2vec import Node2Vec
from engine.report import Silent
from tests.examples import quick

KARATE = ClassicGraph("karate").load(Silent())
OF_GRAPHS = {name: cls for name, cls in LEARNERS.items() if cls.takes == "graph" and cls.embeds == "node"}


@pytest.mark.parametrize("cls", OF_GRAPHS.values(), ids=OF_GRAPHS)
def test_second_vectors_are_called_context_and_explanations_name_the_nodes(cls: type[NodeLearner]) -> None:
    learner = quick(cls)
    assert isinstance(learner, NodeLearner)
    fit = learner.fit(KARATE)
    assert ("context" in fit.embeddings) == bool(learner.context) and len(fit.embeddings) <= 2
    told = learner.explain(fit, KARATE, dict.fromkeys(learner.explained, 5) | {"node": 0})
    assert told and all(piece.title and (piece.formulas or piece.caption) for piece in told)
    assert any("i = " in piece.caption and KARATE.nodes[0] in piece.caption for piece in told)
    assert all(len({len(values) for values in piece.table.values()}) <= 1 for piece in told)
    assert [each.severity for each in learner.advice(KARATE)] == ["info"]


def test_windows_negatives_and_bias_are_those_of_the_method() -> None:
    assert (NetMF(window=20, negative=3).context_window(), NetMF(window=20, negative=3).negatives()) == (20, 3)
    biased = Node2Vec(window=7, negative=4, p=0.5, q=2)
    assert (biased.context_window(), biased.negatives(), biased.bias()) == (7, 4, (0.5, 2.0))
    assert LEARNERS["prone"]().context_window() == 10  # type: ignore[attr-defined]
    cell = biased.walk_cell(quick(Node2Vec).fit(KARATE), KARATE, 0, 1)
    assert "T = 7, b = 4" in cell.caption


def test_the_cell_that_stands_for_vectors_of_netmf_is_near_their_inner_product() -> None:
    learner = NetMF(n_components=34, window=3)
    fit = learner.fit(KARATE)
    (told,) = learner.explain(fit, KARATE, {"node": 0, "other": 1})
    product = float(fit.main.vectors[0] @ fit.main.vectors[1])
    assert f"{product:.4f}" in told.caption
    assert np.isfinite(product)
