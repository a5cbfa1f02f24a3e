"""Neighbors of a group, counted by hand."""

import numpy as np

from engine.datasets.graphs.graph import Graph
from engine.insight.nodes.group_neighbors import neighbor_counts


def test_each_edge_from_the_group_counts_for_the_node_at_its_end() -> None:
    graph = Graph.from_edges([("a", "b"), ("a", "c"), ("b", "c"), ("c", "d"), ("d", "e")])
    rows = {name: graph.index[name] for name in "abcde"}
    found = neighbor_counts(graph, np.array([rows["a"], rows["b"]]))
    assert {name: int(found[rows[name]]) for name in "abcde"} == {"a": 1, "b": 1, "c": 2, "d": 0, "e": 0}
