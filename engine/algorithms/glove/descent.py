"""GloVe's weighted least squares by AdaGrad (Pennington, Socher and Manning, 2014; Duchi, Hazan and Singer, 2011)."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from scipy.sparse import csr_array

PARTS = 32
"""The vocabulary in so many parts: as many threads could work at once."""

UNMOVED = 1e30
"""Squared gradients after which no step is long enough to be seen."""


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
        n, d = counts.shape[0], settings.n_components
        order, self._starts = _in_blocks(cells.coords[0], cells.coords[1], generator)
        self._rows, self._columns = (axis[order].astype(np.int32) for axis in cells.coords)
        rising = counts.sorted_indices() if settings.never else None
        self._met = None if rising is None else (rising.indptr, rising.indices)  # the counts themselves are not kept
        values = cells.data[order]
        self._logarithms = np.log(values).astype(np.float32)
        self._weights = weight(values, settings.most, settings.power).astype(np.float32)
        self._words, self._past = _begin(n, d, d, generator)
        self._contexts, self._past_of_contexts = _begin(n, d, d + 1, generator)
        self._settings, self._generator = settings, generator

    @property
    def n_pairs(self) -> int:
        """Pairs of a word and a context that occur together."""
        return len(self._rows)

    def epoch(self) -> float:
        """Go through all pairs once, and the strangers; the mean cost of the pairs that meet, each as it was met."""
        from engine.algorithms.glove.kernels import one_round, strangers

        costs = np.zeros((PARTS, PARTS))
        moved = (
            self._words.reshape(-1), self._contexts.reshape(-1), self._past.reshape(-1),
            self._past_of_contexts.reshape(-1), self._words.shape[1], np.float32(self._settings.rate),
        )  # fmt: skip
        seeds = self._generator.integers(0, 2**64, (PARTS, PARTS), dtype=np.uint64)
        for turn, starts in enumerate(self._starts):
            one_round(self._rows, self._columns, self._logarithms, self._weights, starts, *moved, costs[turn])
            if self._met is not None:
                # In every round, as all of them at the end would undo what all pairs that meet have done.
                strangers(*self._met, *self._stranger(), *moved, seeds[turn], turn)
        return float(costs.sum()) / max(self.n_pairs, 1)

    def _stranger(self) -> tuple[np.float32, np.float32]:
        """The logarithm and the weight of a pair that never meets.

        The weight is that of one of them times how many each drawn one stands for; at most 1, lest the steps be wild.
        """
        chosen = self._settings
        share = len(self._words) ** 2 / self.n_pairs  # as many drawn pairs turn out to meet as cells do
        one = min(1.0, share * float(weight(np.array(chosen.never), chosen.most, chosen.power)))
        return np.float32(np.log(chosen.never)), np.float32(one)

    @property
    def words(self) -> np.ndarray:
        """float32 (n, d), as of now."""
        return self._words[:, : self._settings.n_components]

    @property
    def contexts(self) -> np.ndarray:
        """float32 (n, d), as of now."""
        return self._contexts[:, : self._settings.n_components]

    @property
    def biases(self) -> tuple[np.ndarray, np.ndarray]:
        """Of the words and of the contexts, float32 (n,) each."""
        d = self._settings.n_components
        return self._words[:, d], self._contexts[:, d + 1]


def weight(counts: np.ndarray, most: float, power: float) -> np.ndarray:
    """f(X) = (X / most)^power, at most 1."""
    return np.asarray(np.minimum(1.0, counts / most) ** power)


def _begin(n: int, d: int, bias: int, generator: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Vectors with their bias in column `bias`, and a 1 where the bias of the other side is; and the squares so far.

    Products of such rows have both biases in them. The 1 stays, as its squares are so large that it never moves.
    """
    from engine.algorithms.skipgram.lanes_kernels import aligned_zeros, padded

    table, squares = (aligned_zeros(n, padded(d + 2)) for _ in range(2))
    drawn = (generator.random((n, d + 1), dtype=np.float32) - np.float32(0.5)) / np.float32(d + 1)
    table[:, :d], table[:, bias] = drawn[:, :d], drawn[:, d]
    table[:, 2 * d + 1 - bias] = 1
    squares[:] = 1
    squares[:, 2 * d + 1 - bias] = UNMOVED
    return table, squares


def _in_blocks(rows: np.ndarray, columns: np.ndarray, generator: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """The pairs in the order in which they are met, and where each block of each round begins, (PARTS, PARTS + 1).

    Neighbors in the order of frequency go to different parts, so that these have about as many pairs each. The few
    pairs that a word has in a block follow each other, so that its vector stays at hand.
    """
    shuffled = generator.permutation(len(rows))
    shuffled = shuffled[np.argsort((rows[shuffled] // PARTS).astype(np.uint16), kind="stable")]
    part, other = rows[shuffled] % PARTS, columns[shuffled] % PARTS
    block = ((other - part) % PARTS * PARTS + part).astype(np.uint16)
    sizes = np.bincount(block, minlength=PARTS * PARTS).reshape(PARTS, PARTS)
    ends = np.cumsum(sizes).reshape(PARTS, PARTS)
    starts = np.concatenate([(ends - sizes)[:, :1], ends], axis=1)
    return shuffled[np.argsort(block, kind="stable")], starts
