"""Alternating least squares for what was chosen and what was not (Hu, Koren and Volinsky, 2008)."""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from engine import costs, limits
from engine.algorithms.als.sides import Side, sides
from engine.algorithms.film import Film
from engine.report import Report, stop_if_cancelled

INITIAL_SPREAD = 0.1
THREADS = min(8, os.cpu_count() or 1)
_POOL = ThreadPoolExecutor(max(1, THREADS - 1))
"""Beside the calling thread; kept, as a sweep takes less time than starting threads."""


@dataclass(frozen=True)
class Settings:
    """Hyper-parameters; a pair that was chosen weighs 1 + alpha, others 1."""

    n_components: int
    alpha: float
    regularization: float
    n_epochs: int


def train(
    by_user: Side, n_items: int, settings: Settings, rng: np.random.Generator, report: Report, film: Film | None = None
) -> tuple[np.ndarray, np.ndarray, dict[str, list[float]]]:
    """Vectors of the users and of the items, float64, and a history of step (sweeps) and loss.

    Minimizes sum over all pairs of c (x - p . q)^2 + lambda (sum |p|^2 + sum |q|^2), exactly for one side at a time.
    The loss is this objective for each pair that was chosen. Items that nobody chose are 0, and left out on the way.
    film: keeps items.
    """
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):  # the threads of a BLAS would wait, at work, for the next of many small products
        return _sweeps(by_user, n_items, settings, rng, report, film)


def _sweeps(
    by_user: Side, n_items: int, settings: Settings, rng: np.random.Generator, report: Report, film: Film | None
) -> tuple[np.ndarray, np.ndarray, dict[str, list[float]]]:
    n_pairs = len(by_user.others)
    chosen = np.bincount(by_user.others, minlength=n_items) > 0
    place = (np.cumsum(chosen) - 1).astype(np.int32)
    by_user, by_item = sides(by_user.offsets, place[by_user.others], int(chosen.sum()))
    items = INITIAL_SPREAD * rng.standard_normal((n_items, settings.n_components))
    found = items[chosen]
    if film is not None:
        film.keep(0, items)
    history: dict[str, list[float]] = {"step": [], "loss": []}
    for sweep in range(1, settings.n_epochs + 1):
        stop_if_cancelled(report)
        users = solve(by_user, found, settings)
        stop_if_cancelled(report)
        found, reached = _solved(by_item, users, settings)
        # with the best items for these users the sum over all pairs comes down to this
        loss = (1 + settings.alpha) * (n_pairs - reached.sum()) + settings.regularization * np.square(users).sum()
        history["step"].append(sweep)
        history["loss"].append(float(loss) / max(n_pairs, 1))
        if film is not None:
            items[chosen] = found
            film.keep(sweep, items)
        report.progress(sweep, settings.n_epochs, "sweeps", loss=round(history["loss"][-1], 5))
        if report.stopping(sweep, settings.n_epochs, "sweeps"):
            break
    users = solve(by_user, found, settings)  # a user's vector is then what `solve` makes of the same pairs later
    items[:] = 0.0
    items[chosen] = found
    return users, items, history


def solve(side: Side, fixed: np.ndarray, settings: Settings) -> np.ndarray:
    """The vectors of one side, float64 (n, k), that are best for the fixed ones (m, k)."""
    return _solved(side, fixed, settings)[0]


def _solved(side: Side, fixed: np.ndarray, settings: Settings) -> tuple[np.ndarray, np.ndarray]:
    """The best vectors, and the sum of the inner products of each with those that it is paired with."""
    from engine.algorithms.als.kernels import solve_implicit

    alpha, regularization = settings.alpha, settings.regularization
    fixed = np.ascontiguousarray(fixed)
    gram = fixed.T @ fixed
    spread = fixed @ np.linalg.inv(gram + regularization * np.eye(len(gram)))
    solved, reached = np.empty((len(side.offsets) - 1, fixed.shape[1])), np.zeros(len(side.offsets) - 1)
    data = side.offsets, side.others, alpha, regularization, fixed, gram, spread, solved, reached
    parts = list(pairwise(_shares(np.diff(side.offsets), fixed.shape[1])))
    others = [_POOL.submit(solve_implicit, *part, *data) for part in parts[1:]]
    solve_implicit(*parts[0], *data)
    for each in others:
        each.result()
    return solved, reached


def _shares(n_others: np.ndarray, k: int) -> list[int]:
    """Bounds of THREADS runs of rows that take about as long to solve."""
    effort = np.cumsum(n_others * np.minimum(n_others, k) + k)
    bounds = np.searchsorted(effort, np.linspace(0, effort[-1], THREADS + 1)[1:-1])
    return [0, *bounds.tolist(), len(n_others)]


def cost(user_pairs: np.ndarray, item_pairs: np.ndarray, settings: Settings) -> tuple[float, float]:
    """Seconds and megabytes, from the systems to solve: one for each user and item; int, how many pairs each has."""
    k, sizes = settings.n_components, (user_pairs, item_pairs)
    solves = float(sum(np.minimum(pairs, k).sum() for pairs in sizes)) * k**2
    work = costs.IMPLICIT_SOLVE * (solves + 4 * int(user_pairs.sum()) * k**2)
    n_rows = len(user_pairs) + len(item_pairs)
    start, libraries = costs.SPARSE
    return start + settings.n_epochs * work, libraries + 24 * k * n_rows / limits.MB
