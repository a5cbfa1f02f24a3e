"""The layout: its forces are the gradients, its tables are near them, and threads change no byte."""

import numba
import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from engine.algorithms.neighbor_graph.graph import neighbor_graph
from engine.algorithms.umap import layout_kernels as loops
from engine.algorithms.umap.fuzzy_set import FuzzySet, fuzzy_set
from engine.algorithms.umap.layout import Layout
from engine.algorithms.umap.start import smoothed

A, B = 1.577, 0.895
POINTS = np.random.default_rng(1).normal(size=(500, 5)).astype(np.float32)
GRAPH = neighbor_graph(POINTS, 9)
HELD = fuzzy_set(GRAPH, np.sqrt(GRAPH.squares))


def test_the_tables_hold_the_gradients_to_two_percent() -> None:
    pulls, pushes = loops.coefficients(A, B)
    squares = 2.0 ** np.random.default_rng(0).uniform(-19, 19, 1_000)
    steps = (squares.astype(np.float32).view(np.int32) >> loops.SHIFT) - loops.FIRST_STEP
    steps_by_kernel = [loops._step_of(np.float32(square)) for square in squares]
    assert_array_equal(steps, steps_by_kernel)
    h = 1e-4

    def slope(loss: object, square: float) -> float:
        d = np.sqrt(square)
        return float((loss(d * (1 + h)) - loss(d * (1 - h))) / (2 * h * d) / d)  # type: ignore[operator]

    for square, step in zip(squares, steps, strict=True):
        together = slope(lambda d: np.log1p(A * d ** (2 * B)), square)  # -log q
        apart = slope(lambda d: np.log1p(1 / (A * d ** (2 * B))), square)  # -log(1 - q)
        assert_allclose(pulls[step], together, rtol=0.02)
        assert_allclose(pushes[step] * (loops.NOT_ON_THE_SPOT + square) / square, -apart, rtol=0.02)


def test_distances_beyond_the_tables_count_as_their_ends() -> None:
    assert loops._step_of(np.float32(0)) == 0
    assert loops._step_of(np.float32(1e30)) == loops.N_STEPS - 1


def test_same_bytes_on_one_and_two_threads() -> None:
    maps = []
    before = numba.get_num_threads()
    try:
        for threads in (1, min(2, before)):
            numba.set_num_threads(threads)
            layout = Layout(HELD, POINTS[:, :2], A, B, 30, seed=4)
            for _ in range(30):
                layout.step()
            maps.append((layout.places, layout.loss()))
    finally:
        numba.set_num_threads(before)
    assert_array_equal(maps[0][0], maps[1][0])
    assert maps[0][1] == maps[1][1]


@pytest.mark.parametrize("dims", [2, 3])
def test_the_loss_falls_and_seeds_differ(dims: int) -> None:
    ends = []
    for seed in (1, 2):
        layout = Layout(HELD, POINTS[:, :dims], A, B, 100, seed=seed)
        before = layout.loss()
        for _ in range(100):
            layout.step()
        assert layout.places.shape == (500, dims) and layout.loss() < 0.8 * before
        ends.append(layout.places)
    assert np.abs(ends[0] - ends[1]).max() > 0.1


def test_the_loss_is_the_one_computed_by_hand() -> None:
    y = np.random.default_rng(5).normal(size=(500, 2)).astype(np.float32)
    places = np.column_stack([y, np.zeros(500, dtype=np.float32)])
    found = loops.losses(places, HELD.starts, HELD.columns, HELD.weights, A, B, 5, 20_000, 1)
    d = np.linalg.norm(y[:, None].astype(float) - y[None], axis=2)
    w = HELD.matrix().toarray().astype(float)
    together = (w * np.log1p(A * d ** (2 * B))).sum(axis=1)
    apart = np.log1p(1 / (A * (d**2 + loops.NOT_ON_THE_SPOT) ** B)).mean(axis=1)
    assert_allclose(found, together + 2.5 * w.sum(axis=1) * apart, rtol=0.05)


def test_a_point_without_company_is_only_left_alone() -> None:
    starts = np.array([0, 1, 2, 2])
    held = FuzzySet(starts, np.array([1, 0], dtype=np.uint32), np.ones(2, dtype=np.float32))
    layout = Layout(held, np.array([[-1.0, 0], [1, 0], [0, 5]]), A, B, 50)
    begun = layout.places
    for _ in range(50):
        layout.step()
    assert_array_equal(layout.places[2], begun[2])
    assert np.linalg.norm(layout.places[0] - layout.places[1]) < np.linalg.norm(begun[0] - begun[1])


def test_a_smoothed_start_nears_the_leading_eigenvectors() -> None:
    w = HELD.matrix().toarray().astype(float)
    totals = w.sum(axis=1)
    _, vectors = np.linalg.eigh(w / np.sqrt(totals[:, None] * totals))
    slow = vectors[:, -2] / np.sqrt(totals)  # of the random walk, beside the constant one
    start = smoothed(HELD, POINTS[:, :1].astype(float), 3_000)[:, 0]
    assert abs(np.corrcoef(start, slow)[0, 1]) > 0.999
    assert_allclose(start.std(), POINTS[:, 0].std(), rtol=1e-5)
    assert_allclose((totals * start).sum() / totals.sum(), 0, atol=1e-6)


def test_a_column_that_does_not_vary_stays_so() -> None:
    start = np.column_stack([POINTS[:, 0], np.zeros(500)])
    assert_array_equal(smoothed(HELD, start)[:, 1], 0)
