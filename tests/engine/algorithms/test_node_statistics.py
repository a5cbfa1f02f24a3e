"""Statistics of nodes beside networkx, and the published answers of Stanford's first CS224W colab."""

import networkx as nx
import numpy as np
import pytest
from numpy.testing import assert_allclose

from engine.algorithms.node_statistics import closeness, clustering, page_rank
from engine.datasets.graphs.graph import Graph
from engine.datasets.graphs.sources import ClassicGraph


@pytest.fixture(scope="module")
def karate() -> Graph:
    return ClassicGraph("karate").load()


def peer(graph: Graph) -> nx.Graph:
    made = nx.Graph()
    made.add_nodes_from(range(graph.n_nodes))
    made.add_edges_from(zip(graph.sources.tolist(), graph.targets.tolist(), strict=True))
    return made


def test_the_answers_of_the_colab(karate: Graph) -> None:
    assert round(2 * karate.n_edges / karate.n_nodes) == 5
    assert round(float(clustering(karate.csr).mean()), 2) == 0.57
    assert round(float(page_rank(karate.csr, 0.8, 1)[karate.index["Mr. Hi"]]), 2) == 0.13
    assert round(float(closeness(karate.csr)[karate.index["6"]]), 2) == 0.38


def test_beside_networkx(karate: Graph) -> None:
    other = peer(karate)
    for own, found in (
        (clustering(karate.csr), nx.clustering(other)),
        (closeness(karate.csr), nx.closeness_centrality(other)),
        (page_rank(karate.csr, 0.85, 200), nx.pagerank(other, 0.85, tol=1e-12)),
    ):
        assert_allclose(own, [found[node] for node in range(karate.n_nodes)], atol=1e-9)


def test_parts_and_nodes_without_a_way_out() -> None:
    graph = Graph.from_edges([("a", "b"), ("b", "c"), ("d", "e"), ("e", "f"), ("f", "d")])
    found = nx.closeness_centrality(peer(graph))
    assert_allclose(closeness(graph.csr), [found[node] for node in range(graph.n_nodes)])
    directed = Graph.from_edges([("a", "b"), ("b", "c"), ("a", "c"), ("d", "c"), ("a", "e")], directed=True)
    made = nx.DiGraph(list(zip(directed.sources.tolist(), directed.targets.tolist(), strict=True)))
    ranks, exact = page_rank(directed.csr, 0.85, 300), nx.pagerank(made, 0.85, tol=1e-13)
    assert_allclose(ranks, [exact[node] for node in range(directed.n_nodes)], atol=1e-9)
    assert ranks.sum() == pytest.approx(1)
    assert_allclose(np.sort(clustering(Graph.from_edges([(0, 1), (1, 2), (2, 3), (3, 4)]).csr)), 0)
