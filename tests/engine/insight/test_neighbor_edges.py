"""Edges of neighbors by hand."""

import numpy as np

from engine.algorithms.map_quality.neighborhoods import neighborhoods
from engine.insight.neighbor_edges import neighbor_edges


def test_a_line_whose_end_is_bent_to_its_beginning() -> None:
    line = np.array([[0.0], [1.0], [2.1], [3.3], [4.6]], dtype=np.float32)
    bent = np.array([[0.0], [1.0], [2.1], [3.3], [-0.5]], dtype=np.float32)
    found = neighbor_edges(neighborhoods(line, bent, 1))
    assert found.shared.tolist() == [[0, 1], [1, 2], [2, 3]]
    assert found.missing.tolist() == [[3, 4]]
    assert found.false.tolist() == [[0, 4]]
    assert found.n_edges == 5 and found.shared.dtype == np.int32


def test_every_pair_is_of_one_kind() -> None:
    points = np.random.default_rng(0).normal(size=(200, 6)).astype(np.float32)
    found = neighbor_edges(neighborhoods(points, points[:, :2], 5))
    pairs = [tuple(pair) for kind in (found.shared, found.missing, found.false) for pair in kind.tolist()]
    assert len(pairs) == len(set(pairs)) == found.n_edges and all(low < high for low, high in pairs)
    on_map = {tuple(sorted(pair)) for pair in zip(*np.nonzero(_near(points[:, :2], 5)), strict=True)}
    assert {tuple(pair) for kind in (found.shared, found.false) for pair in kind.tolist()} == on_map


def _near(points: np.ndarray, k: int) -> np.ndarray:
    apart = np.linalg.norm(points[:, None].astype(float) - points[None], axis=2)
    np.fill_diagonal(apart, np.inf)
    return apart <= np.sort(apart, axis=1)[:, k - 1 : k]
