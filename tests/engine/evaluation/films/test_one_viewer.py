"""What one viewer is shown, against the rankings and the lists that it is made of."""

import numpy as np
import pytest

from engine.evaluation.films.one_viewer import by_film, first_films, popular_films, recommended
from engine.evaluation.films.ranking import best_unseen
from engine.learners.films.ease import EASE
from engine.learners.films.watch_prediction import WatchPrediction
from tests.examples import ratings

DATA = ratings(n_users=60)


def test_recommendations_are_the_best_unseen_with_their_causes() -> None:
    learner = EASE(regularization=5.0)
    fit = learner.fit(DATA)
    history = DATA.history(4)
    found = recommended(learner, fit, DATA, history, 5)
    scores = learner.scores(fit, DATA, history)
    assert (
        list(found.items)
        == best_unseen(scores, history, 5)[0].tolist()
        == list(first_films(learner, fit, DATA, history, 5))
    )
    assert list(found.scores) == scores[0, list(found.items)].tolist()
    liked = set(DATA.liked.of(4).tolist())
    assert all(set(rows) <= liked for rows in found.causes) and any(found.causes)


def test_the_lists_of_watch_prediction_are_those_of_its_own_inner_product() -> None:
    """Rows of films watched times rows of films asked about, and their genres, as in its inputs."""
    learner = WatchPrediction(n_components=4, n_epochs=1)
    fit = learner.fit(DATA)
    found = by_film(learner, fit, DATA, DATA.history(4), 3)
    liked = DATA.liked.of(4).tolist()
    assert list(found.liked) == liked
    genres = DATA.item_genres / DATA.item_genres.sum(axis=1, keepdims=True) @ fit.arrays["genre_rows"]
    products = fit.arrays["history_rows"][liked] @ fit.arrays["film_rows"].T + genres[liked] @ genres.T
    products[:, liked] = -np.inf
    assert [list(rows) for rows in found.lists] == np.argsort(-products, axis=1, kind="stable")[:, :3].tolist()


def test_popular_films_are_those_of_most_likings() -> None:
    history = DATA.history(4)
    counts = DATA.liked.counts().astype(float)
    counts[history.items] = -1
    assert list(popular_films(DATA, history, 4)) == np.argsort(-counts, kind="stable")[:4].tolist()


def test_of_a_long_history_the_latest_films_get_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.evaluation.films.one_viewer.MOST_LISTS", 2)
    learner = EASE(regularization=5.0)
    fit = learner.fit(DATA)
    found = by_film(learner, fit, DATA, DATA.history(4), 3)
    liked = DATA.liked.of(4).tolist()
    assert (list(found.liked), found.n_liked) == (liked[-2:], len(liked))
    assert not {item for rows in found.lists for item in rows} & set(liked)
