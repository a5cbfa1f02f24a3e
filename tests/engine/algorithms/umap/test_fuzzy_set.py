"""Memberships: their sums, the union of both ends, rows that no width can make so, and the authors' own program."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy.spatial.distance import cdist

from engine.algorithms.neighbor_graph.graph import neighbor_graph
from engine.algorithms.umap.fuzzy_kernels import NARROWEST, memberships
from engine.algorithms.umap.fuzzy_set import fuzzy_set

POINTS = np.random.default_rng(3).normal(size=(300, 6)).astype(np.float32)
GRAPH = neighbor_graph(POINTS, 14)
DISTANCES = np.sqrt(GRAPH.squares)


@pytest.mark.parametrize("k", [4, 9, 14])
@pytest.mark.parametrize("scale", [1e-10, 1.0, 1e10])
def test_memberships_add_up_to_what_was_asked_for(k: int, scale: float) -> None:
    found = memberships(DISTANCES[:, :k] * np.float32(scale), np.log2(k + 1))
    assert_allclose(found.sum(axis=1), np.log2(k + 1), atol=2e-5)
    assert_array_equal(found[:, 0], 1)
    assert (np.diff(found, axis=1) <= 0).all() and (found > 0).all()


def test_the_set_is_the_one_of_the_definition() -> None:
    distances = cdist(POINTS[:40], POINTS[:40])
    p = np.zeros((40, 40))
    for row in range(40):
        near = np.argsort(distances[row])[1:11]
        beyond = distances[row, near] - distances[row, near[0]]
        low, high = 1e-6, 1e3
        for _ in range(200):
            width = (low + high) / 2
            low, high = (width, high) if np.exp(-beyond / width).sum() < np.log2(11) else (low, width)
        p[row, near] = np.exp(-beyond / width)
    graph = neighbor_graph(POINTS[:40], 10)
    held = fuzzy_set(graph, np.sqrt(graph.squares))
    assert_allclose(held.matrix().toarray(), p + p.T - p * p.T, atol=1e-4)
    assert_array_equal(held.matrix().toarray(), held.matrix().toarray().T)
    assert held.n_points == 40 and held.weights.min() > 0 and held.weights.max() == 1


def test_points_on_one_place_belong_together_wholly_and_the_others_by_distance() -> None:
    distances = np.array([[0, 0, 0, 1.0, 2.0], [0, 0, 0, 0, 0]], dtype=np.float32)
    found = memberships(distances, np.log2(6))
    assert_array_equal(found[0, :4], 1)  # those on the spot, and the nearest that is elsewhere
    assert_allclose(found[0, 4], np.exp(-1 / (NARROWEST * 0.5)))  # as narrow as allowed: four hold more than asked for
    assert_array_equal(found[1], 1)


def test_equals_the_authors_own_program() -> None:
    peer = pytest.importorskip("umap.umap_")
    rows = np.column_stack([np.arange(300), GRAPH.rows])
    distances = np.column_stack([np.zeros(300, dtype=np.float32), DISTANCES])
    found, *_ = peer.fuzzy_simplicial_set(
        POINTS, 15, None, "euclidean", knn_indices=rows, knn_dists=distances.astype(np.float32)
    )
    assert_allclose(fuzzy_set(GRAPH, DISTANCES).matrix().toarray(), found.toarray(), atol=2e-4)
