"""Forces: the gradient against automatic differentiation of the divergence, the grid against all pairs."""

import numpy as np
import pytest
import torch
from numpy.testing import assert_allclose

from engine.algorithms.neighbor_graph.graph import neighbor_graph
from engine.algorithms.tsne.affinities import affinities
from engine.algorithms.tsne.descent import Descent
from engine.algorithms.tsne.force_kernels import PARTS, center, repel_2d
from engine.algorithms.tsne.grid import FINEST, STEP, Grid, step_for
from engine.algorithms.tsne.grid_kernels import filtered


def repulsion_by_hand(places: np.ndarray) -> tuple[np.ndarray, float]:
    apart = places[:, None].astype(float) - places[None]
    q = 1 / (1 + np.square(apart).sum(axis=2))
    np.fill_diagonal(q, 0)
    return np.einsum("ij,ijc->ic", q**2, apart), float(q.sum())


def relative_error(found: np.ndarray, right: np.ndarray) -> float:
    return float(np.linalg.norm(found - right) / np.linalg.norm(right))


@pytest.mark.parametrize("dims", [2, 3])
@pytest.mark.parametrize("exaggeration", [1.0, 12.0])
def test_a_step_goes_along_the_gradient_of_the_divergence(dims: int, exaggeration: float) -> None:
    points = np.random.default_rng(0).normal(size=(61, 5)).astype(np.float32)
    start = np.random.default_rng(1).normal(size=(61, dims)).astype(np.float32) * 2
    held = affinities(neighbor_graph(points, 30), [10.0])
    descent = Descent(held, start)
    begun, rate = descent.places.copy(), 20.0
    divergence = descent.step(exaggeration, momentum=0.0, rate=rate, measured=True)

    places = torch.tensor(begun.astype(float), requires_grad=True)
    p = torch.tensor(held.joint().toarray())
    squares = (places[:, None] - places[None]).square().sum(dim=2)
    q = 1 / (1 + squares) - torch.eye(61)
    loss = (p * torch.log1p(squares)).sum() * exaggeration + torch.log(q.sum())
    loss.backward()
    assert places.grad is not None
    gradient = places.grad.numpy() / 4  # the descent leaves the factor 4 of the definition to the learning rate
    moved = (descent.places - begun) / -rate
    gains = np.where(gradient > 0, 1.2, 0.81)  # the last step was 0, so that a gradient above 0 goes on
    expected = gains * gradient
    assert relative_error(moved - moved.mean(axis=0), expected - expected.mean(axis=0)) < 2e-3
    some = p > 0
    exact = float((p[some] * torch.log(p[some] / (q / q.sum())[some])).sum().detach())
    assert_allclose(divergence, exact, rtol=1e-5)


@pytest.mark.parametrize("n", [1, 2, 3, 4, 17, 33, 500])
def test_exact_repulsion_is_the_sum_over_all_pairs(n: int) -> None:
    places = np.random.default_rng(n).normal(size=(n, 2)).astype(np.float32) * 3
    forces, kernels = np.empty_like(places), np.empty(n, dtype=np.float32)
    repel_2d(*places.T.copy(), np.empty((PARTS, 3, n), dtype=np.float32), forces, kernels)
    right, total = repulsion_by_hand(places)
    assert_allclose(forces, right, atol=1e-4)
    assert_allclose(kernels.sum(), total, rtol=1e-5)


@pytest.mark.parametrize("size", [1e-4, 0.01, 1.0, 10.0, 40.0])
@pytest.mark.parametrize("shape", ["round", "islands", "line"])
def test_interpolated_repulsion_is_off_by_less_than_two_percent(size: float, shape: str) -> None:
    rng = np.random.default_rng(0)
    places = rng.normal(size=(3_000, 2))
    if shape == "islands":
        places = places / 8 + rng.integers(-2, 3, size=(3_000, 2))
    if shape == "line":
        places[:, 1] = 0
    places = (size * places).astype(np.float32)
    forces, bounds = np.empty_like(places), center(places)
    total = Grid().repel(places, bounds, forces)
    right, exact = repulsion_by_hand(places)
    assert_allclose(total, exact, rtol=1e-3)
    assert relative_error(forces, right) < 0.02


def test_on_a_map_that_has_formed_the_error_is_under_one_percent() -> None:
    points = np.random.default_rng(5).normal(size=(3_000, 8)) + 4 * np.random.default_rng(6).integers(0, 2, (3_000, 1))
    descent = Descent(affinities(neighbor_graph(points, 60), [20.0]), points[:, :2] * 1e-4)
    for step in range(300):
        descent.step(12 if step < 100 else 1, 0.5 if step < 100 else 0.8)
    forces = np.empty_like(descent.places)
    Grid().repel(descent.places, center(descent.places), forces)
    assert relative_error(forces, repulsion_by_hand(descent.places)[0]) < 0.01


def test_a_grid_serves_while_the_map_fits_and_grows_with_it() -> None:
    grid = Grid()
    places = np.random.default_rng(0).normal(size=(50, 2)).astype(np.float32)
    grid.repel(places, center(places), np.empty_like(places))
    extent = np.ptp(places, axis=0).astype(float)
    assert grid.fits(extent) and grid.fits(1.05 * extent) and not grid.fits(2 * extent) and not grid.fits(extent / 9)
    assert step_for(np.array([1e-6, 0.0])) == FINEST and step_for(np.array([300.0, 2.0])) == STEP
    assert all(FINEST <= step_for(np.array([1.0, side])) <= STEP for side in np.geomspace(1e-3, 1e3, 40))


def test_points_on_one_spot_push_none_of_them() -> None:
    places = np.zeros((40, 2), dtype=np.float32)
    forces = np.empty_like(places)
    assert_allclose(Grid().repel(places, center(places), forces), 40 * 39, rtol=1e-3)
    assert_allclose(forces, 0, atol=1e-2)


def test_the_sum_holds_where_the_kernel_has_waves_of_no_height() -> None:
    charges = np.ones((4, 3), dtype=np.complex64)
    spectrum, sums = np.zeros((4, 3), dtype=np.float32), np.empty(4, dtype=np.float32)
    spectrum[:, 1] = 2
    filtered(charges, spectrum, sums)
    assert_allclose(sums, 4)  # the inner column counts twice, for its mirror image
