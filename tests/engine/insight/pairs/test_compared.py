"""Given numbers beside those of vectors: by hand, and beside a plain loop."""

import numpy as np
import pytest
from scipy.stats import spearmanr

from engine.datasets.pairs.pair_matrix import PairMatrix
from engine.embedding import Embedding
from engine.insight.pairs import compared as module
from engine.insight.pairs.as_given import kept
from engine.insight.pairs.compared import compared

RNG = np.random.default_rng(5)
VECTORS = RNG.normal(size=(30, 4)).astype(np.float32)


@pytest.mark.parametrize("are_distances", [True, False])
@pytest.mark.parametrize("tile", [512, 7])
def test_beside_a_plain_loop(monkeypatch: pytest.MonkeyPatch, are_distances: bool, tile: int) -> None:
    monkeypatch.setattr(module, "TILE", tile)
    points = VECTORS.astype(float)
    made = np.linalg.norm(points[:, None] - points, axis=2) if are_distances else points @ points.T
    noise = RNG.normal(size=made.shape)
    given = made + noise + noise.T
    found = compared(given, VECTORS, are_distances)
    rows, columns = np.triu_indices(30, 1)
    order = np.argsort(-np.abs(given - made)[rows, columns], kind="stable")[: module.WORST]
    np.testing.assert_array_equal(found.worst[0], np.column_stack([rows[order], columns[order]]))
    np.testing.assert_allclose(found.worst[2], made[rows[order], columns[order]], atol=1e-6)
    np.testing.assert_allclose(found.worst[1], given[rows[order], columns[order]])
    assert len(found.drawn[0]) == len(rows)
    np.testing.assert_allclose(found.drawn[2], made[rows, columns], atol=1e-6)
    assert found.kept == pytest.approx(1 - np.square(given - made).sum() / np.square(given).sum(), abs=1e-9)
    assert found.correlation == pytest.approx(spearmanr(given[rows, columns], made[rows, columns])[0], abs=1e-9)


def test_a_few_of_many_pairs_are_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "DRAWN", 50)
    found = compared(np.zeros((30, 30)), VECTORS, True)
    assert len(found.drawn[0]) == 50 and len(np.unique(found.drawn[0], axis=0)) == 50 and found.kept == 0


def test_how_many_of_the_nearest_stay_by_hand() -> None:
    line = np.array([0.0, 1, 3, 7])
    given = PairMatrix(np.abs(line[:, None] - line), ("a", "b", "c", "d"), "distances")
    swapped = Embedding(np.array([[0.0], [3], [1], [7]]), given.labels)  # b and c change places
    found = kept(given, swapped, "euclidean", 1)
    # nearest as given: b, a, b, c; in the vectors: c, c, a, b
    assert found.shares.tolist() == [0, 0, 0, 0]
    assert kept(given, Embedding(line[:, None], given.labels), "euclidean", 2).shares.tolist() == [1, 1, 1, 1]
    assert kept(given, swapped, "euclidean", 9).k == 3
