"""The equation of waves holds at every node, and the band filter is the one that ProNE applies."""

import numpy as np
import pytest

from engine.datasets.graphs.sources import ClassicGraph
from engine.insight.nodes.waves import explained_band, neighbor_means, response
from engine.learners.nodes.laplacian import LaplacianEigenmaps
from engine.learners.nodes.prone import ProNE, band_filter
from engine.report import Silent
from tests.engine.datasets.graphs.test_graph import graph_of

LESMIS = ClassicGraph("lesmis").load(Silent())
PARTS = graph_of([(0, 1), (1, 2), (2, 3), (3, 0), (0, 2), (4, 5), (5, 6), (6, 4), (7, 8), (8, 9), (9, 7)])


@pytest.mark.parametrize("graph", [LESMIS, PARTS], ids=["one part", "three parts"])
def test_neighbors_lie_at_one_minus_lambda_of_a_node(graph) -> None:  # type: ignore[no-untyped-def]
    learner = LaplacianEigenmaps(n_components=6)
    fit = learner.fit(graph)
    for node in (0, 3, graph.n_nodes - 1):
        (told,) = learner.explain(fit, graph, {"node": node})
        np.testing.assert_allclose(told.table["(1 - λ) y"], told.table["Mean of its neighbors"], atol=2e-6)
        assert told.table["y of the node"] == pytest.approx(fit.main.vectors[node][:8].tolist())


def test_means_of_neighbors_are_weighted() -> None:
    vectors = np.random.default_rng(0).normal(size=(77, 3))
    near = LESMIS.neighbors(4)
    weights = LESMIS.weights[LESMIS.offsets[4] : LESMIS.offsets[5]]
    expected = np.average(vectors[near], axis=0, weights=weights)
    np.testing.assert_allclose(neighbor_means(LESMIS, 4, vectors), expected)


def test_the_response_is_that_of_the_filter() -> None:
    """A wave of the Laplacian that the filter works with comes out as that wave times 1 + response."""
    weights = np.zeros((77, 77))
    weights[LESMIS.sources, LESMIS.targets] = LESMIS.weights
    degree = weights.sum(axis=1) + 1
    laplacian = np.eye(77) - (weights + np.eye(77)) / degree[:, None]
    values, waves = np.linalg.eig(laplacian)
    for place in (3, 20, 50):
        wave = np.real(waves[:, [place]]).astype(np.float32)
        found = band_filter(LESMIS.csr, wave, 14, 0.3, 0.7)
        expected = wave * (1 + response(np.real(values[place]), 0.3, 0.7))
        np.testing.assert_allclose(found, expected, atol=1e-4)
    assert explained_band(0.3, 0.7).table["Left: g(λ) - 1"] == pytest.approx(
        [response(each, 0.3, 0.7) for each in explained_band(0.3, 0.7).table["Eigenvalue λ"]]
    )
    learner = ProNE(n_components=4)
    told = learner.explain(learner.fit(LESMIS), LESMIS, {"node": 0, "other": int(LESMIS.neighbors(0)[0])})
    assert [each.title for each in told] == ["The cell that ProNE factorizes", "The spectral filter"]
