"""Some rows of a table over a training that goes through its data several times, from before its first step on."""

from collections.abc import Callable, Iterator

import numpy as np

FRAMES = 40


class Film:
    """rows: int (m,), those of the table that are followed. At most some FRAMES epochs are kept, evenly spaced, with
    the beginning and the end.
    """

    def __init__(self, rows: np.ndarray, n_epochs: int) -> None:
        self.rows = rows
        self._every = max(1, -(-n_epochs // FRAMES))
        self._frames: dict[int, np.ndarray] = {}

    def keep(self, step: int, table: np.ndarray) -> None:
        """The table after so many epochs."""
        late = next(reversed(self._frames), 0)
        if late % self._every:  # was only kept in case it was the last one
            del self._frames[late]
        self._frames[step] = np.array(table[self.rows], dtype=np.float32)

    def snapshots(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The rows (m,), steps (f,) in epochs, and float32 (f, m, k) vectors at each."""
        return self.rows, np.array([*self._frames]), np.stack([*self._frames.values()])


def filmed(losses: Iterator[float], film: Film, table: Callable[[], np.ndarray]) -> Iterator[float]:
    """The same losses of epochs, each trained as they are gone through, with the table kept before and after each."""
    film.keep(0, table())
    for step, loss in enumerate(losses, 1):
        film.keep(step, table())
        yield loss
