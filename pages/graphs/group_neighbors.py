"""What distinguishes a group of nodes: whom they are joined to."""

import numpy as np

from engine.insight.groups import over_represented
from engine.insight.nodes.group_neighbors import neighbor_counts
from pages.graphs.graph_data import graph_of
from pages.parts.explore import groups
from pages.parts.explore.view import View


def show(view: View, rows: np.ndarray, beside: np.ndarray) -> None:
    """Nodes to which more of the group's edges lead than of the others'."""
    graph, labels = graph_of(view), view.embedding.labels
    inside, others = (neighbor_counts(graph, groups.among(graph.index, labels, part)) for part in (rows, beside))
    groups.table(
        over_represented(inside, others, graph.nodes, "neighbor"), "Neighbors, by their share of the group's edges."
    )
