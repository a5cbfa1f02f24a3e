"""The pairs of films that a viewer liked, as the co-watch network sees them; a lesson's loss beside the trained one."""

from dataclasses import dataclass

import numpy as np

from engine.algorithms.probability import log_sum_exp
from engine.insight.explanation import Explanation

MOST_FILMS = 60
"""Films of a history, the latest ones, whose pairs are listed."""


@dataclass(frozen=True, eq=False)
class WatchedPairs:
    """Ordered pairs (m1, m2) of what one viewer liked.

    first, second: int (n,) films. products: (n,) u(m1) . v(m2). losses: (n,) -log p(m2 | m1). random: (n,) products of
    as many pairs drawn evenly from all trained films. n_films: how many those are.
    """

    first: np.ndarray
    second: np.ndarray
    products: np.ndarray
    losses: np.ndarray
    random: np.ndarray
    n_films: int

    @property
    def literal(self) -> float:
        """Sum of the products of the pairs less that of the random ones: what a lesson asks to be large."""
        return float(self.products.sum() - self.random.sum())


def watched_pairs(
    liked: np.ndarray, inputs: np.ndarray, outputs: np.ndarray, bias: np.ndarray, used: np.ndarray
) -> WatchedPairs:
    """liked: int (m,) films, the latest last. inputs, outputs: (n_items, k); bias, bool used: (n_items,)."""
    films = liked[used[liked]][-MOST_FILMS:]
    places = np.flatnonzero(~np.eye(len(films), dtype=bool))
    first, second = films[places // max(len(films), 1)], films[places % max(len(films), 1)]
    trained = np.flatnonzero(used)
    scores = inputs[films].astype(np.float64) @ outputs[trained].T + bias[trained]
    sums = dict(zip(films.tolist(), np.atleast_1d(log_sum_exp(scores)).ravel().tolist(), strict=True))
    products = _products(inputs, outputs, first, second)
    losses = np.array([sums[film] for film in first.tolist()]) - products - bias[second]
    rng = np.random.default_rng(0)
    one = rng.integers(0, len(trained), len(first))
    other = (one + rng.integers(1, len(trained), len(first))) % len(trained)
    random = _products(inputs, outputs, trained[one], trained[other])
    return WatchedPairs(first, second, products, losses, random, len(trained))


def _products(inputs: np.ndarray, outputs: np.ndarray, first: np.ndarray, second: np.ndarray) -> np.ndarray:
    return np.einsum("nk,nk->n", inputs[first].astype(np.float64), outputs[second].astype(np.float64))


def explained(found: WatchedPairs, names: tuple[str, ...], n_liked: int) -> tuple[Explanation, ...]:
    """The list of pairs, and both losses over it; nothing for a viewer with fewer than two trained films."""
    if not len(found.first):
        return ()
    n, shown = len(found.first), round((1 + np.sqrt(1 + 4 * len(found.first))) / 2)
    latest = f" Of the latest {shown:,} films alone." if n_liked > shown else ""
    pairs = Explanation(
        "The watched pairs",
        f"{n:,} ordered pairs of the {shown:,} trained films that the viewer liked",
        table={
            "m1": [names[row] for row in found.first],
            "m2": [names[row] for row in found.second],
            "u(m1) · v(m2)": found.products.tolist(),
            "p(m2 | m1)": np.exp(-found.losses).tolist(),
        },
        caption="In training each pair of a viewer with n likings weighs 1 / (n - 1), and less the more often m2 comes "
        f"up (the discount for popularity).{latest}",
    )
    loss = Explanation(
        "Two losses over these pairs",
        "the one of the lesson, literally, and the one that is trained",
        (
            rf"\sum_{{A}} u \cdot v - \sum_{{\bar A}} u \cdot v = {found.products.sum():.2f} "
            rf"{-found.random.sum():+.2f} = {found.literal:.2f}",
            rf"-\frac{{1}}{{n}} \sum_A \ln p(m_2 \mid m_1) = {found.losses.mean():.4f}",
        ),
        caption=f"A: the {n:,} watched pairs; Ā: as many random pairs of the {found.n_films:,} trained films. The "
        "difference of sums is to be large, but vectors twice as long make it four times as large, so it has no best "
        f"value and is not trained. The softmax is: knowing nothing, its loss is ln {found.n_films:,} = "
        f"{np.log(found.n_films):.4f}.",
    )
    return pairs, loss
