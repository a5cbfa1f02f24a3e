"""What distinguishes groups: known differences are found, by hand and by construction."""

import numpy as np
import pytest

from engine.embedding import Embedding
from engine.insight.groups import differences, over_represented

LABELS = tuple("abcdefgh")
VECTORS = np.array([[1, 0], [1, 0.1], [1, -0.1], [0.9, 0], [0, 1], [0.1, 1], [-0.1, 1], [0, 0.9]], np.float32)
GENRES = np.array(["Drama|War", "Drama|War", "Drama", "Comedy", "Comedy", "Comedy", "Comedy|War", "Comedy"])
YEARS = np.array([1950, 1951, 1952, 1990, 1991, 1992, 1993, 1994])
ITEMS = Embedding(VECTORS, LABELS, {"genres": GENRES, "year": YEARS})


def test_an_over_represented_class_is_told_with_both_shares() -> None:
    found = differences(ITEMS, np.array([0, 1, 2]))
    drama = next(attribute for attribute in found.attributes if attribute.value == "Drama")
    assert (drama.inside, drama.beside) == ("100%", "0%")
    assert drama.times == pytest.approx((3.5 / 4) / (0.5 / 6))
    assert not any(attribute.value == "Comedy" for attribute in found.attributes)


def test_a_number_is_told_by_its_medians() -> None:
    found = differences(ITEMS, np.array([0, 1, 2]), np.array([5, 6, 7]))
    year = next(attribute for attribute in found.attributes if attribute.column == "year")
    assert (year.inside, year.beside) == ("1,951", "1,993")


def test_the_line_between_the_middles_leads_from_one_group_to_the_other() -> None:
    found = differences(ITEMS, np.array([0, 1]), np.array([4, 5]))
    assert ITEMS.labels[found.towards[0]] in "cd" and ITEMS.labels[found.away[0]] in "efgh"
    assert not {0, 1} & {*found.towards, *found.away}
    assert found.cosine == pytest.approx(float(ITEMS.unit[:2].mean(0) @ ITEMS.unit[4:6].mean(0)) / (
        np.linalg.norm(ITEMS.unit[:2].mean(0)) * np.linalg.norm(ITEMS.unit[4:6].mean(0))), abs=1e-6)  # fmt: skip


def test_a_group_of_all_items_has_nothing_beside_it() -> None:
    found = differences(ITEMS, np.arange(8))
    assert (found.towards, found.away, found.cosine) == ((), (), 0.0)


def test_unknown_and_constant_numbers_are_passed_over() -> None:
    odd = Embedding(VECTORS, LABELS, {"none": np.full(8, np.nan), "same": np.ones(8)})
    assert differences(odd, np.array([0, 1])).attributes == ()


def test_what_is_counted_more_often_at_the_group_is_told_by_its_shares() -> None:
    found = over_represented(
        np.array([8, 2, 0, 1]), np.array([10, 80, 5, 5]), ["own", "all", "other", "once"], "context"
    )
    assert [attribute.value for attribute in found] == ["own"]  # 1 of 11 is more than 5 of 100, but stands for nothing
    own = found[0]
    assert (own.column, own.inside, own.beside) == ("context", "72.73%", "10.00%")
    assert own.times == pytest.approx((8.5 / 12) / (10.5 / 101))
    assert over_represented(np.zeros(2), np.zeros(2), ["a", "b"], "x") == ()
