"""Prediction of a number: planted answers, R2 as scikit-learn's, columns that can serve."""

import numpy as np
import pytest
from sklearn.metrics import r2_score

from engine.datasets.graphs.graph import Graph
from engine.embedding import Embedding
from engine.errors import InputError
from engine.evaluation.nodes.number_prediction import NumberPrediction, NumberScores, number_columns, r2
from engine.learners.nodes.laplacian import LaplacianEigenmaps

RNG = np.random.default_rng(0)


def people(noise: float, unknown: int = 0) -> Embedding:
    """Ages that are a linear function of the vectors, and noise of the given share of their variance."""
    vectors = RNG.standard_normal((400, 6))
    told = vectors @ np.array([1.0, -2, 0.5, 0, 0, 0])
    ages = 40 + 5 * (told / told.std() * (1 - noise) ** 0.5 + RNG.standard_normal(400) * noise**0.5)
    texts = np.array([f"{age:.3f}" for age in ages])
    texts[:unknown] = ""
    columns = {"degree": RNG.integers(1, 9, 400), "age": texts, "sort": np.array(["a", "b"] * 200)}
    return Embedding(vectors, [f"n{row}" for row in range(400)], columns)


@pytest.mark.parametrize("noise", [0.1, 0.5, 1.0])
def test_the_share_of_variance_that_was_planted_is_told(noise: float) -> None:
    fit = NumberPrediction(column="age", n_splits=4).fit(people(noise))
    found = NumberScores.from_fit(fit)
    assert found.r2.shape == (4,) and found.r2.mean() == pytest.approx(1 - noise, abs=0.08)
    assert found.r2_degree.max() < 0.05
    assert found.error_mean.mean() == pytest.approx(5 * (2 / np.pi) ** 0.5, rel=0.15)
    assert found.error.mean() == pytest.approx(noise**0.5 * found.error_mean.mean(), rel=0.15)
    assert fit.summary["r2"] == pytest.approx(found.r2.mean())


def test_unknown_numbers_are_guessed() -> None:
    embedding = people(0.05, unknown=50)
    found = NumberScores.from_fit(NumberPrediction(column="age").fit(embedding))
    told = embedding.vectors[:50] @ np.array([1.0, -2, 0.5, 0, 0, 0])
    assert found.unknown.tolist() == list(range(50)) and len(found.rows) == 350
    assert np.corrcoef(found.guesses, told)[0, 1] > 0.99


def test_r2_is_scikit_learns() -> None:
    truth, guess = RNG.random(50), RNG.random(50)
    assert r2(truth, guess) == pytest.approx(r2_score(truth, guess))


def test_only_columns_of_numbers_are_offered() -> None:
    embedding = people(0.5)
    assert number_columns(embedding) == ["age", "degree"]
    for column in ("sort", "nothing"):
        with pytest.raises(InputError):
            NumberPrediction(column=column).fit(embedding)


def test_the_place_on_a_path_is_told_by_its_slowest_waves() -> None:
    """The wave of a path is cos(pi x): two of them tell a place nearly by a line; the degree tells nothing."""
    path = Graph.from_edges([(row, row + 1) for row in range(80)])
    vectors = LaplacianEigenmaps(n_components=4).fit(path).main
    place = np.array([str(int(name)) for name in vectors.labels])
    embedding = Embedding(vectors.vectors, vectors.labels, {"degree": path.degrees, "place": place})
    found = NumberScores.from_fit(NumberPrediction(column="place").fit(embedding))
    assert found.r2.mean() > 0.98 and found.r2_degree.mean() < 0.1
