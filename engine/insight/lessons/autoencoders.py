"""Linear autoencoders small enough to be seen: a line in the plane, a plane in space, bags of words, grades, noise."""

from typing import NamedTuple

import numpy as np

from engine.low_rank import Factors, factorize

N_LONG, N_SPACE = 14, 60
GRADES = ((3.0, 3.2, 3.1, 3.7), (2.1, 2.8, 3.0, 2.9), (4.0, 3.6, 3.9, 3.7), (3.3, 2.2, 2.7, 3.0), (2.6, 3.9, 3.4, 3.1),
          (3.8, 3.0, 2.4, 3.6))  # fmt: skip
"""Of six students in four years; the cumulative grade is their mean."""
HOMES = ((2, 2, 1800, 2, 200_000, 195_000), (4, 2.5, 2700, 1, 300_000, 310_000), (5, 3.5, 3600, 3, 450_000, 450_000))
"""Bedrooms, bathrooms, square feet, floors, list price and sale price of three homes of a lecture."""


class Projection(NamedTuple):
    """x (d,) on the line through y (d,). dot: x . y; cosine: 0 if either is 0; along: the foot of the perpendicular
    (d,); rest: x - along, at right angles to y.
    """

    dot: float
    cosine: float
    along: np.ndarray
    rest: np.ndarray


def project(x: np.ndarray, y: np.ndarray) -> Projection:
    """y (y . x) / |y|^2; all zeros if y is 0."""
    dot, square = float(x @ y), float(y @ y)
    lengths = float(np.linalg.norm(x)) * square**0.5
    along = y * (dot / square) if square else np.zeros_like(x)
    return Projection(dot, dot / lengths if lengths else 0.0, along, x - along)


def long_cloud() -> np.ndarray:
    """Points (14, 2) spread along a line at 30 degrees, centered."""
    rng = np.random.default_rng(4)
    along, across = rng.normal(0, 3, N_LONG), rng.normal(0, 0.6, N_LONG)
    angle = np.radians(30)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    return centered(np.column_stack([along, across]) @ turn).round(2)


def round_cloud() -> np.ndarray:
    """Eight points on a circle: as spread in every direction as in any other."""
    angles = np.arange(8) * np.pi / 4
    return 3 * np.column_stack([np.cos(angles), np.sin(angles)])


def space_cloud() -> np.ndarray:
    """Points (60, 3) near a plane, centered."""
    rng = np.random.default_rng(1)
    axes = np.linalg.qr(np.array([[1.0, 0.2, 0.3], [-0.2, 1.0, 0.4], [-0.3, -0.4, 1.0]]).T)[0].T
    return centered(rng.normal(size=(N_SPACE, 3)) * (2.5, 1.5, 0.35) @ axes)


def centered(points: np.ndarray) -> np.ndarray:
    """Less the mean of each column."""
    return points - points.mean(axis=0)


def direction(degrees: float) -> np.ndarray:
    """The unit vector (2,) at an angle."""
    return np.array([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))])


def line_errors(points: np.ndarray, degrees: np.ndarray) -> np.ndarray:
    """Squared distances of centered points (n, 2) from the line at each angle, summed: (len(degrees),)."""
    axes = np.array([direction(angle) for angle in degrees])
    return float((points**2).sum()) - ((points @ axes.T) ** 2).sum(axis=0)


class BestLine(NamedTuple):
    """degrees: in [0, 180). least, most: errors at the best and at the worst angle; tied: whether all are the same."""

    degrees: float
    least: float
    most: float
    tied: bool


def best_line(points: np.ndarray) -> BestLine:
    """The long direction of centered points (n, 2), in closed form."""
    factors = factorize(points)
    x, y = factors.right[:, 0]
    squares = np.square(factors.values)
    least, most = float(squares[1]), float(squares[0])
    return BestLine(float(np.degrees(np.arctan2(y, x)) % 180), least, most, most - least <= 1e-9 * max(most, 1e-300))


class Coder(NamedTuple):
    """encoder: W (k, d); decoder: V (d, k), its pseudo-inverse; codes: (n, k); made: (n, d); error: squared, summed."""

    encoder: np.ndarray
    decoder: np.ndarray
    codes: np.ndarray
    made: np.ndarray
    error: float


def mixed_coder(points: np.ndarray, degrees: float, stretch: float) -> Coder:
    """An encoder of the best plane of centered points (n, d) in another basis: turned, and its first axis stretched."""
    turn = np.array([direction(degrees), direction(degrees + 90)])
    encoder = np.diag([stretch, 1.0]) @ turn @ factorize(points).right[:, :2].T
    decoder = np.linalg.pinv(encoder)
    codes = points @ encoder.T
    made = codes @ decoder.T
    return Coder(encoder, decoder, codes, made, float(((points - made) ** 2).sum()))


class Bags(NamedTuple):
    """lines: as typed; words: m, in order; counts: int (n, m); n_different: how many different rows there are."""

    lines: tuple[str, ...]
    words: tuple[str, ...]
    counts: np.ndarray
    n_different: int


def bags(text: str) -> Bags:
    """One bag of words a line, without empty lines; how the words are ordered is lost."""
    lines = tuple(" ".join(line.lower().split()) for line in text.splitlines() if line.strip())
    words = tuple(dict.fromkeys(word for line in lines for word in line.split()))
    rows = [[line.split().count(word) for word in words] for line in lines]
    counts = np.array(rows, dtype=int).reshape(len(lines), len(words))
    return Bags(lines, words, counts, len(np.unique(counts, axis=0)) if len(counts) else 0)


def with_mean(grades: np.ndarray) -> np.ndarray:
    """A last column more, the mean of the others."""
    return np.column_stack([grades, grades.mean(axis=1)])


def rank_of(factors: Factors) -> int:
    """How many singular values are more than rounding errors."""
    size = max(len(factors.left), len(factors.right))
    return int((factors.values > factors.values.max(initial=0) * size * np.finfo(float).eps).sum())


def sale_by_list() -> float:
    """By how much the list price of the three homes is to be multiplied for the sale price, by least squares."""
    listed, sold = np.array(HOMES)[:, 4:].T
    return float(listed @ sold / (listed @ listed))


class Noisy(NamedTuple):
    """Squared errors of rank 0 to d, as shares: of the noisy data, which were seen, and of the clean ones."""

    seen: np.ndarray
    clean: np.ndarray


def noisy(noise: float, rank: int = 3, n: int = 80, d: int = 12, seed: int = 0) -> Noisy:
    """Data of that rank, of variance 1 a cell, with noise of that spread, and what each bottleneck makes of them."""
    rng = np.random.default_rng(seed)
    clean = rng.normal(size=(n, rank)) @ rng.normal(size=(rank, d))
    clean /= clean.std()
    data = clean + noise * rng.normal(size=clean.shape)
    factors = factorize(data)
    made = [factors.rank(k) for k in range(d + 1)]
    seen = np.array([((data - each) ** 2).sum() for each in made]) / (data**2).sum()
    return Noisy(seen, np.array([((clean - each) ** 2).sum() for each in made]) / (clean**2).sum())
