"""Two towers: things of any two kinds, by sparse features, in one space (Yi et al., 2019).

Whoever chooses (viewers, users, nodes of a first kind) is "left", what is chosen (films, pins, nodes of a second
kind) is "right". A left vector is the mean, over the right ones chosen, of a learned row of each and of learned rows
of its features, plus learned rows of the left one's own features; a right vector is the sum of learned rows of its
features, of which its identity may be one.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from engine import costs, limits
from engine.algorithms.adam import Adam
from engine.algorithms.epochs import recorded
from engine.algorithms.film import Film, filmed
from engine.algorithms.probability import exponentials
from engine.algorithms.towers.sums import summed
from engine.report import Report, stop_if_cancelled

if TYPE_CHECKING:
    from scipy.sparse import csr_array

INITIAL_SPREAD = 0.1


@dataclass(frozen=True)
class Settings:
    """Hyper-parameters: numbers of a vector, passes, pairs of a step, further right ones of each step, step length."""

    n_components: int
    n_epochs: int
    batch_size: int
    n_random: int
    learning_rate: float


@dataclass(frozen=True, eq=False)
class Pairs:
    """Who chose what, int (n,) each, sorted by left: lefts in [0, n_left), rights in [0, n_right)."""

    lefts: np.ndarray
    rights: np.ndarray


@dataclass(frozen=True, eq=False)
class Features:
    """What is known, float32 CSR: left (n_left, f) and right (n_right, m) of each one itself; chosen (n_right, g) of
    right ones as parts of a history. Any of them may have no columns.
    """

    left: "csr_array"
    chosen: "csr_array"
    right: "csr_array"


@dataclass(frozen=True, eq=False)
class Tables:
    """Learned rows, float32 of n_components numbers: of right ones in histories (n_right), of the features of
    histories (g), of left features (f), of right features (m).
    """

    history: np.ndarray
    chosen: np.ndarray
    left: np.ndarray
    right: np.ndarray

    def all(self) -> list[np.ndarray]:
        """In the order of the gradients."""
        return [self.history, self.chosen, self.left, self.right]


def kept_unseen(n_chosen: np.ndarray, share: float, rng: np.random.Generator) -> np.ndarray:
    """bool (n_right,): those that nobody chose, and about `share` of the others, drawn at random."""
    return (n_chosen == 0) | (rng.random(len(n_chosen)) < share)


def train(
    pairs: Pairs, features: Features, settings: Settings, rng: np.random.Generator, report: Report,
    film: Film | None = None, vectors: Callable[[Tables], np.ndarray] | None = None,
) -> tuple[Tables, dict[str, list[float]]]:  # fmt: skip
    """The learned rows, and a history of step (epochs) and loss (cross-entropy a pair).

    The inner product of a pair is to be high for those who chose, and low for the right ones of the other pairs of a
    batch and some random ones that occur in any pair (Yang et al., 2020), corrected for how often each comes up. The
    right one of a pair is left out of the history that predicts it. film: keeps what `vectors` makes of the tables; by
    default the right vectors.
    """
    from threadpoolctl import threadpool_limits

    towers = Towers(pairs, features, settings.n_components, rng)
    with threadpool_limits(1):  # the threads of a BLAS would wait for each other at each of many small products
        losses = _epochs(towers, settings, rng, report)
        if film is not None:
            made = vectors or (lambda tables: features.right @ tables.right)
            losses = filmed(losses, film, lambda: made(towers.tables))
        history = recorded(losses, settings.n_epochs, settings.learning_rate, report)
    return towers.tables, history


def _epochs(towers: "Towers", settings: Settings, rng: np.random.Generator, report: Report) -> Iterator[float]:
    """Train in place; yields the mean loss of each epoch."""
    optimizer = Adam(towers.tables.all(), settings.learning_rate)
    for _ in range(settings.n_epochs):
        order = rng.permutation(towers.n_pairs)
        total = 0.0
        for start in range(0, len(order), settings.batch_size):
            stop_if_cancelled(report)
            random = rng.choice(towers.candidates, min(settings.n_random, len(towers.candidates)), replace=False)
            loss, gradients = towers.step(order[start : start + settings.batch_size], random)
            total += loss
            for table, gradient in enumerate(gradients):
                optimizer.step(table, slice(None), gradient)
        yield total / len(order)


class Towers:
    """The pairs to train on, the features of both sides, and the tables that are learned."""

    def __init__(self, pairs: Pairs, features: Features, n_components: int, rng: np.random.Generator):
        n_right = features.right.shape[0]
        self.n_pairs = len(pairs.lefts)
        self.candidates = np.unique(pairs.rights)
        self._pairs, self._features = pairs, features
        self._chosen = features.chosen.toarray()
        self._histories = histories_of(pairs, features.left.shape[0], n_right).astype(np.float32)
        self._lengths = np.diff(self._histories.indptr)
        counts = np.bincount(pairs.rights, minlength=n_right)
        self._share = counts / max(counts.sum(), 1)
        sizes = n_right, features.chosen.shape[1], features.left.shape[1], features.right.shape[1]
        rows = [(INITIAL_SPREAD * rng.standard_normal((n, n_components))).astype(np.float32) for n in sizes]
        self.tables = Tables(*rows)

    def step(self, pairs: np.ndarray, random: np.ndarray) -> tuple[float, list[np.ndarray]]:
        """Loss of some pairs, summed, and the gradients of its mean, in the order of the tables.

        A right one counts as drawn with the expected number of times it stands in the batch or among the random
        ones; the logarithm of that is taken off its score, so that what is chosen often is not pushed away for it.
        """
        tables = self.tables
        lefts, targets = self._pairs.lefts[pairs], self._pairs.rights[pairs]
        columns, place = np.unique(np.concatenate([targets, random]), return_inverse=True)
        rest = np.maximum(self._lengths[lefts] - 1, 1)[:, None].astype(np.float32)
        present, row = np.unique(lefts, return_inverse=True)  # a sum for each left one serves all of their pairs
        histories = self._histories[present]
        vectors = ((histories @ tables.history)[row] - tables.history[targets]) / rest
        means = ((histories @ self._chosen)[row] - self._chosen[targets]) / rest
        of_left, of_right = self._features.left[lefts], self._features.right[columns]
        vectors = (vectors + means @ tables.chosen + of_left @ tables.left).astype(np.float32)
        candidates = (of_right @ tables.right).astype(np.float32)
        drawn = len(pairs) * self._share[columns] + len(random) / len(self.candidates)
        loss, slopes, of_candidates = pick_step(
            vectors, candidates, -np.log(drawn).astype(np.float32), place[: len(pairs)]
        )
        spread = slopes / rest
        of_history = histories.T @ summed(spread, row, len(present)) - summed(spread, targets, len(tables.history))
        gradients = [of_history, means.T @ slopes, of_left.T @ slopes, of_right.T @ of_candidates]
        return loss, [gradient * (1 / len(pairs)) for gradient in gradients]


def pick_step(
    users: np.ndarray, items: np.ndarray, bias: np.ndarray, wanted: np.ndarray
) -> tuple[float, np.ndarray, np.ndarray]:
    """Cross-entropy of the softmax over items, summed over users, and its gradients by users and by items.

    users: (b, k); items: (n, k); bias: (n,); wanted: int (b,) the item that each user is to pick. The matrix of
    (b, n) chances is gone over as seldom as can be: bias, sums and divisions are part of the products.
    """
    ones = np.ones((len(users), 1), dtype=users.dtype)
    logits = np.hstack([users, ones]) @ np.column_stack([items, bias]).T  # (b, n)
    picked = logits[np.arange(len(users)), wanted]
    chances, largest = exponentials(logits, out=logits)  # (b, n), (b, 1); not divided by their sums yet
    weighted = chances @ np.column_stack([items, np.ones(len(items), dtype=items.dtype)])  # (b, k + 1)
    sums = weighted[:, -1:]
    loss = float((np.log(sums[:, 0]) + largest[:, 0] - picked).sum())
    of_users = weighted[:, :-1] / sums - items[wanted]
    return loss, of_users, chances.T @ (users / sums) - summed(users, wanted, len(items))


def histories_of(pairs: Pairs, n_left: int, n_right: int) -> "csr_array":
    """float64 (n_left, n_right), 1 where a left one chose a right one; columns of a row in the order of the pairs."""
    from scipy.sparse import csr_array

    offsets = np.concatenate([[0], np.cumsum(np.bincount(pairs.lefts, minlength=n_left))])
    return csr_array((np.ones(len(pairs.rights)), pairs.rights, offsets), shape=(n_left, n_right))


def history_parts(
    histories: "csr_array", chosen: np.ndarray, history_rows: np.ndarray, chosen_rows: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """What the left tower makes of histories (n, n_right) by the right ones and by their features, float64 (n, k) each.

    chosen: dense (n_right, g). An empty history gives 0.
    """
    lengths = np.maximum(np.asarray(histories.sum(axis=1)).ravel(), 1)[:, None]
    means = histories @ chosen / lengths
    return histories @ history_rows / lengths, means @ chosen_rows


def cost(n_pairs: int, n_right: int, settings: Settings) -> tuple[float, float]:
    """Seconds and megabytes of a training, from the steps and the tables that each of them moves."""
    steps = settings.n_epochs * (n_pairs / settings.batch_size + 1)
    logits = min(settings.batch_size, n_pairs) * (settings.batch_size + settings.n_random)
    numbers = 2.0 * n_right * settings.n_components
    seconds = costs.SPARSE.seconds + steps * (logits * costs.TOWER_LOGIT + numbers * costs.TABLE_NUMBER)
    return seconds, costs.SPARSE.megabytes + (40 * numbers + 16.0 * logits) / limits.MB
