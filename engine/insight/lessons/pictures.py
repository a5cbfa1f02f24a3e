"""Pictures by hand: pooling, a filter, batch normalization; a perturbation, and labels learned by heart."""

from functools import cache
from typing import Literal, NamedTuple

import numpy as np

from engine.algorithms.networks.layers import BatchNorm, Conv, pool, step
from engine.insight.images.attacked import Changed, fooled, versions
from engine.insight.lessons.digits import digits, known_network, trained

MAXIMUM = ((29, 15, 28, 184), (0, 100, 70, 38), (12, 12, 7, 2), (12, 12, 45, 6))
MEAN = ((31, 15, 28, 184), (0, 100, 70, 38), (12, 12, 7, 2), (12, 12, 45, 6))
"""Two tables of a lecture, pooled by 2 x 2."""
FILTERS = {
    "Upright edges": ((-1, 0, 1), (-2, 0, 2), (-1, 0, 1)),
    "Level edges": ((-1, -2, -1), (0, 0, 0), (1, 2, 1)),
    "Blur": ((1 / 9, 1 / 9, 1 / 9), (1 / 9, 1 / 9, 1 / 9), (1 / 9, 1 / 9, 1 / 9)),
    "Sharpen": ((0, -1, 0), (-1, 5, -1), (0, -1, 0)),
}
"""The first two after Sobel."""
BATCH = (2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0)
N_BY_HEART, STEPS = 100, 300
N_TRIED = 200
USUAL_EPSILON = 0.05


def pooled(table: np.ndarray, kind: Literal["max", "mean"]) -> np.ndarray:
    """Of each 2 x 2 square of a table (n, m), (n // 2, m // 2)."""
    return pool(table[None, None], 2, kind)[0, 0]


def filtered(picture: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """What a filter (k, k) says at each place of a picture (h, w) that it fits in, (h - k + 1, w - k + 1)."""
    named = {"0.weight": weights[None, None], "0.bias": np.zeros(1)}
    return step(Conv(1, 1, len(weights), padding=0), named, "0", picture[None, None])[0, 0]


def normalized(batch: np.ndarray, scale: float, shift: float) -> np.ndarray:
    """Batch normalization of the numbers (n,) of one channel by their own mean and spread."""
    weights = {"weight": scale, "bias": shift, "running_mean": batch.mean(), "running_var": batch.var()}
    named = {f"0.{name}": np.array([value]) for name, value in weights.items()}
    return step(BatchNorm(1), named, "0", batch[:, None])[:, 0]


class ByHeart(NamedTuple):
    """Shares told wrong: of the 100 pictures learned from, by the labels that they were given, and of the test part.
    changed: how many of the 100 labels are not the true ones.
    """

    learned: float
    test: float
    changed: int


@cache
def by_heart(share: float, n_hidden: int, seed: int = 0) -> ByHeart:
    """A network that learns a hundred digits, a share of which have a label by chance (Zhang et al., 2017)."""
    images, rng = digits(), np.random.default_rng(seed)
    pixels, truth = images.pixels(slice(0, N_BY_HEART)), images.targets[:N_BY_HEART]
    labels, chosen = truth.copy(), rng.permutation(N_BY_HEART)[: round(share * N_BY_HEART)]
    labels[chosen] = rng.integers(0, 10, len(chosen))
    network = trained(pixels, labels, 10, n_hidden, STEPS, seed)
    wrong = network.scores(pixels).argmax(axis=1) != labels
    tested = network.scores(images.pixels(images.test_rows)).argmax(axis=1) != images.targets[images.test_rows]
    return ByHeart(float(wrong.mean()), float(tested.mean()), int((labels != truth).sum()))


@cache
def easily_fooled() -> int:
    """The test picture that the network of all ten digits names most surely and wrongly after a small perturbation."""
    images, network = digits(), known_network(10)
    rows = np.arange(images.test_rows.start, images.test_rows.stop)[:N_TRIED]
    place = fooled(network, images.pixels(rows), images.targets[rows], USUAL_EPSILON)
    return int(rows[place or 0])


def attacked(row: int, epsilon: float) -> list[Changed]:
    """A picture as it is, with random signs, and after two attacks of that size."""
    images = digits()
    return versions(known_network(10), images.pixels([row]), int(images.targets[row]), epsilon)


def right_by_epsilon(epsilons: np.ndarray) -> dict[str, np.ndarray]:
    """Share of the test part that the network still names right, (len(epsilons),), by attack."""
    from engine.algorithms.networks.attacks import ATTACKS

    images, network = digits(), known_network(10)
    pixels, targets = images.pixels(images.test_rows), images.targets[images.test_rows]

    def right(changed: np.ndarray) -> float:
        return float((network.scores(changed).argmax(axis=1) == targets).mean())

    return {
        name: np.array([right(attack(network, pixels, targets, epsilon)) for epsilon in epsilons])
        for name, attack in ATTACKS.items()
    }
