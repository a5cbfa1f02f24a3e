"""Grades, counts, and numbers that say that something was not rated."""

import numpy as np
import pytest

from engine.datasets.ratings.grades import mark_of
from tests.engine.datasets.ratings.own import content, load, refusal, said

USERS, ITEMS = range(12), range(12)


def lines(values: list[float], header: str = "user,item,rating") -> str:
    """A rating by each user of each item, in turn."""
    pairs = [(user, item) for user in USERS for item in ITEMS]
    return "\n".join([header, *(f"u{u},i{i},{values[n % len(values)]:g}" for n, (u, i) in enumerate(pairs))])


@pytest.mark.parametrize(
    ("values", "wide", "mark"),
    [
        ([-1, 1, 2, 3, 4, 5], False, -1),
        ([-1, 0, 2, 3, 4, 5], False, -1),
        ([-1, 0, 1], False, None),
        ([-2, -1, 1, 2, 3], False, None),
        ([0, 0, 0, 0, 1, 2, 3, 4, 5], False, 0),
        ([0, 1, 2, 3, 4, 5], False, None),
        ([0, 1, 1.5, 2, 2.5, 3], False, 0),
        ([0, 0.5, 1, 1.5, 2, 2.5, 3], False, None),
        ([0, 0, 1, 2, 3, 4, 5], True, 0),
        ([0, 1], True, 0),
        ([0, 1], False, None),
        ([99, 5.5, -9.5, 3, 1], True, 99),
        ([99, 50, 20, 3, 1], False, None),
        ([1, 2, 3, 4, 5], True, None),
        ([0, 0, 0, 0, 0, 0, 1, 1, 2, 3, 9], False, None),
    ],
)
def test_marks(values: list[float], wide: bool, mark: float | None) -> None:
    assert mark_of(np.array(values * 10), wide) == mark


def test_minus_one_is_left_out_unless_the_user_wants_it() -> None:
    text = lines([-1, 1, 2, 3, 4, 5, 6])
    found = load(text)
    assert found.stars.min() == 1 and "-1 stands 21 times (15%)" in said(found)
    assert "Not rated is written as" in said(found)
    assert load(text, unrated_mark="none").stars.min() == -1
    seen = load(text, unrated="seen")
    assert not seen.explicit and len(seen.users) == 144
    assert load(text, unrated_mark="0").stars.min() == -1


def test_zeros_that_may_be_grades_are_told() -> None:
    found = load(lines([0, 1, 2, 3, 4, 5]))
    assert found.stars.min() == 0 and "counts as the lowest of them" in said(found)
    assert load(lines([0, 1, 2, 3, 4, 5]), unrated_mark="0").stars.min() == 1
    assert refusal(lines([0, 0]), unrated_mark="0").code == "E-RAT-01"


PLAYS = [1, 1, 2, 3, 3, 5, 8, 40, 300, 70_000]


def test_counts_are_recognized_and_used_as_the_user_wants() -> None:
    text = lines(PLAYS, "userID,artistID,weight")
    found = load(text)
    assert found.stars.max() == 70_000 and "look like counts" in said(found) and "up to 70,000" in said(found)
    log = load(text, amounts="log")
    np.testing.assert_allclose(np.unique(log.stars), np.log1p(sorted(set(PLAYS))), rtol=1e-6)
    assert (log.stars >= log.liked_from).mean() == (found.stars >= found.liked_from).mean()
    assert not load(text, amounts="watched").explicit
    assert refusal(lines([-3, -2, 1, 2, 5]), amounts="log").code == "E-RAT-02"
    assert "look like counts" not in said(load(lines([1, 2, 3, 4, 5, 10])))


def test_numbers_that_cannot_be_stored_are_left_out_and_counted() -> None:
    text = lines([1, 2, 3, 4, 5])
    found = load(text + "\nu0,i1,1e39\nu1,i2,-1e39\nu2,i3,1e20\nu3,i4,1e-60\nu4,i5,1_000\n")
    assert content(found) == content(load(text)) and np.isfinite(found.stars).all()
    assert "not finite numbers, left out: 5 (such as '1e39')" in said(found)


def test_thousands_in_counts() -> None:
    found = load("user,item,plays\n" + "".join(f'u{u},i{i},"{(1 + u) * 1_500:,}"\n' for u in USERS for i in ITEMS))
    assert found.stars.max() == 18_000 and "“1,500” is 1500" in said(found)
