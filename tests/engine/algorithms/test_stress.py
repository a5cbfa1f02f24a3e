"""Descent on stress: the gradient against differences, a step against Guttman's transform, and what never rises."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy.spatial.distance import cdist

from engine.algorithms import stress
from engine.algorithms.stress import StressDescent

POINTS = np.random.default_rng(2).normal(size=(40, 6)).astype(np.float32)
START = np.random.default_rng(3).normal(size=(40, 2))


def raw_stress(places: np.ndarray) -> float:
    return float(np.square(cdist(places, places) - cdist(POINTS, POINTS)).sum() / 2)


def test_a_step_goes_along_the_gradient() -> None:
    gradient = np.zeros_like(START)
    for index in np.ndindex(*START.shape):
        moved = np.zeros_like(START)
        moved[index] = 1e-5
        gradient[index] = (raw_stress(START + moved) - raw_stress(START - moved)) / 2e-5
    descent = StressDescent(POINTS, START)
    descent.step(0.5)
    assert_allclose(START - descent.places, 0.5 * gradient / (2 * 40), atol=1e-5)


@pytest.mark.parametrize("dims", [2, 3])
def test_a_whole_step_is_guttmans_transform_and_stress_never_rises(dims: int) -> None:
    start = np.random.default_rng(3).normal(size=(40, dims))
    start -= start.mean(axis=0)
    descent = StressDescent(POINTS, start)
    before = descent.step()
    ratios = -cdist(POINTS, POINTS) / (cdist(start, start) + np.eye(40))
    np.fill_diagonal(ratios, -(ratios.sum(axis=1) - np.diag(ratios)))
    assert_allclose(descent.places, ratios @ start / 40, atol=1e-5)
    expected = np.square(cdist(start, start) - cdist(POINTS, POINTS)).sum() / np.square(cdist(POINTS, POINTS)).sum()
    assert_allclose(before, np.sqrt(expected), rtol=1e-5)
    course = [before] + [descent.step() for _ in range(200)]
    assert (np.diff(course) < 1e-6).all() and descent.stress() < 0.6 * before


def test_flat_points_are_found_again() -> None:
    flat = np.random.default_rng(4).normal(size=(30, 2)).astype(np.float32)
    descent = StressDescent(flat, flat + 0.3 * np.random.default_rng(5).normal(size=(30, 2)))
    for _ in range(500):
        descent.step()
    assert descent.stress() < 1e-3
    assert_allclose(cdist(descent.places, descent.places), cdist(flat, flat), atol=0.01)


def test_asking_for_the_stress_moves_nothing() -> None:
    descent = StressDescent(POINTS, START)
    descent.stress()
    assert_allclose(descent.places, START, atol=1e-6)


def test_many_points_are_compared_with_some(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stress, "WHOLE", 30)
    monkeypatch.setattr(stress, "SOME", 10)
    ends = []
    for seed in (1, 1, 2):
        descent = StressDescent(POINTS, START, seed)
        for _ in range(100):
            descent.step(0.3)
        ends.append(descent.places)
    assert_array_equal(ends[0], ends[1])
    assert not np.array_equal(ends[0], ends[2])
    assert raw_stress(ends[0]) < 0.6 * raw_stress(START)
