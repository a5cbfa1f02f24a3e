"""The reasons given for closeness and recommendations, by hand and by weights that are known."""

from collections.abc import Callable

import numpy as np
import pytest

from engine.datasets.ratings.ratings import Histories, Ratings
from engine.embedding import Embedding
from engine.fit import Fit
from engine.insight.films.why import Shared, causes, explained, intersection, likeliest, lists_by_film, shared, votes
from engine.learners.films.biased_factors import BiasedFactors
from engine.learners.films.contract import Recommender
from engine.learners.films.ease import EASE
from engine.learners.films.truncated_svd import RatingSVD
from tests.examples import ratings


def scorer(learner: Recommender, fit: Fit, data: Ratings) -> Callable[[Histories, np.ndarray], np.ndarray]:
    return lambda histories, items: learner.scores(fit, data, histories, items)


def test_what_two_films_share_by_hand() -> None:
    data = Ratings(
        users=np.array([0, 0, 1, 1, 2, 3]),
        items=np.array([0, 1, 0, 1, 0, 2]),
        stars=np.array([5, 5, 4, 4, 5, 5]),
        held_out=np.zeros(6, dtype=bool),
        user_names=("ann", "bob", "cleo", "dan"),
        item_names=("x", "y", "z"),
        genres=("Crime", "War"),
        item_genres=np.array([[True, True], [False, True], [True, False]]),
        liked_from=4.0,
    )
    found = shared(data, 0, 1)
    assert (found.both, found.first, found.second) == (2, 3, 2)
    assert found.expected == pytest.approx(3 * 2 / 4)
    assert found.lift == pytest.approx(2 / 1.5)
    assert found.genres == ("War",)
    assert found.viewers == ("ann", "bob")
    assert found.active == 4 and shared(data, 1, 2).lift == 0


def counted(both: int, first: int, second: int, active: int = 100) -> Shared:
    expected = first * second / active
    lift = both / expected if expected else float("nan")
    return Shared(both, first, second, active, expected, lift, (), tuple(f"v{place}" for place in range(both)))


@pytest.mark.parametrize(
    ("found", "sentence", "formulas"),
    [
        (counted(12, 20, 20), "a reason to be close, as 12 liked both and by chance 4.0 would", 1),
        (counted(5, 20, 20), "no reason to be close, as 5 liked both and by chance 4.0 would", 1),
        (counted(1, 1, 1), "no reason to be close, as 1 liked both", 1),
        (counted(0, 20, 20), "no reason to be close, as nobody liked both (by chance 4.0 would)", 1),
        (counted(0, 0, 20), "nothing, as nobody liked one of these films in training", 0),
    ],
)
def test_a_reason_is_given_only_where_there_is_evidence(found: Shared, sentence: str, formulas: int) -> None:
    piece = explained(found, "x", "y")
    assert piece.lead.startswith(sentence)
    assert len(piece.formulas) == formulas
    assert "Common genres: none" in piece.caption


def test_chance_alone_is_seldom_taken_for_a_reason() -> None:
    """Likings drawn independently: about one pair in forty lies two standard deviations above chance."""
    rng = np.random.default_rng(0)
    found = []
    for _ in range(2_000):
        first, second = (rng.random(500) < 0.1 for _ in range(2))
        found.append(counted(int((first & second).sum()), int(first.sum()), int(second.sum()), 500).beyond_chance)
    assert np.mean(found) < 0.05


def test_the_causes_of_a_linear_recommendation_are_its_largest_weights() -> None:
    data = ratings(n_users=80)
    learner = EASE(regularization=5.0)
    trained = learner.fit(data)
    history = data.history(4)
    liked = [int(item) for item, stars in zip(history.items, history.stars, strict=True) if stars >= 4]
    for item in (0, 2, 4):
        weights = learner.weights_of(trained, data, item)
        expected = [row for row in sorted(liked, key=lambda row: -weights[row]) if weights[row] > 0][:2]
        assert causes(scorer(learner, trained, data), trained.main, history, [item], 2) == [expected]


def test_of_a_long_history_the_nearest_films_are_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    """The causes found among few are those found among all, when the films left aside are of the other group."""
    data = ratings(n_users=80)
    learner = EASE(regularization=5.0)
    trained = learner.fit(data)
    history = data.history(4)
    item = int(np.setdiff1d(np.arange(0, 30, 2), history.items)[0])
    everything = causes(scorer(learner, trained, data), trained.main, history, [item], 2)
    monkeypatch.setattr("engine.insight.films.why.MOST_TRIED", 6)
    tried = likeliest(trained.main, history.of(0), [item])
    assert len(tried) == 6
    cosines = trained.main.unit[history.of(0)] @ trained.main.unit[item]
    assert cosines[tried].min() >= np.delete(cosines, tried).max()
    assert causes(scorer(learner, trained, data), trained.main, history, [item], 2) == everything


def test_what_only_rounding_lowers_is_no_cause() -> None:
    """Scores that do not depend on the history, but for noise of float32's size: no film is named."""
    rng = np.random.default_rng(0)
    vectors = Embedding(rng.normal(size=(20, 3)), [f"film {row}" for row in range(20)])
    history = Histories.of_one([1, 2, 3, 4], 20)

    def noisy(histories: Histories, items: np.ndarray) -> np.ndarray:
        return (5 + 1e-6 * rng.standard_normal((histories.n_users, len(items)))).astype(np.float32)

    assert causes(noisy, vectors, history, [7, 8, 9]) == [[], [], []]


def test_without_evidence_there_is_no_cause() -> None:
    """Whatever film is left out of a history of one, a method with biases alone says the same of all others."""
    data = ratings()
    learner = BiasedFactors(n_components=2, n_epochs=1)
    trained = learner.fit(data)
    flat = Fit({**trained.embeddings, "item": Embedding(0 * trained.main.vectors, data.item_names)}, trained.arrays)
    assert causes(scorer(learner, flat, data), flat.main, data.history(4), [0, 1]) == [[], []]


def test_lists_by_film_and_what_they_share() -> None:
    """Of watched 0 and 1, each has the other group's nearest item in its list; 5 stands in both."""
    data = ratings(n_users=60)
    trained = RatingSVD(n_components=4).fit(data)
    items = trained.main
    lists = lists_by_film(items, items, [0, 2], [0, 2], 5)
    products = items.vectors @ items.vectors[[0, 2]].T
    for column, found in enumerate(lists):
        order = [int(row) for row in np.argsort(-products[:, column], kind="stable") if row not in (0, 2)]
        assert found == order[:5]
    assert votes([[5, 7, 3], [9, 5, 4], [5, 4, 8]]) == [(5, 3), (4, 2)]
    assert votes([[1, 2], [3, 4]]) == []


def test_the_intersection_holds_what_stands_in_every_list() -> None:
    assert intersection([[5, 7, 3], [9, 5, 3], [3, 5, 8]]) == [5, 3]
    assert intersection([[5, 7], [], [7, 1]]) == [7]  # a film that was not trained has no list
    assert intersection([[5, 4], [5, 3], [4, 3]]) == [] == intersection([])


def test_a_film_without_a_vector_has_no_list() -> None:
    vectors = Embedding(np.array([[0.0, 0], [1, 0], [0, 1], [1, 1]]), list("abcd"))
    assert lists_by_film(vectors, vectors, [0, 1], [0, 1], 5) == [[], [3, 2]]
