"""Same or not? Pairs of things told apart by a threshold on their distance: the curve of all thresholds."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class Roc:
    """Every threshold and what it does (receiver operating characteristic).

    thresholds: (t,), rising; pairs at most that far apart are taken for the same. hits: share (t,) of the pairs that
    are the same, and false_alarms: share (t,) of those that are not, which are taken for it. Both from 0 to 1.
    """

    thresholds: np.ndarray
    hits: np.ndarray
    false_alarms: np.ndarray

    @property
    def area(self) -> float:
        """Chance that a pair of the same is nearer than one of different things (ties count half)."""
        return float(np.trapezoid(self.hits, self.false_alarms))

    @property
    def equal_error(self) -> tuple[float, float]:
        """Error rate and threshold where as large a share of the same is missed as of the others let in."""
        excess = self.hits + self.false_alarms - 1  # rises from -1 to 1
        after = int(np.searchsorted(excess, 0.0))
        before = max(after - 1, 0)
        rise = excess[after] - excess[before]
        share = -excess[before] / rise if rise > 0 else 0.0
        rate = self.false_alarms[before] + share * (self.false_alarms[after] - self.false_alarms[before])
        return float(rate), float(self.thresholds[before] + share * (self.thresholds[after] - self.thresholds[before]))

    def at(self, threshold: float) -> tuple[float, float]:
        """Hits and false alarms of a threshold."""
        place = int(np.searchsorted(self.thresholds, threshold, side="right")) - 1
        return (0.0, 0.0) if place < 0 else (float(self.hits[place]), float(self.false_alarms[place]))


def roc(distances: np.ndarray, same: np.ndarray) -> Roc:
    """The curve of pairs with distances (m,) of which some are the same, bool (m,). Needs pairs of both sorts."""
    order = np.argsort(distances, kind="stable")
    ranked, truth = distances[order].astype(np.float64), same[order]
    last = np.append(ranked[1:] != ranked[:-1], True)  # equal distances pass a threshold together
    hits, false_alarms = np.cumsum(truth)[last], np.cumsum(~truth)[last]
    below = np.nextafter(ranked[0], -np.inf)
    return Roc(
        np.concatenate([[below], ranked[last]]),
        np.concatenate([[0.0], hits / hits[-1]]),
        np.concatenate([[0.0], false_alarms / false_alarms[-1]]),
    )


def drawn_pairs(targets: np.ndarray, n_pairs: int, seed: int) -> np.ndarray:
    """Places (2 * n_pairs, 2) of random pairs: first n_pairs of one class, then as many of two classes.

    targets (n,). A pair may come twice; of one class, classes with two items or more are drawn in proportion to their
    items. Needs such a class, and two classes.
    """
    generator = np.random.default_rng(seed)
    counts = np.bincount(targets)
    anchors = generator.permutation(np.flatnonzero(counts[targets] > 1))
    firsts = generator.choice(anchors, n_pairs)
    same = [[first, _partner(targets == targets[first], first, generator)] for first in firsts]
    others = generator.integers(0, len(targets), n_pairs)
    different = [[first, _partner(targets != targets[first], first, generator)] for first in others]
    return np.array(same + different)


def _partner(allowed: np.ndarray, first: int, generator: np.random.Generator) -> int:
    """A random place that is allowed and is not the first."""
    places = np.flatnonzero(allowed)
    return int(generator.choice(places[places != first]))


def episode(
    targets: np.ndarray, n_ways: int, shots: tuple[int, ...], n_queries: int, generator: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """A task of few examples: n_ways random classes, places (n_ways, most shots) to learn from and (n_ways, q) to ask.

    targets (n,) of classes with two items or more each. Classes with few items leave at least one to ask about, and
    lend the others, again from the first where they are too few.
    """
    classes = generator.choice(np.unique(targets), n_ways, replace=False)
    places = [generator.permutation(np.flatnonzero(targets == each)) for each in classes]
    smallest = min(map(len, places))
    most = min(max(shots), smallest - 1)
    asked = np.stack([each[most : most + min(n_queries, smallest - most)] for each in places])
    return np.stack([np.resize(each[:most], max(shots)) for each in places]), asked


def told_by_means(vectors: np.ndarray, known: np.ndarray, asked: np.ndarray) -> float:
    """Share of the asked items whose class has the nearest mean of known items (nearest neighbor for one item each).

    vectors (n, d); known (n_ways, k) and asked (n_ways, q): places, a row for each class.
    """
    means = vectors[known].mean(axis=1)
    queries = vectors[asked]
    squares = np.square(means).sum(axis=1) - 2 * queries @ means.T  # less the length of each query
    return float((squares.argmin(axis=2) == np.arange(len(known))[:, None]).mean())
