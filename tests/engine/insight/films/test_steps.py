"""The numbers shown under "How it works" are those that the methods really use."""

import numpy as np
import pytest

from engine.evaluation.films.recommending import history_of
from engine.insight.films.steps import ease_cell, pair_step, solved_row, tower_score
from engine.learners.films.cowatch import CoWatch
from engine.learners.films.ease import EASE
from engine.learners.films.implicit_als import ImplicitALS
from engine.learners.films.two_tower import TwoTower
from tests.examples import ratings

DATA = ratings()


def test_a_pair_through_the_network() -> None:
    learner = CoWatch(n_components=4, min_count=1, n_epochs=5)
    fit = learner.fit(DATA)
    step = pair_step(learner, fit, 0, 2)
    used = fit.arrays["used"]
    hidden, outputs = fit.main.vectors[0], fit.embeddings["output"].vectors
    scores = np.where(used, outputs @ hidden + fit.arrays["bias"], -np.inf)
    chances = np.exp(scores) / np.exp(scores).sum()
    assert step.probability == pytest.approx(chances[2], rel=1e-4)
    assert step.loss == pytest.approx(-np.log(chances[2]), rel=1e-4)
    assert step.loss_after < step.loss
    linear = step.loss - step.rate * float(step.gradient @ step.gradient)
    assert step.loss_after == pytest.approx(linear, abs=1e-3)


@pytest.mark.parametrize("n_users", [20, 60])
def test_a_cell_of_ease(n_users: int) -> None:
    data = ratings(n_users=n_users)
    learner = EASE(regularization=3.0)
    cell = ease_cell(learner, learner.fit(data), data, 4, 8)
    matrix = data.liked.matrix().toarray()
    inverse = np.linalg.inv(matrix.T @ matrix + 3.0 * np.eye(data.n_items))
    assert cell.inverse == pytest.approx(inverse[4, 8], abs=1e-7)
    assert cell.diagonal == pytest.approx(inverse[8, 8])
    assert cell.weight == pytest.approx(-inverse[4, 8] / inverse[8, 8], abs=1e-6)
    assert cell.both == (matrix[:, 4] * matrix[:, 8]).sum()


def test_a_solved_row_of_als() -> None:
    learner = ImplicitALS(n_components=4, regularization=1.0, alpha=3.0)
    fit = learner.fit(DATA)
    row = solved_row(learner, fit, DATA, history_of(DATA, 6))
    assert row.residual < 1e-8
    liked = np.isin(np.arange(DATA.n_items), DATA.liked.of(6))
    items = fit.main.vectors.astype(float)

    def objective(vector: np.ndarray) -> float:
        weight = np.where(liked, 4.0, 1.0)
        return float((weight * (liked - items @ vector) ** 2).sum() + (vector**2).sum())

    assert objective(np.zeros(4)) == pytest.approx(row.before)
    assert objective(row.vector) == pytest.approx(row.after)
    for direction in np.eye(4) * 0.01:
        assert objective(row.vector + direction) > row.after


@pytest.mark.parametrize("cold_share", [0.0, 0.4])
def test_a_score_of_two_towers_by_its_parts(cold_share: float) -> None:
    learner = TwoTower(n_components=4, n_epochs=2, cold_share=cold_share)
    fit = learner.fit(DATA)
    history = history_of(DATA, 6)
    scores = learner.scores(fit, DATA, history)[0]
    for film in range(DATA.n_items):
        found = tower_score(fit, DATA, history, film)
        assert found.score == pytest.approx(scores[film], abs=1e-5)
        assert (found.parts[:, 0] == 0).all() == fit.arrays["cold"][film]
    assert found.n_liked == np.sum(~fit.arrays["cold"][DATA.liked.of(6)])
