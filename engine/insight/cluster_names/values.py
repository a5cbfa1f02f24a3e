"""Names of any items: the values of their columns that a cluster holds more often than the others."""

from collections.abc import Sequence

from engine.insight.cluster_names.parts import ClusterName, Clusters, class_columns, naming


def names(clusters: Clusters, without: Sequence[str] = ()) -> list[ClusterName | None]:
    """From the columns of texts, all but those `without`; None for clusters that nothing is special about."""
    found = [clusters.over_represented(column) for _, column in class_columns(clusters.embedding, without)]
    told: list[ClusterName | None] = []
    for row in range(clusters.n_clusters):
        best = sorted((value for column in found for value in naming(column[row])[:1]), key=lambda v: -v.telling)[:2]
        text = ", ".join(dict.fromkeys(value.text for value in best))
        told.append(ClusterName(text, "; ".join(value.told for value in best)) if best else None)
    return told


def central(clusters: Clusters, row: int) -> ClusterName:
    """By the items nearest to a cluster's middle."""
    return ClusterName(clusters.central(row), "its most central items")
