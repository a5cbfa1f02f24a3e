"""How well the chance that a viewer watches a film is told: log loss and AUC on held-out pairs, beside baselines."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from engine import costs
from engine.algorithms import logistic
from engine.algorithms.probability import binary_cross_entropy, sigmoid
from engine.algorithms.towers.watch_network import Pairs
from engine.algorithms.towers.watch_training import drawn_pairs
from engine.datasets.ratings.ratings import Ratings
from engine.errors import InputError
from engine.evaluation.trained_run import TrainedRun
from engine.fields import integer
from engine.fit import Fit
from engine.learners.base import Estimate, Learner
from engine.learners.films.watch_prediction import WatchPrediction
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled

TILE_USERS = 128
BINS = 10
METHODS = {"network": "Network", "popularity": "Popularity only", "mean": "Mean rate"}


@dataclass(frozen=True, eq=False)
class Calibration:
    """Pairs in groups of equal size by the chance given: its mean, the share of true ones, and how many; (BINS,)."""

    predicted: np.ndarray
    observed: np.ndarray
    pairs: np.ndarray


@dataclass(frozen=True, eq=False)
class WatchScores:
    """How good chances of watching are. log_loss, auc: float64, in the order of METHODS; nan where there is none."""

    log_loss: np.ndarray
    auc: np.ndarray
    calibration: Calibration
    n_held_out: int
    n_random: int

    @classmethod
    def from_fit(cls, fit: Fit) -> "WatchScores":
        """What a WatchTest found."""
        groups = Calibration(*(fit.arrays[name] for name in ("predicted", "observed", "pairs")))
        numbers = fit.summary["held_out"], fit.summary["random"]
        return cls(fit.arrays["log_loss"], fit.arrays["auc"], groups, *numbers)


@dataclass(frozen=True)
class WatchTest(Learner):
    """Held-out films of each viewer, and random ones that they have in neither part, as often as in training.

    Popularity only is a logistic regression on the logarithm of how many viewers a film has, fitted to training pairs;
    the mean rate says 1 / (1 + negatives) of every pair. Fit: no embedding; `WatchScores.from_fit` reads it.
    """

    name = "watch_test"
    title = "Prediction of held-out pairs"
    papers = (
        Paper(
            "Covington, Adams and Sargin",
            2016,
            "Deep neural networks for YouTube recommendations",
            "doi:10.1145/2959100.2959190",
        ),
    )
    takes: ClassVar[str] = "run"

    seed: int = integer(0, 0, 2**32 - 1, label="Seed", help="Which random films are asked about.", advanced=True)

    def fit(self, dataset: TrainedRun, report: Report = Silent()) -> Fit:
        """Ask the network and the baselines about the same pairs."""
        learner, ratings = _predicting(dataset.learner), dataset.dataset
        pairs, yes = held_out_pairs(ratings, learner, np.random.default_rng(self.seed))
        logits = np.empty(len(yes))
        rate = float(np.clip(1 / (1 + learner.n_negatives), 1e-6, 1 - 1e-6))
        for start in range(0, ratings.n_users, TILE_USERS):
            stop_if_cancelled(report)
            tile = np.arange(start, min(start + TILE_USERS, ratings.n_users))
            rows = np.flatnonzero((pairs.users >= start) & (pairs.users < start + TILE_USERS))
            found = learner.scores(dataset.fit, ratings, ratings.train.rows(tile))
            logits[rows] = found[pairs.users[rows] - start, pairs.items[rows]]
            report.progress(int(tile[-1]) + 1, ratings.n_users, "viewers")
        methods = {
            "network": logits,
            "popularity": by_popularity(learner, ratings)[pairs.items],
            "mean": np.full(len(yes), np.log(rate / (1 - rate))),
        }
        arrays = {
            "log_loss": np.array([log_loss(methods[name], yes) for name in METHODS]),
            "auc": np.array([area(methods[name], yes) for name in METHODS]),
            **vars(calibration(logits, yes)),
        }
        return Fit({}, arrays, {}, None, {"held_out": int(yes.sum()), "random": int((~yes).sum())})

    def estimate(self, dataset: TrainedRun) -> Estimate:
        """From the numbers of viewers, films and hidden units."""
        ratings, learner = dataset.dataset, _predicting(dataset.learner)
        cells = float(ratings.n_users) * ratings.n_items * learner.n_hidden
        start, libraries = costs.CHANCES
        return Estimate(start + costs.CHANCE * cells, libraries + 8 * TILE_USERS * ratings.n_items / 1e6)


def _predicting(learner: Learner) -> WatchPrediction:
    if not isinstance(learner, WatchPrediction):
        raise InputError("This run predicts no chances of watching, so there are none to score.", "E-EVL-14")
    return learner


def held_out_pairs(ratings: Ratings, learner: WatchPrediction, rng: np.random.Generator) -> tuple[Pairs, np.ndarray]:
    """What is held out and random films that the viewer has in neither part; bool (n,) which of them are held out."""
    rows = ratings.held_out & (ratings.stars >= (ratings.liked_from if learner.target == "like" else -np.inf))
    if not rows.any():
        raise InputError("Nothing is held out, so there are no pairs to ask about: hold out some ratings.", "E-EVL-15")
    pairs, known = drawn_pairs(ratings.everything.matrix(), learner.n_negatives, rng)
    random = np.flatnonzero(~known)
    wanted = np.bincount(ratings.users[rows], minlength=ratings.n_users) * learner.n_negatives
    # the random ones stand in order of viewer, more of them than are wanted
    starts = np.searchsorted(pairs.users[random], np.arange(ratings.n_users))
    place = np.arange(len(random)) - starts[pairs.users[random]]
    kept = random[place < wanted[pairs.users[random]]]
    users = np.concatenate([ratings.users[rows], pairs.users[kept]])
    items = np.concatenate([ratings.items[rows], pairs.items[kept]])
    yes = np.arange(len(users)) < rows.sum()
    return Pairs(users, items, np.zeros(len(users), dtype=bool)), yes


def by_popularity(learner: WatchPrediction, ratings: Ratings) -> np.ndarray:
    """Log-odds of each film by how many viewers it has in training, float64 (n_items,)."""
    watched = learner.watched(ratings)
    pairs, yes = drawn_pairs(watched.matrix(), learner.n_negatives, np.random.default_rng(0))
    counts = watched.counts()
    weights = logistic.fit(np.log1p(counts[pairs.items] - pairs.own)[:, None], yes[:, None])
    return logistic.scores(np.log1p(counts)[:, None], weights)[:, 0]


def log_loss(logits: np.ndarray, yes: np.ndarray) -> float:
    """Mean of -log of the chance given to what was true."""
    return float(binary_cross_entropy(logits, yes).mean())


def area(values: np.ndarray, yes: np.ndarray) -> float:
    """Area under the ROC curve: how often a true pair is above a false one, ties counted as half (Hanley, McNeil 1982).

    nan if all pairs are of one kind.
    """
    n_yes, n_no = int(yes.sum()), int((~yes).sum())
    if not n_yes or not n_no:
        return float("nan")
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    middle = np.cumsum(counts) - (counts - 1) / 2
    return float((middle[place][yes].sum() - n_yes * (n_yes + 1) / 2) / (n_yes * n_no))


def calibration(logits: np.ndarray, yes: np.ndarray) -> Calibration:
    """Compare the chances given with what was true."""
    chances = sigmoid(logits)
    groups = [rows for rows in np.array_split(np.argsort(chances, kind="stable"), BINS) if len(rows)]
    predicted, observed = (np.array([values[rows].mean() for rows in groups]) for values in (chances, yes))
    return Calibration(predicted, observed, np.array([len(rows) for rows in groups]))
