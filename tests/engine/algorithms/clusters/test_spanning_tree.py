"""The spanning tree of mutual reachability: as heavy as the one that Prim's algorithm finds in the whole matrix."""

import numba
import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from engine.algorithms.clusters.spanning_tree import SpanningTree, core_distances, spanning_tree
from engine.algorithms.neighbor_graph.graph import neighbor_graph


def blobs(n: int, seed: int, dims: int = 4) -> np.ndarray:
    """Three clouds of different spread, far from each other, and a thin veil around them."""
    random = np.random.default_rng(seed)
    centers = random.normal(size=(3, dims)) * 8
    which = np.arange(n) % 4
    clouds = centers[which % 3] + random.normal(size=(n, dims)) * np.array([0.3, 1.0, 0.6])[which % 3, None]
    return np.where((which == 3)[:, None], random.normal(size=(n, dims)) * 8, clouds).astype(np.float32)


def tree_of(points: np.ndarray, min_samples: int, k: int = 15) -> SpanningTree:
    graph = neighbor_graph(points, k)
    return spanning_tree(points, graph, core_distances(graph, min_samples))


def prim(points: np.ndarray, min_samples: int) -> np.ndarray:
    """Lengths of the tree's edges, rising, from all distances."""
    apart = np.sqrt(np.square(points[:, None].astype(float) - points[None]).sum(axis=2))
    core = np.sort(apart, axis=1)[:, min(min_samples, len(points)) - 1]
    reach = np.maximum(apart, np.maximum(core[:, None], core[None]))
    outside, nearest, lengths = np.ones(len(points), dtype=bool), reach[0].copy(), []
    outside[0] = False
    while outside.any():
        new = int(np.argmin(np.where(outside, nearest, np.inf)))
        lengths.append(nearest[new])
        outside[new] = False
        nearest = np.minimum(nearest, reach[new])
    return np.sort(lengths)


@pytest.mark.parametrize("k", [1, 4, 15])
@pytest.mark.parametrize("min_samples", [1, 2, 5])
@pytest.mark.parametrize("n", [2, 3, 7, 40, 300])
def test_its_edges_are_as_long_as_those_of_prims_tree(n: int, min_samples: int, k: int) -> None:
    if min_samples > k + 1:
        pytest.skip("the core distance needs so many listed neighbors")
    points = blobs(n, seed=n)
    tree = tree_of(points, min_samples, k)
    assert_allclose(tree.lengths, prim(points, min_samples), rtol=2e-6)


def test_it_joins_all_points_and_its_lengths_are_those_of_its_ends() -> None:
    points = blobs(500, seed=3)
    graph = neighbor_graph(points, 6)
    core = core_distances(graph, 4)
    tree = spanning_tree(points, graph, core)
    part = np.arange(500)
    for one, other in tree.ends:
        assert part[one] != part[other]
        part[part == part[one]] = part[other]
    assert len(np.unique(part)) == 1 and len(tree.ends) == 499
    apart = np.sqrt(np.square(points[tree.ends[:, 0]] - points[tree.ends[:, 1]]).sum(axis=1))
    assert_allclose(tree.lengths, np.maximum(apart, core[tree.ends].max(axis=1)), rtol=1e-6)
    assert (np.diff(tree.lengths) >= 0).all()


def test_identical_rows_are_joined_at_no_length() -> None:
    points = np.repeat(blobs(10, seed=1), 8, axis=0)
    lengths = tree_of(points, 5, k=5).lengths
    assert (lengths[:70] == 0).all() and (lengths[70:] > 0).all()
    assert_array_equal(tree_of(np.ones((30, 3), dtype=np.float32), 5).lengths, np.zeros(29))


def test_any_number_of_threads_finds_the_same_bytes() -> None:
    points = blobs(3_000, seed=5)
    before = numba.get_num_threads()
    found = []
    try:
        for threads in {1, before}:
            numba.set_num_threads(threads)
            found.append(tree_of(points, 5, k=4))
    finally:
        numba.set_num_threads(before)
    for tree in found[1:]:
        assert_array_equal(tree.ends, found[0].ends)
        assert_array_equal(tree.lengths, found[0].lengths)


def test_who_raises_between_rounds_ends_it() -> None:
    points = blobs(200, seed=2)
    graph = neighbor_graph(points, 5)

    def stop(parts: int, n: int) -> None:
        if parts < n:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        spanning_tree(points, graph, core_distances(graph, 2), stop)
