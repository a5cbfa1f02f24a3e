"""Dense regions: as scikit-learn's HDBSCAN finds them where no two edges are equally long; what is promised of ties."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from sklearn.cluster import HDBSCAN
from sklearn.metrics import adjusted_rand_score

from engine.algorithms.clusters.hierarchy import Dendrogram, dendrogram, filled, leaf_clusters
from engine.algorithms.clusters.spanning_tree import SpanningTree
from tests.engine.algorithms.clusters.test_spanning_tree import blobs, tree_of


def same_partition(one: np.ndarray, other: np.ndarray) -> bool:
    """Whether two labelings are equal up to the names of clusters, what has none included."""
    return bool(((one < 0) == (other < 0)).all()) and len(set(zip(one, other, strict=True))) == len(set(one)) == len(
        set(other)
    )


@pytest.mark.parametrize("min_size", [2, 5, 12, 40])
@pytest.mark.parametrize("seed", range(4))
def test_they_are_scikit_learns_leaves(seed: int, min_size: int) -> None:
    points = blobs(400, seed)  # with min_samples of 1 lengths are distances, which differ
    peer = HDBSCAN(min_cluster_size=min_size, min_samples=1, cluster_selection_method="leaf", copy=True)
    expected = peer.fit_predict(points.astype(np.float64))
    labels = leaf_clusters(dendrogram(tree_of(points, 1)), min_size)
    assert same_partition(labels, expected)


@pytest.mark.parametrize("seed", range(3))
def test_with_core_distances_whose_ties_scikit_learn_breaks_by_chance_they_are_nearly_so(seed: int) -> None:
    points = blobs(600, seed)
    peer = HDBSCAN(min_cluster_size=25, min_samples=5, cluster_selection_method="leaf", copy=True)
    expected = peer.fit_predict(points.astype(np.float64))
    labels = leaf_clusters(dendrogram(tree_of(points, 5)), 25)
    assert adjusted_rand_score(expected, labels) > 0.97


def naive_leaves(merged: Dendrogram, lengths: np.ndarray, ends: np.ndarray, min_size: int) -> set[frozenset[int]]:
    """By the definition of Campello, Moulavi and Sander (2013): remove the longest edges, equal ones together."""
    n = len(lengths) + 1

    def parts(inside: frozenset[int], below: float) -> list[frozenset[int]]:
        near: dict[int, list[int]] = {item: [] for item in inside}
        for (one, other), length in zip(ends.tolist(), lengths.tolist(), strict=True):
            if length < below and one in inside and other in inside:
                near[one].append(other)
                near[other].append(one)
        found, seen = [], set()
        for item in inside:
            if item not in seen:
                group, waiting = {item}, [item]
                while waiting:
                    for other in near[waiting.pop()]:
                        if other not in group:
                            group.add(other)
                            waiting.append(other)
                seen |= group
                found.append(frozenset(group))
        return found

    def leaves(cluster: frozenset[int], top: frozenset[int]) -> set[frozenset[int]]:
        inside = [
            length
            for (one, other), length in zip(ends.tolist(), lengths.tolist(), strict=True)
            if one in cluster and other in cluster
        ]
        sides = [part for part in parts(cluster, max(inside)) if len(part) >= min_size] if inside else []
        if len(sides) == 1:
            return leaves(sides[0], top)
        return {top} if not sides else {leaf for side in sides for leaf in leaves(side, side)}

    every = frozenset(range(n))
    return leaves(every, every) - {every}


@pytest.mark.parametrize("min_size", [2, 3, 6])
@pytest.mark.parametrize("seed", range(6))
def test_equal_edges_are_cut_together(seed: int, min_size: int) -> None:
    random = np.random.default_rng(seed)
    points = random.integers(0, 4, (40, 3)).astype(np.float32)  # few different distances
    tree = tree_of(points, 3)
    merged = dendrogram(tree)
    labels = leaf_clusters(merged, min_size)
    found = {frozenset(np.flatnonzero(labels == own).tolist()) for own in range(labels.max() + 1)}
    assert found == naive_leaves(merged, tree.lengths, tree.ends, min_size)


def test_they_do_not_depend_on_the_order_of_rows() -> None:
    points = blobs(300, seed=9)
    order = np.random.default_rng(0).permutation(300)
    labels, moved = (leaf_clusters(dendrogram(tree_of(rows, 5)), 8) for rows in (points, points[order]))
    assert labels.max() > 1 and same_partition(labels[order], moved)


def test_each_lies_within_one_of_a_larger_smallest_size_or_outside_of_them_all() -> None:
    merged = dendrogram(tree_of(blobs(800, seed=4), 4))
    for small, large in ((4, 8), (8, 30), (4, 30)):
        fine, coarse = leaf_clusters(merged, small), leaf_clusters(merged, large)
        assert fine.max() >= coarse.max() >= 1
        for own in range(fine.max() + 1):
            assert len(np.unique(coarse[fine == own])) == 1
        assert set(np.unique(coarse[fine >= 0])) >= set(range(coarse.max() + 1))


def test_one_cloud_and_identical_rows_have_no_clusters() -> None:
    assert (leaf_clusters(dendrogram(tree_of(np.ones((20, 2), dtype=np.float32), 3)), 3) == -1).all()
    line = np.arange(30, dtype=np.float32)[:, None]
    assert (leaf_clusters(dendrogram(tree_of(line, 2)), 3) == -1).all()


def test_items_between_clusters_go_to_the_one_that_they_are_joined_to_first() -> None:
    #  0 - 1 -- 2 ------ 3 --- 4 - 5
    ends = np.array([[0, 1], [4, 5], [1, 2], [3, 4], [2, 3]])
    tree = SpanningTree(ends, np.array([1.0, 1.0, 2.0, 3.0, 6.0]))
    assert_array_equal(filled(tree, np.array([0, 0, -1, -1, 1, 1], dtype=np.int32)), [0, 0, 0, 1, 1, 1])
    assert_array_equal(filled(tree, np.array([0, 0, -1, -1, -1, -1], dtype=np.int32)), [0] * 6)
    assert_array_equal(filled(tree, np.array([0, -1, -1, -1, 1, -1], dtype=np.int32)), [0, 0, 0, 1, 1, 1])
    assert_array_equal(filled(tree, np.full(6, -1, dtype=np.int32)), [-1] * 6)


def test_filled_clusters_hold_all_and_what_they_held() -> None:
    tree = tree_of(blobs(500, seed=6), 4)
    labels = leaf_clusters(dendrogram(tree), 10)
    every = filled(tree, labels)
    assert (labels < 0).any() and (every >= 0).all()
    assert_array_equal(every[labels >= 0], labels[labels >= 0])
