"""Names of clusters of nodes: attributes that are over-represented, else the nodes with the most edges."""

from engine.insight.cluster_names import values
from engine.insight.cluster_names.parts import ClusterName, Clusters

FOUND_BY_US = ("component", "community")
"""Columns that were computed from the graph: numbers that say nothing as a name."""


def names(clusters: Clusters) -> list[ClusterName]:
    """From the attributes of the nodes and their degrees."""
    degrees = clusters.embedding.metadata.get("degree")
    found = []
    for row, name in enumerate(values.names(clusters, FOUND_BY_US)):
        if name is None and degrees is not None:
            name = ClusterName(f"around {clusters.central(row, degrees, 2)}", "its nodes with the most edges")
        found.append(name or values.central(clusters, row))
    return found
