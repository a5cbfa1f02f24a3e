"""Genres that neighbors share: by hand, by another route, and of the co-watch network on real ratings."""

import dataclasses

import numpy as np
import pytest

from engine.datasets.ratings.ratings import Ratings
from engine.datasets.ratings.sources import MovieLens
from engine.embedding import Embedding
from engine.evaluation.films import genre_overlap
from engine.evaluation.films.ranking import rank
from engine.learners.films.contract import Baseline, item_embedding
from engine.learners.films.cowatch import CoWatch
from engine.learners.films.watch_prediction import WatchPrediction
from engine.report import Silent
from tests.conftest import real_data
from tests.examples import ratings


def of_genres(marks: list[list[int]]) -> Ratings:
    """The example's ratings, whose first films have the genres given and the others none."""
    data = ratings()
    padded = np.zeros((data.n_items, len(marks[0])), dtype=bool)
    padded[: len(marks)] = marks
    return dataclasses.replace(data, genres=tuple("abcdef"[: len(marks[0])]), item_genres=padded)


def test_two_lists_by_hand() -> None:
    data = of_genres([[1, 1, 0], [1, 0, 0], [0, 0, 1], [1, 1, 0]])
    near = np.array([[1, 2], [3, -1]])
    assert genre_overlap.of_lists(np.array([0, 1]), near, data) == pytest.approx((1 / 2 + 0 + 1 / 2) / 3)
    assert genre_overlap.asked_films(data).tolist() == sorted(range(4), key=lambda row: -data.liked.counts()[row])


def test_the_cosine_of_co_likings_is_that_of_the_columns_of_the_matrix() -> None:
    data = ratings(n_users=100)
    columns = data.liked.matrix().toarray().T.astype(np.float32)
    direct = genre_overlap.of_vectors(Embedding(columns, data.item_names), data)
    assert genre_overlap.of_co_likings(data) == pytest.approx(direct)
    unit = columns / np.maximum(np.linalg.norm(columns, axis=1, keepdims=True), 1e-12)
    scores = data.liked.matrix().toarray() @ unit @ unit.T
    assert Baseline("co_liking").scores(data, data.train) == pytest.approx(scores, abs=1e-4)


def test_vectors_of_genres_overlap_wholly_and_random_ones_by_chance() -> None:
    data = ratings(n_items=30)
    told = item_embedding(data.item_genres.astype(np.float32), data)
    assert genre_overlap.of_vectors(told, data) == 1.0
    assert genre_overlap.of_random_films(data) == pytest.approx(14 / 29, abs=0.06)  # of 29 others, 14 are of the kind
    assert np.isnan(genre_overlap.of_random_films(dataclasses.replace(data, genres=(), item_genres=np.zeros((30, 0)))))


@pytest.mark.slow
def test_neighbors_in_the_cowatch_network_are_of_a_kind_and_recommended_films_are_found() -> None:
    """As much as by raw co-liking, which it stands for in 32 numbers; NDCG@10 as asked of it."""
    real_data("ratings.csv")
    data = MovieLens().load(Silent())
    found = []
    for seed in range(3):
        learner = CoWatch(seed=seed)
        fit = learner.fit(data)
        scored = rank(lambda seen, one=learner, of=fit: one.scores(of, data, seen), data)  # type: ignore[misc]
        found.append([genre_overlap.of_vectors(fit.main, data), scored.per_user()["ndcg"].mean(), scored.coverage()])
    overlap, ndcg, coverage = np.mean(found, axis=0)
    assert genre_overlap.of_co_likings(data) == pytest.approx(0.324, abs=0.001)
    assert overlap >= genre_overlap.of_co_likings(data)
    assert ndcg >= 0.28 and coverage >= 0.04


@pytest.mark.slow
def test_the_network_that_predicts_watching_has_vectors_of_tastes_and_genres() -> None:
    """With random films drawn evenly, and rows of ids alone for vectors, it had .178 and NDCG@10 .216."""
    real_data("ratings.csv")
    data = MovieLens().load(Silent())
    learner = WatchPrediction()
    fit = learner.fit(data)
    scored = rank(lambda seen: learner.scores(fit, data, seen), data)
    assert genre_overlap.of_vectors(fit.main, data) >= genre_overlap.of_co_likings(data)
    assert scored.per_user()["ndcg"].mean() >= 0.24
