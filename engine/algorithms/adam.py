"""Adam (Kingma and Ba, 2015) for tables of which a step touches some rows."""

import numpy as np

FIRST, SECOND, TINY = 0.9, 0.999, 1e-8


class Adam:
    """Moves the rows of some tables, in place; the means of rows that a step leaves alone stay as they are.

    rate: length of the next step, which may be set between steps.
    """

    def __init__(self, tables: list[np.ndarray], learning_rate: float):
        self._tables, self.rate = tables, learning_rate
        self._means = [np.zeros_like(table) for table in tables]
        self._squares = [np.zeros_like(table) for table in tables]
        self._steps = [np.zeros(len(table), dtype=np.int32) for table in tables]

    def step(self, table: int, rows: np.ndarray | slice, gradient: np.ndarray) -> None:
        """One step against `gradient`, which has the shape of tables[table][rows]; `rows` are all different."""
        mean, square, steps = (kept[table] for kept in (self._means, self._squares, self._steps))
        steps[rows] += 1
        count = steps[rows].reshape(-1, *[1] * (gradient.ndim - 1))
        moved = self._tables[table]
        # powers of integers are float64, and would make all that follows so
        first, second = (1 - np.power(decay, count).astype(moved.dtype) for decay in (FIRST, SECOND))
        mean[rows] = near = FIRST * mean[rows] + (1 - FIRST) * gradient
        square[rows] = spread = SECOND * square[rows] + (1 - SECOND) * gradient**2
        moved[rows] -= (self.rate / first) * near / (np.sqrt(spread / second) + TINY)
