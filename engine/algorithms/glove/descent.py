"""GloVe's weighted least squares by AdaGrad (Pennington, Socher and Manning, 2014; Duchi, Hazan and Singer, 2011)."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from scipy.sparse import csr_array

PARTS = 16
"""The vocabulary in so many parts: as many threads could work at once."""


@dataclass(frozen=True)
class Settings:
    """n_components: d. most: the count from which pairs weigh alike; power: of the weight below it. rate: AdaGrad's.

    never: what pairs that never meet count; 0 leaves them out, as in the paper.
    """

    n_components: int
    most: float
    power: float
    rate: float
    seed: int
    never: float = 0.0


class Glove:
    """The vectors of all words while they are trained: sum of f(X_ij) (w_i . c_j + b_i + b'_j - log X_ij)^2 / 2.

    Where `never` is above 0, the sum runs over the pairs that never meet as well, with X = never: in each epoch as many
    of them as there are pairs that meet are drawn, and stand for all.

    The pairs are shuffled once. Words are dealt out to parts, and the pairs to blocks of one part of words and one of
    contexts; blocks that share neither are worked on at once (Gemulla et al., 2011), so that the result does not
    depend on the number of threads.
    """

    def __init__(self, counts: "csr_array", settings: Settings) -> None:
        """counts: float64 (n, n), X; every word is in one pair at least."""
        generator = np.random.default_rng(settings.seed)
        cells = counts.tocoo()
        n, width = counts.shape[0], settings.n_components + 1
        order, self._starts = _in_blocks(cells.coords[0], cells.coords[1], generator)
        self._rows, self._columns = (axis[order].astype(np.int32) for axis in cells.coords)
        self._neighbors = counts.sorted_indices() if settings.never else None
        values = cells.data[order]
        self._logarithms = np.log(values).astype(np.float32)
        self._weights = weight(values, settings.most, settings.power).astype(np.float32)
        self._words, self._contexts = (
            ((generator.random((n, width), dtype=np.float32) - np.float32(0.5)) / np.float32(width)) for _ in range(2)
        )
        self._past, self._past_of_contexts = (np.ones((n, width), dtype=np.float32) for _ in range(2))
        self._settings, self._generator = settings, generator

    @property
    def n_pairs(self) -> int:
        """Pairs of a word and a context that occur together."""
        return len(self._rows)

    def epoch(self) -> float:
        """Go through all pairs once, and the strangers; the mean cost of the pairs that meet, each as it was met."""
        from engine.algorithms.glove.kernels import one_pass, strangers_pass

        costs = np.zeros((PARTS, PARTS))
        moved = self._words, self._contexts, self._past, self._past_of_contexts, np.float32(self._settings.rate)
        one_pass(self._rows, self._columns, self._logarithms, self._weights, self._starts, *moved, costs)
        if self._neighbors is not None:
            seeds = self._generator.integers(0, 2**64, (PARTS, PARTS), dtype=np.uint64)
            strangers_pass(
                self._neighbors.indptr, self._neighbors.indices,
                np.float32(np.log(self._settings.never)), self._weight_of_strangers(), *moved, seeds,
            )  # fmt: skip
        return float(costs.sum()) / max(self.n_pairs, 1)

    def _weight_of_strangers(self) -> np.float32:
        """That of one of them times how many each drawn one stands for; at most 1, lest the steps be wild."""
        chosen = self._settings
        share = len(self._words) ** 2 / self.n_pairs  # as many drawn pairs turn out to meet as cells do
        return np.float32(min(1.0, share * float(weight(np.array(chosen.never), chosen.most, chosen.power))))

    @property
    def words(self) -> np.ndarray:
        """float32 (n, d), as of now."""
        return self._words[:, :-1]

    @property
    def contexts(self) -> np.ndarray:
        """float32 (n, d), as of now."""
        return self._contexts[:, :-1]

    @property
    def biases(self) -> tuple[np.ndarray, np.ndarray]:
        """Of the words and of the contexts, float32 (n,) each."""
        return self._words[:, -1], self._contexts[:, -1]


def weight(counts: np.ndarray, most: float, power: float) -> np.ndarray:
    """f(X) = (X / most)^power, at most 1."""
    return np.asarray(np.minimum(1.0, counts / most) ** power)


def _in_blocks(rows: np.ndarray, columns: np.ndarray, generator: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """The pairs in the order in which they are met, and where each block of each round begins, (PARTS, PARTS + 1).

    Neighbors in the order of frequency go to different parts, so that these have about as many pairs each.
    """
    shuffled = generator.permutation(len(rows))
    part, other = rows[shuffled] % PARTS, columns[shuffled] % PARTS
    block = ((other - part) % PARTS * PARTS + part).astype(np.uint16)
    sizes = np.bincount(block, minlength=PARTS * PARTS).reshape(PARTS, PARTS)
    ends = np.cumsum(sizes).reshape(PARTS, PARTS)
    starts = np.concatenate([(ends - sizes)[:, :1], ends], axis=1)
    return shuffled[np.argsort(block, kind="stable")], starts
