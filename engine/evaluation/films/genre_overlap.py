"""Whether the films nearest to a film are of its kind: the genres they share, which most methods are never told."""

import numpy as np

from engine.datasets.ratings.ratings import Ratings
from engine.embedding import Embedding
from engine.neighbors import nearest_batch

ASKED = 200
"""Films of which the neighbors are looked at, those that most viewers liked."""
NEAREST = 10


def of_vectors(films: Embedding, ratings: Ratings) -> float:
    """Mean overlap of the films nearest by cosine, in [0, 1]; see `of_lists`. Films without a vector take no part."""
    asked = asked_films(ratings)
    asked = asked[films.norms[asked] > 0]
    near = nearest_batch(films, asked, NEAREST).rows
    return of_lists(asked, near, ratings)


def of_co_likings(ratings: Ratings) -> float:
    """The same of the cosine between who liked a film and who liked another: nothing is learned, nothing reduced."""
    asked, likings = asked_films(ratings), ratings.liked.matrix()
    lengths = np.sqrt(np.maximum(ratings.liked.counts(), 1))
    cosines = (likings[:, asked].T @ likings).toarray() / lengths[asked][:, None] / lengths
    cosines[np.arange(len(asked)), asked] = -1.0
    return of_lists(asked, np.argsort(-cosines, axis=1, kind="stable")[:, :NEAREST], ratings)


def of_random_films(ratings: Ratings, seed: int = 0) -> float:
    """The same of films drawn at random from the others."""
    asked = asked_films(ratings)
    keys = np.random.default_rng(seed).random((len(asked), ratings.n_items))
    keys[np.arange(len(asked)), asked] = -1.0
    return of_lists(asked, np.argsort(-keys, axis=1, kind="stable")[:, :NEAREST], ratings)


def of_lists(asked: np.ndarray, near: np.ndarray, ratings: Ratings) -> float:
    """Mean over films and their lists of |genres of both| / |genres of either| (Jaccard, 1912); nan without genres.

    asked: int (m,); near: int (m, k), -1 where there is no further film.
    """
    marks = ratings.item_genres.astype(float)
    of_asked, of_near = marks[asked][:, None, :], marks[near]
    both, either = np.minimum(of_asked, of_near).sum(axis=2), np.maximum(of_asked, of_near).sum(axis=2)
    shares = (both / np.maximum(either, 1))[near >= 0]
    return float(shares.mean()) if shares.size else float("nan")


def asked_films(ratings: Ratings) -> np.ndarray:
    """int64 rows of the films whose neighbors are looked at: ASKED of those with a genre, liked by most first."""
    counts = np.where(ratings.item_genres.any(axis=1), ratings.liked.counts(), 0)
    order = np.argsort(-counts, kind="stable")[:ASKED]
    return order[counts[order] > 0]
