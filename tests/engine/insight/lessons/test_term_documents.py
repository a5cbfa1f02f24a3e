"""Seven documents by five terms: step by step is what the whole decomposition gives."""

import re

import numpy as np
import pytest
from numpy.testing import assert_allclose

from engine.insight.lessons.term_documents import TERMS, cost, counts, products, projected, without
from engine.low_rank import factorize


def test_products_add_up_to_the_coordinate() -> None:
    factors = factorize(counts())
    told = products(counts()[0], factors.right[:, 2])
    sums, _, total = told.partition(" = ")
    parts = [re.sub(r"[()]", "", part).split(r" \cdot ") for part in sums.split(" + ")]
    assert sum(float(count) * float(weight) for count, weight in parts) == pytest.approx(float(total), abs=0.02)
    assert float(total) == pytest.approx(factors.left[0, 2] * factors.values[2], abs=0.005)


@pytest.mark.parametrize("rank", range(1, 6))
def test_what_comes_through_is_the_row_of_the_best_matrix(rank: int) -> None:
    factors = factorize(counts())
    made = np.array([projected(row, factors, rank) for row in counts()])
    assert_allclose(made, factors.rank(rank), atol=1e-9)
    assert ((counts() - made) ** 2).sum() == pytest.approx(factors.squared_errors[rank], abs=1e-9)


def test_cost_of_half_a_billion_pages() -> None:
    found = cost(5e8, 1e6, 200)
    assert found.whole == 4e15 and found.nonzero == 12 * 1e11
    assert found.operations == 6 * 5e8 * 1e12 + 20 * 1e18
    assert (
        cost(5, 7, 10) == cost(7, 5, 10) and cost(5, 7, 10).nonzero == 12 * 35
    )  # no document has more terms than there are


def test_emptying_a_column_takes_most_from_the_value_that_it_makes() -> None:
    change = without(counts(), TERMS.index("Stanford"))
    assert_allclose(change.before, factorize(counts()).values)
    assert change.after[-1] == pytest.approx(0, abs=1e-12) and (change.fallen > 0).all()
    left_out = np.square(change.before).sum() - np.square(change.after).sum()
    assert left_out == pytest.approx(np.square(counts()[:, TERMS.index("Stanford")]).sum())
