"""A map by moving points until their distances are those wanted, in examples small enough to be followed."""

from typing import NamedTuple

import numpy as np

from engine.algorithms.stress import StressDescent

STEPS = 100
SEEDS = 4
"""Starts among which the best is taken."""


class Fitted(NamedTuple):
    """places: float64 (steps + 1, n, 2), from the start on; stresses: of each, sqrt(sum (d* - d)^2 / sum d*^2)."""

    places: np.ndarray
    stresses: np.ndarray


def fitted(wanted: np.ndarray, rate: float = 1.0, seed: int = 0, n_steps: int = STEPS) -> Fitted:
    """Points moved from places by chance, all at once each step, towards wanted distances (n, n)."""
    scale = float(wanted.max()) or 1.0
    start = np.random.default_rng(seed).normal(0, scale / 4, (len(wanted), 2))
    descent = StressDescent(None, start, distances=wanted)
    places, stresses = [descent.places], []
    for _ in range(n_steps):
        stresses.append(descent.step(rate))
        places.append(descent.places)
    return Fitted(np.array(places, dtype=float), np.array([*stresses, descent.stress()]))


def distances(places: np.ndarray) -> np.ndarray:
    """Euclidean, of points (n, d): (n, n)."""
    return np.sqrt(((places[:, None] - places[None]) ** 2).sum(axis=2))


class Equal(NamedTuple):
    """The best map of n things that are all 1 apart. places: (n, 2); stress; ratio: of the largest to the smallest of
    their distances.
    """

    places: np.ndarray
    stress: float
    ratio: float


def equally_far(n: int) -> Equal:
    """The best of some starts."""
    wanted = 1.0 - np.eye(n)
    found = min((fitted(wanted, seed=seed, n_steps=300) for seed in range(SEEDS)), key=lambda one: one.stresses[-1])
    apart = distances(found.places[-1])[np.triu_indices(n, 1)]
    return Equal(found.places[-1], float(found.stresses[-1]), float(apart.max() / apart.min()))
