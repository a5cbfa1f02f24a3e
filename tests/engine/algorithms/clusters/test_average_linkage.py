"""Average linkage against scipy's."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import pdist, squareform
from sklearn.metrics import adjusted_rand_score

from engine.algorithms.clusters.average_linkage import cut, merges


@pytest.mark.parametrize("n_items", [2, 3, 10, 25])
@pytest.mark.parametrize("seed", [0, 1])
def test_agrees_with_scipy(n_items: int, seed: int) -> None:
    points = np.random.default_rng(seed).normal(size=(n_items, 4))
    distances = squareform(pdist(points))
    tree, theirs = merges(distances), linkage(pdist(points), "average")
    assert len(tree) == n_items - 1
    for n_groups in range(1, n_items + 1):
        ours = cut(tree, n_groups)
        assert ours.max() + 1 == n_groups and ours[0] == 0
        assert adjusted_rand_score(ours, fcluster(theirs, n_groups, "maxclust")) == 1


def test_groups_are_numbered_by_their_first_item() -> None:
    places = np.array([0.0, 10, 0.5, 10.4, 20])
    tree = merges(np.abs(places[:, None] - places))
    assert tree[:2] == [(1, 3), (0, 2)]
    assert_array_equal(cut(tree, 3), [0, 1, 0, 1, 2])
