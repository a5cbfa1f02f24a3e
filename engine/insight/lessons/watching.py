"""Will this viewer watch this film? The network of the app, trained on a crowd so small that its inputs can be read."""

from dataclasses import fields
from typing import NamedTuple

import numpy as np

from engine.algorithms.probability import sigmoid
from engine.algorithms.towers import watch_training
from engine.algorithms.towers.watch_network import Facts, Forward, Network, Pairs, Viewers
from engine.insight.lessons.viewings import Viewer, Viewings
from engine.report import Silent

TASTES = {
    ("m1", "m2", "m3", "m4", "m5"): ("space", "robots"),
    ("m6", "m7", "m8", "m9", "m10"): ("love", "paris"),
    ("m11", "m12", "m13", "m14", "m15"): ("songs", "broadway"),
}
"""Films of each taste, and what its viewers search for."""
N_VIEWERS = 60
OWN, OTHER, SEARCHED = 0.8, 0.05, 0.4
"""Chances that a film of one's own taste is watched, one of another, and a word of one's own searched for."""
SETTINGS = watch_training.Settings(
    n_components=2, n_genre_components=1, n_hidden=4, n_negatives=2, n_epochs=4, batch_size=10_000,
    learning_rate=0.05, decay=1e-3,
)  # fmt: skip


def crowd(seed: int = 0) -> Viewings:
    """Sixty simulated viewers of three tastes."""
    rng = np.random.default_rng(seed)
    films = tuple(film for some in TASTES for film in some)
    words = tuple(word for some in TASTES.values() for word in some)
    viewers = []
    for number in range(N_VIEWERS):
        own, sought = list(TASTES.items())[number % len(TASTES)]
        seen = tuple(film for film in films if rng.random() < (OWN if film in own else OTHER)) or own[:1]
        viewers.append(Viewer(f"viewer {number + 1}", seen, (), tuple(w for w in sought if rng.random() < SEARCHED)))
    return Viewings(tuple(viewers), films, words)


def network(given: Viewings, seed: int = 0) -> Network:
    """Rows of two numbers for films and for words searched for, four hidden units, two random films for each one
    watched. No genres and no years are told.
    """
    watched = given.watched()
    counts, lengths = (np.asarray(watched.sum(axis=axis)).astype(int) for axis in (0, 1))
    n = len(given.films)
    facts = Facts.of(np.zeros((n, 0), dtype=bool), np.zeros(n, dtype=int), counts, lengths)
    rng = np.random.default_rng(seed)
    return watch_training.train(watched, facts, SETTINGS, rng, Silent(), given.searched())[0]


class Asked(NamedTuple):
    """chances: that each film is watched, (n,), asked as if it were not in the history. passed: their way through the
    network.
    """

    chances: np.ndarray
    passed: Forward


def asked(given: Viewings, trained: Network, watched: tuple[str, ...], searched: tuple[str, ...]) -> Asked:
    """Every film for a viewer who watched these films and searched for these words."""
    from scipy.sparse import csr_array

    history = np.array([[float(film in watched) for film in given.films]])
    words = np.array([[float(word in searched) for word in given.words]])
    items = np.arange(len(given.films))
    pairs = Pairs(np.zeros(len(items), dtype=int), items, history[0] > 0)
    passed = trained.forward(pairs, Viewers(csr_array(history), csr_array(words)))
    return Asked(sigmoid(passed.logits), passed)


def way(passed: Forward, row: int) -> Forward:
    """The way of one film alone."""
    return Forward(*(getattr(passed, field.name)[[row]] for field in fields(Forward)))
