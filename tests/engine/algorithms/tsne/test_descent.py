"""The descent: the same bytes on any number of threads, and maps of what has an answer."""

import numba
import numpy as np
import pytest

from engine.algorithms.neighbor_graph.graph import neighbor_graph
from engine.algorithms.tsne.affinities import affinities
from engine.algorithms.tsne.descent import Descent


def laid_out(
    points: np.ndarray, dims: int = 2, steps: int = 150, perplexity: float = 20.0, workers: int = 1
) -> Descent:
    start = np.random.default_rng(0).normal(size=(len(points), dims)) * 1e-4
    descent = Descent(affinities(neighbor_graph(points, int(3 * perplexity)), [perplexity]), start, workers)
    for step in range(steps):
        descent.step(12 if step < steps // 3 else 1, 0.5 if step < steps // 3 else 0.8)
    return descent


@pytest.mark.parametrize(("dims", "n"), [(2, 500), (2, 4_000), (3, 500)])
def test_any_number_of_threads_makes_the_same_bytes(dims: int, n: int) -> None:
    points = np.random.default_rng(1).normal(size=(n, 10)).astype(np.float32)
    before, maps, interpolated = numba.get_num_threads(), [], set()
    try:
        for threads in {1, before}:
            numba.set_num_threads(threads)
            descent = laid_out(points, dims, 60, workers=threads)
            interpolated.add(descent.interpolates)
            maps.append(descent.places.tobytes())
    finally:
        numba.set_num_threads(before)
    assert maps[0] == maps[-1] and interpolated == {n == 4_000}


@pytest.mark.parametrize("dims", [2, 3])
@pytest.mark.parametrize("n", [400, 5_000])
def test_planted_clusters_separate(dims: int, n: int) -> None:
    if dims == 3 and n > 400:
        pytest.skip("space has exact forces alone, which the smaller map tests")
    cluster = np.arange(n) % 5
    points = np.random.default_rng(2).normal(size=(n, 8)) + 8 * np.eye(8)[cluster]
    places = laid_out(points, dims).places
    near = neighbor_graph(places, 10).rows
    assert (cluster[near] == cluster[:, None]).mean() > 0.995


def test_the_divergence_falls_after_the_exaggeration() -> None:
    points = np.random.default_rng(3).normal(size=(600, 8))
    descent = laid_out(points, steps=90)
    found = [descent.divergence()]
    for _ in range(5):
        for _ in range(40):
            descent.step()
        found.append(descent.divergence())
    assert (np.diff(found) < 0).all() and found[-1] < 0.95 * found[0]


def test_more_exaggeration_makes_a_tighter_map() -> None:
    points = np.random.default_rng(4).normal(size=(600, 8))
    descent = laid_out(points, steps=300)
    loose = np.abs(descent.places).mean()
    for _ in range(200):
        descent.step(exaggeration=6)
    assert np.abs(descent.places).mean() < 0.5 * loose


def test_two_points_stay_finite() -> None:
    descent = laid_out(np.array([[0.0, 1.0], [1.0, 0.0]]), perplexity=1.0, steps=300)
    assert np.isfinite(descent.places).all() and np.isfinite(descent.divergence())


@pytest.mark.parametrize("exaggeration", [1.0, 4.0, 30.0])
def test_a_point_that_is_near_all_others_stays_among_them(exaggeration: float) -> None:
    points = np.random.default_rng(5).normal(size=(2_000, 60))
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    points[0] = 0  # nearer to each than most others are
    descent = laid_out(points, steps=1)
    assert descent.affinities.pulls[0] > 10
    widest = 0.0
    for step in range(400):
        descent.step(12 if step < 100 else exaggeration, 0.5 if step < 100 else 0.8)
        if 20 < step < 100:
            widest = max(widest, float(np.ptp(descent.places, axis=0).max()))
    assert np.isfinite(descent.places).all() and np.isfinite(descent.divergence())
    assert widest < 0.5  # a map that has not begun to unfold: at the common rate the point swings as far as 4


def test_pulls_are_the_sums_of_the_rows() -> None:
    held = affinities(neighbor_graph(np.random.default_rng(6).normal(size=(50, 3)), 20), [7.0])
    np.testing.assert_allclose(held.pulls, 50 * np.asarray(held.joint().sum(axis=1)).ravel(), rtol=1e-5)
