"""Colors of clusters: those beside each other differ, and the same clusters have the same colors."""

import numpy as np

from engine.figures.cluster_colors import COLORS, cluster_colors


def test_neighbors_differ_in_color() -> None:
    middles = np.random.default_rng(1).normal(size=(60, 4))
    colors = cluster_colors(middles, np.arange(60))
    apart = np.linalg.norm(middles[:, None] - middles, axis=2) + np.eye(60) * 9
    assert all(colors[row] != colors[other] for row, other in enumerate(apart.argmin(axis=1)))
    assert set(colors) == set(COLORS) and colors == cluster_colors(middles, np.arange(60))


def test_few_clusters_have_the_first_colors_by_size() -> None:
    assert cluster_colors(np.eye(3), np.array([5, 9, 1])) == [COLORS[1], COLORS[0], COLORS[2]]
    assert cluster_colors(np.empty((0, 3)), np.empty(0)) == []
