"""Exercise 16: translation by a matrix, and search by hashing that misses some."""

import re

import pytest

from engine.algorithms import random_planes
from engine.insight.approximate_search import trade
from engine.insight.shared_spaces.two_languages import how_tested
from pages.lessons.exercises import word_recipes
from pages.lessons.links import domain
from tests.browser.exercises.conftest import Do
from tests.browser.exercises.reading import cells, fit_of, numbers, said, slide, until, vectors_of

TABLES = 4
"""Of the page, if nobody says otherwise."""
pytestmark = pytest.mark.browser


def test_16_precision_of_translations(do: Do) -> None:
    page = do(16, 0)
    found = how_tested(fit_of(domain("languages").first))
    assert found is not None
    first = 100 * found.precision.mean(axis=0).reshape(-1, 2)[0, 0]
    until(page, lambda: abs(numbers(page, "First", "Answer by")[0] - first) < 0.06)


@pytest.mark.parametrize("place", [1, 2], ids=["words", "documents"])
def test_16_planes_that_make_buckets_too_small(do: Do, place: int) -> None:
    page = do(16, place)
    vectors = vectors_of(word_recipes.toy() if place == 1 else word_recipes.documents())
    codes = random_planes.codes(vectors.vectors, random_planes.normals(vectors.n_components, 0))
    found = trade(vectors, codes[:TABLES], 0)
    for planes in (2, 12):
        slide(page, "Planes", planes)
        compared, right = found.shares[planes - 1], found.recall[planes - 1]
        said(page, re.compile(f"{compared:.2%} of the others are compared and {right:.1%} of the 10 nearest found"))
        until(page, lambda: len(cells(page, "Shared", "Neighbor")) == 10)
    assert found.recall[11] < found.recall[1] and "none: missed" in cells(page, "Shared", "Neighbor")
