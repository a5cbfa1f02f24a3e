"""What is recommended to one viewer, the films behind each recommendation, and the lists of each film watched."""

from dataclasses import dataclass

import numpy as np

from engine.datasets.ratings.ratings import Histories, Ratings
from engine.evaluation.films.ranking import best_unseen
from engine.fit import Fit
from engine.insight.films.why import causes, intersection, lists_by_film, votes
from engine.learners.films.contract import BASELINES, Baseline, Recommender

MOST_LISTS = 200
"""Films of a history, the latest ones, that get a list of their own."""


@dataclass(frozen=True)
class Recommended:
    """items: rows of the films recommended, best first. scores: of each. causes: for each the watched films without
    which its score would fall most, the weightiest first; none if leaving out any one of them does not lower it.
    """

    items: tuple[int, ...]
    scores: tuple[float, ...]
    causes: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class ListsByFilm:
    """liked: rows of films, at most MOST_LISTS of the `n_liked`. lists: for each the films nearest by inner product.
    common: films in every list. votes: films in several lists, with the number of lists, most first.
    """

    liked: tuple[int, ...]
    lists: tuple[tuple[int, ...], ...]
    common: tuple[int, ...]
    votes: tuple[tuple[int, int], ...]
    n_liked: int


def recommended(learner: Recommender, fit: Fit, ratings: Ratings, history: Histories, k: int) -> Recommended:
    """The first k films that the viewer of `history` has not seen, each with its causes."""
    scores = learner.scores(fit, ratings, history)
    top = best_unseen(scores, history, k)[0].tolist()

    def scorer(histories: Histories, items: np.ndarray) -> np.ndarray:
        return learner.scores(fit, ratings, histories, items)

    reasons = causes(scorer, fit.main, history, top)
    return Recommended(tuple(top), tuple(scores[0, top].tolist()), tuple(tuple(rows) for rows in reasons))


def by_film(learner: Recommender, fit: Fit, ratings: Ratings, history: Histories, k: int) -> ListsByFilm:
    """The k films nearest to each that was liked, or watched if none was liked; none of these is in a list."""
    liked = history.liked(ratings.liked_from).items.tolist() or history.items.tolist()
    latest = liked[-MOST_LISTS:]
    lists = lists_by_film(*learner.pair_vectors(fit), latest, liked, k)
    named = tuple(tuple(rows) for rows in lists)
    return ListsByFilm(tuple(latest), named, tuple(intersection(lists)), tuple(votes(lists)), len(liked))


def first_films(learner: Recommender, fit: Fit, ratings: Ratings, history: Histories, k: int) -> tuple[int, ...]:
    """The first k films that the viewer has not seen."""
    return tuple(best_unseen(learner.scores(fit, ratings, history), history, k)[0].tolist())


def popular_films(ratings: Ratings, history: Histories, k: int) -> tuple[int, ...]:
    """The k films of most viewers that this one has not seen."""
    scores = Baseline(next(iter(BASELINES))).scores(ratings, history)
    return tuple(best_unseen(scores, history, k)[0].tolist())
