"""Why nodes are close: paths of networkx, meetings by hand, and no "because" without evidence."""

from itertools import pairwise

import networkx as nx
import numpy as np
import pytest

from engine.datasets.graphs.graph import Graph
from engine.datasets.graphs.sources import ClassicGraph
from engine.insight.nodes.closeness import closeness, near_in, shortest_path
from engine.report import Silent
from tests.engine.datasets.graphs.test_graph import graph_of

KARATE = ClassicGraph("karate").load(Silent())
LESMIS = ClassicGraph("lesmis").load(Silent())


def test_shortest_paths_are_networkx() -> None:
    peer = nx.Graph(list(zip(LESMIS.sources.tolist(), LESMIS.targets.tolist(), strict=True)))
    for target in range(1, 77, 5):
        path = shortest_path(LESMIS.csr, 60, target)
        assert len(path) == len(nx.shortest_path(peer, 60, target))
        assert all(LESMIS.has_edge(a, b) for a, b in pairwise(path))


def test_closeness_counts_common_neighbors_and_meetings() -> None:
    found = closeness(KARATE, KARATE, KARATE.index["Mr. Hi"], KARATE.index["2"], window=1)
    assert len(found.common) == 7 and len(found.path) == 2
    assert found.met == pytest.approx(1 / 16, abs=0.02)
    parts = graph_of([(0, 1), (1, 2), (3, 4), (4, 5)])
    apart = closeness(parts, parts, parts.index["n0"], parts.index["n5"], window=5)
    assert apart.path == [] and apart.met == 0 and not len(apart.common)


def test_nearness_in_graph_and_embedding() -> None:
    graph = graph_of([(0, 1), (0, 2), (1, 2), (2, 3), (3, 4)])
    row = graph.index
    codes = near_in(graph, row["n0"], np.array([row["n1"], row["n4"]]), 5)
    assert [int(codes[row[name]]) for name in ("n0", "n1", "n2", "n3", "n4")] == [-1, 0, 1, 3, 2]


def sentence(graph: Graph, first: str, second: str, window: int) -> str:
    return closeness(graph, graph.undirected(), graph.index[first], graph.index[second], window).sentence


def test_because_needs_an_edge_a_common_neighbor_or_walks_that_meet() -> None:
    path = graph_of([(row, row + 1) for row in range(11)])
    assert sentence(path, "n0", "n1", 1) == (
        "because an edge joins them, and walks from the first meet the second more often than by chance within 1 step"
    )
    assert sentence(path, "n0", "n2", 1) == "because they have 1 common neighbor"
    assert sentence(path, "n0", "n3", 9).startswith("because walks from the first meet the second more often")
    far = sentence(path, "n0", "n9", 2)
    assert "because" not in far and "the graph does not show why" in far and "9 steps apart" in far
    parts = graph_of([(0, 1), (1, 2), (3, 4), (4, 5)])
    assert "because" not in sentence(parts, "n0", "n5", 5) and "no path" in sentence(parts, "n0", "n5", 5)


def test_a_node_without_edges_is_compared_too() -> None:
    alone = Graph(("a", "b", "c"), np.array([0, 1, 2, 2]), np.array([1, 0]), np.ones(2))
    for first, second in [("a", "c"), ("c", "a")]:
        found = closeness(alone, alone, alone.index[first], alone.index[second], 4)
        assert found.path == [] and found.met == 0 and not found.joined
    assert near_in(alone, 2, np.array([0]), 3).tolist() == [2, 3, -1]
