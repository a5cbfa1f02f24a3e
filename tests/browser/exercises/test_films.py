"""Exercises 18, 19, 20 and 25: films, done as their texts say."""

import re

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.stats import spearmanr

from engine.datasets.ratings.toy_viewers import ToyViewers
from pages.lessons.exercises import films
from tests.browser.driving import choose, enter, find, pick, tab
from tests.browser.exercises.conftest import Do
from tests.browser.exercises.reading import (
    cells,
    figure,
    fit_of,
    numbers,
    said,
    slide,
    until,
    values,
    vectors_of,
)
from tests.browser.pointing import the_map

pytestmark = pytest.mark.browser
MATRIX = "The Matrix (1999)"


def test_18_length_against_popularity_and_neighbors_by_both_metrics(do: Do) -> None:
    page = do(18)
    vectors = vectors_of(films.solved())
    counts = vectors.metadata["count"]
    rho = spearmanr(counts[counts > 0], vectors.norms[counts > 0]).statistic
    said(page, re.compile(f"rank correlation {rho:.3f}"))
    assert len(figure(page, "movies.lengths_by_count")["data"][0]["text"]) == int((counts > 0).sum())
    find(page, "Matrix", MATRIX)
    at = vectors.index[MATRIX]
    products = vectors.vectors @ vectors.vectors[at]
    cosines = products / np.maximum(vectors.norms * vectors.norms[at], 1e-9)
    for title, scores in (("Dot product", products), ("Cosine similarity", cosines)):
        pick(page, "Metric", title)
        best = np.sort(np.delete(scores, at))[::-1][:10]
        until(page, lambda title=title, best=best: np.allclose(numbers(page, title, "Neighbor"), best, atol=6e-4))


def test_19_biases_the_fifty_best_known_and_the_distance_of_two(do: Do) -> None:
    page = do(19, 0)
    fit = fit_of(films.solved())
    biases, counts = fit.arrays["item_bias"], fit.main.metadata["count"]
    for least in (20, 40):
        slide(page, "Rated at least so often", least)
        rated = np.flatnonzero(counts >= least)
        order = rated[np.argsort(biases[rated])]
        first = [fit.main.labels[row] for row in (order[0], order[-1])]
        until(page, lambda first=first: [cells(page, "Film", "Bias")[0], last_table(page)] == first)
        assert_allclose(numbers(page, "Bias", "Film"), biases[order[:12]], atol=6e-4)
    page = do(19, 1)
    until(page, lambda: the_map(page).evaluate("map => map.embeddingMap.n") == 50)
    label = cells(page, "Film", "Lift")[0]
    enter(page, "or any other film", MATRIX)
    chosen = page.get_by_test_id("stMain").get_by_text("and the films nearest to it").inner_text()
    at = fit.main.index[chosen.removesuffix(" and the films nearest to it")]
    cosine = float(fit.main.unit[at] @ fit.main.unit[fit.main.index[MATRIX]])
    said(page, re.compile(f"cosine {cosine:.3f}"))
    assert label in fit.main.labels


def last_table(page: object) -> str:
    """The first film of the second list."""
    grid = page.get_by_test_id("stMain").get_by_test_id("stDataFrame").last  # type: ignore[attr-defined]
    return str(grid.locator("[role=gridcell]").first.text_content())


def test_20_walks_between_films_and_the_neighbors_that_they_give(do: Do) -> None:
    page = do(20, 1)
    nodes = vectors_of(films.walks())
    cosines = nodes.unit @ nodes.unit[nodes.index[MATRIX]]
    best = np.sort(np.delete(cosines, nodes.index[MATRIX]))[::-1][:10]
    until(page, lambda: np.allclose(numbers(page, "Cosine similarity", "Neighbor"), best, atol=6e-4))


def test_25_both_losses_and_means_of_genres(do: Do) -> None:
    page = do(25, 0)
    fit = fit_of(films.descended())
    until(page, lambda: len(figure(page, "movies.loss")["data"]) == 2)
    loss, unseen = (values(trace, "y") for trace in figure(page, "movies.loss")["data"])
    assert_allclose(loss, fit.history["loss"], rtol=1e-6)
    assert_allclose(unseen, fit.history["held_out_loss"], rtol=1e-6)
    assert len(loss) == 30 and loss[-1] < loss[0]
    page = do(25, 2)
    ratings = ToyViewers().load()
    sizes = dict(zip(cells(page, "Genre", "Films"), numbers(page, "Films", "Genre"), strict=True))
    comedies = int(ratings.item_genres[:, ratings.genres.index("Comedy")].sum())
    assert sizes.get("Comedy", comedies) == comedies and len(sizes) > 3
    choose(page, "Of the vectors", "Film series")
    assert "Toy Story" in cells(page, "Series", "Films")
    tab(page, "Training")
