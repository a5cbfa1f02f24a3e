"""Polynomials through a few noisy points: what more weights than points do to the error of others."""

from typing import NamedTuple

import numpy as np

N_TEST, REACH = 200, 1.0


class Fitted(NamedTuple):
    """x, y: the points (n,). grid, truth: (200,), other places and the curve there. n_weights: (m,). learned, test:
    mean squared errors by n_weights, of the points and of the curve. curves: (m, 200).
    """

    x: np.ndarray
    y: np.ndarray
    grid: np.ndarray
    truth: np.ndarray
    n_weights: np.ndarray
    learned: np.ndarray
    test: np.ndarray
    curves: np.ndarray

    @property
    def peak(self) -> int:
        """The number of weights of the largest error of the curve."""
        return int(self.n_weights[self.test.argmax()])


def fitted(n_points: int, noise: float, most: int, seed: int = 3) -> Fitted:
    """Least squares in Legendre's polynomials of degree 0 to most - 1; of all that fit the points, the one of the
    smallest weights. The points are noisy ones of sin 3x.
    """
    rng = np.random.default_rng(seed)
    x = np.sort(rng.uniform(-REACH, REACH, n_points))
    y = np.sin(3 * x) + noise * rng.normal(size=n_points)
    grid = np.linspace(-REACH, REACH, N_TEST)
    truth, n_weights = np.sin(3 * grid), np.arange(1, most + 1)
    basis, other = (np.polynomial.legendre.legvander(places, most - 1) for places in (x, grid))
    weights = [np.linalg.lstsq(basis[:, :n], y, rcond=None)[0] for n in n_weights]
    curves = np.array([other[:, :n] @ each for n, each in zip(n_weights, weights, strict=True)])
    at_points = np.array([basis[:, :n] @ each for n, each in zip(n_weights, weights, strict=True)])
    return Fitted(
        x, y, grid, truth, n_weights, ((at_points - y) ** 2).mean(axis=1), ((curves - truth) ** 2).mean(axis=1), curves
    )
