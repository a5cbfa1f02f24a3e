"""Films that no training has seen: where two towers place them, beside what methods that know only ids can say."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from engine import costs
from engine.datasets.ratings.ratings import Histories, Ratings
from engine.errors import InputError
from engine.evaluation.films.ranking import Scorer, interval
from engine.evaluation.films.watching import area
from engine.evaluation.trained_run import TrainedRun
from engine.fit import Fit
from engine.learners.base import Estimate, Learner
from engine.learners.films.contract import Recommender
from engine.learners.films.ease import EASE, MOST
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled

METHODS = {"towers": "Two towers", "genres": "Genres alone", "ids": "Ids alone (EASE)"}

ROUNDING = 1e-9


@dataclass(frozen=True, eq=False)
class Unseen:
    """The films kept from a training, and who liked them in truth.

    items: int64 (m,) rows of the films that anybody liked, those liked by most viewers first. likers, rated: which of
    the films kept unseen each viewer liked, or rated at all, whatever part the rating stands in: none was trained on.
    known: the training rows of the other films, which is all that a method may know of a viewer.
    """

    items: np.ndarray
    likers: Histories
    rated: Histories
    known: Histories


def unseen_films(fit: Fit, ratings: Ratings) -> Unseen:
    """The films of a two-tower run that were kept from its training; raises InputError if nobody liked any."""
    cold = fit.arrays["cold"]
    rated = ratings.everything.only(cold[ratings.items])
    likers = rated.liked(ratings.liked_from)
    counts = likers.counts()
    items = np.argsort(-counts, kind="stable")[: int((counts > 0).sum())]
    if not len(items):
        raise InputError(
            "No film that anybody liked was kept from this training: raise “Films kept unseen” and train again.",
            "E-EVL-16",
        )
    return Unseen(items, likers, rated, ratings.train.only(~cold[ratings.train.items]))


@dataclass(frozen=True, eq=False)
class ColdStartScores:
    """How well films kept unseen are placed. auc, low, high: float64, in the order of METHODS; low to high holds 95 %
    of bootstrap samples of viewers. median_place: share of all films above such a film, in the middle case.
    """

    auc: np.ndarray
    low: np.ndarray
    high: np.ndarray
    n_viewers: int
    n_films: int
    n_likings: int
    median_place: float

    @classmethod
    def from_fit(cls, fit: Fit) -> "ColdStartScores":
        """What a ColdStartTest found."""
        arrays, summary = fit.arrays, fit.summary
        counts = summary["viewers"], summary["films"], summary["likings"]
        return cls(arrays["auc"], arrays["low"], arrays["high"], *counts, summary["median_place"])


@dataclass(frozen=True)
class ColdStartTest(Learner):
    """For each viewer who liked a film kept unseen: how often it is above another film kept unseen that they never
    rated (the area under the ROC curve; 1/2 is chance), and its place among all films.

    Genres alone: cosine of the film's genres with the mean genres of what the viewer liked. Ids alone: EASE, trained
    without these films. Fit: no embedding; `ColdStartScores.from_fit` reads it.
    """

    name = "cold_start_test"
    title = "Films never seen in training"
    papers = (
        Paper("Schein et al.", 2002, "Methods and metrics for cold-start recommendations", "doi:10.1145/564376.564421"),
    )
    takes: ClassVar[str] = "run"

    def fit(self, dataset: TrainedRun, report: Report = Silent()) -> Fit:
        """Score all films kept unseen for every viewer who liked one of them."""
        learner, ratings = dataset.learner, dataset.dataset
        if not isinstance(learner, Recommender) or not learner.places_unseen:
            raise InputError("Only two towers can place films that no training has seen.", "E-EVL-17")
        unseen = unseen_films(dataset.fit, ratings)
        users = np.flatnonzero((unseen.likers.lengths > 0) & (unseen.known.lengths > 0))
        if not len(users):
            raise InputError("Nobody who liked a film kept unseen liked another film; keep fewer unseen.", "E-EVL-18")
        report.progress(1, 3, "methods")
        towers = learner.scores(dataset.fit, ratings, unseen.known.rows(users))
        places = [share_above(towers[row], unseen, int(user)) for row, user in enumerate(users)]
        report.progress(2, 3, "methods")
        stop_if_cancelled(report)
        methods: Mapping[str, np.ndarray] = {
            "towers": towers,
            "genres": by_genres(ratings, unseen.known.rows(users)),
            "ids": by_ids(ratings, dataset.fit.arrays["cold"], unseen.known.rows(users)),
        }
        areas = np.array([areas_of(methods[name], unseen, users) for name in METHODS])
        report.progress(3, 3, "methods")
        intervals = np.array([interval(values) for values in areas])
        summary: dict[str, float] = {
            "viewers": len(users),
            "films": len(unseen.items),
            "likings": len(unseen.likers.items),
        }
        summary["median_place"] = float(np.median(np.concatenate(places)))
        return Fit({}, {"auc": areas.mean(axis=1), "low": intervals[:, 0], "high": intervals[:, 1]}, {}, None, summary)

    def estimate(self, dataset: TrainedRun) -> Estimate:
        """That of EASE, and the scores of all films for all viewers."""
        ratings = dataset.dataset
        trained = EASE().estimate(ratings)
        cells = float(ratings.n_users) * ratings.n_items
        seconds = trained.seconds + costs.SPLIT_SECONDS + costs.COLD_SCORE * cells
        return Estimate(seconds, trained.megabytes + 16 * cells / 1e6)


def areas_of(scores: np.ndarray, unseen: Unseen, users: np.ndarray) -> np.ndarray:
    """For each viewer, how often a liked one of the unseen films is above one that they never rated; float64 (m,)."""
    found = []
    for row, user in enumerate(users):
        liked = unseen.likers.of(user)
        asked = np.union1d(liked, np.setdiff1d(unseen.items, unseen.rated.of(user)))
        found.append(area(scores[row, asked], np.isin(asked, liked)))
    values = np.array(found)
    return np.where(np.isfinite(values), values, 0.5)


def share_above(scores: np.ndarray, unseen: Unseen, user: int) -> np.ndarray:
    """For each unseen film that the viewer liked, the share of all films not watched yet that are above it."""
    values = scores.astype(np.float64)
    liked = unseen.likers.of(user)
    open_ = np.ones(len(values), dtype=bool)
    open_[unseen.known.of(user)] = False
    rivals = values[open_]
    above = (rivals[None, :] > values[liked, None]).sum(axis=1)
    equal = (rivals[None, :] == values[liked, None]).sum(axis=1) - 1
    return (above + equal / 2) / max(len(rivals) - 1, 1)


@dataclass(frozen=True, eq=False)
class Placed:
    """Where one film stands for some viewers. users: int64 (m,). places: int64 (m,), 1 for the best, ties counted as
    half; n_open: int64 (m,), the films that each has not watched, among which the film is placed.
    """

    users: np.ndarray
    places: np.ndarray
    n_open: np.ndarray


def placed(scorer: Scorer, unseen: Unseen, item: int, most: int) -> Placed:
    """The place of a film for the first `most` viewers who liked it in truth and of whom something is known."""
    users = np.unique(unseen.likers.users[unseen.likers.items == item])
    users = users[unseen.known.lengths[users] > 0][:most]
    known = unseen.known.rows(users)
    scores = scorer(known).astype(np.float64)  # (m, n_items)
    rivals = np.array(scores)
    rivals[known.users, known.items] = -np.inf
    rivals[:, item] = -np.inf
    own = scores[:, [item]]
    shared = (rivals == own).sum(axis=1)
    places = np.rint((rivals > own).sum(axis=1) + shared / 2).astype(np.int64) + 1
    return Placed(users, places, scores.shape[1] - known.lengths)


def by_genres(ratings: Ratings, known: Histories) -> np.ndarray:
    """Cosine of each film's genres with the mean genres of what each viewer liked, float64 (n_users, n_items)."""
    marks = ratings.item_genres.astype(float)
    marks = marks / np.maximum(np.linalg.norm(marks, axis=1, keepdims=True), 1)
    tastes = known.matrix((known.stars >= ratings.liked_from).astype(float)) @ marks
    return tastes / np.maximum(np.linalg.norm(tastes, axis=1, keepdims=True), 1e-12) @ marks.T


def by_ids(ratings: Ratings, cold: np.ndarray, known: Histories) -> np.ndarray:
    """What EASE says when it is trained without the cold films; zeros where the data are too many for it."""
    if min(ratings.n_users, ratings.n_items) > MOST:
        return np.zeros((known.n_users, ratings.n_items), dtype=np.float32)
    without = replace(ratings, held_out=ratings.held_out | cold[ratings.items])
    learner = EASE()
    found = learner.scores(learner.fit(without), without, known)
    return np.where(np.abs(found) < ROUNDING, 0, found)  # weights of films without likings are 0 but for rounding
