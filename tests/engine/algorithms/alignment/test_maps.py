"""Maps between two spaces: a planted turn is found, and the search is what a dense computation finds."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from engine.algorithms.alignment import hubs
from engine.algorithms.alignment.cooccurring import best_pairs
from engine.algorithms.alignment.maps import comparable, least_squares_map, orthogonal_map, unit
from engine.algorithms.alignment.refinement import refined
from engine.algorithms.alignment.retrieval import mutual, nearest, neighborhood
from engine.algorithms.procrustes import rotation

RNG = np.random.default_rng(3)


def planted(n: int, d: int, noise: float = 0.0, mirrored: bool = False) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Points, the same turned, and the turn."""
    rng = np.random.default_rng(n + d)
    turn, _ = np.linalg.qr(rng.normal(size=(d, d)))
    if (np.linalg.det(turn) < 0) != mirrored:
        turn[:, 0] *= -1
    points = unit(rng.normal(size=(n, d)))
    return points, unit(points @ turn + noise * rng.normal(size=(n, d))), turn


def pairs(rows: np.ndarray) -> np.ndarray:
    """Each row with itself."""
    return np.column_stack([rows, rows])


@pytest.mark.parametrize("mirrored", [False, True])
def test_a_planted_turn_is_found_with_its_mirroring(mirrored: bool) -> None:
    first, second, turn = planted(60, 8, mirrored=mirrored)
    found = orthogonal_map(first, second, pairs(np.arange(20)))
    assert_allclose(found, turn, atol=1e-6)
    assert np.sign(np.linalg.det(found)) == (-1 if mirrored else 1)
    assert_allclose(least_squares_map(first, second, pairs(np.arange(20))), turn, atol=1e-5)


def test_singular_values_sum_to_the_inner_products_after_the_turn() -> None:
    first, second, _ = planted(40, 5, noise=0.3)
    found = rotation(first, second)
    assert_allclose(np.einsum("ij,ij->", first @ found.matrix, second), found.singular_values.sum())


def test_no_other_orthogonal_matrix_is_nearer_and_the_free_matrix_is() -> None:
    first, second, _ = planted(50, 6, noise=0.4)
    chosen = pairs(np.arange(50))
    off = np.square(first @ orthogonal_map(first, second, chosen) - second).sum()
    for seed in range(20):
        other, _ = np.linalg.qr(np.random.default_rng(seed).normal(size=(6, 6)))
        assert np.square(first @ other - second).sum() > off
    free = least_squares_map(first, second, chosen)
    assert np.square(first @ free - second).sum() < off
    assert_allclose(first.T @ (first @ free - second), 0, atol=1e-5)  # the normal equations


def test_csls_is_what_a_dense_computation_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.algorithms.alignment.retrieval.TILE_NUMBERS", 100)  # several tiles
    first, second = (unit(RNG.normal(size=(n, 6))).astype(np.float32) for n in (45, 37))
    cosines = first @ second.T
    near_first = np.sort(cosines, axis=1)[:, -10:].mean(axis=1)
    near_second = np.sort(cosines, axis=0)[-10:].mean(axis=0)
    dense = 2 * cosines - near_first[:, None] - near_second[None, :]
    assert_allclose(neighborhood(first, second), near_first, rtol=1e-5)
    assert_allclose(neighborhood(second, first), near_second, rtol=1e-5)
    rows, scores = nearest(first, second, 5, near_first, near_second)
    assert_array_equal(rows, np.argsort(-dense, axis=1)[:, :5])
    assert_allclose(scores, -np.sort(-dense, axis=1)[:, :5], rtol=1e-4, atol=1e-5)
    assert_array_equal(nearest(first, second, 5)[0], np.argsort(-cosines, axis=1)[:, :5])
    best = dense.argmax(axis=1)
    both = [row for row in range(45) if dense[:, best[row]].argmax() == row]
    assert_array_equal(mutual(first, second), np.column_stack([both, best[both]]))


def test_more_is_asked_than_there_is() -> None:
    first, second, _ = planted(4, 3)
    assert nearest(first, second, 10)[0].shape == (4, 4)
    assert_allclose(neighborhood(first, second, 10), (first @ second.T).mean(axis=1), rtol=1e-5)


def test_refinement_finds_the_turn_from_a_few_pairs() -> None:
    first, second, turn = planted(400, 20, noise=0.02)
    maps = list(refined(first, second, pairs(np.arange(14)), 4))
    right = [(nearest(first @ found, second, 1)[0][:, 0] == np.arange(400)).mean() for found in maps]
    assert right[0] < 0.9 and right[-1] > 0.99
    assert_allclose(maps[-1], turn, atol=0.05)
    assert_allclose(maps[-1] @ maps[-1].T, np.eye(20), atol=1e-5)


def test_a_hub_stands_out_and_csls_demotes_it() -> None:
    rng = np.random.default_rng(5)
    first = unit(rng.normal(size=(200, 10)) + 0.7)
    second = unit(first + 0.8 * rng.normal(size=first.shape))
    second[7] = unit(first.mean(axis=0)[None])[0]  # near to all
    plain = hubs.occurrences(nearest(first, second, 10)[0], 200)
    near = neighborhood(first, second), neighborhood(second, first)
    fair = hubs.occurrences(nearest(first, second, 10, *near)[0], 200)
    assert plain.sum() == fair.sum() == 2_000
    assert plain.argmax() == 7 and plain[7] > 90 and fair[7] < 0.7 * plain[7]
    assert hubs.skewness(fair) < 0.8 * hubs.skewness(plain)


def test_skewness_by_hand() -> None:
    assert_allclose(hubs.skewness(np.array([0, 0, 0, 4])), 2 / np.sqrt(3))  # deviations -1 -1 -1 3: 6 / 3 ** 1.5
    assert hubs.skewness(np.array([3, 3, 3])) == 0


def test_rows_are_comparable_and_zeros_stay() -> None:
    rows = comparable(np.array([[3.0, 4.0], [0.0, 0.0], [5.0, 0.0]]), center=False)
    assert_allclose(rows, [[0.6, 0.8], [0, 0], [1, 0]], atol=1e-7)
    away = comparable(RNG.normal(size=(30, 4)) + 5, center=True)
    assert_allclose(np.linalg.norm(away, axis=1), 1, rtol=1e-6)
    assert np.abs(away.mean(axis=0)).max() < 0.3


def test_words_of_the_same_sentences_by_hand() -> None:
    # sentences 0 1 | 0 2 | 0 1 1 and their translations 5 3 | 5 4 | 5 3
    first = np.array([0, 1, 0, 2, 0, 1, 1]), np.array([0, 2, 4, 7]), 3
    second = np.array([5, 3, 5, 4, 5, 3]), np.array([0, 2, 4, 6]), 6
    found, dice = best_pairs(first, second)
    assert_array_equal(found, [[0, 5], [1, 3]])  # 2 and 4 share one sentence only
    assert_allclose(dice, [1.0, 1.0])


def test_only_who_is_best_from_both_sides_is_a_pair() -> None:
    first = np.array([0, 1, 0, 1, 0, 0]), np.array([0, 2, 4, 5, 6]), 2
    second = np.array([0, 1, 0, 1, 0, 0]), np.array([0, 2, 4, 5, 6]), 2
    found, dice = best_pairs(first, second)
    assert_array_equal(found, [[0, 0], [1, 1]])
    assert_allclose(dice, 1.0)
    shuffled = np.array([0, 1, 0, 1, 0, 1, 0]), np.array([0, 2, 4, 6, 7]), 2
    found, _ = best_pairs(first, shuffled)  # (0, 1) has 6/7, more than the 4/5 of (1, 1), and 0 is taken
    assert_array_equal(found, [[0, 0]])
