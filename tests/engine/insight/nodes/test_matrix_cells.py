"""Cells of factorized matrices: one row by sparse products, against the whole matrix by dense algebra."""

import numpy as np
import pytest

from engine.algorithms.skipgram.negative_sampling import Settings
from engine.algorithms.walks.netmf_matrix import netmf_matrix
from engine.algorithms.walks.shifted_pmi import noise_shares, shifted_pmi
from engine.datasets.graphs.graph import Graph
from engine.datasets.graphs.sources import ClassicGraph
from engine.insight.nodes.matrix_cells import (
    contexts,
    edge_cell,
    katz_terms,
    netmf_cell,
    netmf_value,
    pmi_cell,
    proximity_cell,
)
from engine.insight.nodes.numbers import tex
from engine.learners.nodes.hope import HOPE
from engine.learners.nodes.prone import NOISE_EXPONENT, edge_information
from engine.report import Silent
from tests.engine.datasets.graphs.test_graph import graph_of

KARATE = ClassicGraph("karate").load(Silent())
LESMIS = ClassicGraph("lesmis").load(Silent())
ARROWS = graph_of([(0, 1), (1, 2), (2, 0), (2, 3), (3, 4)], directed=True)
ALONE = Graph(("a", "b", "c"), np.array([0, 1, 2, 2]), np.array([1, 0]), np.ones(2))
"""Two nodes that an edge joins, and a third without any."""


def settings(window: int = 3, negative: int = 2, ns_exponent: float = 0.75) -> Settings:
    return Settings(8, window, negative, 1, 0.03, 0.0, ns_exponent, 0)


@pytest.mark.parametrize("window", [1, 4, 20])
def test_a_cell_of_netmf_is_that_of_the_whole_matrix(window: int) -> None:
    whole = netmf_matrix(LESMIS.csr, window, 3)
    for node, other in [(0, 5), (40, 2), (76, 75), (7, 7)]:
        assert netmf_value(LESMIS, node, other, window, 3)[0] == pytest.approx(whole[node, other])
    told = netmf_cell(LESMIS, 0, 5, window, 3)
    assert rf"3\cdot {window}" in told.formulas[1] and tex(whole[0, 5]) in told.formulas[1]
    assert f"{np.log(max(whole[0, 5], 1)):.4f}" in told.formulas[2]


def test_no_cell_divides_by_a_degree_of_zero() -> None:
    assert netmf_value(ALONE, 0, 2, 5, 1) == (0.0, 0.0) and netmf_value(ALONE, 2, 0, 5, 1)[0] == 0
    assert "No edge leads to j" in netmf_cell(ALONE, 0, 2, 5, 1).caption
    for node, other in [(0, 2), (2, 0), (2, 2)]:
        told = pmi_cell(ALONE, node, other, settings(), (1.0, 1.0), 10, 0.0)
        assert r"-\infty" in told.formulas[1] and "No walk leads" in told.caption
        assert proximity_cell(ALONE, node, other, 0.3, 0.0).formulas[0].count(" 0,") == 1
        assert edge_cell(ALONE, node, other, 0.75).formulas == ("M_{ij} = 0",)
    np.testing.assert_array_equal(netmf_matrix(ALONE.csr, 3)[2], 0)


@pytest.mark.parametrize(
    ("graph", "bias"),
    [(LESMIS, (1.0, 1.0)), (KARATE, (0.25, 4.0)), (ARROWS, (1.0, 1.0)), (ARROWS, (0.5, 2.0))],
    ids=["endless", "biased", "directed", "directed and biased"],
)
def test_what_inner_products_tend_to_is_the_cell_of_the_matrix(graph: Graph, bias: tuple[float, float]) -> None:
    whole = shifted_pmi(graph.csr, 3, 2, 0.75, *bias, 12, graph.directed)
    for node, other in [(0, 1), (1, 3), (4, 2)]:
        chances, visits = contexts(graph, node, 3, bias, 12)
        noise = visits**0.75 / (visits**0.75).sum()
        with np.errstate(divide="ignore"):
            assert np.log(chances[other] / noise[other] / 2) == pytest.approx(whole[node, other])
        assert chances.sum() == pytest.approx(1)
    told = pmi_cell(graph, 0, 1, settings(), bias, 12, 1.25)
    assert f"= {whole[0, 1]:.4f}" in told.formulas[1] and "1.2500" in told.formulas[2]
    assert f"i = {graph.nodes[0]}, j = {graph.nodes[1]}" in told.caption


def test_a_cell_of_prone_is_that_of_its_matrix() -> None:
    whole = edge_information(LESMIS.csr).toarray()
    a, b = int(LESMIS.sources[9]), int(LESMIS.targets[9])
    assert f"{whole[a, b]:.4f}" in edge_cell(LESMIS, a, b, NOISE_EXPONENT).formulas[1]
    apart = next(row for row in range(1, 77) if not LESMIS.has_edge(0, row))
    assert edge_cell(LESMIS, 0, apart, NOISE_EXPONENT).formulas == ("M_{ij} = 0",)


def test_ways_are_powers_of_the_adjacency_and_their_sum_is_katz() -> None:
    dense = np.zeros((5, 5))
    dense[ARROWS.sources, ARROWS.targets] = ARROWS.weights
    powers = [np.linalg.matrix_power(dense, r)[1, 3] for r in range(1, 6)]
    assert katz_terms(ARROWS, 1, 3, 0.4)[:5] == pytest.approx([0.4 ** (r + 1) * ways for r, ways in enumerate(powers)])
    katz = np.linalg.inv(np.eye(5) - 0.4 * dense) - np.eye(5)
    told = proximity_cell(ARROWS, 1, 3, 0.4, 0.5)
    assert f"= {tex(katz[1, 3])}," in told.formulas[0] and "0.5000" in told.formulas[1]
    assert told.table["Ways (A^r)"][:5] == pytest.approx(powers)
    assert f"= {tex(dense[1, 2])}" in proximity_cell(ARROWS, 1, 2, 0.0, 0.5).formulas[0]
    fit = HOPE(n_components=4).fit(ARROWS)
    assert HOPE(n_components=4).explain(fit, ARROWS, {"node": 1, "other": 3})[0].table


def test_numbers_are_latex() -> None:
    assert tex(1_234) == "1{,}234" and tex(0.05) == "0.05" and tex(-np.inf) == r"-\infty"
    assert tex(4.7663e-5) == r"4.766 \cdot 10^{-5}"


def test_a_node_that_no_walk_visits_is_no_negative() -> None:
    assert noise_shares(np.array([1.0, 3.0, 0.0]), -1.0) == pytest.approx([0.75, 0.25, 0])
    assert np.isfinite(shifted_pmi(ALONE.csr, 2, 1, -0.5)[0, 1])
