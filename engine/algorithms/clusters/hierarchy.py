"""Clusters out of a spanning tree: the dendrogram, and at each smallest size the dense regions that split no more.

Edges of equal length are cut together (Campello, Moulavi and Sander, 2013), so that the clusters do not depend on which
of several spanning trees was found.
"""

from typing import NamedTuple

import numpy as np

from engine.algorithms.clusters.spanning_tree import SpanningTree


class Dendrogram(NamedTuple):
    """The merges of a spanning tree, shortest edge first; node n + i is merge i.

    children: int64 (n - 1, 2); heights: float64 (n - 1,); order: int64 (n,) items so that each node's stand together,
    from starts to stops, int64 (2 n - 1,).
    """

    children: np.ndarray
    heights: np.ndarray
    order: np.ndarray
    starts: np.ndarray
    stops: np.ndarray


def dendrogram(tree: SpanningTree) -> Dendrogram:
    """The merges along the tree's edges."""
    from engine.algorithms.clusters.hierarchy_kernels import arrange, merges

    children = merges(tree.ends)
    return Dendrogram(children, tree.lengths, *arrange(children))


def leaf_clusters(merged: Dendrogram, min_size: int) -> np.ndarray:
    """The cluster of each item, int32 (n,), -1 for none; clusters are numbered along the dendrogram.

    A cluster is a side of a split into sides of at least `min_size` items each that does not split so again: what
    HDBSCAN* calls the leaves of the condensed tree. Without any split there is none. Those of a smaller `min_size` lie
    within those of a larger one, or outside of them all.
    """
    from engine.algorithms.clusters.hierarchy_kernels import leaves

    labels = np.full(len(merged.order), -1, dtype=np.int32)
    tops = leaves(merged.children, merged.heights, merged.stops - merged.starts, max(2, min_size))
    for label, node in enumerate(sorted(tops.tolist(), key=lambda node: int(merged.starts[node]))):
        labels[merged.order[merged.starts[node] : merged.stops[node]]] = label
    return labels


def filled(tree: SpanningTree, labels: np.ndarray) -> np.ndarray:
    """Labels (n,) with the clusters grown to the items without one: each is given the one that it is joined to first
    along the tree. -1 for all stays so.
    """
    from engine.algorithms.clusters.hierarchy_kernels import grow

    return grow(tree.ends, labels)
