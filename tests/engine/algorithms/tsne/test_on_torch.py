"""The descent in PyTorch, on the processor: the forces and steps of the compiled one."""

import numpy as np
import pytest
import torch
from numpy.testing import assert_allclose, assert_array_equal

from engine.algorithms.neighbor_graph import on_torch as graph_on_torch
from engine.algorithms.neighbor_graph.graph import neighbor_graph
from engine.algorithms.tsne import on_torch
from engine.algorithms.tsne.affinities import affinities
from engine.algorithms.tsne.descent import Descent
from engine.algorithms.tsne.grid_kernels import _slopes, _weights


@pytest.mark.parametrize("dims", [2, 3])
def test_steps_are_those_of_the_compiled_descent(dims: int) -> None:
    points = np.random.default_rng(0).normal(size=(300, 6)).astype(np.float32)
    start = np.random.default_rng(1).normal(size=(300, dims)) * 1e-4
    held = affinities(neighbor_graph(points, 60), [20.0])
    compiled, on_card = Descent(held, start), on_torch.Descent(held, start, "cpu")
    for step in range(20):  # later, rounding decides where the islands go
        for descent in (compiled, on_card):
            descent.step(12.0, 0.5, measured=step == 19)
    assert_allclose(on_card.places, compiled.places, atol=2e-3 * np.abs(compiled.places).max())
    assert_allclose(on_card.divergence(), compiled.divergence(), rtol=1e-4)


@pytest.mark.parametrize(("dims", "size"), [(2, 1e-4), (2, 1.0), (2, 20.0), (3, 1.0), (3, 4.0)])
def test_interpolated_repulsion_is_that_of_all_pairs(dims: int, size: float) -> None:
    places = torch.as_tensor(np.random.default_rng(2).normal(size=(1_000, dims)).astype(np.float32) * size)
    forces, total = on_torch.TorchGrid("cpu")(places)
    right, exact = on_torch.exact_repulsion(places)
    assert_allclose(float(total), float(exact), rtol=1e-3)
    assert float((forces - right).norm() / right.norm()) < 0.02


def test_exact_repulsion_in_tiles(monkeypatch: pytest.MonkeyPatch) -> None:
    places = torch.as_tensor(np.random.default_rng(3).normal(size=(50, 3)).astype(np.float32))
    whole, sum_of_whole = on_torch.exact_repulsion(places)
    monkeypatch.setattr(on_torch, "TILE_PAIRS", 7 * 50)
    tiled, sum_of_tiles = on_torch.exact_repulsion(places)
    assert_allclose(tiled, whole, atol=1e-6)
    assert_allclose(float(sum_of_tiles), float(sum_of_whole))


@pytest.mark.parametrize("t", [0.0, 0.3, 0.99])
def test_splines_are_the_compiled_ones(t: float) -> None:
    values, slopes = on_torch.splines(torch.tensor([t]))
    assert_allclose(values[0], _weights(np.float32(t)), atol=1e-6)
    assert_allclose(slopes[0], _slopes(np.float32(t)), atol=1e-6)


def test_large_maps_are_interpolated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(on_torch, "EXACT", 100)
    points = np.random.default_rng(4).normal(size=(400, 8)) + 8 * np.eye(8)[np.arange(400) % 4]
    start = np.random.default_rng(5).normal(size=(400, 2)) * 1e-4
    descent = on_torch.Descent(affinities(neighbor_graph(points, 60), [20.0]), start, "cpu")
    for step in range(200):
        descent.step(12 if step < 60 else 1, 0.5 if step < 60 else 0.8)
    near = neighbor_graph(descent.places, 10).rows % 4
    assert (near == np.arange(400)[:, None] % 4).mean() > 0.99


@pytest.mark.parametrize("k", [0, 1, 7, 400])
def test_the_graph_is_the_compiled_one(k: int) -> None:
    points = np.random.default_rng(6).normal(size=(101, 9)).astype(np.float32)
    points[10] = points[11] = points[12]
    heard: list[int] = []
    found = graph_on_torch.neighbor_graph(points, k, lambda done, total: heard.append(done), "cpu")
    right = neighbor_graph(points, k)
    assert_array_equal(found.rows, right.rows)
    assert_allclose(found.squares, right.squares, rtol=1e-5)
    assert k == 0 or heard == [101]
