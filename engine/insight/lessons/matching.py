"""Things that belong together, near each other: examples in feature space, triplets, towers of queries and pages."""

from typing import NamedTuple

import numpy as np

from engine.algorithms.probability import softplus
from engine.algorithms.towers import two_towers
from engine.insight.images.coding import triplet_losses
from engine.report import Silent

FEATURES = ("roundness", "size", "yellowish")
BALLS = ((1, 10, 0.2), (0.1, 7, 0.1), (1, 2, 1), (0.6, 7, 0.1), (1, 5, 0), (0.4, 1, 0.9))
"""Six balls of a lecture by three features; size against a hand."""
CLICKS = """red running shoes > sale on red sport shoes
shoes for running > sport shoes for the marathon
cheap flights to rome > fly to rome for less
flights to paris > fly to paris and lyon
pasta recipe > how to cook pasta
cook a risotto > risotto in twenty minutes
weekend in paris > hotels in paris
hotel in rome > hotels in rome near the station"""
QUERY = "cheap running shoes"
FEWEST_CLICKS, MOST_CLICKS = 3, 12
N_EPOCHS, RATE = 20, 0.08


def distances(examples: np.ndarray, new: np.ndarray, scaled: bool) -> np.ndarray:
    """Euclidean distances of something new (d,) from examples (n, d): (n,). scaled: each feature over its spread among
    the examples, where it has one.
    """
    spread = examples.std(axis=0)
    scale = np.where(scaled & (spread > 0), spread, 1)
    return np.linalg.norm((examples - new) / scale, axis=1)


class Clicks(NamedTuple):
    """queries, pages: n lines each, of the same clicks; words: those of either side."""

    queries: tuple[str, ...]
    pages: tuple[str, ...]
    words: tuple[tuple[str, ...], tuple[str, ...]]


def clicks(text: str) -> Clicks | None:
    """Lines "query > page". None unless there are 3 to 12, all pages different, and both sides have words."""
    lines = [line.lower().split(">") for line in text.splitlines() if line.strip()]
    parts = [tuple(" ".join(part.split()) for part in line) for line in lines]
    whole = all(len(part) == 2 and all(part) for part in parts)
    if not whole or not FEWEST_CLICKS <= len(parts) <= MOST_CLICKS or len({part[1] for part in parts}) < len(parts):
        return None
    queries, pages = zip(*parts, strict=True)
    return Clicks(queries, pages, (_words(queries), _words(pages)))


def _words(lines: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for line in lines for word in line.split()))


def bags(lines: tuple[str, ...], words: tuple[str, ...]) -> np.ndarray:
    """Shares of the words of each line, float32 (n, len(words)); words that are not known are passed over."""
    counts = np.array([[line.split().count(word) for word in words] for line in lines], dtype=np.float32)
    return counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)


class Towers(NamedTuple):
    """Learned rows of the words of queries (m, k) and of pages (p, k)."""

    left: np.ndarray
    right: np.ndarray


def train(given: Clicks, n_components: int, n_random: int, seed: int = 0) -> Towers:
    """The app's two towers, each with the words of its side as features: a click a step, in which the query is to pick
    its page among n_random that are drawn anew; with none of these there is nothing to learn.
    """
    from scipy.sparse import csr_array

    n = len(given.queries)
    nothing = csr_array((n, 0), dtype=np.float32)
    sides = [csr_array(bags(lines, words)) for lines, words in zip(given[:2], given.words, strict=True)]
    pairs = two_towers.Pairs(np.arange(n), np.arange(n))
    settings = two_towers.Settings(n_components, N_EPOCHS, 1, n_random, RATE)
    features = two_towers.Features(sides[0], nothing, sides[1])
    tables, _ = two_towers.train(pairs, features, settings, np.random.default_rng(seed), Silent())
    return Towers(tables.left, tables.right)


class Objective(NamedTuple):
    """together, apart: inner products of the clicked pairs and of as many random ones, summed; loss: the logistic loss
    of both, a pair on average.
    """

    together: float
    apart: float
    loss: float


def objective(products: np.ndarray, stretch: float, seed: int = 0) -> Objective:
    """Of inner products (n, n), the clicked pairs on the diagonal, with all vectors that many times as long."""
    n = len(products)
    others = (np.arange(n) + np.random.default_rng(seed).integers(1, n, n)) % n
    near, far = stretch**2 * np.diag(products), stretch**2 * products[np.arange(n), others]
    return Objective(float(near.sum()), float(far.sum()), float((softplus(-near) + softplus(far)).mean() / 2))


class Triplet(NamedTuple):
    """points: anchor, positive, negative (3, 2). near, far: squared distances of the anchor from the two."""

    points: np.ndarray
    near: float
    far: float
    loss: float


def triplet(points: np.ndarray, margin: float) -> Triplet:
    """The loss of three points (3, 2)."""
    anchor, positive, negative = points
    near, far = float(np.square(anchor - positive).sum()), float(np.square(anchor - negative).sum())
    return Triplet(points, near, far, float(triplet_losses(np.array([near]), np.array([far]), margin)[0]))


def walk(points: np.ndarray, margin: float, rate: float, n_steps: int) -> list[Triplet]:
    """Gradient descent of the loss by all three points, the first of the list being where it begins."""
    found = [triplet(points, margin)]
    for _ in range(n_steps):
        anchor, positive, negative = found[-1].points
        slopes = 2 * np.array([negative - positive, positive - anchor, anchor - negative]) * (found[-1].loss > 0)
        found.append(triplet(found[-1].points - rate * slopes, margin))
    return found
