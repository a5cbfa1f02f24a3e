"""Louvain's communities against planted ones, networkx, and graphs on which greedy moves drift without end."""

import networkx as nx
import numpy as np
import pytest

from engine.algorithms.communities import louvain
from engine.datasets.graphs.graph import Graph
from engine.datasets.graphs.sources import ClassicGraph, GeneratedGraph
from engine.report import Silent
from tests.engine.datasets.graphs.test_graph import graph_of


def network(graph: Graph) -> nx.Graph:
    peer = nx.Graph()
    peer.add_nodes_from(range(graph.n_nodes))
    peer.add_weighted_edges_from(zip(*(part.tolist() for part in graph.edges()), strict=True))
    return peer


def modularity(graph: Graph, codes: np.ndarray) -> float:
    sets = [set(np.flatnonzero(codes == code).tolist()) for code in range(codes.max() + 1)]
    return float(nx.community.modularity(network(graph), sets))


@pytest.mark.parametrize("name", ["karate", "lesmis", "davis", "florentine"])
def test_modularity_is_that_of_networkx(name: str) -> None:
    graph = ClassicGraph(name).load(Silent())
    peer = max(
        nx.community.modularity(network(graph), nx.community.louvain_communities(network(graph), seed=seed))
        for seed in range(5)
    )
    assert max(modularity(graph, louvain(graph.csr, seed)) for seed in range(5)) == pytest.approx(peer, abs=0.012)


def test_planted_groups_are_found_the_largest_first() -> None:
    graph = GeneratedGraph("blocks", n_nodes=200, n_blocks=4, inside=0.4, between=0.01).load(Silent())
    groups = np.unique(graph.attributes["group"], return_inverse=True)[1]
    codes = louvain(graph.csr)
    assert len({(int(a), int(b)) for a, b in zip(groups, codes, strict=True)}) == 4
    assert (np.diff(np.bincount(codes)) <= 0).all()


def test_parts_are_never_joined() -> None:
    graph = graph_of(
        [*((a, b) for a in range(5) for b in range(a)), *((a, b) for a in range(5, 9) for b in range(5, a))]
    )
    codes = louvain(graph.csr)
    assert len(set(zip(codes.tolist(), graph.parts.tolist(), strict=True))) == codes.max() + 1 == 2


@pytest.mark.parametrize("shape", ["ring", "grid"])
def test_long_rings_and_grids_come_to_an_end(shape: str) -> None:
    graph = GeneratedGraph(shape, n_nodes=4_900).load(Silent())
    assert modularity(graph, louvain(graph.csr)) > 0.87  # moves without a limit would drift for minutes here
