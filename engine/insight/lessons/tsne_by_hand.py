"""t-SNE in numbers: the neighbors of one point by a width that bisection finds, and what pulls and pushes on a map."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from engine.algorithms.neighbor_graph.graph import neighbor_graph
from engine.algorithms.tsne.affinities import Affinities, affinities
from engine.algorithms.tsne.descent import Descent
from engine.insight.lessons.stress_by_hand import distances

NAMES = tuple("abcdefghijkl")
NEAR = 1e-3
"""How near the perplexity must come."""
MOST_TRIES = 60
KEPT = (0, 1, 2, 5, 10, 20, 50, 100, 200, 400)
"""Steps of the descent that are looked at."""


def example() -> np.ndarray:
    """Points (12, 3): five close together, five strewn about, and two between, one decimal each."""
    rng = np.random.default_rng(2)
    close = rng.normal((0, 0, 0), 0.5, (5, 3))
    strewn = rng.normal((7, 3, 1), 2.0, (5, 3))
    between = rng.normal((3, 2, 0), 0.6, (2, 3))
    return np.vstack([close, strewn, between]).round(1)


class Try(NamedTuple):
    """A width that was tried, and the perplexity it gives."""

    sigma: float
    perplexity: float


class Bell(NamedTuple):
    """tries: in order; chances: p(j | i), (n,), 0 for the point itself."""

    tries: tuple[Try, ...]
    chances: np.ndarray

    @property
    def sigma(self) -> float:
        """The width that was found."""
        return self.tries[-1].sigma


def bell(points: np.ndarray, row: int, perplexity: float) -> Bell:
    """Bisection for the width of a normal distribution about a point, whose entropy has 2^H = perplexity.

    points: (n, d), not all on one place; perplexity: below n - 1.
    """
    squares = ((points - points[row]) ** 2).sum(axis=1)
    others = np.arange(len(points)) != row
    low, high, sigma = 0.0, np.inf, float(np.sqrt(squares[others].mean())) or 1.0
    tries: list[Try] = []
    chances = np.zeros(len(points))
    for _ in range(MOST_TRIES):
        weights = np.exp(-(squares[others] - squares[others].min()) / (2 * sigma**2))
        chances[others] = weights / weights.sum()
        tries.append(Try(sigma, perplexity_of(chances)))
        if abs(tries[-1].perplexity - perplexity) < NEAR:
            break
        if tries[-1].perplexity < perplexity:
            low = sigma
        else:
            high = sigma
        sigma = 2 * sigma if high == np.inf else (low + high) / 2
    return Bell(tuple(tries), chances)


def perplexity_of(chances: np.ndarray) -> float:
    """2 to the entropy in bits: as many as share alike."""
    some = chances[chances > 0]
    return float(np.exp(-(some * np.log(some)).sum()))


def held(points: np.ndarray, perplexity: float) -> Affinities:
    """All pairs of points (n, d), as the maps of the app hold them."""
    return affinities(neighbor_graph(points.astype(np.float32), len(points) - 1), [perplexity])


def joint(points: np.ndarray, perplexity: float) -> np.ndarray:
    """p_ij = (p(j | i) + p(i | j)) / 2n, float64 (n, n), which sums to 1."""
    return np.asarray(held(points, perplexity).joint().toarray())


def kernel(places: np.ndarray) -> np.ndarray:
    """(1 + d^2)^-1 of places (n, 2), 0 on the diagonal."""
    found = 1 / (1 + distances(places) ** 2)
    np.fill_diagonal(found, 0)
    return found


def on_map(places: np.ndarray) -> np.ndarray:
    """q_ij: the kernel divided by its sum."""
    found = kernel(places)
    return found / found.sum()


def costs(p: np.ndarray, q: np.ndarray) -> np.ndarray:
    """p ln(p / q) of each pair, 0 where p is; their sum is KL(P || Q)."""
    known = p > 0
    return p * np.log(np.divide(p, q, out=np.ones(p.shape), where=known & (q > 0)))


def moves(p: np.ndarray, q: np.ndarray, places: np.ndarray, row: int) -> np.ndarray:
    """Down the gradient, what each other point does to one: 4 (p - q) (1 + d^2)^-1 (y_j - y_i), (n, 2)."""
    force = 4 * (p[row] - q[row]) * kernel(places)[row]
    return force[:, None] * (places - places[row])


class Course(NamedTuple):
    """steps: as in KEPT; places: (len(steps), n, 2); divergences: KL of each."""

    steps: tuple[int, ...]
    places: np.ndarray
    divergences: np.ndarray


def course(points: np.ndarray, perplexity: float, seed: int, steps: Sequence[int] = KEPT) -> Course:
    """A map from places by chance, moved as the maps of the app are, without exaggeration."""
    start = np.random.default_rng(seed).normal(size=(len(points), 2))
    descent = Descent(held(points, perplexity), start)
    places, divergences = [], []
    for step in range(steps[-1] + 1):
        if step in steps:
            places.append(descent.places.astype(float))
            divergences.append(descent.divergence())
        descent.step()
    return Course(tuple(steps), np.array(places), np.array(divergences))
