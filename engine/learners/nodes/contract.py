"""What is known of a node besides its vector: its degree, its part, its community, and what the user said of it."""

import numpy as np

from engine.algorithms.louvain import louvain
from engine.datasets.graphs.graph import Graph

COMMUNITY_EDGES = 20_000
"""Louvain's method takes a second for so many edges."""
MOST_PARTS = 50


def node_metadata(graph: Graph) -> dict[str, np.ndarray]:
    """Columns for the embedding of a graph; the labels come last, because a map is colored by the last column."""
    columns: dict[str, np.ndarray] = {"degree": graph.degrees}
    if 1 < graph.n_parts <= MOST_PARTS:
        columns["component"] = np.array([str(part + 1) for part in graph.parts])
    if len(graph.sides):
        columns["side"] = np.array(graph.side_names)[graph.sides]
    if graph.n_edges <= COMMUNITY_EDGES:
        columns["community"] = np.array([str(code + 1) for code in louvain(graph)])
    columns |= {name: np.array(values) for name, values in graph.attributes.items() if name != graph.label_column}
    if graph.label_column:
        columns[graph.label_column] = np.array(graph.attributes[graph.label_column])
    return columns
