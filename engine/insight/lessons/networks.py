"""Neurons, losses and descent, small enough that each number can be seen."""

from collections.abc import Callable, Mapping
from typing import Literal, NamedTuple

import numpy as np

from engine.algorithms.probability import sigmoid

Activation = Literal["identity", "sigmoid", "tanh", "ReLU"]
ACTIVATIONS: Mapping[Activation, Callable[[np.ndarray], np.ndarray]] = {
    "identity": lambda z: z,
    "sigmoid": sigmoid,
    "tanh": np.tanh,
    "ReLU": lambda z: np.maximum(z, 0),
}
FIRST = ((1.0, -0.5), (0.5, 2.0), (-1.5, 1.0))
"""W1 (3, 2): a row for each hidden unit."""
SECOND = ((2.0, 0.5, -1.0), (-1.0, 1.5, 0.5))
"""W2 (2, 3): a row for each output."""
CHANCES = (0.1, 0.3, 0.4, 0.1, 0.1)
TRUE_CLASS = 2
"""Of a lecture: what is predicted for five classes, and that the third is right."""
START = (4.0, 2.0)
FAR = 1e6
"""A descent that is so far from the bottom is over."""
N_POINTS, N_NOISY, DEGREE = 64, 16, 11


class Passed(NamedTuple):
    """hidden: before the activation, active: after it (3,), output: (2,)."""

    hidden: np.ndarray
    active: np.ndarray
    output: np.ndarray


def two_layers(first: np.ndarray, second: np.ndarray, x: np.ndarray, activation: Activation) -> Passed:
    """W2 f(W1 x), without biases."""
    hidden = first @ x
    active = ACTIVATIONS[activation](hidden)
    return Passed(hidden, active, second @ active)


def losses(residuals: np.ndarray, delta: float) -> dict[str, np.ndarray]:
    """L1, L2 (half the square) and Huber's loss (1964) of what is predicted less what is right; Huber: quadratic up to
    delta, straight beyond.
    """
    size = np.abs(residuals)
    return {
        "L1": size,
        "L2": residuals**2 / 2,
        "Huber": np.where(size <= delta, residuals**2 / 2, delta * (size - delta / 2)),
    }


def hinge(margins: np.ndarray) -> dict[str, np.ndarray]:
    """Of margins y s, y = 1 or -1 being the class and s the score: hinge, max(0, 1 - m), and the logistic loss."""
    return {
        "hinge": np.maximum(0, 1 - margins),
        "cross-entropy": np.logaddexp(0, -margins),
        "wrong": (margins < 0) * 1.0,
    }


class Descent(NamedTuple):
    """path: float64 (steps + 1, 2), cut where it is lost; heights: of the surface there."""

    path: np.ndarray
    heights: np.ndarray


def height(places: np.ndarray, steepness: float) -> np.ndarray:
    """(x^2 + steepness y^2) / 2 at places (..., 2)."""
    return (places[..., 0] ** 2 + steepness * places[..., 1] ** 2) / 2


def descend(steepness: float, rate: float, momentum: float, n_steps: int) -> Descent:
    """Gradient descent from `START`; with momentum the step before is repeated in part (Polyak, 1964)."""
    place, step = np.array(START), np.zeros(2)
    path = [place]
    for _ in range(n_steps):
        step = momentum * step - rate * place * (1, steepness)
        place = place + step
        path.append(place)
        if np.abs(place).max() > FAR:
            break
    return Descent(np.array(path), height(np.array(path), steepness))


def largest_rate(steepness: float, momentum: float = 0.0) -> float:
    """The learning rate from which on it goes up instead of down: 2 (1 + momentum) over the largest curvature."""
    return 2 * (1 + momentum) / max(steepness, 1.0)


Schedule = Literal["constant", "falling to 0", "halved every 50 steps"]
SCHEDULES: Mapping[Schedule, Callable[[np.ndarray], np.ndarray]] = {
    "constant": np.ones_like,
    "falling to 0": lambda part: 1 - part,
    "halved every 50 steps": lambda part: 0.5 ** np.floor(part * BATCH_STEPS / 50),
}
BATCH_STEPS = 300


class Batches(NamedTuple):
    """losses: float64 (steps + 1,), of all points after each step; least: the smallest there can be."""

    losses: np.ndarray
    least: float


def in_batches(size: int, rate: float, schedule: Schedule, seed: int = 0) -> Batches:
    """A line fitted to 64 noisy points, each step by the gradient of `size` of them, drawn anew in every epoch."""
    rng = np.random.default_rng(seed)
    x = np.column_stack([np.ones(N_POINTS), rng.uniform(-1, 1, N_POINTS)])
    y = x @ (1.0, 2.0) + rng.normal(0, 1, N_POINTS)
    rates = rate * SCHEDULES[schedule](np.arange(BATCH_STEPS) / BATCH_STEPS)
    weights, left, found = np.zeros(2), np.empty(0, dtype=int), []
    for step in range(BATCH_STEPS + 1):
        found.append(((x @ weights - y) ** 2).mean() / 2)
        if step < BATCH_STEPS:
            left = left if len(left) >= size else rng.permutation(N_POINTS)
            chosen, left = left[:size], left[size:]
            weights = weights - rates[step] * (x[chosen] @ weights - y[chosen]) @ x[chosen] / size
    best = np.linalg.lstsq(x, y, rcond=None)[0]
    return Batches(np.array(found), float(((x @ best - y) ** 2).mean() / 2))


class Stopped(NamedTuple):
    """steps (n,); losses there, of the training points and of the others; best: the step of the smallest of these."""

    steps: np.ndarray
    training: np.ndarray
    validation: np.ndarray
    best: int


def validated(noise: float, n_steps: int = 20_000) -> Stopped:
    """A polynomial of degree 11, by Legendre's, fitted to 16 noisy points of a sine by gradient descent; 200 others
    say when to stop.
    """
    rng = np.random.default_rng(3)
    x, other = np.sort(rng.uniform(-1, 1, N_NOISY)), np.linspace(-1, 1, 200)
    y = np.sin(3 * x) + noise * rng.normal(size=N_NOISY)
    basis, unseen = (np.polynomial.legendre.legvander(each, DEGREE) for each in (x, other))
    truth = np.sin(3 * other) + noise * rng.normal(size=len(other))
    gram, target = basis.T @ basis / N_NOISY, basis.T @ y / N_NOISY
    values, vectors = np.linalg.eigh(gram)
    steps = np.unique(np.geomspace(1, n_steps, 60).round().astype(int))
    rate = 1 / values[-1]
    known = vectors.T @ target
    shares = 1 - (1 - rate * values) ** steps[:, None]  # of each eigenvector's way, after so many steps from 0
    weights = shares * np.divide(known, values, out=np.zeros_like(known), where=values > 1e-12) @ vectors.T
    training = ((weights @ basis.T - y) ** 2).mean(axis=1) / 2
    validation = ((weights @ unseen.T - truth) ** 2).mean(axis=1) / 2
    return Stopped(steps, training, validation, int(steps[validation.argmin()]))
