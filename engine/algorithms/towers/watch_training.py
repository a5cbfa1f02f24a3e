"""Training of the network that predicts what is watched: pairs that are there, and pairs drawn at random."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from engine import costs, limits
from engine.algorithms.adam import Adam
from engine.algorithms.epochs import recorded
from engine.algorithms.film import Film, filmed
from engine.algorithms.probability import binary_cross_entropy, sigmoid
from engine.algorithms.towers.watch_network import ROWS, Facts, Network, Pairs, Viewers, count_inputs
from engine.report import Report, stop_if_cancelled

if TYPE_CHECKING:
    from scipy.sparse import csr_array

FEWEST_STEPS = 50
"""Of an epoch."""
EVEN = 0.1
"""Share of the random films that is drawn evenly in training; the others by how often they are watched."""


@dataclass(frozen=True)
class Settings:
    """Sizes of the layers, random films for each film watched, passes, pairs of a step at most, length of the first
    step (it falls to 0), and the pull of the learned rows towards 0."""

    n_components: int
    n_genre_components: int
    n_hidden: int
    n_negatives: int
    n_epochs: int
    batch_size: int
    learning_rate: float
    decay: float

    def n_steps(self, n_pairs: int) -> int:
        """Steps of an epoch."""
        return max(FEWEST_STEPS, -(-n_pairs // self.batch_size))


def train(
    watched: "csr_array", facts: Facts, settings: Settings, rng: np.random.Generator, report: Report,
    searched: "csr_array | None" = None, film: Film | None = None,
) -> tuple[Network, dict[str, list[float]]]:  # fmt: skip
    """The network, and a history of step (epochs) and loss (log loss a pair).

    watched: (n_users, n_items), 1 where the answer is yes; each epoch goes through these pairs and fresh random ones.
    searched: (n_users, n_terms), 1 for the words that a viewer searched for; None without.
    film: keeps the vectors of films.
    Films drawn evenly would mostly be rare ones, which their popularity alone tells from those watched, and the rows
    would learn no tastes. So films are drawn mostly by popularity, and logits corrected for it in training: what the
    network says is still a log-odds among a film watched and ones drawn evenly.
    """
    from threadpoolctl import threadpool_limits

    sizes = settings.n_components, settings.n_genre_components, settings.n_hidden
    viewers = Viewers(watched, searched)
    network = Network.drawn(facts, *sizes, -np.log(settings.n_negatives), rng, viewers.n_terms)
    with threadpool_limits(1):  # the threads of a BLAS would wait for each other at each of many small products
        losses = _epochs(network, viewers, watched, settings, rng, report)
        if film is not None:
            losses = filmed(losses, film, network.films)
        history = recorded(losses, settings.n_epochs, settings.learning_rate, report)
    return network, history


def _epochs(
    network: Network, viewers: Viewers, watched: "csr_array", settings: Settings, rng: np.random.Generator,
    report: Report,
) -> Iterator[float]:  # fmt: skip
    """Train the tables in place; yields the mean log loss of each epoch."""
    optimizer = Adam(network.tables, settings.learning_rate)
    chance = mostly_popular(watched)
    correction = np.log(chance * len(chance)).astype(np.float32)
    for epoch in range(settings.n_epochs):
        pairs, yes = drawn_pairs(watched, settings.n_negatives, rng, chance)
        total, n_steps = 0.0, settings.n_steps(len(yes))
        rates = settings.learning_rate * (1 - (epoch + np.arange(n_steps) / n_steps) / settings.n_epochs)
        for rate, rows in zip(rates.tolist(), np.array_split(rng.permutation(len(yes)), n_steps), strict=True):
            stop_if_cancelled(report)
            optimizer.rate = rate
            loss, gradients = _step(network, viewers, pairs.rows(rows), yes[rows], correction, settings.decay)
            total += loss
            for place, gradient in enumerate(gradients):
                optimizer.step(place, slice(None), gradient)
        yield total / len(yes)


def _step(
    network: Network, viewers: Viewers, pairs: Pairs, yes: np.ndarray, correction: np.ndarray, decay: float
) -> tuple[float, list[np.ndarray]]:
    """Summed log loss of some pairs, and the gradients of its mean with the decay of the learned rows.

    correction: float32 (n_items,), log of how much more often each film is drawn than evenly.
    """
    passed = network.forward(pairs, viewers)
    logits = passed.logits - correction[pairs.items]
    loss = float(binary_cross_entropy(logits, yes).sum())
    slopes = (sigmoid(logits) - yes) / max(len(yes), 1)
    gradients = network.backward(pairs, viewers, passed, slopes.astype(np.float32))
    for place in ROWS:
        gradients[place] = gradients[place] + decay * network.tables[place]
    return loss, gradients


def mostly_popular(watched: "csr_array") -> np.ndarray:
    """Chances of films to be drawn, float64 (n_items,): EVEN of them evenly, the others by how many watched them."""
    counts = np.bincount(watched.indices, minlength=watched.shape[1])
    return EVEN / len(counts) + (1 - EVEN) * counts / counts.sum()


def drawn_pairs(
    watched: "csr_array", n_negatives: int, rng: np.random.Generator, chance: np.ndarray | None = None
) -> tuple[Pairs, np.ndarray]:
    """Every pair of (n_users, n_items), then `n_negatives` films for each that the viewer has not.

    chance: float (n_items,), how likely each film is drawn; evenly by default. Returns the pairs and bool (n,) which of
    them are there. A viewer who has every film gets none.
    """
    n_users, n_items = watched.shape
    lengths = np.diff(watched.indptr)
    there = np.repeat(np.arange(n_users), lengths)
    users = np.repeat(there, n_negatives)
    users = users[lengths[users] < n_items]
    taken = np.sort(there * n_items + watched.indices)
    steps = np.cumsum(np.full(n_items, 1 / n_items) if chance is None else chance)[:-1]
    items = np.searchsorted(steps, rng.random(len(users)), side="right")
    bad = np.flatnonzero(_holds(taken, users * n_items + items))
    while len(bad):
        items[bad] = np.searchsorted(steps, rng.random(len(bad)), side="right")
        bad = bad[_holds(taken, users[bad] * n_items + items[bad])]
    own = np.arange(len(there) + len(users)) < len(there)
    return Pairs(np.concatenate([there, users]), np.concatenate([watched.indices, items]), own), own


def _holds(taken: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Which of `wanted` stand in the sorted `taken`, bool."""
    places = np.minimum(np.searchsorted(taken, wanted), len(taken) - 1)
    return taken[places] == wanted


def cost(n_watched: int, n_items: int, n_terms: int, settings: Settings) -> tuple[float, float]:
    """Seconds and megabytes of a training, from its pairs, and the tables that each step moves."""
    pairs = (1.0 + settings.n_negatives) * n_watched
    steps = settings.n_epochs * settings.n_steps(int(pairs))
    numbers = 2.0 * n_items * settings.n_components
    inputs = count_inputs(settings.n_components, settings.n_genre_components, n_terms)
    seconds = settings.n_epochs * pairs * 4 * inputs * settings.n_hidden * costs.WATCH_PRODUCT
    seconds += steps * (numbers + n_watched) * costs.TABLE_NUMBER
    return costs.SPARSE.seconds + seconds, costs.SPARSE.megabytes + (40 * numbers + 60 * pairs) / limits.MB
