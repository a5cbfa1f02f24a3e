"""Why two films are close, and why a film is recommended: the viewers, genres and weights behind the numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.datasets.ratings.ratings import Histories, Ratings
from engine.embedding import Embedding
from engine.fit import Fit
from engine.learners.films.contract import Recommender
from engine.neighbors import nearest

MOST_TRIED = 200
"""Watched items that are left out by turns: each is a viewer to be scored for every item."""


@dataclass(frozen=True)
class Shared:
    """What two items have in common.

    both, first, second: viewers who liked both, and each. expected: how many would like both by chance,
    first * second / viewers. lift = both / expected. genres: those of both. viewers: names of those who liked both.
    """

    both: int
    first: int
    second: int
    expected: float
    lift: float
    genres: tuple[str, ...]
    viewers: tuple[str, ...]


def shared(ratings: Ratings, first: int, second: int) -> Shared:
    """Compare two items by what viewers liked in training."""
    likings = ratings.liked
    users = [likings.users[likings.items == item] for item in (first, second)]
    both = np.intersect1d(*users)
    active = max(int((likings.lengths > 0).sum()), 1)
    expected = len(users[0]) * len(users[1]) / active
    common = ratings.item_genres[first] & ratings.item_genres[second]
    return Shared(
        len(both),
        len(users[0]),
        len(users[1]),
        expected,
        len(both) / expected if expected else 0.0,
        tuple(np.array(ratings.genres)[common].tolist()) if len(ratings.genres) else (),
        tuple(ratings.user_names[user] for user in both),
    )


def causes(
    learner: Recommender, fit: Fit, ratings: Ratings, history: Histories, items: Sequence[int], n_causes: int = 3
) -> list[list[int]]:
    """For each recommended item, the watched items without which its score would be lowest, the weightiest first.

    Each watched item is left out once and the viewer scored again: true for any method, linear or not. Of a history
    longer than MOST_TRIED only those nearest to the recommended ones are tried.
    """
    tried = likeliest(fit.main, history.of(0), items)
    watched = history.of(0)[tried]
    full = learner.scores(fit, ratings, history)[0, list(items)]
    without = _one_left_out(history, tried)
    drops = full[:, None] - learner.scores(fit, ratings, without)[:, list(items)].T
    found = []
    for row in drops:
        order = np.argsort(-row, kind="stable")[:n_causes]
        found.append([int(watched[place]) for place in order if row[place] > 0])
    return found


def likeliest(embedding: Embedding, watched: np.ndarray, items: Sequence[int]) -> np.ndarray:
    """int64: places in `watched`, rising, of the MOST_TRIED nearest by cosine to any of `items`; all if fewer."""
    if len(watched) <= MOST_TRIED:
        return np.arange(len(watched))
    cosines = (embedding.unit[watched] @ embedding.unit[list(items)].T).max(axis=1)
    return np.sort(np.argsort(-cosines, kind="stable")[:MOST_TRIED])


def _one_left_out(history: Histories, places: np.ndarray) -> Histories:
    """A viewer for each of some places in the history, without the item that stands there."""
    n = len(history.items)
    kept = np.arange(n)[None, :] != places[:, None]
    items, stars = (np.broadcast_to(column, kept.shape)[kept] for column in (history.items, history.stars))
    return Histories(np.arange(len(places) + 1) * (n - 1), items, stars, history.n_items)


def lists_by_film(items: Embedding, outputs: Embedding, watched: Sequence[int], k: int = 5) -> list[list[int]]:
    """The k items with the largest inner product with each watched one, watched ones left out."""
    return [nearest(outputs, items.vectors[row], k, "dot", exclude=watched).rows.tolist() for row in watched]


def intersection(lists: Sequence[Sequence[int]]) -> list[tuple[int, int]]:
    """Items that stand in more than one list, with the number of lists, most lists first, then by place."""
    places: dict[int, list[int]] = {}
    for row in lists:
        for place, item in enumerate(row):
            places.setdefault(item, []).append(place)
    found = [(item, len(at), sum(at) / len(at)) for item, at in places.items() if len(at) > 1]
    return [(item, n) for item, n, _ in sorted(found, key=lambda one: (-one[1], one[2], one[0]))]
