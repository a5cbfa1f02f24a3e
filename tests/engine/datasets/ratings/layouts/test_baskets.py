"""Baskets in any dress, and lines that begin with the user."""

import random

import pytest

from tests.engine.datasets.ratings.own import load, pairs, said

RANDOM = random.Random(3)
NAMES = ["milk", "whole bread", "beer", "tea", "jam", "rice", "eggs", "oats"]
BASKETS = [RANDOM.sample(NAMES, RANDOM.randrange(1, 8)) for _ in range(60)]
NUMBERS = [[str(NAMES.index(name)) for name in basket] for basket in BASKETS]


def wanted(baskets: list[list[str]]) -> set[tuple[str, str]]:
    return {(f"basket {n}", name) for n, basket in enumerate(baskets, 1) for name in basket}


def padded(sign: str = ",") -> list[list[str]]:
    return [[*basket, *[""] * (7 - len(basket))] for basket in BASKETS]


def lines(rows: list[list[str]], sign: str) -> str:
    return "\n".join(sign.join(row) for row in rows) + "\n"


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_baskets(sign: str) -> None:
    found = load(lines(BASKETS, sign))
    assert pairs(found) == wanted(BASKETS) and "one basket" in said(found)


@pytest.mark.parametrize("end", ["", " "])
def test_between_blanks(end: str) -> None:
    assert pairs(load(lines(NUMBERS, " ").replace("\n", f"{end}\n"))) == wanted(NUMBERS)


def test_quoted() -> None:
    rows = [[f'"{name}, fresh"' for name in basket] for basket in BASKETS]
    assert pairs(load(lines(rows, ","))) == {(user, f"{name}, fresh") for user, name in wanted(BASKETS)}


@pytest.mark.parametrize("header", [[], [str(n) for n in range(7)], [f"Item {n}" for n in range(1, 8)]])
def test_padded_to_equal_length(header: list[str]) -> None:
    found = load(lines([*([header] if header else []), *padded()], ","))
    assert pairs(found) == wanted(BASKETS) and ("names columns" in said(found)) == bool(header)


def test_with_a_count_before_them() -> None:
    rows = [[str(sum(map(bool, row))), *row] for row in padded()]
    found = load(lines([["Item(s)", *(f"Item {n}" for n in range(1, 8))], *rows], ","))
    assert pairs(found) == wanted(BASKETS) and "counts the items" in said(found)


def test_equally_many_rising_numbers() -> None:
    baskets = [sorted(RANDOM.sample(range(1, 40), 8)) for _ in range(40)]
    rows = [[str(number) for number in basket] for basket in baskets]
    assert pairs(load(lines(rows, " "))) == wanted(rows)


def test_lines_that_begin_with_the_user() -> None:
    rows = [[str(7 * n // 6), *basket] for n, basket in enumerate(NUMBERS)]
    found = load(lines(rows, " "))
    assert pairs(found) == {(row[0], name) for row in rows for name in row[1:]}
    assert "choose the layout of baskets" in said(found)
    assert pairs(load(lines(rows, " "), layout="baskets")) == wanted(rows)
    named = [[f"u{row[0]}", *row[1:]] for row in rows]
    assert pairs(load(lines(named, " "), layout="user_items")) == {(row[0], name) for row in named for name in row[1:]}


@pytest.mark.parametrize(
    "text",
    [
        "".join(f'{u},"Piano, The, or {i}, a film",4\n' for u in range(9) for i in range(9)),
        "".join(f"{u},{i},{'|'.join('ABC'[: 1 + i % 3])}\n" for u in range(9) for i in range(9)),
    ],
)
def test_other_signs_within_fields_make_no_baskets(text: str) -> None:
    header = "user,title,rating\n" if "Piano" in text else "user,item,genres\n"
    assert load(header + text).n_users == 9
