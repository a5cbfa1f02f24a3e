"""One liking among drawn negatives: the loss that the two towers are trained on, in numbers."""

from dataclasses import dataclass

import numpy as np

from engine.algorithms.probability import log_sum_exp
from engine.insight.explanation import Explanation

SHOWN = 6
"""Drawn negatives in the table, those of the largest logits."""


@dataclass(frozen=True, eq=False)
class TowerDraw:
    """A film that a viewer liked, first, and drawn negatives: films, scores and logits, (1 + n,) each.

    The logit of a film is its score less the logarithm of how often it is expected in a step. loss: cross-entropy of
    the softmax over logits, of the first.
    """

    films: np.ndarray
    scores: np.ndarray
    drawn: np.ndarray
    logits: np.ndarray
    loss: float

    @property
    def chances(self) -> np.ndarray:
        """Softmax of the logits."""
        return np.exp(self.logits - float(log_sum_exp(self.logits)))


def tower_draw(scores: np.ndarray, wanted: int, counts: np.ndarray, batch_size: int, n_random: int) -> TowerDraw:
    """A step as in training: films of the other pairs of a batch, drawn by likings, and random ones, drawn evenly.

    scores: (n_items,) of the viewer, without the film wanted in the history. counts: (n_items,) likings of each film.
    """
    rng = np.random.default_rng(0)
    candidates = np.flatnonzero(counts)
    share = counts / counts.sum()
    others = rng.choice(len(counts), min(batch_size, int(counts.sum())) - 1, p=share)
    random = rng.choice(candidates, min(n_random, len(candidates)), replace=False)
    negatives = np.setdiff1d(np.concatenate([others, random]), [wanted])
    films = np.concatenate([[wanted], negatives])
    drawn = (len(others) + 1) * share[films] + len(random) / len(candidates)
    logits = scores[films].astype(np.float64) - np.log(drawn)
    return TowerDraw(films, scores[films], drawn, logits, float(log_sum_exp(logits)) - float(logits[0]))


def explained(found: TowerDraw, names: tuple[str, ...]) -> Explanation:
    """The softmax over the film liked and the negatives, with those that weigh most."""
    order = [0, *(1 + np.argsort(-found.logits[1:], kind="stable")[:SHOWN])]
    n = len(found.films) - 1
    kinds = ["positive: liked", *["drawn negative"] * (len(order) - 1)]
    return Explanation(
        "The loss of one liking",
        "the film liked against the other films of a step",
        (
            r"-\ln \frac{e^{s_+ - \ln q_+}}{\sum_j e^{s_j - \ln q_j}} = "
            rf"-\ln {found.chances[0]:.5f} = {found.loss:.4f}",
        ),
        {
            "Film": [names[row] for row in found.films[order]],
            "Is": kinds,
            "s": found.scores[order].astype(float).tolist(),
            "q": found.drawn[order].tolist(),
            "s - ln q": found.logits[order].tolist(),
            "chance": found.chances[order].tolist(),
        },
        caption="s: inner product of viewer and film, the film liked left out of the history; q: how often a film is "
        f"expected among the films of a step. {n:,} negatives were drawn as in training; the {len(order) - 1} with the "
        f"largest logits are shown. Knowing nothing, the loss would be about ln {n + 1:,} = {np.log(n + 1):.4f}.",
    )
