"""Places in the space of codes: a grid over two numbers, ways between two codes, and draws by chance."""

import numpy as np


def grid(vectors: np.ndarray, rest: np.ndarray, side: int) -> np.ndarray:
    """Codes (side * side, k) over the first two numbers at the middle quantiles of all codes, the upper row first.

    rest: (k,), the other numbers.
    """
    shares = (np.arange(side) + 0.5) / side
    columns, rows = (np.quantile(vectors[:, at], shares) for at in (0, 1))
    codes = np.tile(rest, (side * side, 1))
    codes[:, 0] = np.tile(columns, side)
    codes[:, 1] = np.repeat(rows[::-1], side)
    return codes


def way(first: np.ndarray, last: np.ndarray, n_steps: int) -> np.ndarray:
    """Points (n_steps, d) in equal steps along the straight line from one to another, both included."""
    shares = np.linspace(0, 1, n_steps)[:, None]
    return (1 - shares) * first + shares * last


def bounds(vectors: np.ndarray, at: int) -> tuple[float, float]:
    """Three standard deviations below and above the mean of one code number."""
    middle, spread = float(vectors[:, at].mean()), float(vectors[:, at].std())
    return middle - 3 * spread, middle + 3 * spread


def drawn_like(vectors: np.ndarray, normal: np.ndarray) -> np.ndarray:
    """Standard normal draws (n, k) brought to the mean and the spread of each number of the codes."""
    return vectors.mean(axis=0) + vectors.std(axis=0) * normal
