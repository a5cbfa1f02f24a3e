"""Affinities: the perplexity of every row, the joint distribution by hand, and rows that no width can make so."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy.spatial.distance import cdist

from engine.algorithms.neighbor_graph.graph import NeighborGraph, neighbor_graph
from engine.algorithms.tsne.affinities import BLOCKS, LEVELS, affinities, uniform_affinities
from engine.algorithms.tsne.affinity_kernels import conditionals

POINTS = np.random.default_rng(3).normal(size=(400, 6)).astype(np.float32)
GRAPH = neighbor_graph(POINTS, 90)


def perplexities_of(rows: np.ndarray) -> np.ndarray:
    shares = rows.astype(float)
    return np.asarray(np.exp(-np.sum(shares * np.log(np.maximum(shares, 1e-300)), axis=1)))


@pytest.mark.parametrize("perplexity", [2.0, 5.0, 30.0, 60.0, 89.0])
@pytest.mark.parametrize("scale", [1e-12, 1.0, 1e12])
def test_every_row_has_the_perplexity_that_was_asked_for(perplexity: float, scale: float) -> None:
    found = conditionals(GRAPH.squares * np.float32(scale), np.log(perplexity))
    assert_allclose(found.sum(axis=1), 1, rtol=1e-5)
    assert_allclose(perplexities_of(found), perplexity, atol=1e-3)
    assert (np.diff(found, axis=1) <= 0).all()


def test_the_joint_distribution_is_the_one_of_the_definition() -> None:
    squares = cdist(POINTS[:40], POINTS[:40], "sqeuclidean")
    p = np.zeros((40, 40))
    for row in range(40):
        others = np.delete(np.arange(40), row)
        low, high = 0.0, 1e4
        for _ in range(100):
            width = (low + high) / 2
            shares = np.exp(-width * (squares[row, others] - squares[row, others].min()))
            shares /= shares.sum()
            entropy = -shares @ np.log(np.maximum(shares, 1e-300))
            low, high = (width, high) if entropy > np.log(9) else (low, width)
        p[row, others] = shares
    held = affinities(neighbor_graph(POINTS[:40], 39), [9.0])
    assert_allclose(held.joint().toarray(), (p + p.T) / 80, atol=1e-7)
    assert_allclose(held.weights.sum(dtype=float), 1, rtol=1e-6)
    some = p + p.T > 0
    assert_allclose(held.entropy, np.sum(((p + p.T) / 80)[some] * np.log(((p + p.T) / 80)[some])), rtol=1e-5)


def test_each_pair_stands_once_and_its_levels_are_near_its_weights() -> None:
    held = affinities(GRAPH, [30.0])
    rows = np.repeat(np.arange(400), np.diff(held.starts))
    assert (held.columns > rows).all()
    assert len({*zip(rows.tolist(), held.columns.tolist(), strict=True)}) == len(rows)
    assert_allclose(held.levels * held.scales[rows], held.weights, atol=held.weights.max() / LEVELS)
    assert held.blocks[0] == 0 and held.blocks[-1] == 400 and len(held.blocks) == BLOCKS + 1
    pairs = np.diff(held.starts[held.blocks])
    assert pairs.max() < 1.5 * pairs.mean()


def test_several_perplexities_are_the_mean_of_each() -> None:
    both, few, many = (affinities(GRAPH, sizes).joint().toarray() for sizes in ([5.0, 30.0], [5.0], [30.0]))
    assert_allclose(both, (few + many) / 2, atol=1e-8)


def test_uniform_affinities_count_each_direction_alike() -> None:
    held = uniform_affinities(GRAPH.first(10)).joint().toarray()
    near = np.zeros((400, 400))
    near[np.arange(400)[:, None], GRAPH.rows[:, :10]] = 1
    assert_allclose(held, (near + near.T) / (2 * 400 * 10), atol=1e-9)


def test_more_equal_points_than_the_perplexity_share_a_row_alike() -> None:
    squares = np.zeros((2, 12), dtype=np.float32)
    squares[1, 6:] = 1
    found = conditionals(squares, np.log(3.0))
    assert_allclose(found[0], 1 / 12, rtol=1e-6)
    assert_allclose(found[1], [1 / 6] * 6 + [0] * 6, atol=1e-6)


def test_two_points_hold_each_other() -> None:
    graph = NeighborGraph(np.array([[1], [0]], dtype=np.int32), np.array([[4], [4]], dtype=np.float32))
    assert_array_equal(affinities(graph, [30.0]).joint().toarray(), [[0, 0.5], [0.5, 0]])
