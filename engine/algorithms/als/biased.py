"""Stars as mean, biases and an inner product (Koren, Bell and Volinsky, 2009), by least squares or gradient descent."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from engine import costs, limits
from engine.algorithms.als.sides import Side, sides
from engine.algorithms.epochs import recorded
from engine.algorithms.film import Film, filmed
from engine.report import Report, stop_if_cancelled

INITIAL_SPREAD = 0.1


@dataclass(frozen=True)
class Settings:
    """Hyper-parameters; the learning rate is that of gradient descent ("sgd") alone."""

    n_components: int
    solver: Literal["als", "sgd"]
    regularization: float
    learning_rate: float
    n_epochs: int


@dataclass(frozen=True, eq=False)
class Rated:
    """Stars by user: offsets int64 (n_users + 1,) into items int32 and stars, (n_rows,) each; n_items in all."""

    offsets: np.ndarray
    items: np.ndarray
    stars: np.ndarray
    n_items: int

    @property
    def users(self) -> np.ndarray:
        """int64 (n_rows,) the user of each row."""
        return np.repeat(np.arange(len(self.offsets) - 1), np.diff(self.offsets))


@dataclass
class Factors:
    """Vectors (n, k) and biases (n,) of both sides, float64."""

    users: np.ndarray
    items: np.ndarray
    user_bias: np.ndarray
    item_bias: np.ndarray


def train(
    rated: Rated,
    mean: float,
    settings: Settings,
    rng: np.random.Generator,
    report: Report,
    film: Film | None = None,
    held_out: Rated | None = None,
) -> tuple[Factors, dict[str, list[float]]]:
    """Factors of the stars less their mean, and a history of step (sweeps) and loss: mean squared error, with
    penalties for least squares, without for gradient descent. film: keeps items. held_out: more stars of the same
    viewers, which nothing learns from; their mean squared error is the column "held_out_loss".
    """
    sizes = len(rated.offsets) - 1, rated.n_items
    users, items = (INITIAL_SPREAD * rng.standard_normal((n, settings.n_components)) for n in sizes)
    factors = Factors(users, items, *(np.zeros(n) for n in sizes))
    sweeps = _alternate if settings.solver == "als" else _descend
    losses = _until_cancelled(sweeps(rated, mean, factors, settings, rng), report)
    if film is not None:
        losses = filmed(losses, film, lambda: factors.items)
    unseen: list[float] = []
    if held_out is not None and len(held_out.items):
        losses = _watched(losses, lambda: unseen.append(root_mean_square(held_out, mean, factors) ** 2))
    history = recorded(losses, settings.n_epochs, settings.learning_rate, report, "sweeps")
    return factors, history | ({"held_out_loss": unseen} if unseen else {})


def _watched(losses: Iterator[float], look: Callable[[], None]) -> Iterator[float]:
    for loss in losses:
        look()
        yield loss


def _until_cancelled(losses: Iterator[float], report: Report) -> Iterator[float]:
    for loss in losses:
        stop_if_cancelled(report)
        yield loss


def solve(
    side: Side, residuals: np.ndarray, fixed: np.ndarray, fixed_bias: np.ndarray, regularization: float
) -> tuple[np.ndarray, np.ndarray]:
    """Vectors (n, k) and biases (n,) of one side that are best for those of the other; residuals (n_pairs,) float64."""
    from engine.algorithms.als.kernels import solve_biased

    vectors, bias = np.empty((len(side.offsets) - 1, fixed.shape[1])), np.empty(len(side.offsets) - 1)
    fixed, fixed_bias = np.ascontiguousarray(fixed), np.ascontiguousarray(fixed_bias, dtype=np.float64)
    solve_biased(side.offsets, side.others, residuals, regularization, fixed, fixed_bias, vectors, bias)
    return vectors, bias


def objective(rated: Rated, mean: float, factors: Factors, regularization: float) -> float:
    """What least squares minimizes, for each rating: a row with n ratings is penalized n times."""
    penalty = np.diff(rated.offsets) @ ((factors.users**2).sum(axis=1) + factors.user_bias**2)
    counts = np.bincount(rated.items, minlength=rated.n_items)
    penalty += counts @ ((factors.items**2).sum(axis=1) + factors.item_bias**2)
    squared = root_mean_square(rated, mean, factors) ** 2
    return float(squared + regularization * penalty / len(rated.items))


def root_mean_square(rated: Rated, mean: float, factors: Factors) -> float:
    """Of the errors of the predicted stars."""
    users, items = rated.users, rated.items
    predicted = mean + factors.user_bias[users] + factors.item_bias[items]
    predicted = predicted + np.einsum("rk,rk->r", factors.users[users], factors.items[items])
    return float(np.sqrt(np.mean((rated.stars - predicted) ** 2)))


def _alternate(
    rated: Rated, mean: float, factors: Factors, settings: Settings, rng: np.random.Generator
) -> Iterator[float]:
    by_user, by_item = sides(rated.offsets, rated.items, rated.n_items)
    residuals = rated.stars.astype(np.float64) - mean
    of_items = residuals[np.argsort(rated.items, kind="stable")]
    penalty = settings.regularization
    for _ in range(settings.n_epochs):
        factors.users, factors.user_bias = solve(by_user, residuals, factors.items, factors.item_bias, penalty)
        factors.items, factors.item_bias = solve(by_item, of_items, factors.users, factors.user_bias, penalty)
        yield objective(rated, mean, factors, penalty)


def _descend(
    rated: Rated, mean: float, factors: Factors, settings: Settings, rng: np.random.Generator
) -> Iterator[float]:
    from engine.algorithms.als.kernels import descend

    residuals = rated.stars.astype(np.float64) - mean
    users = rated.users.astype(np.int32)
    tables = factors.users, factors.items, factors.user_bias, factors.item_bias
    for _ in range(settings.n_epochs):
        order = rng.permutation(len(residuals))
        yield descend(users, rated.items, residuals, order, settings.learning_rate, settings.regularization, *tables)


def cost(n_ratings: int, n_rows: int, settings: Settings) -> tuple[float, float]:
    """Seconds and megabytes, from the ratings, and for least squares the systems to solve; n_rows: of both sides."""
    k = settings.n_components
    if settings.solver == "als":
        seconds = settings.n_epochs * costs.BIASED_SOLVE * (2.0 * n_ratings * k**2 + n_rows * k**3)
    else:
        seconds = settings.n_epochs * costs.BIASED_STEP * n_ratings * k
    return costs.SPARSE.seconds + seconds, costs.SPARSE.megabytes + (24.0 * k * n_rows + 40 * n_ratings) / limits.MB
