"""What every recommender must do, and each of them against theory or an independent route."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.algorithms.als import biased
from engine.algorithms.towers.pair_softmax import weighted_pairs
from engine.datasets.ratings.ratings import Histories, Ratings
from engine.errors import InputError
from engine.evaluation.films.ranking import best_unseen, rank
from engine.learners import LEARNERS
from engine.learners.films.biased_factors import BiasedFactors
from engine.learners.films.contract import Baseline, Recommender
from engine.learners.films.cowatch import CoWatch
from engine.learners.films.ease import EASE
from engine.learners.films.implicit_als import ImplicitALS
from engine.learners.films.item2vec import Item2Vec
from engine.learners.films.truncated_svd import RatingSVD
from engine.learners.films.two_tower import TwoTower, film_features
from engine.report import Silent
from tests.examples import quick, ratings

RECOMMENDERS = {name: cls for name, cls in LEARNERS.items() if issubclass(cls, Recommender)}
each = pytest.mark.parametrize("cls", RECOMMENDERS.values(), ids=RECOMMENDERS)

LONG = {"n_components": 4, "min_count": 1}
CHECKERED = {
    "ease": {"regularization": 5.0},
    "implicit_als": {"regularization": 1.0},
    "cowatch": {"n_epochs": 60, "learning_rate": 0.03, "n_components": 8},
    "two_tower": {"n_epochs": 60, "n_components": 8, "batch_size": 64, "n_random": 10},
    "watch_prediction": {"target": "like", "n_epochs": 20, "n_components": 8},
    "item2vec": {"n_epochs": 300, "n_components": 8, "window": 10},
}
"""Settings for forty viewers; the defaults are for hundreds."""


def trained(cls: type[Recommender], **changes: object) -> Recommender:
    wanted = {name: value for name, value in {**LONG, **CHECKERED.get(cls.name, {})}.items() if hasattr(cls, name)}
    return cls(**wanted | changes)  # type: ignore[arg-type]


def test_there_are_recommenders() -> None:
    assert {"ease", "implicit_als", "cowatch", "item2vec", "rating_svd", "biased_factors"} <= RECOMMENDERS.keys()


@each
def test_even_viewers_are_recommended_even_films(cls: type[Recommender]) -> None:
    data = ratings(n_users=60)
    learner = trained(cls)
    found = learner.fit(data)
    top = best_unseen(learner.scores(found, data, data.train), data.train, 5)
    right = (top + np.arange(data.n_users)[:, None]) % 2 == 0
    assert right.mean() > 0.9


@each
def test_a_new_viewer_is_served_without_training_again(cls: type[Recommender]) -> None:
    data = ratings(n_users=60)
    learner = trained(cls)
    found = learner.fit(data)
    for parity in (0, 1):
        history = Histories.of_one([parity, parity + 4, parity + 10, parity + 16], data.n_items, [5, 5, 5, 5])
        top = best_unseen(learner.scores(found, data, history), history, 5)
        assert (top % 2 == parity).mean() > 0.7
        assert not set(top[0]) & set(history.items.tolist())


@each
def test_scores_have_the_shape_of_viewers_and_items_also_for_empty_histories(cls: type[Recommender]) -> None:
    data = ratings()
    learner = quick(cls)
    assert isinstance(learner, cls)
    found = learner.fit(data)
    empty = Histories(np.zeros(3, dtype=np.int64), np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.float32), 30)
    scores = learner.scores(found, data, empty)
    assert scores.shape == (2, 30) and scores.dtype == np.float32 and np.isfinite(scores).all()
    assert found.main.n_items == data.n_items
    assert found.main.labels == data.item_names


@each
@settings(max_examples=4)
@given(seed=st.integers(0, 1000))
def test_no_held_out_rating_reaches_the_training(cls: type[Recommender], seed: int) -> None:
    """Whatever stands in the held-out rows, the vectors and the scores are the same to the last bit."""
    data = ratings()
    rng = np.random.default_rng(seed)
    out = data.held_out
    stars, items = data.stars.copy(), data.items.copy()
    stars[out] = rng.choice([1.0, 5.0], out.sum())
    items[out] = rng.integers(0, data.n_items, out.sum())
    other = dataclasses.replace(data, stars=stars, items=items)
    learner = quick(cls)
    assert isinstance(learner, cls)
    first, second = learner.fit(data), learner.fit(other)
    for name, embedding in first.embeddings.items():
        assert (embedding.vectors == second.embeddings[name].vectors).all()
    same = learner.scores(first, data, data.train) == learner.scores(second, other, other.train)
    assert same.all()


@each
def test_some_films_are_scored_as_among_all(cls: type[Recommender]) -> None:
    data = ratings()
    learner = quick(cls)
    assert isinstance(learner, cls)
    found, some = learner.fit(data), np.array([7, 29, 0])
    everything = learner.scores(found, data, data.train)
    np.testing.assert_allclose(learner.scores(found, data, data.train, some), everything[:, some], atol=1e-5)


@each
def test_a_method_says_what_its_second_vectors_are(cls: type[Recommender]) -> None:
    found = quick(cls).fit(ratings())
    assert cls.embeds == "film"
    assert bool(cls.context) == ("context" in found.embeddings)
    assert found.context.labels == found.main.labels


@each
def test_advice_is_what_fit_refuses_or_what_it_takes(cls: type[Recommender]) -> None:
    data = ratings()
    assert [found.severity for found in quick(cls).advice(data)] == ["info"]
    for poor in (dataclasses.replace(data, explicit=False), dataclasses.replace(data, liked_from=9.0)):
        severities = [found.severity for found in quick(cls).advice(poor)]
        if "error" in severities:
            with pytest.raises(InputError) as refused:
                quick(cls).fit(poor)
            assert quick(cls).advice(poor)[0].sentence == str(refused.value)
            assert severities == ["error"]


def test_the_numbers_of_two_towers_of_a_seed_stay() -> None:
    """As before the towers took features of any two kinds."""
    found = TwoTower(n_components=4, n_epochs=3, batch_size=64, n_random=10, cold_share=0.3).fit(ratings())
    np.testing.assert_allclose(
        found.history["loss"], [3.112027168273926, 3.0845185688563754, 3.0740748814174106], rtol=1e-6
    )
    items = [
        [-0.36217227578163147, -0.07536355406045914, 0.010491710156202316, 0.08709500730037689],
        [-0.15570884943008423, -0.12095257639884949, -0.31404635310173035, 0.1526515930891037],
    ]
    users = [
        [-0.15950626134872437, 0.14611341059207916, 0.006372968666255474, 0.0329940989613533],
        [0.10625675320625305, -0.17840377986431122, -0.03333396464586258, -0.15573081374168396],
    ]
    np.testing.assert_allclose(found.main.vectors[[0, 7]], items, atol=1e-5)
    np.testing.assert_allclose(found.embeddings["user"].vectors[[0, 7]], users, atol=1e-5)
    assert np.flatnonzero(found.arrays["cold"]).tolist() == [1, 2, 3, 11, 13, 15, 18, 20, 21]


@pytest.mark.parametrize("cls", [TwoTower, ImplicitALS, EASE, RatingSVD, BiasedFactors], ids=lambda cls: cls.name)
def test_viewers_and_films_lie_together_with_the_same_inner_products(cls: type[Recommender]) -> None:
    found = quick(cls).fit(ratings())
    together, items, users = (found.embeddings[name] for name in ("together", "item", "user"))
    films = np.array([together.index[label] for label in items.labels])
    viewers = np.array([together.index[label] for label in users.labels])
    assert sorted([*films, *viewers]) == list(range(70))
    products = together.vectors[viewers] @ together.vectors[films].T
    np.testing.assert_allclose(products, users.vectors @ items.vectors.T, atol=1e-4)
    assert (together.metadata["kind"][films] == "film").all() and (together.metadata["kind"][viewers] == "viewer").all()
    assert (together.metadata["genre"][films] == items.metadata["genre"]).all()
    squares = [np.square(together.vectors[rows]).mean() for rows in (films, viewers)]
    assert squares[0] == pytest.approx(squares[1], rel=1e-4)
    assert 12 <= (together.metadata["kind"][:30] == "film").sum() <= 14  # of 30 films and 40 viewers, three sevenths


def test_viewers_whose_names_are_numbers_are_told_from_films() -> None:
    data = dataclasses.replace(ratings(), user_names=tuple(str(row) for row in range(40)))
    together = RatingSVD(n_components=4).fit(data).embeddings["together"]
    assert "viewer 7" in together.index and len(together.index) == 70


def likings(data: Ratings) -> np.ndarray:
    return data.liked.matrix().toarray()


def ease_by_definition(matrix: np.ndarray, regularization: float) -> np.ndarray:
    inverse = np.linalg.inv(matrix.T @ matrix + regularization * np.eye(matrix.shape[1]))
    weights = -inverse / np.diag(inverse)
    np.fill_diagonal(weights, 0)
    return weights


@pytest.mark.parametrize(("n_users", "side"), [(20, "viewers"), (60, "items")])
def test_ease_dual_and_primal_are_the_formula(n_users: int, side: str) -> None:
    data = ratings(n_users=n_users)
    learner = EASE(regularization=3.0, n_components=5)
    found = learner.fit(data)
    assert found.summary["inverted"] == side
    matrix = likings(data)
    weights = ease_by_definition(matrix, 3.0)
    np.testing.assert_allclose(learner.scores(found, data, data.train), matrix @ weights, atol=1e-5)
    for item in range(0, data.n_items, 7):
        np.testing.assert_allclose(learner.weights_of(found, data, item), weights[:, item], atol=1e-6)


@pytest.mark.parametrize("n_users", [20, 60])
def test_ease_solves_its_least_squares_problem(n_users: int) -> None:
    """No change of the weights off the diagonal makes ||X - X B||^2 + lambda ||B||^2 smaller: the gradient is 0."""
    data = ratings(n_users=n_users)
    learner = EASE(regularization=3.0)
    found = learner.fit(data)
    matrix = likings(data)
    weights = np.stack([learner.weights_of(found, data, item) for item in range(data.n_items)], axis=1)
    gradient = matrix.T @ (matrix @ weights - matrix) + 3.0 * weights
    np.fill_diagonal(gradient, 0)
    assert np.abs(gradient).max() < 1e-5


def test_the_vectors_of_ease_rebuild_its_smoother() -> None:
    data = ratings(n_users=20)
    found = EASE(regularization=3.0, n_components=30).fit(data)
    matrix = likings(data)
    smoother = np.eye(30) - 3.0 * np.linalg.inv(matrix.T @ matrix + 3.0 * np.eye(30))
    vectors = found.main.vectors
    np.testing.assert_allclose(vectors @ vectors.T, smoother, atol=1e-5)


def test_svd_is_the_best_matrix_of_its_rank() -> None:
    data = ratings()
    matrix = likings(data)
    found = RatingSVD(n_components=4).fit(data)
    left, values, right = np.linalg.svd(matrix)
    np.testing.assert_allclose(found.arrays["singular_values"], values[:4], rtol=1e-6)
    rebuilt = found.embeddings["user"].vectors @ found.embeddings["item"].vectors.T
    np.testing.assert_allclose(rebuilt, left[:, :4] * values[:4] @ right[:4], atol=1e-5)
    scores = RatingSVD(n_components=4).scores(found, data, data.train)
    np.testing.assert_allclose(scores, rebuilt, atol=1e-5)  # a viewer of the training is folded in at the same place


def test_svd_of_stars() -> None:
    data = ratings()
    found = RatingSVD(n_components=3, values="stars").fit(data)
    stars = data.train.matrix(data.train.stars).toarray()
    np.testing.assert_allclose(found.arrays["singular_values"], np.linalg.svd(stars)[1][:3], rtol=1e-6)


def test_factors_with_biases_by_als_never_raise_their_objective() -> None:
    found = BiasedFactors(n_components=3, n_epochs=20, regularization=0.05).fit(ratings())
    losses = found.history["loss"]
    assert (np.diff(losses) <= 1e-12).all() and losses[-1] < losses[0]


@pytest.mark.parametrize("solver", ["als", "sgd"])
def test_factors_with_biases_find_the_checkerboard(solver: str) -> None:
    """Stars are 5 or 2, less a noise of .25 on either side: the error falls to the noise."""
    data = ratings(n_users=200)
    learner = BiasedFactors(n_components=2, solver=solver, regularization=0.01, n_epochs=60, learning_rate=0.03)
    assert learner.fit(data).summary["rmse"] < 0.3


def test_factors_with_biases_need_stars() -> None:
    data = dataclasses.replace(ratings(), explicit=False)
    with pytest.raises(InputError, match="not how it was liked"):
        BiasedFactors().fit(data)


def test_the_sampled_softmax_separates_the_two_groups_too() -> None:
    data = ratings(n_users=60)
    learner = trained(CoWatch, softmax="sampled", n_sampled=10, n_epochs=200)
    scores = learner.scores(learner.fit(data), data, data.train)
    top = best_unseen(scores, data.train, 3)
    assert ((top + np.arange(60)[:, None]) % 2 == 0).mean() > 0.9


@pytest.mark.parametrize("cls", [CoWatch, Item2Vec])
def test_films_left_out_of_the_training_are_never_recommended_first(cls: type[Recommender]) -> None:
    data = ratings()
    rare = int(np.sort(data.liked.counts())[5])
    learner = trained(cls, min_count=rare)
    found = learner.fit(data)
    used = found.arrays["used"]
    assert 0 < used.sum() < data.n_items
    order = np.argsort(-learner.scores(found, data, data.train), axis=1, kind="stable")
    assert used[order[:, : used.sum()]].all()


@pytest.mark.parametrize("cls", RECOMMENDERS.values(), ids=RECOMMENDERS)
def test_scores_are_named_for_what_they_are(cls: type[Recommender]) -> None:
    scored = cls().scored()
    assert scored.title not in ("", "Score") and scored.sentence.endswith(".")


def test_a_logit_is_the_log_of_a_chance_but_for_a_constant_of_the_viewer() -> None:
    data, learner = ratings(), CoWatch(n_epochs=3, min_count=1, n_components=4)
    fit = learner.fit(data)
    logits = learner.scores(fit, data, data.train)
    means = np.stack([fit.main.vectors[data.liked.of(user)].mean(axis=0) for user in range(data.n_users)])
    raw = means @ fit.context.vectors.T + fit.arrays["bias"]
    chances = np.exp(raw) / np.exp(raw).sum(axis=1, keepdims=True)
    assert np.ptp(logits - np.log(chances), axis=1).max() < 1e-4
    assert "ln p(film) plus a constant" in learner.scored().sentence


def test_too_few_films_are_refused() -> None:
    with pytest.raises(InputError, match="smaller minimum count"):
        CoWatch(min_count=1000).fit(ratings())


def test_recommenders_beat_popular_and_random_on_the_checkerboard() -> None:
    data = ratings(n_users=200)
    learner = EASE(regularization=20.0)
    found = learner.fit(data)
    means = {
        "ease": rank(lambda histories: learner.scores(found, data, histories), data).per_user()["ndcg"].mean(),
        **{name: rank(lambda h, n=name: Baseline(n).scores(data, h), data).per_user()["ndcg"].mean()  # type: ignore[misc]
           for name in ("popular", "random")},
    }  # fmt: skip
    assert means["ease"] > 1.4 * max(means["popular"], means["random"])


def test_two_towers_place_films_that_nobody_has_seen_by_their_genres() -> None:
    """Films kept out of the training are recommended to the viewers of their group, far above chance (1/2)."""
    data = ratings(n_users=100)
    learner = trained(TwoTower, cold_share=0.4, n_epochs=40)
    found = learner.fit(data)
    cold = np.flatnonzero(found.arrays["cold"])
    assert 5 <= len(cold) <= 20
    scores = learner.scores(found, data, data.train)[:, cold]
    same = (cold[None, :] + np.arange(data.n_users)[:, None]) % 2 == 0
    ranks = scores.argsort(axis=1).argsort(axis=1)
    assert ranks[same].mean() > ranks[~same].mean() + len(cold) / 4


def test_ratings_of_films_kept_unseen_do_not_reach_the_towers() -> None:
    data = ratings()
    learner = TwoTower(n_epochs=2, n_components=4, cold_share=0.3)
    found = learner.fit(data)
    cold = found.arrays["cold"]
    other = dataclasses.replace(data, held_out=data.held_out | cold[data.items])
    again = learner.fit(other)
    assert (again.main.vectors == found.main.vectors).all()


@pytest.mark.parametrize("discount", [0.0, 0.5])
def test_a_wide_cowatch_network_learns_how_often_pairs_are_watched(discount: float) -> None:
    """With as many dimensions as films the softmax can hold any table, so it comes near the shares of the pairs."""
    data = ratings(n_items=12)
    learner = CoWatch(
        n_components=24, min_count=1, n_epochs=500, decay=0.0, softmax="full", popularity_discount=discount
    )
    found = learner.fit(data)
    pairs = weighted_pairs(data.liked.matrix(), np.arange(data.n_items)).toarray()
    discounted = pairs / pairs.sum(axis=0) ** discount
    shares = discounted / discounted.sum(axis=1, keepdims=True)
    logits = found.main.vectors @ found.context.vectors.T + found.arrays["bias"]
    chances = np.exp(logits - logits.max(axis=1, keepdims=True))
    chances /= chances.sum(axis=1, keepdims=True)
    assert np.abs(chances - shares).max() < 0.03
    entropy = -(pairs[pairs > 0] * np.log(shares[pairs > 0])).sum() / pairs.sum()
    assert found.history["loss"][-1] == pytest.approx(entropy, abs=0.03)


def test_the_features_of_a_film_by_hand() -> None:
    data = ratings(n_items=12)
    cold = np.zeros(12, dtype=bool)
    cold[3] = True
    features = film_features(data, cold).toarray()
    assert features.shape == (12, 12 + 2 + 2)  # identities, two genres, the decades from 1950 and 1960
    assert features[3].tolist() == [0.0] * 12 + [0, 1] + [1, 0]
    assert features[10].tolist() == [0.0] * 10 + [1, 0] + [1, 0] + [0, 1]


@pytest.mark.parametrize("solver", ["als", "sgd"])
def test_the_error_of_held_out_stars_is_watched_and_changes_nothing(solver: str) -> None:
    data = ratings()
    learner = BiasedFactors(n_components=4, solver=solver, n_epochs=6)
    fit = learner.fit(data)
    watched = fit.history["held_out_loss"]
    assert len(watched) == len(fit.history["loss"]) == 6
    stars = np.where(data.held_out, 1.0, data.stars)
    other = learner.fit(dataclasses.replace(data, stars=stars))
    assert np.array_equal(fit.main.vectors, other.main.vectors) and other.history["loss"] == fit.history["loss"]
    assert other.history["held_out_loss"] != watched
    seen, unseen = data.train, data.everything.only(data.held_out)
    parts = [biased.Rated(one.offsets, one.items, one.stars, one.n_items) for one in (seen, unseen)]
    mean = float(seen.stars.mean())
    chosen = biased.Settings(4, solver, 0.1, 0.01, 6)
    factors, history = biased.train(parts[0], mean, chosen, np.random.default_rng(0), Silent(), None, parts[1])
    predicted = mean + factors.user_bias[:, None] + factors.item_bias + factors.users @ factors.items.T
    errors = unseen.stars - predicted[parts[1].users, unseen.items]
    assert history["held_out_loss"][-1] == pytest.approx(np.square(errors).mean())
    assert history["held_out_loss"] == pytest.approx(watched)
    assert fit.summary["held_out_rmse"] == pytest.approx(np.sqrt(np.square(errors).mean()), abs=1e-4)
    assert fit.summary["mean_rmse"] == pytest.approx(np.sqrt(np.square(unseen.stars - mean).mean()), abs=1e-4)
    whole = learner.fit(dataclasses.replace(data, held_out=np.zeros_like(data.held_out)))
    assert "held_out_rmse" not in whole.summary and "held_out_loss" not in whole.history
