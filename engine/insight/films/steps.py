"""The numbers behind recommenders for what the user picks: a pair through a network, a cell, a solved row, a score."""

from dataclasses import dataclass

import numpy as np

from engine.algorithms.probability import log_sum_exp, softmax
from engine.datasets.ratings.ratings import Histories, Ratings
from engine.fit import Fit
from engine.learners.films.contract import liked_of
from engine.learners.films.cowatch import CoWatch
from engine.learners.films.ease import EASE
from engine.learners.films.implicit_als import ImplicitALS, Side
from engine.learners.films.two_tower import item_features, viewer_parts


@dataclass(frozen=True, eq=False)
class PairStep:
    """One pair (m1, m2) through the co-watch network and back.

    hidden: (k,) the row u of m1. score = u . v + b of m2. log_sum: log of the sum of exp(score) over all trained films.
    probability = exp(score - log_sum); loss = -log probability. gradient: (k,) of the loss with respect to u.
    loss_after: the loss once u has moved by -rate * gradient. rate: the learning rate.
    """

    hidden: np.ndarray
    score: float
    log_sum: float
    probability: float
    loss: float
    gradient: np.ndarray
    rate: float
    loss_after: float


def pair_step(learner: CoWatch, fit: Fit, first: int, second: int) -> PairStep:
    """The forward and backward pass of one pair of films, both of which must have been trained."""
    used = fit.arrays["used"]
    hidden = fit.main.vectors[first].astype(np.float64)
    outputs = fit.embeddings["output"].vectors[used].astype(np.float64)
    bias = fit.arrays["bias"][used].astype(np.float64)
    at = int(used[:second].sum())
    score, log_sum, chances = _softmax(hidden, outputs, bias, at)
    gradient = chances @ outputs - outputs[at]
    moved = _softmax(hidden - learner.learning_rate * gradient, outputs, bias, at)
    return PairStep(
        hidden, score, log_sum, float(np.exp(score - log_sum)), log_sum - score, gradient, learner.learning_rate,
        moved[1] - moved[0],
    )  # fmt: skip


def _softmax(hidden: np.ndarray, outputs: np.ndarray, bias: np.ndarray, at: int) -> tuple[float, float, np.ndarray]:
    scores = outputs @ hidden + bias
    return float(scores[at]), float(log_sum_exp(scores)), softmax(scores)


@dataclass(frozen=True)
class EaseCell:
    """One weight of EASE: how much having liked `first` adds to the score of `second`.

    inverse: P of the pair; diagonal: P of (second, second); weight = -inverse / diagonal.
    both: viewers who liked both.
    """

    inverse: float
    diagonal: float
    weight: float
    both: int


def ease_cell(learner: EASE, fit: Fit, ratings: Ratings, first: int, second: int) -> EaseCell:
    """One cell of the matrix of weights; `first` and `second` differ."""
    weight = float(learner.weights_of(fit, ratings, second)[first])
    diagonal = float(fit.arrays["diagonal"][second])
    matrix = ratings.liked.matrix()
    both = float((matrix[:, [first]].multiply(matrix[:, [second]])).sum())
    return EaseCell(-weight * diagonal, diagonal, weight, int(both))


@dataclass(frozen=True, eq=False)
class SolvedRow:
    """One viewer's vector, solved for with the films fixed.

    matrix: (k, k) Q'Q + alpha Q_liked'Q_liked + lambda I. wanted: (k,) (1 + alpha) times the sum of the liked films'
    vectors. vector: (k,) their solution. residual: largest entry of |matrix vector - wanted|.
    before, after: the viewer's part of the objective at the origin and at the solution.
    """

    matrix: np.ndarray
    wanted: np.ndarray
    vector: np.ndarray
    residual: float
    before: float
    after: float
    n_liked: int


def solved_row(learner: ImplicitALS, fit: Fit, ratings: Ratings, history: Histories) -> SolvedRow:
    """One step of ALS for the first viewer of `history`."""
    liked = liked_of(history, ratings.liked_from)
    items = fit.main.vectors.astype(np.float64)
    near = items[liked.of(0)]
    matrix = items.T @ items + learner.alpha * near.T @ near + learner.regularization * np.eye(items.shape[1])
    wanted = (1 + learner.alpha) * near.sum(axis=0)
    vector = learner.solve(Side(liked.offsets[:2].astype(np.int64), liked.items), items)[0]
    return SolvedRow(
        matrix,
        wanted,
        vector,
        float(np.abs(matrix @ vector - wanted).max()),
        (1 + learner.alpha) * len(near),
        float((1 + learner.alpha) * len(near) - wanted @ vector),
        len(near),
    )


@dataclass(frozen=True, eq=False)
class TowerScore:
    """The inner product of a viewer and a film, by the parts that the two towers add up.

    parts: (2, 3); rows: the films liked, their genres; columns: the film itself, its genres, its decade. score: their
    sum. n_liked: films in the viewer's history, without those that were trained without ratings.
    """

    parts: np.ndarray
    score: float
    n_liked: int


def tower_score(fit: Fit, ratings: Ratings, history: Histories, film: int) -> TowerScore:
    """One score of two towers, for the first viewer of `history`."""
    cold, rows = fit.arrays["cold"], fit.arrays["item_rows"].astype(np.float64)
    liked = liked_of(history, ratings.liked_from)
    viewer = np.stack([part[0] for part in viewer_parts(liked, ratings, fit.arrays)])
    features = item_features(ratings, cold)[[film]].toarray()[0].astype(np.float64)
    cuts = np.cumsum([ratings.n_items, len(ratings.genres)])
    columns = zip(np.split(features, cuts), np.split(rows, cuts), strict=True)
    towers = np.stack([known @ learned for known, learned in columns])
    parts = viewer @ towers.T
    return TowerScore(parts, float(parts.sum()), int((~cold[liked.of(0)]).sum()))
